-- When these workers are taken in that time, whoever it is with: a record that is closed to the
-- asker must not make a diary look free. Gives times and ids, no name and no place.
create function diary_taken(workers uuid[], since timestamptz, until timestamptz, but uuid)
returns table (worker_id uuid, appointment_id uuid, starts_at timestamptz, ends_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select w.worker_id, w.appointment_id, w.starts_at, w.ends_at
    from diary_appointmentworker w
   where w.worker_id = any(workers) and w.is_on and w.starts_at < until and w.ends_at > since
     and w.appointment_id is distinct from but
     and nullif(current_setting('casework.actor', true), '') is not null
   order by w.starts_at, w.worker_id
$$;

-- Whose calendar address has this hash: asked before anybody acts. Ended ones and those of
-- accounts that were shut are nobody's.
create function diary_feed_account(hash text) returns uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select a.id
    from diary_calendarfeed f
    join workforce_worker w on w.id = f.worker_id
    join accounts_account a on a.id = w.account_id
   where f.secret_hash = hash and f.ended_at is null and a.is_active
$$;
