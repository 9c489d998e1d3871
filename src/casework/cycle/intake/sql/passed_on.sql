-- Whether this referral of this person was passed on as that one. For policies: in their words the
-- policy of referrals would be asked again inside of every other one, and planned each time, for a
-- row that is this person's and therefore open by the very door that asks.
create or replace function intake_was_passed_on(referral uuid, onward uuid, person uuid)
returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (
    select 1 from intake_referral r
     where r.id = referral and r.redirected_to_id = onward and r.person_id = person)
$$;
revoke all on function intake_was_passed_on(uuid, uuid, uuid) from public;
grant execute on function intake_was_passed_on(uuid, uuid, uuid) to casework_app;
