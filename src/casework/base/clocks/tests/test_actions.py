"""What is done to clocks, in the database."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from casework.base.accounts.actors import Actor, ActorKind
from casework.base.audit.models import Event
from casework.base.clocks import actions, catalogue, rules, words
from casework.base.clocks.actions import IfOpen, Start
from casework.base.clocks.models import Clock, EndReason
from casework.base.clocks.rules import Calendar, Rule, State, Unit
from casework.base.core.acting import acting
from casework.base.core.ids import new_id
from casework.base.core.refusals import Refused, Stale

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
CALENDAR = Calendar("Europe/London")
REVIEW = Rule("review", "Review", Unit.CALENDAR_DAYS, 10, warn_before=2)
FOLLOW_UP = Rule("follow_up", "Follow up", Unit.ELAPSED_HOURS, 72, warn_before=24, is_safety=True)
ALARM = Rule("alarm", "Alarm", Unit.ELAPSED_HOURS, 0, is_safety=True, is_alert=True)


@pytest.fixture(autouse=True)
def actor(db) -> Iterator[Actor]:
    """Who acts in every test here; the database is told, as on a screen."""
    dana = Actor(kind=ActorKind.WORKER, id=new_id(), name="Dana")
    with acting(dana):
        yield dana


def start(actor: Actor, rule: Rule = REVIEW, subject: UUID | None = None, **more) -> Clock:
    given = {
        "by": actor,
        "rule": rule,
        "subject": ("thing", subject or new_id()),
        "about_id": None,
        "started_at": NOW,
        "calendar": CALENDAR,
        "now": NOW,
        **more,
    }
    return actions.start_clock(**given)


def happened() -> list[str]:
    return list(Event.objects.order_by("at").values_list("action", flat=True))


def test_a_started_clock_stands_and_leaves_a_trail(actor):
    clock = Clock.objects.get(pk=start(actor).pk)
    assert clock.due_at == CALENDAR.end_of(datetime(2026, 12, 4, tzinfo=UTC).date())
    assert clock.warn_at == CALENDAR.start_of(datetime(2026, 12, 2, tzinfo=UTC).date())
    assert (clock.rule, clock.unit, clock.started_by_id) == ("review", "calendar_days", actor.id)
    assert rules.state(clock, NOW) is State.OK
    assert happened() == ["clock.started"]


def test_starting_twice_keeps_the_first(actor):
    subject = new_id()
    first = start(actor, subject=subject)
    again = start(actor, subject=subject, started_at=NOW + DAY, now=NOW + DAY)
    assert again == first
    assert Clock.objects.count() == 1


def test_starting_twice_replaces_where_asked(actor):
    subject = new_id()
    first = start(actor, subject=subject)
    again = start(actor, subject=subject, now=NOW + DAY, if_open=IfOpen.REPLACE)
    first.refresh_from_db()
    assert again != first
    assert (first.end_reason, first.ended_at) == (EndReason.REPLACED, NOW + DAY)
    assert list(Clock.objects.open()) == [again]


def test_a_safety_rule_in_working_days_is_a_bug(actor):
    with pytest.raises(ValueError, match="not working days"):
        start(actor, Rule("x", "X", Unit.WORKING_DAYS, 1, is_safety=True))


def test_met_by_a_record(actor):
    clock, record = start(actor), new_id()
    actions.meet_clock(
        by=actor, clock=clock, met_as=("note", record), met_at=NOW + DAY, now=NOW + 2 * DAY
    )
    clock = Clock.objects.get(pk=clock.pk)
    assert (clock.met_at, clock.met_by_id) == (NOW + DAY, actor.id)
    assert (clock.met_as_kind, clock.met_as_id) == ("note", record)
    assert clock.version == 2
    assert happened() == ["clock.started", "clock.met"]


def test_a_refusal_leaves_nothing(actor):
    clock = start(actor)
    with pytest.raises(Refused, match="in the future"):
        actions.meet_clock(by=actor, clock=clock, met_as=None, met_at=NOW + DAY, now=NOW)
    assert Clock.objects.open().count() == 1
    assert happened() == ["clock.started"]


def test_two_who_act_on_the_same_version(actor):
    clock = start(actor)
    other = Clock.objects.get(pk=clock.pk)
    actions.meet_clock(by=actor, clock=clock, met_as=None, met_at=NOW, now=NOW)
    with pytest.raises(Stale):
        actions.end_clock(by=actor, clock=other, reason=EndReason.CANCELLED, now=NOW)


def test_a_pause_moves_what_is_due(actor):
    clock = start(actor, FOLLOW_UP)
    due_at, warn_at = clock.due_at, clock.warn_at
    actions.pause_clock(by=actor, clock=clock, reason="away", now=NOW + DAY)
    assert rules.state(clock, NOW + 30 * DAY) is State.PAUSED
    assert not Clock.objects.late(NOW + 30 * DAY).exists()
    actions.resume_clock(by=actor, clock=clock, calendar=CALENDAR, now=NOW + 5 * DAY)
    clock = Clock.objects.get(pk=clock.pk)
    assert (clock.due_at, clock.warn_at) == (due_at + 4 * DAY, warn_at + 4 * DAY)
    assert clock.paused_seconds == 4 * 86400
    assert clock.paused_at is None
    assert happened() == ["clock.started", "clock.paused", "clock.resumed"]


def test_an_alert_is_not_paused(actor):
    with pytest.raises(Refused, match="cannot be paused"):
        actions.pause_clock(by=actor, clock=start(actor, ALARM), reason="away", now=NOW)


def test_replacing_by_another_rule(actor):
    clock = start(actor)
    sooner = Rule("review", "Review", Unit.CALENDAR_DAYS, 5)
    new = actions.replace_clock(
        by=actor, clock=clock, rule=sooner, started_at=NOW, calendar=CALENDAR, now=NOW
    )
    assert new.due_at < clock.due_at
    assert (new.subject_kind, new.subject_id) == (clock.subject_kind, clock.subject_id)
    assert Clock.objects.get(pk=clock.pk).end_reason == EndReason.REPLACED


def test_ended_with_a_reason(actor):
    clock = start(actor)
    actions.end_clock(by=actor, clock=clock, reason=EndReason.NO_LONGER_APPLIES, now=NOW)
    assert rules.state(Clock.objects.get(pk=clock.pk), NOW) is State.ENDED


def test_an_alert_is_answered_with_words(actor):
    clock = start(actor, ALARM)
    assert Clock.objects.unanswered_alerts().exists()
    with pytest.raises(Refused, match="what was done"):
        actions.acknowledge_clock(by=actor, clock=clock, code="known", said=" ", now=NOW)
    actions.acknowledge_clock(by=actor, clock=clock, code="known", said="Went through it", now=NOW)
    clock = Clock.objects.get(pk=clock.pk)
    assert (clock.acknowledged_at, clock.acknowledged_by_id, clock.met_at) == (NOW, actor.id, NOW)
    assert clock.acknowledged_words == "Went through it"
    assert not Clock.objects.unanswered_alerts().exists()


def test_what_was_said_never_reaches_the_trail(actor):
    clock = start(actor, ALARM)
    actions.acknowledge_clock(by=actor, clock=clock, code="known", said="zebra", now=NOW)
    assert "zebra" not in str(list(Event.objects.values()))


def test_everything_of_one_record_stops_at_once(actor, as_owner, django_assert_num_queries):
    with as_owner():
        about, other = new_id(), new_id()
        for rule in (REVIEW, FOLLOW_UP, ALARM):
            start(actor, rule, about_id=about)
        paused = start(actor, about_id=about)
        actions.pause_clock(by=actor, clock=paused, reason="away", now=NOW)
        kept = start(actor, about_id=other)
        # Savepoint, the stop, its trail, savepoint released.
        with django_assert_num_queries(4):
            stopped = actions.stop_everything(
                by=actor, about_id=about, reason=EndReason.STOPPED, now=NOW
            )
        assert stopped == 4
        assert list(Clock.objects.open()) == [kept]
        assert Event.objects.get(action="clock.all_stopped").detail["count"] == 4


def _starts(count: int) -> list[Start]:
    return [Start(REVIEW, ("thing", new_id()), None, NOW) for _ in range(count)]


@pytest.mark.parametrize("count", [1, 30])
def test_a_caseload_moves_in_a_fixed_number_of_statements(
    actor, count, django_assert_max_num_queries
):
    starts = _starts(count)
    with django_assert_max_num_queries(6):
        actions.start_clocks(by=actor, starts=starts, calendar=CALENDAR, now=NOW)
    with django_assert_max_num_queries(8):
        clocks = actions.start_clocks(
            by=actor, starts=starts, calendar=CALENDAR, now=NOW, if_open=IfOpen.REPLACE
        )
    half = clocks[: (count + 1) // 2]
    with django_assert_max_num_queries(5):
        met = actions.meet_clocks(by=actor, clocks=half, met_as=None, met_at=NOW, now=NOW)
    with django_assert_max_num_queries(5):
        ended = actions.end_clocks(
            by=actor, clocks=clocks, reason=EndReason.NO_LONGER_APPLIES, now=NOW
        )
    assert (met, ended) == (len(half), count - len(half))
    assert not Clock.objects.open().exists()


def test_what_is_moved_answers_in_the_order_asked(actor):
    starts = _starts(5)
    clocks = actions.start_clocks(by=actor, starts=starts, calendar=CALENDAR, now=NOW)
    assert [("thing", clock.subject_id) for clock in clocks] == [one.subject for one in starts]


def test_nothing_to_move_is_no_error(actor):
    assert actions.start_clocks(by=actor, starts=[], calendar=CALENDAR, now=NOW) == []
    assert actions.meet_clocks(by=actor, clocks=[], met_as=None, met_at=NOW, now=NOW) == 0
    assert actions.end_clocks(by=actor, clocks=[], reason=EndReason.CANCELLED, now=NOW) == 0


def test_a_clock_that_started_later_is_not_met_by_what_went_before(actor):
    later = start(actor, started_at=NOW + DAY, now=NOW + DAY)
    met = actions.meet_clocks(by=actor, clocks=[later], met_as=None, met_at=NOW, now=NOW + 2 * DAY)
    assert met == 0


# --- what the database itself refuses ---


def a_clock(**changed) -> Clock:
    given = {
        "rule": "review",
        "unit": "calendar_days",
        "subject_kind": "thing",
        "subject_id": new_id(),
        "started_at": NOW,
        "started_by_kind": "worker",
        "started_by_id": new_id(),
        "due_at": NOW + DAY,
        "warn_at": NOW,
        **changed,
    }
    return Clock(**given)


BY = {"kind": "worker", "id": UUID(int=1)}


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"due_at": NOW - DAY, "warn_at": NOW - DAY}, "clock_"),
        ({"warn_at": NOW + 2 * DAY}, "clock_warns_between"),
        ({"is_safety": True, "unit": "working_days"}, "clock_safety_never_in_working_days"),
        ({"unit": "moons"}, "unit_known"),
        ({"met_at": NOW}, "clock_met_pair"),
        ({"ended_at": NOW, "ended_by_id": BY["id"], "ended_by_kind": "worker"}, "clock_ended_pair"),
        ({"paused_at": NOW, "paused_by_id": BY["id"], "paused_by_kind": "w"}, "clock_paused_pair"),
        ({"met_as_kind": "note", "met_as_id": BY["id"]}, "clock_met_as_pair"),
        (
            {
                "met_at": NOW,
                "met_by_kind": "worker",
                "met_by_id": BY["id"],
                "ended_at": NOW,
                "ended_by_kind": "worker",
                "ended_by_id": BY["id"],
                "end_reason": "cancelled",
            },
            "clock_met_or_ended_not_both",
        ),
        (
            {
                "acknowledged_at": NOW,
                "acknowledged_by_kind": "worker",
                "acknowledged_by_id": BY["id"],
                "acknowledged_code": "known",
                "acknowledged_words": "Done",
            },
            "clock_only_alerts_acknowledged",
        ),
    ],
)
def test_the_database_refuses(changed, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        a_clock(**changed).save(force_insert=True)


def test_one_open_clock_for_a_rule_and_a_subject(actor):
    first = a_clock()
    first.save(force_insert=True)
    with pytest.raises(IntegrityError, match="clock_one_open"), transaction.atomic():
        a_clock(subject_id=first.subject_id).save(force_insert=True)
    actions.end_clock(by=actor, clock=first, reason=EndReason.CANCELLED, now=NOW)
    a_clock(subject_id=first.subject_id).save(force_insert=True)


def test_lists_of_what_is_late(actor):
    late = start(actor, FOLLOW_UP)
    start(actor)
    assert list(Clock.objects.late(NOW + 4 * DAY)) == [late]
    assert list(Clock.objects.of("thing", [late.subject_id])) == [late]


# --- in words ---


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (NOW, "Fri 4 Dec"),
        (NOW - 400 * DAY, "Fri 4 Dec 2026"),
        (NOW + 9 * DAY, "Tomorrow"),
        (NOW + 10 * DAY, "Today"),
        (NOW + 11 * DAY, "Late by 1 day"),
        (NOW + 12 * DAY, "Late by 2 days"),
    ],
)
def test_in_words(actor, now, said):
    with override("en"):
        assert words.stands(start(actor), now, CALENDAR) == said


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (NOW + timedelta(hours=71), "Today by 09:00"),
        (NOW + timedelta(hours=50), "Tomorrow by 09:00"),
        (NOW + timedelta(hours=72, minutes=5), "Late by 5 minutes"),
        (NOW + timedelta(hours=75), "Late by 3 hours"),
        (NOW + timedelta(hours=72 + 50), "Late by 2 days"),
    ],
)
def test_hours_in_words(actor, now, said):
    with override("en"):
        assert words.stands(start(actor, FOLLOW_UP), now, CALENDAR) == said


def test_every_reason_and_every_saying_has_words():
    with override("en"):
        for code in words._REASONS:
            assert words.reason(code)
        for code in words._SAID:
            assert words.text(rules.Said(code, 2, NOW.date(), NOW.time()))
    assert words.reason(None) is None


def test_rules_of_other_rooms_by_code(monkeypatch):
    monkeypatch.setattr(catalogue, "filled", lambda name: (lambda: [REVIEW], lambda: [ALARM]))
    assert set(catalogue.rules_by_code.__wrapped__()) == {"review", "alarm"}
    monkeypatch.setattr(catalogue, "filled", lambda name: (lambda: [REVIEW, REVIEW],))
    with pytest.raises(catalogue.ImproperlyConfigured, match="two rules"):
        catalogue.rules_by_code.__wrapped__()
