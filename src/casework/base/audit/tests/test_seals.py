"""The trail cannot be altered unseen."""

from __future__ import annotations

import pytest
from django.db import connection, connections

from casework.base.audit import trail

from .somebody import Somebody

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "trail"]),
    pytest.mark.oldest_postgres,
]

SOMEBODY = Somebody()


def _run(sql, *values, owner=False):
    """One committed statement, as the owner of the tables where that is asked for."""
    with connection.cursor() as cursor:
        if owner:
            cursor.execute("set role casework_owner")
        try:
            cursor.execute(sql, values)
            return cursor.fetchall() if cursor.description else []
        finally:
            if owner:
                cursor.execute("set role casework_app")


def _events(count):
    for number in range(count):
        trail.write("test.happened", by=SOMEBODY, detail={"number": number})


def _seal():
    return _run("select audit_make_seal()")[0][0]


def _problems():
    return [what for what, _which in _run("select * from audit_verify()", owner=True)]


def _tamper(sql):
    _run("alter table audit_event disable trigger user", owner=True)
    _run(sql, owner=True)
    _run("alter table audit_event enable trigger user", owner=True)


def test_a_whole_trail_verifies():
    _events(3)
    assert _seal() == 1
    _events(2)
    assert _seal() == 2
    assert _seal() is None, "nothing happened since"
    assert _problems() == []


def test_what_still_runs_is_sealed_later_and_not_skipped():
    _events(1)
    other = connections["trail"]
    other.set_autocommit(False)
    try:
        trail.write_aside("test.slow", by=SOMEBODY)
        _events(1)
        _run("select audit_make_seal()")
        other.commit()
    finally:
        other.set_autocommit(True)
    _seal()
    covered = _run("select coalesce(sum(rows), 0) from audit_seal")[0][0]
    assert covered == 3
    assert _problems() == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("update audit_event set action = 'test.other'", "event changed"),
        (
            """update audit_event e set action = 'test.other', hash = audit_event_hash(
            (select row(e.id, e.at, e.actor_kind, e.actor_id, 'test.other', e.subject_kind,
             e.subject_id, e.person_id, e.purpose, e.detail, e.format, e.hash, e.transaction)
            ::audit_event))""",
            "seal broken",
        ),
        (
            "delete from audit_event where detail->>'number' = '1'",
            "events missing or added",
        ),
        (
            """insert into audit_event (id, actor_kind, action, transaction)
            select gen_random_uuid(), 'worker', 'test.added', transaction from audit_event
            limit 1""",
            "events missing or added",
        ),
        ("delete from audit_event", "events missing or added"),
    ],
    ids=["edited", "edited with its hash", "one taken out", "one put in", "all gone"],
)
def test_tampering_shows(change, found):
    _events(3)
    _seal()
    if change.startswith("insert"):
        _run(change, owner=True)
    else:
        _tamper(change)
    assert found in _problems()


def test_a_dropped_guard_shows():
    _events(1)
    _seal()
    _run("drop trigger audit_event_no_change on audit_event", owner=True)
    assert _problems() == ["the rules that guard the trail changed since the last seal"]


def test_a_cut_tail_shows_against_the_anchor(tmp_path):
    from io import StringIO

    from django.core.management import call_command

    _events(2)
    _seal()
    out = StringIO()
    call_command("trail", "anchor", stdout=out)
    anchor = tmp_path / "anchor.json"
    anchor.write_text(out.getvalue())
    _tamper("delete from audit_event")
    _run("alter table audit_seal disable trigger user", owner=True)
    _run("delete from audit_seal", owner=True)
    _run("alter table audit_seal enable trigger user", owner=True)
    assert _problems() == []
    with connection.cursor() as cursor:
        cursor.execute("set role casework_owner")
    try:
        with pytest.raises(SystemExit) as stopped:
            call_command("trail", "verify", anchor=str(anchor), stdout=StringIO())
    finally:
        with connection.cursor() as cursor:
            cursor.execute("set role casework_app")
    assert stopped.value.code == 1
