-- Finding is not seeing. These functions run as their owner, past row security, and give back as
-- little as a worker needs to know that somebody is known: a minimal card. Whoever calls them
-- writes down that it was asked, and what was found.

create sequence if not exists people_number start 10001;

-- The next record number of the agency: C-10001.
create or replace function people_next_number() returns text
language sql volatile set search_path = pg_catalog, public, pg_temp
as $$ select 'C-' || nextval('people_number') $$;

create or replace function people_acting() returns uuid
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
declare
  actor uuid := nullif(current_setting('casework.actor', true), '')::uuid;
begin
  if actor is null then
    raise exception 'nobody acts: nobody can be looked for';
  end if;
  return actor;
end $$;

-- Those who have barred the acting one, with every record that is joined to theirs.
-- Without a search path of its own, so that it becomes a part of the statement that asks it; those
-- who ask it have fixed theirs.
create or replace function people_barring(actor uuid) returns setof uuid
language sql stable
as $$
  select distinct coalesce(p.merged_into_id, p.id)
    from door_objection o join people_person p on p.id = o.person_id
   where o.worker_id = actor and o.ended_at is null
$$;

-- The minimal card. Words and dates as people_find reads them; the numbers are identifiers and
-- record numbers in their normal form, the phones international numbers: all compared exactly.
-- Everybody is looked through with three letters (two in scripts of longer letters), a whole birth
-- date, a number or a phone; with less, or when not asked for everyone, only those who are open to
-- the acting one.
-- `matched` is the name that was found, which may be a former one; it and the responsible worker's
-- name are given for open records only, and a hidden name never is.
create or replace function people_locate(
  asked_words text[], asked_born text[], asked_numbers text[], asked_phones text[],
  everyone boolean default true, most int default 20
) returns table (
  person_id uuid, place int, found_by text, shown_name text, born_year text, is_open boolean,
  team_name text, team_phone text, matched text, responsible text
)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
  actor uuid := people_acting();
  grantees uuid[] := nullif(current_setting('casework.grantees', true), '')::uuid[];
  -- The day where the agency is.
  today date := coalesce(
    (select (now() at time zone time_zone)::date from workforce_agency limit 1), current_date);
  letters int := coalesce(octet_length(
    (select string_agg(split_part(w, '/', 1), '') from unnest(asked_words) w)), 0);
begin
  most := least(greatest(coalesce(most, 20), 1), 20);
  if letters = 0 then
    asked_words := null;
    -- A year alone would list everybody born in it.
    select array_agg(b) into asked_born from unnest(asked_born) b where length(b) = 10;
  elsif letters < 3 then
    everyone := false;
  end if;
  return query
  -- One's own people are looked through by themselves where nobody else is looked for, or where
  -- there are so many others that one's own would not be among the first.
  with everybody as materialized (
    select f.* from people_find(asked_words, asked_born, null, most) f where everyone
  ), mine as materialized (
    select array(select distinct a.person_id from door_access a
                  where a.grantee_id = any(grantees) and a.valid_from <= now()
                    and (a.valid_until is null or a.valid_until > now())) as people
  ), hits as (
    select p.id as person_id, -1.0::real as far, 0 as place, 'number' as found_by,
           null::uuid as name_id
      from people_person p where replace(p.number, '-', '') = any(asked_numbers)
    union all
    select i.person_id, -1.0, 0, 'number', null from people_identifier i
     where i.normal = any(asked_numbers)
    union all
    select c.person_id, -0.5, 0, 'phone', null from people_contactpoint c
     where c.channel = 'phone' and c.normal = any(asked_phones)
       and (c.ended_on is null or c.ended_on > today)
    union all
    select e.person_id, e.distance, e.place, e.found_by, e.name_id from everybody e
    union all
    select f.person_id, f.distance, f.place, f.found_by, f.name_id
      from people_find(asked_words, asked_born, (select m.people from mine m), most) f
     where (not everyone or (select count(*) from everybody) >= most)
       and (select cardinality(m.people) from mine m) > 0
  ), wholes as (
    -- LIMIT keeps each look-up an index scan: the planner thinks that a function gives thousands.
    select distinct on (w.id) w.id, h.far, h.place, h.found_by, h.name_id
      from hits h cross join lateral (
        select coalesce(p.merged_into_id, p.id) as id from people_person p
         where p.id = h.person_id limit 1) w
     where w.id not in (select barring.id from people_barring(actor) as barring(id))
     order by w.id, h.far, h.place
  ), opened as (
    select w.*, exists (
             select 1 from door_access a
              where a.person_id = w.id and a.grantee_id = any(grantees) and a.valid_from <= now()
                and (a.valid_until is null or a.valid_until > now()) offset 0) as is_open
      from wholes w
  ), ranked as (
    select w.*,
           row_number() over (order by (w.far * 20)::int, not w.is_open, w.place, w.id) as nth
      from opened w
  )
  select r.id, r.nth::int, r.found_by, p.shown_name::text, left(p.born, 4), r.is_open,
         t.name::text, t.phone::text,
         case when r.is_open and not n.is_hidden then btrim(n.given || ' ' || n.family) else '' end,
         case when r.is_open then coalesce(c.name, '') else '' end
    from ranked r
    cross join lateral (select p.shown_name, p.born from people_person p where p.id = r.id limit 1) p
    -- A row of the search table has the id of the name that it was made from.
    left join lateral (
      select n.given, n.family, n.is_hidden from people_personname n
       where n.id = r.name_id limit 1) n on true
    left join lateral (
      select t.name, t.phone
        from (select a.grantee_id, a.reason, a.valid_from, a.valid_until
                from door_access a where a.person_id = r.id offset 0) a
        cross join lateral (
          select t.name, t.phone from workforce_team t where t.id = a.grantee_id limit 1) t
       where a.reason = 'team' and a.valid_from <= now()
         and (a.valid_until is null or a.valid_until > now())
       order by a.valid_from desc, t.name limit 1) t on true
    left join lateral (
      select btrim(w.given || ' ' || w.family) as name
        from (select a.grantee_id, a.reason, a.valid_from, a.valid_until
                from door_access a where a.person_id = r.id offset 0) a
        cross join lateral (
          select w.given, w.family, w.sort_key from workforce_worker w
           where w.id = a.grantee_id limit 1) w
       where r.is_open and a.reason = 'care_team' and a.valid_from <= now()
         and (a.valid_until is null or a.valid_until > now())
       order by a.valid_from desc, w.sort_key limit 1) c on true
   where r.nth <= most
   order by r.nth;
end $$;

-- Who might be the person that is being registered: what a comparison needs, and never what a
-- screen shows. The answer stays in the program; a card is asked for with people_cards.
create or replace function people_alike(
  asked_words text[], asked_born text[], asked_numbers text[], asked_phones text[],
  most int default 30
) returns table (
  person_id uuid, names jsonb, born text, phones text[], numbers jsonb
)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
  actor uuid := people_acting();
  day text[] := (select array_agg(b) from unnest(asked_born) b where length(b) = 10);
begin
  return query
  with hits as (
    select i.person_id from people_identifier i where i.normal = any(asked_numbers)
    union
    select c.person_id from people_contactpoint c
     where c.channel = 'phone' and c.normal = any(asked_phones)
    union
    select f.person_id from people_find(asked_words, asked_born, null, most) f
     where asked_words is not null and asked_born is not null
    union
    select f.person_id from people_find(asked_words, null, null, most) f
     where asked_words is not null
    union
    select f.person_id from people_find(null, day, null, 200) f where day is not null
  ), wholes as (
    select distinct w.id from hits h cross join lateral (
      select coalesce(p.merged_into_id, p.id) as id from people_person p
       where p.id = h.person_id limit 1) w
  )
  select w.id,
    (select coalesce(jsonb_agg(jsonb_build_array(n.given, n.family)), '[]')
       from people_personname n join people_person m on m.id = n.person_id
      where m.id = w.id or m.merged_into_id = w.id),
    p.born::text,
    (select coalesce(array_agg(c.normal::text), '{}')
       from people_contactpoint c join people_person m on m.id = c.person_id
      where (m.id = w.id or m.merged_into_id = w.id) and c.channel = 'phone' and c.normal <> ''),
    (select coalesce(jsonb_agg(jsonb_build_array(i.kind, i.normal)), '[]')
       from people_identifier i join people_person m on m.id = i.person_id
      where m.id = w.id or m.merged_into_id = w.id)
  from wholes w
  cross join lateral (select one.born from people_person one where one.id = w.id limit 1) p
  where w.id not in (select barring.id from people_barring(actor) as barring(id));
end $$;

-- The minimal cards of named people, in no order: what people_locate shows, for a known few.
create or replace function people_cards(people uuid[]) returns table (
  person_id uuid, shown_name text, born_year text, is_open boolean, team_name text, team_phone text
)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
  actor uuid := people_acting();
  grantees uuid[] := nullif(current_setting('casework.grantees', true), '')::uuid[];
begin
  if cardinality(people) > 20 then
    raise exception 'at most twenty people at a time';
  end if;
  return query
  select p.id, p.shown_name::text, left(p.born, 4),
         exists (select 1 from door_access a where a.person_id = p.id
                  and a.grantee_id = any(grantees) and a.valid_from <= now()
                  and (a.valid_until is null or a.valid_until > now())),
         t.name::text, t.phone::text
    from people_person p
    left join lateral (
      select t.name, t.phone
        from (select a.grantee_id, a.reason, a.valid_from, a.valid_until
                from door_access a where a.person_id = p.id offset 0) a
        cross join lateral (
          select t.name, t.phone from workforce_team t where t.id = a.grantee_id limit 1) t
       where a.reason = 'team' and a.valid_from <= now()
         and (a.valid_until is null or a.valid_until > now())
       order by a.valid_from desc, t.name limit 1) t on true
   where p.id = any(people) and p.merged_into_id is null
     and p.id not in (select barring.id from people_barring(actor) as barring(id));
end $$;

revoke all on function people_locate(text[], text[], text[], text[], boolean, int),
  people_alike(text[], text[], text[], text[], int), people_cards(uuid[]) from public;
grant execute on function people_locate(text[], text[], text[], text[], boolean, int),
  people_alike(text[], text[], text[], text[], int), people_cards(uuid[]) to casework_app;
