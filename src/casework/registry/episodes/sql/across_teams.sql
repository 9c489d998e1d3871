-- Two questions whose honest answer lies beyond what the asker may open. Both answer with ids and
-- numbers only, never with a person: what a worker carries in all her teams, so that a cap is
-- held against all of it; and whose worker is not there any more, so that nobody is forgotten
-- because the one who asks may not see them. Nobody acting, nothing is answered.

drop function if exists episodes_carried(uuid[]);
create function episodes_carried(workers uuid[])
returns table (worker_id uuid, episode_id uuid, team_id uuid, team_model varchar,
               own_model varchar, mode varchar, target_days numeric, is_offered boolean)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select e.responsible_id, e.id, t.id, t.practice_model, e.practice_model, e.mode, e.target_days, false
    from episodes_episode e join workforce_team t on t.id = e.team_id
   where e.responsible_id = any(workers) and not e.is_held and e.state <> 'closed'
     and nullif(current_setting('casework.actor', true), '') is not null
  union all
  select h.to_worker_id, e.id, t.id, t.practice_model, e.practice_model, e.mode, e.target_days, true
    from episodes_handover h
    join episodes_episode e on e.id = h.episode_id
    join workforce_team t on t.id = e.team_id
   where h.to_worker_id = any(workers) and h.state = 'proposed' and e.state <> 'closed'
     and nullif(current_setting('casework.actor', true), '') is not null
$$;

-- Open episodes whose worker holds no fitting position on that day, in the team or above it.
-- Held ones need somebody who leads. `only_worker` asks about one worker.
create or replace function episodes_leavers(on_day date, carries text[], leads text[],
                                 only_worker uuid default null)
returns table (episode_id uuid, team_id uuid)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  with recursive line as (
    select id as team_id, id as node_id, parent_id from workforce_team
    union all
    select line.team_id, t.id, t.parent_id
      from workforce_team t join line on t.id = line.parent_id)
  select e.id, e.team_id
    from episodes_episode e
   where e.state <> 'closed' and (only_worker is null or e.responsible_id = only_worker)
     and nullif(current_setting('casework.actor', true), '') is not null
     and not exists (
       select 1 from line
         join workforce_position p on p.team_id = line.node_id
         join workforce_worker w on w.id = p.worker_id
        where line.team_id = e.team_id and p.worker_id = e.responsible_id
          and p.role = any(case when e.is_held then leads else carries end)
          and p.from_on <= on_day and (p.to_on is null or p.to_on >= on_day)
          and (w.left_on is null or w.left_on >= on_day))
$$;
