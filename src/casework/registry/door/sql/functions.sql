-- The only writers of door_access. Higher rooms call them from their own triggers, which run as
-- the owner; the application's role may not call them (see door_claim for the one exception).

create function door_derive(person uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  whole uuid := coalesce((select canonical_id from door_joined where person_id = person), person);
  members uuid[];
begin
  select array_agg(one) into members from (
    select whole as one union select person_id from door_joined where canonical_id = whole) s;
  delete from door_access where is_derived and person_id = any(members);
  insert into door_access (id, person_id, grantee_id, grantee_kind, reason, opens, source_id,
                           valid_from, valid_until, is_derived)
  select gen_random_uuid(), member, a.grantee_id, a.grantee_kind, a.reason, a.opens, a.source_id,
         a.valid_from, a.valid_until, true
    from door_access a, unnest(members) member
   where a.person_id = any(members) and not a.is_derived and member <> a.person_id
  on conflict do nothing;
  -- Whoever is barred from one of the records is barred from all of them.
  delete from door_objection where is_derived and person_id = any(members);
  insert into door_objection (id, person_id, worker_id, since, ended_at, is_derived)
  select gen_random_uuid(), member, o.worker_id, o.since, null, true
    from door_objection o, unnest(members) member
   where o.person_id = any(members) and not o.is_derived and o.ended_at is null
     and member <> o.person_id;
end $$;

create function door_objection_spreads() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform door_derive(new.person_id);
  return null;
end $$;
create trigger door_objection_spreads after insert or update on door_objection
  for each row when (not new.is_derived) execute function door_objection_spreads();

create function door_grant(person uuid, grantee uuid, kind text, why text, how text, source uuid,
                           since timestamptz, until timestamptz default null) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into door_access (id, person_id, grantee_id, grantee_kind, reason, opens, source_id,
                           valid_from, valid_until, is_derived)
  values (gen_random_uuid(), person, grantee, kind, why, how, source, since,
          case when until < since then since else until end, false)
  on conflict (person_id, grantee_id, reason, source_id) do update
    set opens = excluded.opens, valid_from = least(door_access.valid_from, excluded.valid_from),
        valid_until = excluded.valid_until, is_derived = false;
  if exists (select 1 from door_joined where person in (person_id, canonical_id)) then
    perform door_derive(person);
  end if;
end $$;

create function door_end(source uuid, why text, at timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update door_access set valid_until = greatest(at, valid_from)
   where source_id = source and reason = why and (valid_until is null or valid_until > at);
end $$;

create function door_join(person uuid, whole uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into door_joined (id, person_id, canonical_id) values (gen_random_uuid(), person, whole);
  update door_joined set canonical_id = whole where canonical_id = person;
  perform door_derive(whole);
end $$;

create function door_part(person uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  whole uuid;
begin
  delete from door_joined where person_id = person returning canonical_id into whole;
  if whole is not null then
    delete from door_access where is_derived and person_id = person;
    delete from door_objection where is_derived and person_id = person;
    perform door_derive(whole);
  end if;
end $$;

-- Whoever registers a person may open the new record for a while: without this row the insert
-- could not give the row back. Refused for an id that anybody could ever open, and for a person
-- who is registered: somebody whom nobody may open is not there for the taking.
create function door_claim(person uuid, days integer) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  actor uuid := nullif(current_setting('casework.actor', true), '')::uuid;
begin
  if actor is null then
    raise exception 'nobody acts: a record cannot be claimed';
  end if;
  if exists (select 1 from door_access where person_id = person)
     or exists (select 1 from people_person where id = person) then
    raise exception 'this record is somebody else''s';
  end if;
  perform door_grant(person, actor, 'worker', 'created', 'record', person, now(),
                     now() + make_interval(days => least(days, 14)));
end $$;

revoke execute on function door_derive(uuid), door_grant(uuid, uuid, text, text, text, uuid,
  timestamptz, timestamptz), door_end(uuid, text, timestamptz), door_join(uuid, uuid),
  door_part(uuid) from public;
