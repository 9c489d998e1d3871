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

-- The doors of the team; those of the responsible and of the covering worker are in doors.sql.
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
