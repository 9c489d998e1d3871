-- How often somebody tried to sign in, counted in one statement. Keys are keyed hashes with a kind
-- before them ("account:…", "address:…"): neither a name nor an address can be read here. The
-- application may not touch the table: it tries, takes one back, or begins anew.

-- The keys are tried one after the other. 0: each had room, and the try counts for each. Otherwise
-- the place of the first that had none; the try counts for those before it.
create function accounts_try(keys text[], most integer[], seconds integer[], at timestamptz)
returns integer
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  -- Longer than any limit: what happened all at once is looked for in it (accounts_trying).
  kept constant interval := interval '15 minutes';
  before timestamptz[];
begin
  delete from accounts_try where key in (
    select t.key from accounts_try t where t.kept_until < at and not t.key = any(keys)
     order by t.kept_until limit 50 for update skip locked);
  for i in 1 .. cardinality(keys) loop
    insert into accounts_try (key, times, kept_until) values (keys[i], '{}', at + kept)
      on conflict (key) do nothing;
    select array(select one from unnest(t.times) one where one > at - kept) into before
      from accounts_try t where t.key = keys[i] for update;
    if (select count(*) from unnest(before) one
         where one > at - make_interval(secs => seconds[i])) >= most[i] then
      return i;
    end if;
    update accounts_try t set times = before || at, kept_until = at + kept where t.key = keys[i];
  end loop;
  return 0;
end $$;

-- The try at that moment was right: it does not count.
create function accounts_take_back(keys text[], at timestamptz) returns void
language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  update accounts_try t set times = array_remove(t.times, at) where t.key = any(keys)
$$;

create function accounts_begin_anew(keys text[]) returns void
language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  delete from accounts_try t where t.key = any(keys)
$$;
