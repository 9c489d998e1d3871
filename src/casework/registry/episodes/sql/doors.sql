-- The doors of the responsible worker and of whoever covers for her, and who may arrange cover.

create or replace function episodes_ledger_doors() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  cover record;
begin
  if tg_op = 'INSERT' then
    perform door_grant(new.person_id, new.worker_id, 'worker', 'care_team', 'record', new.id,
                       least(new.from_at, now()), new.until_at);
    if new.until_at is null then
      update episodes_episode set responsible_id = new.worker_id, is_held = new.is_holding
       where id = new.episode_id;
      for cover in select id, covering_id, starts_at, ends_at from episodes_cover
                where absent_id = new.worker_id and cancelled_at is null and ends_at > now()
                  and (teams is null or exists (
                        select 1 from episodes_episode e
                         where e.id = new.episode_id and e.team_id = any(teams))) loop
        perform door_grant(new.person_id, cover.covering_id, 'worker', 'cover', 'record', cover.id,
                           cover.starts_at, cover.ends_at);
      end loop;
    end if;
  elsif new.until_at is not null and old.until_at is null then
    perform door_end(new.id, 'care_team', now());
    -- Who covers keeps the door while another episode that the cover is for, of the same person,
    -- is with the same worker.
    update door_access d set valid_until = greatest(now(), d.valid_from)
      from episodes_cover c
     where c.absent_id = new.worker_id and d.source_id = c.id and d.reason = 'cover'
       and d.person_id = new.person_id and (d.valid_until is null or d.valid_until > now())
       and not exists (
         select 1 from episodes_responsibility r join episodes_episode e on e.id = r.episode_id
          where r.person_id = new.person_id and r.worker_id = new.worker_id
            and r.until_at is null and (c.teams is null or e.team_id = any(c.teams)));
    if found and exists (select 1 from door_joined
                          where new.person_id in (person_id, canonical_id)) then
      perform door_derive(new.person_id);
    end if;
  end if;
  return null;
end $$;
create or replace trigger episodes_ledger_doors
  after insert or update of until_at on episodes_responsibility
  for each row execute function episodes_ledger_doors();

create or replace function episodes_cover_doors() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  r record;
begin
  if new.cancelled_at is not null then
    perform door_end(new.id, 'cover', now());
    return null;
  end if;
  if tg_op = 'UPDATE' then
    -- Moved: a door that stands or is still to come is made anew. To widen it would leave the
    -- days open that the cover is not for any more.
    delete from door_access where source_id = new.id and reason = 'cover'
       and (valid_until is null or valid_until > now());
  end if;
  for r in select distinct s.person_id
             from episodes_responsibility s join episodes_episode e on e.id = s.episode_id
            where s.worker_id = new.absent_id and s.until_at is null
              and (new.teams is null or e.team_id = any(new.teams)) loop
    perform door_grant(r.person_id, new.covering_id, 'worker', 'cover', 'record', new.id,
                       new.starts_at, new.ends_at);
  end loop;
  return null;
end $$;
create or replace trigger episodes_cover_doors
  after insert or update of starts_at, ends_at, cancelled_at, teams, absent_id, covering_id
  on episodes_cover for each row execute function episodes_cover_doors();

-- At no time do two answer for the same person: covers of one worker that overlap are for
-- different teams. No constraint can say that of lists, so the worker's row is held meanwhile.
create or replace function episodes_cover_once() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.cancelled_at is not null then
    return new;
  end if;
  perform 1 from workforce_worker where id = new.absent_id for no key update;
  if exists (select 1 from episodes_cover c
              where c.absent_id = new.absent_id and c.id <> new.id and c.cancelled_at is null
                and c.starts_at < new.ends_at and c.ends_at > new.starts_at
                and (c.teams is null or new.teams is null or c.teams && new.teams)) then
    raise exception 'two covers at once for the same people'
      using errcode = 'exclusion_violation', constraint = 'cover_one_at_a_time';
  end if;
  return new;
end $$;
create or replace trigger episodes_cover_once
  before insert or update of starts_at, ends_at, cancelled_at, teams, absent_id
  on episodes_cover for each row execute function episodes_cover_once();

-- Cover opens records, so who may arrange it is asked by the row policy as well: the worker
-- herself, or who leads every team it is for, there or above. No teams named: all of hers.
create or replace function episodes_may_cover(absent uuid, for_teams uuid[], leads text[])
returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  with recursive acting as (
    select nullif(current_setting('casework.actor', true), '')::uuid as id,
           coalesce((select (now() at time zone time_zone)::date from workforce_agency limit 1),
                    current_date) as today),
  held as (
    select p.worker_id, p.team_id, p.role from workforce_position p, acting
     where p.from_on <= acting.today and (p.to_on is null or p.to_on >= acting.today)),
  wanted as (
    select unnest(coalesce(for_teams, (select array_agg(team_id) from held
                                        where worker_id = absent))) as team_id),
  line as (
    select team_id, team_id as node_id from wanted
    union
    select line.team_id, t.parent_id
      from line join workforce_team t on t.id = line.node_id where t.parent_id is not null),
  led as (
    select line.team_id from line join held on held.team_id = line.node_id, acting
     where held.worker_id = acting.id and held.role = any(leads))
  select (select id from acting) = absent
      or exists (select 1 from wanted)
         and not exists (select team_id from wanted except select team_id from led)
$$;

-- Called by triggers only, which run as the owner.
revoke execute on function episodes_check_ledger(uuid) from public;
