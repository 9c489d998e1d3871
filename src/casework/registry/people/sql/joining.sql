-- Two records of one person: a pointer, set and taken away here and nowhere else, together with
-- the doors. Nothing moves, so taking it back leaves both records as they were.

-- Whether the acting one may change this record, not only read it.
create function people_may_change(person uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select exists (
      select 1 from door_access a
       where a.person_id = person and a.opens = 'record'
         and a.grantee_id = any(nullif(current_setting('casework.grantees', true), '')::uuid[])
         and a.valid_from <= now() and (a.valid_until is null or a.valid_until > now()))
    and not exists (
      select 1 from door_objection o
       where o.person_id = person and o.ended_at is null
         and o.worker_id = nullif(current_setting('casework.actor', true), '')::uuid)
$$;

create function people_join(person uuid, whole uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if person = whole or not (people_may_change(person) and people_may_change(whole)) then
    raise exception 'these two records cannot be joined by whoever acts'
      using errcode = 'insufficient_privilege';
  end if;
  if exists (select 1 from people_person
              where id in (person, whole) and merged_into_id is not null) then
    raise exception 'one of the two is joined to another record already'
      using errcode = 'integrity_constraint_violation';
  end if;
  perform door_join(person, whole);
  update people_person set merged_into_id = whole where id = person or merged_into_id = person;
end $$;

-- Takes `person` out of the record it was joined to, with those that were joined to it before.
-- Called after the join was marked as undone: what still stands says who belongs to whom.
create function people_part(person uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  whole uuid := (select merged_into_id from people_person where id = person);
  child uuid;
begin
  if whole is null or not people_may_change(whole) then
    raise exception 'this record cannot be taken apart by whoever acts'
      using errcode = 'insufficient_privilege';
  end if;
  if exists (select 1 from people_merge where person_id = person and undone_at is null) then
    raise exception 'the join still stands' using errcode = 'integrity_constraint_violation';
  end if;
  perform door_part(person);
  update people_person set merged_into_id = null where id = person;
  for child in
    with recursive below as (
      select m.person_id from people_merge m where m.into_id = person and m.undone_at is null
      union
      select m.person_id from people_merge m join below b on m.into_id = b.person_id
       where m.undone_at is null)
    select person_id from below
  loop
    perform door_part(child);
    perform door_join(child, person);
    update people_person set merged_into_id = person where id = child;
  end loop;
end $$;

-- The pointer and the doors never disagree, whoever writes.
create function people_pointer_stands() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.merged_into_id is distinct from
     (select canonical_id from door_joined where person_id = new.id) then
    raise exception 'records are joined and parted by people_join and people_part only';
  end if;
  return null;
end $$;
create trigger people_pointer_begins after insert on people_person
  for each row when (new.merged_into_id is not null) execute function people_pointer_stands();
create trigger people_pointer_stands after update of merged_into_id on people_person
  for each row execute function people_pointer_stands();

revoke all on function people_join(uuid, uuid), people_part(uuid), people_may_change(uuid)
  from public;
grant execute on function people_join(uuid, uuid), people_part(uuid), people_may_change(uuid)
  to casework_app;
