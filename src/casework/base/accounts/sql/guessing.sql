-- How many names failed, and from how many addresses, in the last fifteen minutes. Numbers only.
create function accounts_trying(at timestamptz, out names bigint, out addresses bigint)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select count(*) filter (where starts_with(t.key, 'account:')),
         count(*) filter (where starts_with(t.key, 'address:'))
    from accounts_try t
   where t.kept_until >= at
     and nullif(current_setting('casework.actor', true), '') is not null
     and exists (select 1 from unnest(t.times) one where one > at - interval '15 minutes')
$$;
