-- An ended referral stays as it ended; a check-in says when the next one is due.

-- Nothing moves out of an ended state, and no referral goes from one person to another.
create or replace function intake_referral_stands() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  tz text;
begin
  if new.person_id <> old.person_id then
    raise exception 'a referral stays with its person'
      using errcode = 'integrity_constraint_violation', constraint = 'referral_of_one_person';
  end if;
  if old.state in ('accepted', 'declined', 'redirected', 'withdrawn')
     and (new.state, new.team_id, new.owner_id, new.episode_id, new.redirected_to_id,
          new.decline_reason, new.decided_at, new.decided_by)
      is distinct from
         (old.state, old.team_id, old.owner_id, old.episode_id, old.redirected_to_id,
          old.decline_reason, old.decided_at, old.decided_by) then
    raise exception 'an ended referral stays as it ended'
      using errcode = 'integrity_constraint_violation', constraint = 'referral_ended_stays';
  end if;
  if new.last_check_in_at is distinct from old.last_check_in_at then
    -- It goes back where a check-in is struck: that one did not happen.
    new.check_ins := greatest(0, old.check_ins +
      case when new.last_check_in_at is null or new.last_check_in_at < old.last_check_in_at
           then -1 else 1 end);
    if new.state = 'waiting' then
      select time_zone into tz from workforce_agency limit 1;
      tz := coalesce(tz, 'UTC');
      new.due_at := ((((coalesce(new.last_check_in_at, new.waiting_since_at, new.received_at) at time zone tz)::date
                       + new.check_in_every_days + 1)
                      ::timestamp at time zone tz) - interval '1 microsecond');
    end if;
  end if;
  return new;
end $$;
create or replace trigger intake_referral_stands before update on intake_referral
  for each row execute function intake_referral_stands();
