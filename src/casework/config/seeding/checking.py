"""Whether what stands in the database is what its triggers promise. One row of SQL for each."""

from __future__ import annotations

from django.db import connection

# Each gives the number of rows that break a promise.
PROMISES: dict[str, str] = {
    "open episodes without exactly one standing row of the ledger": """
        select count(*) from episodes_episode e
         where (e.state <> 'closed') and 1 <> (select count(*) from episodes_responsibility r
                where r.episode_id = e.id and r.until_at is null)""",
    "episodes whose responsible worker is not the ledger's": """
        select count(*) from episodes_episode e join episodes_responsibility r
            on r.episode_id = e.id and r.until_at is null
         where (e.responsible_id, e.is_held) is distinct from (r.worker_id, r.is_holding)""",
    "doors that differ from those of episodes and ledger": """
        with wanted as (
          select person_id, team_id as grantee_id, id as source_id,
                 case when state = 'closed' then 'last_team' else 'team' end as reason,
                 case when state = 'closed' then 'read' else 'record' end as opens,
                 null::timestamptz as valid_until
            from episodes_episode
          union all
          select person_id, worker_id, id, 'care_team', 'record', until_at
            from episodes_responsibility),
        there as (
          select person_id, grantee_id, source_id, reason, opens, valid_until from door_access
           where reason in ('team', 'last_team', 'care_team') and not is_derived)
        select (select count(*) from (select * from wanted except select * from there) a)
             + (select count(*) from (select * from there except select * from wanted) b)""",
    "people whom no search finds": """
        select count(*) from people_person p where not exists (
          select 1 from people_searchname s where s.person_id = p.id)""",
    "episodes whose last contact is not the newest one": """
        select count(*) from episodes_episode e where e.last_contact_at is distinct from (
          select max(c.started_at) from contacts_contactperson c
           where c.episode_id = e.id and c.is_contact and c.voided_at is null)""",
}


def broken() -> list[str]:
    """What is wrong, in plain words; empty when every promise holds."""
    found = []
    with connection.cursor() as cursor:
        for promise, asked in PROMISES.items():
            cursor.execute(asked)
            (number,) = cursor.fetchone()
            if number:
                found.append(f"{number} {promise}")
    return found
