-- The work ended in the middle of the day: whoever goes to what had begun by then may still write
-- down what became of it, for as long as the appointment says. The door shuts by itself.
create function diary_last_day() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform door_grant(new.person_id, w.worker_id, 'worker', 'last_day', 'record', new.id, now(),
                     least(new.to_record_until, now() + interval '5 days'))
     from diary_appointmentworker w
    where w.appointment_id = new.id;
  return null;
end $$;
create trigger diary_last_day after update of to_record_until on diary_appointment
  for each row when (new.to_record_until is not null and old.to_record_until is null
                     and new.person_id is not null)
  execute function diary_last_day();
