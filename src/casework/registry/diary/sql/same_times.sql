-- Whoever goes is there when the appointment is: a worker's day is read by her own times, and one
-- that differed would be missing from it. Looked at when all of an act is written.
create function diary_same_times() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  appointment uuid := (to_jsonb(new) ->> tg_argv[0])::uuid;
begin
  if exists (select 1 from diary_appointmentworker w
               join diary_appointment a on a.id = w.appointment_id
              where w.appointment_id = appointment
                and (w.starts_at <> a.starts_at or w.ends_at <> a.ends_at)) then
    raise exception 'whoever goes is there at other times than the appointment'
      using errcode = 'check_violation', constraint = 'diary_same_times';
  end if;
  return null;
end $$;
-- Those that stand already: none is known that differs, and none may.
update diary_appointmentworker w set starts_at = a.starts_at, ends_at = a.ends_at
  from diary_appointment a
 where a.id = w.appointment_id and (w.starts_at <> a.starts_at or w.ends_at <> a.ends_at);
create constraint trigger diary_same_times after update of starts_at, ends_at on diary_appointment
  deferrable initially deferred for each row execute function diary_same_times('id');
create constraint trigger diary_same_times_of_workers
  after insert or update of starts_at, ends_at on diary_appointmentworker
  deferrable initially deferred for each row execute function diary_same_times('appointment_id');
