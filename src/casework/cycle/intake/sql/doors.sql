-- An open referral opens the record to those who decide on it, as far as deciding needs.

-- The team's door and the owner's, for as long as the referral is open and theirs. Whoever decided
-- keeps the door for thirty days: to write the letter, to hear an appeal. What was passed on to
-- another team is that team's at once.
create function intake_open_doors() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  until timestamptz := null;
  -- What is brought over from another system may have ended long ago.
  since timestamptz := case tg_op when 'INSERT' then least(new.received_at, now()) else now() end;
begin
  if tg_op = 'UPDATE' then
    if (new.state, new.team_id, new.owner_id) is not distinct from
       (old.state, old.team_id, old.owner_id) then
      return null;
    end if;
    perform door_end(new.id, 'referral', now());
  end if;
  if new.state = 'redirected' then
    return null;
  end if;
  if new.state in ('accepted', 'declined', 'withdrawn') then
    until := coalesce(new.decided_at, now()) + interval '30 days';
  end if;
  perform door_grant(new.person_id, new.team_id, 'team', 'referral', 'referral', new.id, since,
                     until);
  if new.owner_id is not null then
    perform door_grant(new.person_id, new.owner_id, 'worker', 'referral', 'referral', new.id,
                       since, until);
  end if;
  return null;
end $$;
create trigger intake_open_doors after insert or update on intake_referral
  for each row execute function intake_open_doors();

-- Accepting opens an episode, and its clocks belong to the whole record. Whoever decides may write
-- them in this one transaction: the door that is opened here is shut for the next.
create function intake_open_for_acceptance(referral uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  actor uuid := nullif(current_setting('casework.actor', true), '')::uuid;
  grantees uuid[] := nullif(current_setting('casework.grantees', true), '')::uuid[];
  r record;
begin
  select person_id, team_id, owner_id into r from intake_referral
   where id = referral and state not in ('accepted', 'declined', 'redirected', 'withdrawn')
     and (team_id = any(grantees) or owner_id = any(grantees));
  -- Whoever decides by another door needs none from here.
  if actor is null or not found then
    return;
  end if;
  perform door_grant(r.person_id, actor, 'worker', 'referral', 'record', referral, now(),
                     now() + interval '1 microsecond');
end $$;

-- A referral comes for somebody who is known here and not open to whoever takes it in: for a day
-- she sees who the person is and may write the referral. The action that calls this leaves a trail.
create function intake_begin(person uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  actor uuid := nullif(current_setting('casework.actor', true), '')::uuid;
begin
  perform 1 from people_person where id = person;
  if actor is null or not found then
    raise exception 'nobody acts, or nobody is meant' using errcode = 'insufficient_privilege';
  end if;
  perform door_grant(person, actor, 'worker', 'referral', 'referral', person, now(),
                     now() + interval '1 day');
end $$;
