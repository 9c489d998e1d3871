-- A seal covers every event of the transactions that had ended when it was made, and the seal
-- before it. No event waits for another (a strict chain would let one commit wait for the next);
-- none is skipped either: what still runs lies above the horizon, and comes with a later seal.

-- What guards the trail: triggers, policies and functions of the audit tables, as one hash.
create function audit_rules_hash() returns bytea
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select sha256(convert_to(coalesce(string_agg(what, e'\n' order by what), ''), 'UTF8')) from (
    select 'trigger ' || pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text as what
      from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where c.relname like 'audit\_%' and not t.tgisinternal and t.tgparentid = 0
    union all
    select 'function ' || p.proname || ' ' || md5(p.prosrc)
      from pg_proc p where p.proname like 'audit\_%'
    union all
    select 'policy ' || tablename || ' ' || policyname || ' ' || coalesce(qual, '')
           || ' ' || coalesce(with_check, '')
      from pg_policies where tablename like 'audit\_%') w
$$;

create function audit_rows_hash(from_id bigint, to_id bigint, out rows bigint, out hash bytea)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select count(*), sha256(coalesce(string_agg(e.hash, '' order by e.id), ''::bytea))
    from audit_event e
   where e.transaction >= from_id and e.transaction < to_id
$$;

create function audit_seal_hash(number bigint, made_at timestamptz, from_id bigint, to_id bigint,
                                rows bigint, rows_hash bytea, rules bytea, before bytea)
returns bytea language sql immutable set search_path = pg_catalog, public, pg_temp as $$
  select sha256(before || rules || rows_hash || convert_to(jsonb_build_array(number,
    to_char(made_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), from_id, to_id, rows)::text,
    'UTF8'))
$$;

-- Every transaction of this database below the horizon has ended. First the next number is read,
-- then who still runs, so that whoever is missing from the second list had ended before it was
-- made. Another database on the same server does not hold the seal back, which
-- pg_snapshot_xmin would let it do.
create function audit_horizon() returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  upper bigint := pg_snapshot_xmax(pg_current_snapshot())::text::bigint;
  running bigint;
begin
  select min(upper - mod(mod(upper - x.transactionid::text::bigint, 4294967296) + 4294967296,
                         4294967296)) into running
    from pg_locks x
   where x.locktype = 'transactionid' and x.mode = 'ExclusiveLock'
     and exists (select 1 from pg_locks r
                  where r.virtualtransaction = x.virtualtransaction and r.locktype = 'relation'
                    and r.database = (select oid from pg_database
                                       where datname = current_database()));
  return least(upper, coalesce(running, upper));
end $$;

-- Makes the next seal; answers its number, or null when nothing happened since the last one.
create function audit_make_seal() returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  last record;
  horizon bigint;
  from_id bigint;
  found record;
  this_one bigint;
  now_at timestamptz := clock_timestamp();
  rules bytea := audit_rules_hash();
  before bytea;
begin
  perform pg_advisory_xact_lock(hashtextextended('casework.audit.seal', 0));
  horizon := audit_horizon();
  select * into last from audit_seal order by number desc limit 1;
  from_id := coalesce(last.to_transaction, 0);
  before := coalesce(last.hash, ''::bytea);
  this_one := coalesce(last.number, 0) + 1;
  if horizon <= from_id then return null; end if;
  select * into found from audit_rows_hash(from_id, horizon);
  if found.rows = 0 and last.number is not null and rules = last.rules then return null; end if;
  insert into audit_seal (number, made_at, from_transaction, to_transaction, rows, rules, before,
                          hash)
  values (this_one, now_at, from_id, horizon, found.rows, rules, before,
          audit_seal_hash(this_one, now_at, from_id, horizon, found.rows, found.hash, rules, before));
  return this_one;
end $$;

-- Every row and every seal that does not agree with itself or with the one before. Empty is good.
create function audit_verify() returns table (what text, which text)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  s record;
  found record;
  before bytea := ''::bytea;
  last_to bigint := 0;
  expected bigint := 1;
begin
  return query select 'event changed'::text, e.id::text from audit_event e
                where e.hash is distinct from audit_event_hash(e);
  for s in select * from audit_seal order by number loop
    select * into found from audit_rows_hash(s.from_transaction, s.to_transaction);
    if s.number <> expected or s.from_transaction <> last_to then
      return query select 'seal missing'::text, expected::text;
    end if;
    if found.rows <> s.rows then
      return query select 'events missing or added'::text, s.number::text;
    elsif s.before is distinct from before or s.hash is distinct from
          audit_seal_hash(s.number, s.made_at, s.from_transaction, s.to_transaction, s.rows,
                          found.hash, s.rules, s.before) then
      return query select 'seal broken'::text, s.number::text;
    end if;
    before := s.hash; last_to := s.to_transaction; expected := s.number + 1;
  end loop;
  if expected > 1 and (select rules from audit_seal order by number desc limit 1)
     is distinct from audit_rules_hash() then
    return query select 'the rules that guard the trail changed since the last seal'::text,
                        (expected - 1)::text;
  end if;
end $$;

create trigger audit_seal_no_change before update or delete on audit_seal
  for each row execute function audit_event_stands();
create trigger audit_seal_no_truncate before truncate on audit_seal
  for each statement execute function audit_event_stands();
revoke execute on function audit_verify() from public;
