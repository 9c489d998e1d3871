"""Workers, credentials, duty: an action leaves a trail, or refuses and leaves nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from casework.base.accounts.models import Account
from casework.base.core.acting import acting
from casework.base.core.refusals import Refused
from casework.registry.workforce import actions
from casework.registry.workforce.models import (
    Credential,
    CredentialState,
    DutyShift,
    Position,
    Worker,
)
from casework.registry.workforce.permissions import Role

from .factories import (
    DAY,
    make_credential,
    make_shift,
    make_worker,
    now,
    today,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_add_worker_with_an_account(world, by, trail_of):
    worker = actions.add_worker(
        by=by,
        given="Siobhán",
        family="Ríos",
        account_name="Siobhan",
        mail="siobhan@example.org",
        now=now(),
    )
    assert (worker.account.name, worker.account.mail) == ("siobhan", "siobhan@example.org")
    assert not worker.account.has_usable_password()
    assert worker.sort_key == "rios siobhan"
    assert [action for action, _detail in trail_of()] == ["worker.added", "account.opened"]


@pytest.mark.parametrize("name", ["taken", "TAKEN", "taken@example.org"])
def test_add_worker_with_a_name_that_is_taken_leaves_nothing(world, by, trail_of, name):
    Account.objects.create_user("taken", mail="taken@example.org")
    with pytest.raises(Refused, match="already") as refused:
        actions.add_worker(by=by, given="Kwame", family="", account_name=name, now=now())
    assert refused.value.field == "account_name"
    assert not Worker.objects.filter(given="Kwame").exists()
    assert trail_of() == []


def test_add_worker_with_somebody_elses_mail_is_refused(world, by):
    Account.objects.create_user("other", mail="shared@example.org")
    with pytest.raises(Refused, match="mail address"):
        actions.add_worker(
            by=by,
            given="Kwame",
            family="",
            account_name="kwame",
            mail="Shared@example.org",
            now=now(),
        )


def test_open_account_once(world, by, trail_of):
    worker = make_worker("Nadia", account=False)
    actions.open_account(by=by, worker=worker, account_name="nadia", now=now())
    assert Worker.objects.get(pk=worker.pk).account.name == "nadia"
    with pytest.raises(Refused, match="account already"):
        actions.open_account(by=by, worker=worker, account_name="nadia2", now=now())
    assert [action for action, _detail in trail_of()] == ["account.opened"]


def changed_worker(by, worker, **changed):
    fields = (
        "given",
        "family",
        "title",
        "mail",
        "phone",
        "languages",
        "started_on",
        "left_on",
    )
    given = {name: getattr(worker, name) for name in fields}
    return actions.change_worker(
        by=by, worker=worker, version=worker.version, now=now(), **(given | changed)
    )


def test_change_worker(world, by, trail_of):
    changed_worker(by, world.workers["dana"], family="Öz", languages=["es"])
    dana = Worker.objects.get(pk=world.workers["dana"].pk)
    assert (dana.sort_key, dana.languages) == ("oz dana", ["es"])
    assert trail_of() == [("worker.changed", {"fields": ["family", "languages", "sort_key"]})]


def test_nobody_leaves_with_positions_or_shifts_open(world, by, trail_of):
    dana = world.workers["dana"]
    with pytest.raises(Refused, match="Positions go on"):
        changed_worker(by, dana, left_on=today())
    Position.objects.filter(worker=dana).update(to_on=today())
    shift = make_shift(world.teams["north"], dana, now() + 48 * HOUR, now() + 50 * HOUR)
    with pytest.raises(Refused, match="Duty shifts"):
        changed_worker(by, dana, left_on=today())
    assert Worker.objects.get(pk=dana.pk).left_on is None
    assert trail_of() == []
    DutyShift.objects.filter(pk=shift.pk).update(cancelled_at=now(), cancelled_by=by.id)
    changed_worker(by, dana, left_on=today())
    assert Worker.objects.get(pk=dana.pk).left_on == today()


def test_a_credential_is_told_seen_verified_and_withdrawn(world, by, trail_of):
    credential = actions.add_credential(
        by=by,
        worker=world.workers["dana"],
        kind="Licence",
        expires_on=today() + 20 * DAY,
        now=now(),
    )
    assert credential.state == "claimed"
    for state in (CredentialState.SEEN, CredentialState.VERIFIED):
        actions.check_credential(
            by=by, credential=credential, version=credential.version, state=state, now=now()
        )
    assert (credential.state, credential.checked_by) == ("verified", by.id)
    actions.withdraw_credential(
        by=by,
        credential=credential,
        version=credential.version,
        withdrawn_on=today(),
        reason="Suspended by the board",
        now=now(),
    )
    assert [action for action, _detail in trail_of()] == [
        "credential.added",
        "credential.checked",
        "credential.checked",
        "credential.withdrawn",
    ]
    assert "Suspended" not in str(trail_of())


def test_nobody_checks_her_own_credential_while_another_could(world, by, trail_of):
    credential = make_credential(world.workers["adam"])
    world.hire("eve", Role.ADMINISTRATOR, "agency")
    with pytest.raises(Refused, match="somebody else"):
        actions.check_credential(
            by=by, credential=credential, version=1, state=CredentialState.SEEN, now=now()
        )
    assert Credential.objects.get().state == "claimed"
    assert trail_of() == []


def test_in_a_very_small_agency_one_does_and_it_is_marked(world, by, trail_of):
    credential = make_credential(world.workers["adam"])
    actions.check_credential(
        by=by, credential=credential, version=1, state=CredentialState.SEEN, now=now()
    )
    assert trail_of() == [("credential.checked", {"state": "seen", "own": True})]


def test_add_credential_refused_leaves_nothing(world, by, trail_of):
    with pytest.raises(Refused):
        actions.add_credential(
            by=by,
            worker=world.workers["dana"],
            kind="Licence",
            issued_on=today(),
            expires_on=today() - DAY,
            now=now(),
        )
    assert not Credential.objects.exists()
    assert trail_of() == []


def planned(by, world, name="dana", team="south", starts=1, ends=9):
    return actions.plan_shift(
        by=by,
        team=world.teams[team],
        worker=world.workers[name],
        starts_at=now() + starts * HOUR,
        ends_at=now() + ends * HOUR,
        now=now(),
    )


def test_plan_and_cancel_a_shift(world, by, trail_of):
    shift = planned(by, world)
    actions.cancel_shift(by=by, shift=shift, now=now())
    assert DutyShift.objects.get().cancelled_by == by.id
    with pytest.raises(Refused, match="already"):
        actions.cancel_shift(by=by, shift=shift, now=now())
    assert [action for action, _detail in trail_of()] == ["duty.planned", "duty.cancelled"]


def test_a_running_shift_that_is_cancelled_closes_records_at_once(world, by):
    shift = make_shift(world.teams["south"], world.workers["dana"], now() - HOUR, now() + HOUR)
    assert world.teams["south"].pk in world.actor("dana").grantees
    actions.cancel_shift(by=by, shift=shift, now=now())
    assert world.teams["south"].pk not in world.actor("dana").grantees


def test_shifts_that_overlap_are_refused(world, by, trail_of):
    planned(by, world)
    with pytest.raises(Refused, match="already"):
        planned(by, world, starts=5, ends=12)
    assert DutyShift.objects.count() == 1
    planned(by, world, team="north")
    planned(by, world, starts=10, ends=12)


def test_who_opens_no_records_cannot_be_on_duty(world, by, trail_of):
    with pytest.raises(Refused, match="opens records"):
        planned(by, world, name="bill")
    assert not DutyShift.objects.exists()
    assert trail_of() == []


def test_a_leader_plans_for_the_teams_she_leads_and_for_no_other(world, trail_of):
    lee = world.actor("lee")
    with acting(lee):
        shift = planned(lee, world, team="north")
        actions.cancel_shift(by=lee, shift=shift, now=now())
        with pytest.raises(Refused, match="teams you lead"):
            planned(lee, world, team="south")
    theirs = make_shift(world.teams["south"], world.workers["moira"], now(), now() + HOUR)
    with acting(lee), pytest.raises(Refused, match="teams you lead"):
        actions.cancel_shift(by=lee, shift=theirs, now=now())
    assert DutyShift.objects.get(pk=theirs.pk).cancelled_at is None
    assert [action for action, _detail in trail_of()] == ["duty.planned", "duty.cancelled"]


def test_a_shift_gives_no_say_over_the_roster(world):
    """Being on duty for a team is not leading it; nor may her own case manager plan."""
    make_shift(world.teams["south"], world.workers["lee"], now() - HOUR, now() + HOUR)
    for name, team in (("lee", "south"), ("dana", "north")):
        actor = world.actor(name)
        with acting(actor), pytest.raises(Refused, match="teams you lead"):
            planned(actor, world, team=team)


def test_days_are_the_agencys_days(world, by):
    """At 3 in the morning in UTC it is still yesterday evening in New York."""
    dana = world.workers["dana"]
    late = datetime(2031, 3, 5, 3, tzinfo=UTC)
    Position.objects.filter(worker=dana).update(to_on=late.date() - DAY)
    shift = actions.plan_shift(
        by=by,
        team=world.teams["south"],
        worker=dana,
        starts_at=late,
        ends_at=late + HOUR,
        now=now(),
    )
    assert shift.starts_at == late
