-- Bringing files over from the web: the application's role acts as the leader who pressed. These
-- functions give her what row security alone cannot: what is known of earlier files, a door for
-- the team, and taking back. Each asks first whether she leads the team.

-- Whoever signed in as one that may act as the owner of the tables: the command line.
create function exchange_is_owner() returns boolean
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select pg_has_role(coalesce(nullif(current_setting('role', true), 'none'), session_user::text),
                     'casework_owner', 'member')
$$;

-- Whether the acting one leads this team today, or one above it.
create function exchange_may(team uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  with recursive line as (
    select id, parent_id from workforce_team where id = team
    union all
    select t.id, t.parent_id from workforce_team t join line on t.id = line.parent_id),
  agency as (
    select coalesce((select (now() at time zone time_zone)::date from workforce_agency limit 1),
                    current_date) as today)
  select exchange_is_owner() or exists (
    select 1 from agency, line
      join workforce_position p on p.team_id = line.id and p.role = 'team_leader'
      join workforce_worker w on w.id = p.worker_id
     where p.worker_id = nullif(current_setting('casework.actor', true), '')::uuid
       and p.from_on <= agency.today and (p.to_on is null or p.to_on >= agency.today)
       and (w.left_on is null or w.left_on >= agency.today))
$$;

-- Whether anybody is known at all: only then are the rows of a file compared.
create function exchange_anybody() returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (select 1 from people_person)
$$;

-- The rows that came for this team before, by their fingerprints: some belong to people who went
-- to another team since, and still must not come twice.
create function exchange_known(of_kind text, team uuid) returns setof text
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select r.fingerprint::text from exchange_importedrow r
    join exchange_import i on i.id = r.came_with_id
   where exchange_may(team) and i.kind = of_kind and i.team_id = team
     and r.state in ('created', 'text_only', 'kept')
$$;

-- Those of these people whose record the acting one may write in.
create function exchange_writable(people uuid[]) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select one from unnest(people) one where exchange_is_owner() or people_may_change(one)
$$;

-- Nobody works with them now: the team that the file is of reads the record, as after an ending.
create function exchange_let_read(person uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  came record;
begin
  select i.id, i.team_id into came from people_person p
    join exchange_import i on i.id = p.brought_over_by where p.id = person;
  if not found or not exchange_may(came.team_id)
     or not (exchange_is_owner() or people_may_change(person)) then
    raise exception 'this record is not the acting one''s to open'
      using errcode = 'insufficient_privilege';
  end if;
  perform door_grant(person, came.team_id, 'team', 'last_team', 'read', came.id, now());
end $$;

-- Every row of an import that can be taken back, and whether it stays. A name is given where the
-- acting one may see the person, by row security, not here.
create function exchange_rows_to_take_back(import uuid)
returns table (row_id uuid, sheet varchar, line int, person_id uuid, episode_id uuid,
               contact_person_id uuid, is_touched boolean)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select x.id, x.sheet, x."row", x.person_id, x.episode_id, x.contact_person_id,
         exchange_is_touched(x.id)
    from exchange_importedrow x join exchange_import i on i.id = x.came_with_id
   where i.id = import and i.state = 'done' and x.state in ('created', 'text_only')
     and exchange_may(i.team_id)
   order by x.sheet, x."row"
$$;

-- Take one row back; false where it stays, because somebody worked with it or something that the
-- import did not make still refers to it. Both are written down at the row.
create function exchange_take_back_row(row_id uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  r record;
  gone boolean := true;
begin
  select x.id, x.person_id, x.contact_person_id, i.kind, i.team_id into r
    from exchange_importedrow x join exchange_import i on i.id = x.came_with_id
   where x.id = row_id and x.state in ('created', 'text_only') and i.state = 'done'
     for update of x;
  if not found or not exchange_may(r.team_id) then
    raise exception 'this row is not the acting one''s to take back'
      using errcode = 'insufficient_privilege';
  end if;
  if exchange_is_touched(row_id) then
    gone := false;
  elsif r.kind = 'people' then
    gone := exchange_take_back_person(r.person_id);
  elsif r.contact_person_id is not null then
    gone := exchange_take_back_contact(r.contact_person_id);
  end if;
  if not gone then
    update exchange_importedrow set state = 'kept' where id = row_id;
    return false;
  end if;
  delete from exchange_quotedtext q where q.row_id = r.id;
  delete from exchange_unplacedtext u where u.row_id = r.id;
  update exchange_importedrow
     set state = 'undone', person_id = null, episode_id = null, referral_id = null,
         contact_person_id = null
   where id = r.id;
  return true;
end $$;

-- The words of rows that became nothing go with the rest of the file.
create function exchange_forget_unplaced(import uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not exchange_may((select team_id from exchange_import where id = import)) then
    raise exception 'this file is not the acting one''s' using errcode = 'insufficient_privilege';
  end if;
  delete from exchange_unplacedtext u using exchange_importedrow x
   where x.id = u.row_id and x.came_with_id = import and x.state <> 'kept';
end $$;

-- The database counts anew what a file brings in while its transaction is open: nobody else can
-- before it is stored, and plans that were made for small tables read thousands of rows each time.
create function exchange_count_anew() returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  analyze door_access, people_person, people_personname, people_searchname, people_identifier,
          episodes_episode, episodes_responsibility, clocks_clock, intake_referral;
end $$;

-- Uploaded files are their sender's alone, so that no job sees them. What is a week old goes.
create function exchange_tidy() returns integer
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  gone integer;
begin
  delete from exchange_uploadpart p using exchange_upload u
   where u.id = p.upload_id and u.uploaded_at < now() - interval '7 days';
  delete from exchange_upload where uploaded_at < now() - interval '7 days';
  get diagnostics gone = row_count;
  return gone;
end $$;

revoke execute on function exchange_is_owner(), exchange_may(uuid), exchange_anybody(),
  exchange_known(text, uuid), exchange_writable(uuid[]), exchange_let_read(uuid),
  exchange_is_touched(uuid), exchange_rows_to_take_back(uuid), exchange_take_back_row(uuid),
  exchange_forget_unplaced(uuid), exchange_count_anew(), exchange_tidy() from public;
grant execute on function exchange_anybody(), exchange_known(text, uuid),
  exchange_writable(uuid[]), exchange_let_read(uuid), exchange_rows_to_take_back(uuid),
  exchange_take_back_row(uuid), exchange_forget_unplaced(uuid), exchange_count_anew(),
  exchange_tidy() to casework_app;
