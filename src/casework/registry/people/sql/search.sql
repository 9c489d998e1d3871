-- Finding a person by what somebody typed, heard or half remembered.
--
-- Table people_searchname holds one row per name of a person (former names too). Its keys
-- given_key, family_key and full_key are made in Python by rules/names.py, so that the same letters
-- are folded on both sides; born_on is '1987-03-03', '1987-03', '1987' or ''.
-- The column and the indexes below are made by the migration, between the two functions:
--   keys tsvector generated always as (people_name_keys(full_key, born_on)) stored
--   (family_key text_pattern_ops, given_key text_pattern_ops), and the two turned round
--   gin (keys) and gin (full_key gin_trgm_ops), both with (fastupdate = off)
--   (born_on text_pattern_ops)
-- people_name_keys may not change under a filled table: a change drops and makes `keys` again.

-- Every word of a name as three kinds of key: the word itself, `~` and the word with at most one
-- letter left out (so that one slip of the finger still meets), `=` and how it sounds. And `@` with
-- the year of birth, bare where it is not known.
create or replace function people_name_keys(full_key text, born_on text) returns tsvector
language sql immutable strict parallel safe
begin atomic
  with word as (
    select distinct left(part, 60) as w
    from unnest(string_to_array(full_key, ' ')) as part
    where part <> ''
  )
  select array_to_tsvector(coalesce(array_agg(distinct k), '{}'::text[]))
  from (
    select w as k from word
    union all select '~' || w from word where length(w) > 2
    union all select '~' || left(w, i - 1) || substr(w, i + 1)
      from word, generate_series(1, length(w)) as i where length(w) > 2
    union all select '=' || dmetaphone(w) from word
      where w ~ '^[a-z]+$' and dmetaphone(w) <> ''
    union all select '=' || dmetaphone_alt(w) from word
      where w ~ '^[a-z]+$' and dmetaphone_alt(w) <> ''
    union all select '@' || left(born_on, 4)
  ) as made;
end;

-- Finds people by words of their name, in any order, and by birth date. Runs as its owner, past
-- row security: it says who might be meant and nothing else; what may be shown of them, and that
-- the look-up is written down, is decided by whoever calls it.
--   words   folded words (rules/search.py); 'bob/robert' is one word with another spelling
--   born    dates that may be meant, as '1987-03-03', '1987-03' or '1987'; null for any
--   within  only these people; null for everyone. For up to a thousand the first three stages are
--           one, and the last resort is left out. One word is looked for in their rows where they
--           are less than one in a hundred of everybody; otherwise the index is asked first
-- found_by says the last stage that was needed; name_id is the name that matched, which may be a
-- former one.
-- Stages, each tried only while the earlier ones did not fill the page:
--   1 starts  the words begin the given and the family name     two b-trees, stops at `most`
--             the words begin any word of the name              GIN
--   2 near    so do all words but one, which is a slip away
--             or sounds the same                                GIN
--   3 sounds  each word is one slip away or sounds the same     GIN
--   4 alike   the whole name shares enough letters              trigrams, the last resort
create or replace function people_find(
  words text[], born text[] default null, within uuid[] default null, most int default 20
) returns table (person_id uuid, place int, found_by text, distance real, name_id uuid)
language plpgsql stable security definer
set search_path = pg_catalog, public, pg_temp
-- Planning anew for each search would cost more than the search.
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_variable
declare
  -- More than so many names of one stage are never ranked: nobody reads past the first screen.
  enough constant int := 80;
  many constant int := 500;
  own constant int := 200;
  top constant text := chr(1114109);
  typed text[] := (select array_agg(w) from (
    select w from unnest(words) with ordinality as q(w, n) where w <> '' order by n limit 6) as t);
  one text := split_part(coalesce(typed[1], ''), '/', 1);
  two text := split_part(coalesce(typed[2], ''), '/', 1);
  few boolean := coalesce(cardinality(within) <= 1000, false);
  hits uuid[] := '{}';
  nearer uuid[];
  how text := 'starts';
  stage text;
  keep text;
  long int := (select sum(length(split_part(w, '/', 1))) from unnest(typed) as w);
  asked tsquery;
  years text;
  -- A recorded date fits one that may be meant if either begins the other; an unknown one fits all.
  -- Written out in each query: a function would be called for every row.
  shorter text[] := (select array_agg(distinct left(b, n))
    from unnest(born) as b, unnest(array[0, 4, 7, 10]) as n);
  longer text[] := (select array_agg(b || '%') from unnest(born) as b);
  starting text[];
  sounding text[];
  spelt text[];
  spelt_place int[];
  spelt_sound text[];
begin
  -- Each typed word as two questions to the index: what begins with it; that, what is at most one
  -- slip away, and what sounds the same. Other spellings, after a `/`, count as whole words.
  select array_agg(w.starts order by w.n), array_agg(w.sounds order by w.n)
    into starting, sounding
  from (
    select k.n, '(' || string_agg(k.w, '|') filter (where k.is_start) || ')' as starts,
           '(' || string_agg(k.w, '|') || ')' as sounds
    from (
      select s.n, m.is_start,
             quote_literal(m.w) || case when m.is_start and s.nth = 1 then ':*' else '' end as w
      from (
        select q.n, a.nth, left(translate(a.w, '''\', ''), 60) as w
        from unnest(typed) with ordinality as q(w, n),
             unnest(string_to_array(q.w, '/')) with ordinality as a(w, nth)
        offset 0
      ) as s, lateral (
        select true as is_start, s.w
        union all select false, '~' || s.w where s.nth = 1 and length(s.w) > 1
        union all select false, '~' || left(s.w, i - 1) || substr(s.w, i + 1)
          from generate_series(1, length(s.w)) as i where s.nth = 1 and length(s.w) > 2
        union all select false, '=' || code
          from (values (dmetaphone(s.w)), (dmetaphone_alt(s.w))) as c(code)
          where s.nth = 1 and s.w ~ '^[a-z]+$' and code <> ''
      ) as m
      where s.w <> ''
    ) as k
    group by k.n
  ) as w;
  if typed is null and born is null then
    return;
  elsif typed is null then
    -- One date at a time, so that each is a range of the index.
    foreach one in array born loop
      select array_agg(s.id) into nearer from (
        select n.id from people_searchname as n
        where n.born_on ~>=~ one and n.born_on ~<~ (one || top)
          and (within is null or n.person_id = any(within))
        limit greatest(most, own)) as s;
      hits := hits || nearer;
    end loop;
    how := 'born';
  elsif few then
    how := 'near';
    asked := nullif(array_to_string(sounding, '&'), '');
    if two = '' and 100 * cardinality(within) < (
        select c.reltuples from pg_class as c where c.oid = 'people_searchname'::regclass) then
      select array_agg(s.id) into hits from (
        select m.id
        from (select n.id, n.keys, n.born_on from people_searchname as n
              where n.person_id = any(within) offset 0) as m
        where m.keys @@ asked
          and (born is null or m.born_on = any(shorter) or m.born_on like any(longer))
        limit own) as s;
    else
      with meant as materialized (
        select n.id, n.person_id, n.born_on from people_searchname as n where n.keys @@ asked)
      select array_agg(s.id) into hits from (
        select m.id from meant as m
        where m.person_id in (select unnest(within))
          and (born is null or m.born_on = any(shorter) or m.born_on like any(longer))
        limit own) as s;
    end if;
  elsif born is not null then
    null;
  elsif two = '' then
    select array_agg(s.id) into hits from (
      (select n.id from people_searchname as n
       where n.family_key ~>=~ one and n.family_key ~<~ (one || top)
         and (within is null or n.person_id = any(within))
       order by n.family_key using ~<~, n.given_key using ~<~ limit most)
      union all
      (select n.id from people_searchname as n
       where n.given_key ~>=~ one and n.given_key ~<~ (one || top)
         and (within is null or n.person_id = any(within))
       order by n.given_key using ~<~, n.family_key using ~<~ limit most)) as s;
  elsif cardinality(typed) = 2 then
    select array_agg(s.id) into hits from (
      (select n.id from people_searchname as n
       where n.given_key ~>=~ one and n.given_key ~<~ (one || top)
         and n.family_key ~>=~ two and n.family_key ~<~ (two || top)
         and (within is null or n.person_id = any(within))
       order by n.family_key using ~<~, n.given_key using ~<~ limit most)
      union all
      (select n.id from people_searchname as n
       where n.family_key ~>=~ one and n.family_key ~<~ (one || top)
         and n.given_key ~>=~ two and n.given_key ~<~ (two || top)
         and (within is null or n.person_id = any(within))
       order by n.family_key using ~<~, n.given_key using ~<~ limit most)) as s;
  end if;
  hits := coalesce(hits, '{}');

  if typed is not null then
    -- The year narrows the index as well; those whose birth date is not known fit any.
    years := coalesce('&(' || (select string_agg(distinct quote_literal('@' || left(b, n)), '|')
      from unnest(born) as b, unnest(array[0, 4]) as n) || ')', '');
    foreach stage in array array['starts', 'near', 'sounds'] loop
      exit when few or (cardinality(hits) >= most and stage <> 'starts');
      continue when stage = 'near' and two = '';
      how := stage;
      asked := nullif(case stage
        when 'starts' then array_to_string(starting, '&')
        when 'near' then (
          -- One word may have a slip or only sound the same, the others begin as typed.
          select string_agg('(' || (
            select string_agg(case i when j then sounding[j] else starting[j] end, '&')
            from generate_subscripts(starting, 1) as j) || ')', '|')
          from generate_subscripts(starting, 1) as i)
        else array_to_string(sounding, '&')
        end, '');
      asked := ('(' || asked::text || ')' || years)::tsquery;
      -- Those with the least beside what was typed are ranked; of very many, not all are looked at.
      select array_agg(s.id) into nearer from (
        select m.id from (
          select n.id, n.given_key, n.family_key from people_searchname as n
          where n.keys @@ asked and n.id <> all(hits)
            and (born is null or n.born_on = any(shorter) or n.born_on like any(longer))
            and (within is null or n.person_id = any(within))
          limit many) as m
        order by abs(length(m.given_key) + length(m.family_key) - long) limit enough) as s;
      hits := hits || nearer;
    end loop;
    if how = 'sounds' and cardinality(hits) = 0 then
      how := 'alike';
      -- Set here and put back: a SET clause on the function would need a superuser to restore it
      -- into a database where pg_trgm has not been loaded yet.
      keep := coalesce(current_setting('pg_trgm.similarity_threshold', true), '0.3');
      perform set_config('pg_trgm.similarity_threshold', '0.45', true);
      select array_agg(s.id) into nearer from (
        select n.id from people_searchname as n
        where n.full_key % (select string_agg(split_part(w, '/', 1), ' ') from unnest(typed) as w)
          and (born is null or n.born_on = any(shorter) or n.born_on like any(longer))
          and (within is null or n.person_id = any(within))
        limit enough) as s;
      perform set_config('pg_trgm.similarity_threshold', keep, true);
      hits := hits || nearer;
    end if;
    if cardinality(hits) = 0 and born is not null then
      -- The birth date may be the slip: better the right name with another date than nobody.
      return query select * from people_find(words, null, within, most);
      return;
    end if;
    select array_agg(left(s.a, 60)), array_agg(case when s.place = 1 then q.n else -q.n end),
           array_agg(case when s.place = 1 and s.a ~ '^[a-z]+$' then dmetaphone(s.a) else '' end)
      into spelt, spelt_place, spelt_sound
    from unnest(typed) with ordinality as q(w, n),
         unnest(string_to_array(q.w, '/')) with ordinality as s(a, place)
    where s.a <> '';
  end if;

  return query
    with named as materialized (
      select n.id, n.person_id, n.given_key, n.family_key, n.full_key, n.is_former
      from people_searchname as n where n.id = any(hits)
    ), word as materialized (
      select n.id, t.w, t.nth
      from named as n, unnest(string_to_array(n.full_key, ' ')) with ordinality as t(w, nth)
    ), cost as materialized (
      -- Thousandths: 0 the same word, 1000 nothing alike. Each word once, however many carry it. A
      -- word begun costs next to nothing, another spelling little; two letters that changed places
      -- are one slip, and what sounds the same is half of one.
      select d.w, abs(p.place) as place, min(case
          when d.w = p.a then case when p.place > 0 then 0 else 50 end
          when p.place < 0 then 1000
          when starts_with(d.w, p.a) then 20 + 20 * (length(d.w) - length(p.a)) / length(d.w)
          else 1000 * (case
              when length(p.a) = length(d.w) and translate(p.a, d.w, '') = ''
                and translate(d.w, p.a, '') = '' and levenshtein(p.a, d.w) = 2 then 1
              else levenshtein(p.a, d.w) end)
            / (greatest(length(p.a), length(d.w))
              * case when p.sound <> '' and p.sound = dmetaphone(d.w) then 2 else 1 end)
          end) as far
      from (select distinct w from word) as d,
           unnest(spelt, spelt_place, spelt_sound) as p(a, place, sound)
      group by 1, 2
    ), met as (
      -- The nearest word of the name for each typed one, and where in the name it stands.
      select w.id, c.place, min(c.far * 64 + least(w.nth, 63)) as best
      from word as w join cost as c on c.w = w.w
      group by w.id, c.place
    ), sum as (
      -- A word that answers for two typed ones leaves one of them unanswered.
      select m.id, (sum(m.best / 64)
          + 500 * (count(*) - count(distinct m.best % 64))) / count(*) / 1000.0 as far,
        array_agg(m.best % 64) as nths
      from met as m group by m.id
    )
    select r.person_id,
           row_number() over (
             order by r.far, r.beside, r.rest, r.turned, r.family_key, r.given_key, r.person_id
           )::int,
           how, r.far::real, r.id
    from (
      select distinct on (n.person_id) n.person_id, n.id, n.family_key, n.given_key,
             coalesce(s.far, 0) as far,
             -- Of two names as near, the one of which the first given and the first family name
             -- were typed, then the one with less beside it, then the one in the order typed.
             case when 1 = any(s.nths) then 0 else 1 end
               + case when cardinality(string_to_array(n.given_key, ' ')) + 1 = any(s.nths)
                   then 0 else 1 end as beside,
             abs(length(n.given_key) + length(n.family_key) - long) as rest,
             not starts_with(n.full_key, one) as turned
      from named as n left join sum as s on s.id = n.id
      order by n.person_id, far, n.is_former, beside, rest, turned
    ) as r
    order by 2 limit most;
end
$$;

revoke all on function people_find(text[], text[], uuid[], int) from public;
