-- What the forms promise, the database keeps: one responsible worker at every instant (I1),
-- responsibility without gap, and the doors that follow from it.

-- The ledger's rows: who and since when never change; only an end, and told and introduced.
create function episodes_ledger_stands() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    if current_setting('casework.erasing', true) = 'yes' and current_user = 'casework_owner' then
      return old;
    end if;
    raise exception 'the responsibility ledger is append-only';
  end if;
  if (new.episode_id, new.person_id, new.worker_id, new.is_holding, new.from_at, new.recorded_at)
     is distinct from
     (old.episode_id, old.person_id, old.worker_id, old.is_holding, old.from_at, old.recorded_at)
     or old.until_at is not null and new.until_at is distinct from old.until_at then
    raise exception 'the responsibility ledger is append-only';
  end if;
  return new;
end $$;
create trigger episodes_ledger_stands before update or delete on episodes_responsibility
  for each row execute function episodes_ledger_stands();

-- Checked when the transaction ends, so that a hand-over may end one row and begin the next.
create function episodes_check_ledger(episode uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  e record;
  standing integer;
  gaps integer;
  first_at timestamptz;
  last_at timestamptz;
begin
  select state, accepted_at, closed_at into e from episodes_episode where id = episode;
  if not found then return; end if;
  select count(*) filter (where until_at is null), min(from_at), max(until_at)
    into standing, first_at, last_at
    from episodes_responsibility where episode_id = episode;
  if e.state <> 'closed' and standing <> 1 then
    raise exception 'an open episode has exactly one responsible worker, not %', standing
      using errcode = 'integrity_constraint_violation', constraint = 'episode_has_one_responsible';
  end if;
  if e.state = 'closed' and (standing <> 0 or last_at is distinct from e.closed_at) then
    raise exception 'responsibility ends when the episode closes, not before and not after'
      using errcode = 'integrity_constraint_violation', constraint = 'episode_has_one_responsible';
  end if;
  if first_at is distinct from e.accepted_at then
    raise exception 'responsibility begins at the instant of acceptance'
      using errcode = 'integrity_constraint_violation', constraint = 'episode_has_one_responsible';
  end if;
  select count(*) into gaps from (
    select from_at, lag(until_at) over (order by from_at) as before
      from episodes_responsibility where episode_id = episode) r
   where before is not null and before <> from_at;
  if gaps > 0 then
    raise exception 'responsibility has no gap: one row ends when the next begins'
      using errcode = 'integrity_constraint_violation', constraint = 'episode_has_one_responsible';
  end if;
end $$;

create function episodes_check_ledger_row() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform episodes_check_ledger(new.episode_id);
  return null;
end $$;
create function episodes_check_episode_row() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform episodes_check_ledger(new.id);
  return null;
end $$;
create constraint trigger episodes_ledger_whole after insert or update of until_at
  on episodes_responsibility deferrable initially deferred
  for each row execute function episodes_check_ledger_row();
create constraint trigger episodes_episode_whole after insert or update of state, closed_at, accepted_at
  on episodes_episode deferrable initially deferred
  for each row execute function episodes_check_episode_row();

-- The doors: the team's, the responsible worker's, the covering worker's.
create function episodes_open_doors() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'INSERT' or new.team_id <> old.team_id
     or (old.state = 'closed' and new.state <> 'closed') then
    if tg_op = 'UPDATE' then
      perform door_end(new.id, 'team', clock_timestamp());
      perform door_end(new.id, 'last_team', clock_timestamp());
    end if;
    if new.state <> 'closed' then
      perform door_grant(new.person_id, new.team_id, 'team', 'team', 'record', new.id,
                         least(new.accepted_at, now()));
    else
      perform door_grant(new.person_id, new.team_id, 'team', 'last_team', 'read', new.id,
                         least(new.closed_at, now()));
    end if;
  elsif new.state = 'closed' and old.state <> 'closed' then
    perform door_end(new.id, 'team', now());
    perform door_grant(new.person_id, new.team_id, 'team', 'last_team', 'read', new.id, now());
  end if;
  return null;
end $$;
create trigger episodes_open_doors after insert or update of team_id, state on episodes_episode
  for each row execute function episodes_open_doors();

create function episodes_ledger_doors() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  c record;
begin
  if tg_op = 'INSERT' then
    perform door_grant(new.person_id, new.worker_id, 'worker', 'care_team', 'record', new.id,
                       least(new.from_at, now()), new.until_at);
    if new.until_at is null then
      update episodes_episode set responsible_id = new.worker_id, is_held = new.is_holding
       where id = new.episode_id;
      for c in select id, covering_id, starts_at, ends_at from episodes_cover
                where absent_id = new.worker_id and cancelled_at is null and ends_at > now() loop
        perform door_grant(new.person_id, c.covering_id, 'worker', 'cover', 'record', c.id,
                           c.starts_at, c.ends_at);
      end loop;
    end if;
  elsif new.until_at is not null and old.until_at is null then
    perform door_end(new.id, 'care_team', now());
    -- Who covers keeps the door while another episode of the same person is with the same worker.
    if not exists (select 1 from episodes_responsibility r
                    where r.person_id = new.person_id and r.worker_id = new.worker_id
                      and r.until_at is null) then
      update door_access set valid_until = greatest(now(), valid_from)
       where person_id = new.person_id and reason = 'cover'
         and (valid_until is null or valid_until > now())
         and source_id in (select id from episodes_cover where absent_id = new.worker_id);
      if exists (select 1 from door_joined where new.person_id in (person_id, canonical_id)) then
        perform door_derive(new.person_id);
      end if;
    end if;
  end if;
  return null;
end $$;
create trigger episodes_ledger_doors after insert or update of until_at on episodes_responsibility
  for each row execute function episodes_ledger_doors();

create function episodes_cover_doors() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  r record;
begin
  if new.cancelled_at is not null then
    perform door_end(new.id, 'cover', now());
    return null;
  end if;
  for r in select person_id from episodes_responsibility
            where worker_id = new.absent_id and until_at is null loop
    perform door_grant(r.person_id, new.covering_id, 'worker', 'cover', 'record', new.id,
                       new.starts_at, new.ends_at);
  end loop;
  return null;
end $$;
create trigger episodes_cover_doors after insert or update of starts_at, ends_at, cancelled_at
  on episodes_cover for each row execute function episodes_cover_doors();
