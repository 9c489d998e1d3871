"""Every table that carries a person has its policies, and nothing gets around them."""

from __future__ import annotations

import pytest
from django.db import connection

from casework.registry.door.security import APP, OWNER

from .walking import our_models

pytestmark = [pytest.mark.django_db, pytest.mark.oldest_postgres]

# Columns that say whose record a row belongs to.
PERSON_COLUMNS = ("person_id", "about_id", "canonical_id")


def _all(sql: str, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def test_every_table_with_a_person_is_forced_under_row_security():
    rows = _all(
        """select distinct c.relname, c.relrowsecurity and c.relforcerowsecurity
             from pg_class c join pg_namespace n on n.oid = c.relnamespace
             join pg_attribute a on a.attrelid = c.oid
            where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
              and (a.attname = any(%s) or c.relname = 'people_person')""",
        list(PERSON_COLUMNS),
    )
    assert len(rows) > 10
    assert [name for name, forced in rows if not forced] == []


def test_a_partition_cannot_be_reached_around_its_parent():
    rows = _all(
        """select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'public' and c.relispartition and c.relkind = 'r'
              and (has_table_privilege(%s, c.oid, 'select')
                   or has_table_privilege(%s, c.oid, 'insert'))""",
        APP,
        APP,
    )
    assert rows == []


def test_views_run_as_whoever_asks():
    rows = _all(
        """select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'public' and c.relkind = 'v'
              and not coalesce('security_invoker=true' = any(c.reloptions), false)
              and not exists (select 1 from pg_depend d
                               where d.objid = c.oid and d.deptype = 'e')"""
    )
    assert rows == []


def test_the_application_owns_nothing_and_bypasses_nothing():
    ((is_super, bypasses),) = _all(
        "select rolsuper, rolbypassrls from pg_roles where rolname = %s", APP
    )
    assert not is_super
    assert not bypasses
    owned = _all(
        """select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
             join pg_roles r on r.oid = c.relowner
            where n.nspname = 'public' and r.rolname <> %s
              and not exists (select 1 from pg_depend d
                               where d.objid = c.oid and d.deptype = 'e')""",
        OWNER,
    )
    assert owned == []
    assert (
        _all(
            """select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'public' and c.relkind in ('r', 'p')
              and has_table_privilege(%s, c.oid, 'truncate')""",
            APP,
        )
        == []
    )


def test_the_policies_are_the_ones_that_the_models_make():
    made = {
        (model._meta.db_table, verb)
        for model in our_models()
        if model.row_security is not None
        for verb in model.app_may.split()
    }
    there = {
        (table, policy.removeprefix("app_"))
        for table, policy in _all(
            "select tablename, policyname from pg_policies where policyname like 'app%%'"
        )
    }
    assert there == made


def test_every_definer_function_fixes_its_search_path():
    rows = _all(
        """select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'public' and p.prosecdef
              and not exists (select 1 from unnest(coalesce(p.proconfig, '{}')) s
                               where s like 'search_path=pg_catalog, public%%, pg_temp')"""
    )
    assert rows == []


@pytest.mark.parametrize(
    "call",
    [
        """select door_grant(gen_random_uuid(), gen_random_uuid(), 'worker', 'team', 'record',
                             gen_random_uuid(), now(), null)""",
        "select door_end(gen_random_uuid(), 'team', now())",
        "select door_join(gen_random_uuid(), gen_random_uuid())",
        "select door_part(gen_random_uuid())",
        "select door_derive(gen_random_uuid())",
        "insert into door_access select * from door_access",
        "delete from audit_event",
        "update audit_event set action = 'x'",
        "alter table people_person disable row level security",
    ],
)
def test_the_application_cannot_open_doors_or_mend_the_trail(call):
    from django.db import DatabaseError, transaction

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(call)


# A row of a person that names another row of a person, and why nothing needs to look whose it is.
NAMES_FREELY = {
    ("contacts_addendum", "referral_id"): "contacts_referral_is_the_entrys: as its note says",
    ("exchange_importedrow", "episode_id"): "evidence of an import, read as its own person's row",
    ("exchange_importedrow", "referral_id"): "evidence of an import, read as its own person's row",
    ("exchange_quotedtext", "row_id"): "evidence of an import, read as its own person's row",
    ("diary_appointment", "contact_id"): "a mark: which contact settled it",
    ("episodes_statechange", "contact_id"): "a mark: which contact brought it about",
}


# Functions of one table's own triggers, which name the columns they look at in their words.
LOOKS_AT = {
    "contacts_entry_is_its_persons": ("episode_id", "referral_id"),
    "contacts_note_is_its_entrys": ("contact_person_id", "referral_id"),
    "contacts_words_belong": ("contact_person_id",),
    "contacts_addendum_belongs": ("note_id",),
}


def test_a_row_of_a_person_names_nothing_of_another_person():
    """Foreign keys pass row security: a trigger looks whose it is, at every table that has one."""
    people = {m._meta.db_table: m for m in our_models() if any(
        field.column == "person_id" for field in m._meta.local_concrete_fields
    )}  # fmt: skip
    looked_at = {
        (table, column)
        for table, column in _all(
            """select c.relname, split_part(encode(t.tgargs, 'escape'), '\\000', 1)
                 from pg_trigger t join pg_class c on c.oid = t.tgrelid
                 join pg_proc p on p.oid = t.tgfoid
                where p.proname = 'people_row_belongs'"""
        )
    } | {
        (table, column)
        for table, function in _all(
            """select c.relname, p.proname from pg_trigger t join pg_class c on c.oid = t.tgrelid
                 join pg_proc p on p.oid = t.tgfoid"""
        )
        for column in LOOKS_AT.get(function, ())
    }
    wrong, free = [], set()
    for table, model in people.items():
        for field in model._meta.local_concrete_fields:
            points_at = getattr(field.related_model, "_meta", None)
            is_named = (points_at is not None and points_at.db_table in people) or (
                field.column in {"episode_id", "referral_id", "contact_id"} and points_at is None
            )
            key = (table, field.column)
            if is_named and key not in looked_at:
                free.add(key)
                if key not in NAMES_FREELY:
                    wrong.append(f"{table}.{field.column}")
    assert not wrong, "\n".join(wrong)
    assert free == NAMES_FREELY.keys(), "an entry of the list is not needed any more"
