-- Finding a person by what somebody typed, heard or half remembered.
--
-- Table people_searchname holds one row per name of a person (former names too). Its keys
-- given_key, family_key and full_key are made in Python by rules/names.py, so that the same letters
-- are folded on both sides; born_on is '1987-03-03', '1987-03', '1987' or ''.
-- The column and the indexes below are made by the migration, between the two functions:
--   keys tsvector generated always as (people_name_keys(full_key)) stored
--   (family_key text_pattern_ops, given_key text_pattern_ops), and the two turned round
--   gin (keys) and gin (full_key gin_trgm_ops), both with (fastupdate = off)
--   (born_on text_pattern_ops)
-- people_name_keys may not change under a filled table: a change drops and makes `keys` again.

-- Every word of a name as three kinds of key: the word itself, `~` and the word with at most one
-- letter left out (so that one slip of the finger still meets), `=` and how it sounds.
create or replace function people_name_keys(full_key text) returns tsvector
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
  ) as made;
end;

-- One typed word as a tsquery. `how`: 'starts' (beginning of a word), 'near' (at most one slip),
-- 'sounds' (near, or sounds the same), 'any' of these. Other spellings, after a `/`, count as
-- whole words.
create or replace function people_word_query(typed text, how text) returns text
language sql immutable strict parallel safe
begin atomic
  with spelling as (
    select left(translate(part, '''\', ''), 60) as w, place
    from unnest(string_to_array(typed, '/')) with ordinality as s(part, place)
    where part <> ''
  )
  select '(' || string_agg(distinct k, '|') || ')'
  from (
    select quote_literal(w)
        || case when place = 1 and how in ('starts', 'any') then ':*' else '' end as k
      from spelling
    union all select quote_literal('~' || w) from spelling
      where place = 1 and how <> 'starts' and length(w) > 1
    union all select quote_literal('~' || left(w, i - 1) || substr(w, i + 1))
      from spelling, generate_series(1, length(w)) as i
      where place = 1 and how <> 'starts' and length(w) > 2
    union all select quote_literal('=' || code)
      from spelling, lateral (values (dmetaphone(w)), (dmetaphone_alt(w))) as c(code)
      where place = 1 and how in ('sounds', 'any') and w ~ '^[a-z]+$' and code <> ''
  ) as made;
end;

-- Whether a recorded birth date fits one of the dates that may be meant; an unknown one fits all.
create or replace function people_born_fits(born_on text, born text[]) returns boolean
language sql immutable parallel safe
begin atomic
  select born is null or exists (
    select from unnest(born) as b where starts_with(born_on, b) or starts_with(b, born_on));
end;

-- Finds people by words of their name, in any order, and by birth date. Runs as its owner, past
-- row security: it says who might be meant and nothing else; what may be shown of them, and that
-- the look-up is written down, is decided by whoever calls it.
--   words   folded words (rules/search.py); 'bob/robert' is one word with another spelling
--   born    dates that may be meant, as '1987-03-03', '1987-03' or '1987'; null for any
--   within  only these people; null for everyone. For up to a thousand the first three stages are
--           one, and the last resort is left out: one word is looked for in their rows, several
--           in the index
-- found_by says the last stage that was needed; name_id is the name that matched, which may be a
-- former one.
-- Stages, each tried only while the earlier ones did not answer:
--   1 starts  the words begin the given and the family name     two b-trees, stops at `most`
--             the words begin any word of the name              GIN
--   2 near    each word is at most one slip away                GIN
--   3 sounds  each word is one slip away or sounds the same     GIN
--   4 alike   the whole name shares enough letters              trigrams, the last resort
create or replace function people_find(
  words text[], born text[] default null, within uuid[] default null, most int default 20
) returns table (person_id uuid, place int, found_by text, distance real, name_id uuid)
language plpgsql stable security definer
set search_path = pg_catalog, public, pg_temp
as $$
#variable_conflict use_variable
declare
  -- More than this many names of one stage are never ranked: nobody reads past the first screen.
  enough constant int := 200;
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
  asked tsquery;
  spelt text[];
  spelt_place int[];
  spelt_extra real[];
begin
  if typed is null and born is null then
    return;
  elsif typed is null then
    -- One date at a time, so that each is a range of the index.
    foreach one in array born loop
      select array_agg(s.id) into nearer from (
        select n.id from people_searchname as n
        where n.born_on ~>=~ one and n.born_on ~<~ (one || top)
          and (within is null or n.person_id = any(within))
        limit enough) as s;
      hits := hits || nearer;
    end loop;
    how := 'born';
  elsif few then
    how := 'near';
    asked := (select string_agg(people_word_query(w, 'any'), '&') from unnest(typed) as w);
    if two = '' then
      with mine as materialized (
        select n.id, n.keys, n.born_on from people_searchname as n where n.person_id = any(within))
      select array_agg(s.id) into hits from (
        select m.id from mine as m
        where m.keys @@ asked and people_born_fits(m.born_on, born)
        limit enough) as s;
    else
      with meant as materialized (
        select n.id, n.person_id, n.born_on from people_searchname as n where n.keys @@ asked)
      select array_agg(s.id) into hits from (
        select m.id from meant as m
        where m.person_id = any(within) and people_born_fits(m.born_on, born)
        limit enough) as s;
    end if;
  elsif two = '' then
    select array_agg(s.id) into hits from (
      (select n.id from people_searchname as n
       where n.family_key ~>=~ one and n.family_key ~<~ (one || top)
         and people_born_fits(n.born_on, born) and (within is null or n.person_id = any(within))
       order by n.family_key using ~<~, n.given_key using ~<~ limit most)
      union all
      (select n.id from people_searchname as n
       where n.given_key ~>=~ one and n.given_key ~<~ (one || top)
         and people_born_fits(n.born_on, born) and (within is null or n.person_id = any(within))
       order by n.given_key using ~<~, n.family_key using ~<~ limit most)) as s;
  elsif cardinality(typed) = 2 then
    select array_agg(s.id) into hits from (
      (select n.id from people_searchname as n
       where n.given_key ~>=~ one and n.given_key ~<~ (one || top)
         and n.family_key ~>=~ two and n.family_key ~<~ (two || top)
         and people_born_fits(n.born_on, born) and (within is null or n.person_id = any(within))
       order by n.family_key using ~<~, n.given_key using ~<~ limit most)
      union all
      (select n.id from people_searchname as n
       where n.family_key ~>=~ one and n.family_key ~<~ (one || top)
         and n.given_key ~>=~ two and n.given_key ~<~ (two || top)
         and people_born_fits(n.born_on, born) and (within is null or n.person_id = any(within))
       order by n.family_key using ~<~, n.given_key using ~<~ limit most)) as s;
  end if;
  hits := coalesce(hits, '{}');

  if typed is not null then
    foreach stage in array array['starts', 'near', 'sounds'] loop
      exit when few or cardinality(hits) >= most or (stage = 'sounds' and cardinality(hits) > 0);
      how := stage;
      select array_agg(s.id) into nearer from (
        select n.id from people_searchname as n
        where n.keys @@ (
            select string_agg(people_word_query(w, stage), '&') from unnest(typed) as w)::tsquery
          and people_born_fits(n.born_on, born) and (within is null or n.person_id = any(within))
        limit enough) as s;
      hits := hits || nearer;
    end loop;
    if how = 'sounds' and cardinality(hits) < 5 then
      how := 'alike';
      -- Set here and put back: a SET clause on the function would need a superuser to restore it
      -- into a database where pg_trgm has not been loaded yet.
      keep := coalesce(current_setting('pg_trgm.similarity_threshold', true), '0.3');
      perform set_config('pg_trgm.similarity_threshold', '0.45', true);
      select array_agg(s.id) into nearer from (
        select n.id from people_searchname as n
        where n.full_key % array_to_string(typed, ' ')
          and people_born_fits(n.born_on, born) and (within is null or n.person_id = any(within))
        limit enough) as s;
      perform set_config('pg_trgm.similarity_threshold', keep, true);
      hits := hits || nearer;
    end if;
    if cardinality(hits) = 0 and born is not null then
      -- The birth date may be the slip: better the right name with another date than nobody.
      return query select * from people_find(words, null, within, most);
      return;
    end if;
    select array_agg(left(s.a, 60)), array_agg(q.n),
           array_agg(case when s.place = 1 then 0 else 0.05 end)
      into spelt, spelt_place, spelt_extra
    from unnest(typed) with ordinality as q(w, n),
         unnest(string_to_array(q.w, '/')) with ordinality as s(a, place)
    where s.a <> '';
  end if;

  return query
    select r.person_id,
           row_number() over (
             order by r.far, r.turned, r.family_key, r.given_key, r.person_id)::int,
           how, r.far, r.id
    from (
      select distinct on (n.person_id) n.person_id, n.id, n.family_key, n.given_key, d.far,
             -- Of two names with the same words, the one in the order typed comes first.
             not starts_with(n.full_key, one) as turned
      from people_searchname as n, lateral (
        -- 0 is every word there, 1 is nothing alike: the mean over the typed words of the
        -- slips to the nearest word of the name; another spelling and a word begun cost a little.
        select coalesce(avg(w.far), 0)::real as far from (
          select min(case when starts_with(t, a) then 0.02 * (length(t) - length(a)) / length(t)
                          else levenshtein(a, t)::float4 / greatest(length(a), length(t)) end
                     + p.extra) as far
          from unnest(spelt, spelt_place, spelt_extra) as p(a, place, extra),
               unnest(string_to_array(n.full_key, ' ')) as t
          group by p.place) as w
      ) as d
      where n.id = any(hits)
      order by n.person_id, d.far, n.is_former, turned
    ) as r
    order by 2 limit most;
end
$$;

revoke all on function people_find(text[], text[], uuid[], int) from public;
