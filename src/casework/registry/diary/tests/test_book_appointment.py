from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from casework.base.core.acting import acting
from casework.base.core.refusals import Refused, Stale
from casework.registry.diary import actions
from casework.registry.diary.models import Appointment, AppointmentWorker
from casework.registry.episodes.models import Episode
from casework.registry.episodes.tests.factories import make_episode, make_world
from casework.registry.people.actions import change_details, merge_people

from .factories import DAY, HOUR, book, now, over, rows, tomorrow

pytestmark = pytest.mark.django_db


def test_a_booking_stands_in_the_diary_and_in_the_trail(world, grace, trail_of):
    made = book(world, grace)
    dana = world.actor("dana")
    with acting(dana):
        goes = AppointmentWorker.objects.get(appointment=made)
    assert (goes.worker_id, goes.starts_at, goes.ends_at, goes.is_on) == (
        dana.id,
        made.starts_at,
        made.ends_at,
        True,
    )
    action, detail = trail_of()[-1]
    assert (action, detail) == ("appointment.booked", {"mode": "in_person", "workers": 1})


@pytest.mark.parametrize(
    ("mode", "where", "day_only", "is_visit"),
    [
        ("in_person", "home", False, True),
        ("in_person", "community", False, True),
        ("in_person", "office", False, False),
        ("in_person", "ward", False, False),
        ("in_person", "home", True, False),
        ("phone", "", False, False),
    ],
)
def test_whoever_goes_out_is_expected_back(world, grace, mode, where, day_only, is_visit):
    made = book(world, grace, mode=mode, where=where, is_day_only=day_only)
    assert made.is_visit is is_visit


@pytest.mark.parametrize("is_joined", [False, True])
def test_nobody_who_died_is_visited_any_more(world, grace, is_joined):
    """Also where the death stands in the record with which this one is read."""
    dana = world.actor("dana")
    with acting(dana):
        other = make_episode(world, worker="dana").person
        if is_joined:
            merge_people(
                by=dana,
                person=grace.person,
                into=other,
                version=grace.person.version,
                into_version=other.version,
                why="Same passport",
                is_sure=True,
                now=now(),
            )
        died = other if is_joined else grace.person
        died.refresh_from_db()
        change_details(
            by=dana,
            person=died,
            version=died.version,
            born=None,
            died_on=now().date() - DAY,
            now=now(),
        )
        grace = Episode.objects.get(pk=grace.pk)
    with pytest.raises(Refused, match="has died"):
        book(world, grace)


def test_a_refusal_names_the_time_and_an_open_person(world, grace):
    book(world, grace, length=HOUR / 2)
    with pytest.raises(
        Refused, match=r"Dana Tester is booked from 10:00 to 10:30, with Grace Mensah"
    ):
        book(world, grace, at=tomorrow() + HOUR / 4)
    assert len(rows(world.actor("dana"))) == 1


def test_a_refusal_never_names_a_person_whose_record_is_closed(world, grace):
    leon = make_episode(world, team="south", worker="moira", name="Leon Fraser")
    book(world, leon, by="moira", workers=("moira",))
    with pytest.raises(Refused) as refusal:
        book(world, grace, workers=("dana", "moira"))
    assert "Moira Tester is booked from 10:00 to 11:00." in str(refusal.value)
    assert "Leon" not in str(refusal.value)
    assert rows(world.actor("dana")) == []


def test_times_that_touch_and_whole_days_block_nobody(world, grace):
    book(world, grace)
    book(world, grace, at=tomorrow(11))
    book(world, grace, at=tomorrow(0), length=DAY, is_day_only=True)
    assert len(rows(world.actor("dana"))) == 3


def test_a_cancelled_time_is_free_again(world, grace, trail_of):
    made = book(world, grace)
    dana = world.actor("dana")
    with acting(dana):
        actions.cancel_appointment(
            by=dana, appointment=made, version=1, by_us=False, why="", now=now()
        )
    assert trail_of()[-1] == ("appointment.cancelled", {"by_us": False})
    book(world, grace)


def test_we_say_why_we_cancel(world, grace):
    made = book(world, grace)
    dana = world.actor("dana")
    with acting(dana), pytest.raises(Refused) as refusal:
        actions.cancel_appointment(
            by=dana, appointment=made, version=1, by_us=True, why=" ", now=now()
        )
    assert refusal.value.field == "why"
    assert rows(dana)[0].state == "booked"


def _changed(world, made, name="dana", *, version=1, workers=("dana",), at=None, **more):
    actor = world.actor(name)
    at = at or made.starts_at
    with acting(actor):
        return actions.change_appointment(
            by=actor,
            appointment=made,
            version=version,
            workers=[world.workers[one].pk for one in workers],
            starts_at=at,
            ends_at=at + HOUR,
            now=now(),
            **({"mode": "in_person", "where": "home"} | more),
        )


def test_moving_takes_the_workers_along_and_leaves_where_it_stood_in_the_trail(
    world, grace, trail_of
):
    made = book(world, grace)
    _changed(world, made, at=tomorrow(14), workers=("kwame",))
    dana = world.actor("dana")
    with acting(dana):
        goes = list(AppointmentWorker.objects.filter(appointment=made))
    assert [(one.worker_id, one.starts_at) for one in goes] == [
        (world.workers["kwame"].pk, tomorrow(14))
    ]
    action, detail = trail_of()[-1]
    assert action == "appointment.moved"
    assert detail["was"] == str(tomorrow(10))
    book(world, grace)


def test_moving_onto_itself_is_no_clash(world, grace):
    made = book(world, grace)
    _changed(world, made, at=tomorrow() + HOUR / 2)
    assert made.version == 2


def test_a_move_into_a_taken_time_leaves_nothing(world, grace):
    book(world, grace, at=tomorrow(14))
    made = book(world, grace)
    with pytest.raises(Refused, match="14:00"):
        _changed(world, made, at=tomorrow(14))
    (stands,) = rows(world.actor("dana"), pk=made.pk)
    assert (stands.starts_at, stands.version) == (tomorrow(10), 1)


def test_two_who_change_at_once_are_told(world, grace):
    made = book(world, grace)
    _changed(world, Appointment(**_fields(made)), place="Library")
    with pytest.raises(Stale):
        _changed(world, made, place="Choir")


def _fields(one):
    return {field.attname: getattr(one, field.attname) for field in one._meta.concrete_fields}


def test_others_go_instead(world, grace, trail_of):
    made = book(world, grace)
    dana, kwame = world.actor("dana"), world.workers["kwame"]
    with acting(dana):
        actions.assign_workers(by=dana, appointment=made, version=1, workers=[kwame.pk], now=now())
        assert AppointmentWorker.objects.get(appointment=made).worker_id == kwame.pk
    assert trail_of()[-1] == (
        "appointment.workers_changed",
        {"come": [str(kwame.pk)], "go": [str(dana.id)]},
    )


def test_nobody_goes_is_no_answer(world, grace):
    made = book(world, grace)
    dana = world.actor("dana")
    with acting(dana), pytest.raises(Refused):
        actions.assign_workers(by=dana, appointment=made, version=1, workers=[], now=now())
    assert len(rows(dana, workers__worker_id=dana.id)) == 1


def test_what_is_over_is_not_changed(world, grace, as_owner):
    made = over(world, as_owner, grace, ago=HOUR)
    dana = world.actor("dana")
    with acting(dana):
        actions.note_not_there(by=dana, appointment=made, now=now())
    assert (made.state, made.checked_out_by) == ("not_there", dana.id)
    with pytest.raises(Refused, match="over or was cancelled"):
        _changed(world, made, version=2, at=tomorrow())


def test_a_visit_is_checked_out_once(world, grace, as_owner, trail_of):
    made = over(world, as_owner, grace, ago=HOUR)
    lee = world.actor("lee")
    with acting(lee):
        actions.check_out(by=lee, appointment=made, now=now())
    assert (made.state, made.checked_out_by) == ("booked", lee.id)
    assert trail_of()[-1] == ("visit.checked_out", {"minutes_late": 60})
    with acting(lee), pytest.raises(Refused, match="already"):
        actions.check_out(by=lee, appointment=made, now=now())


def test_a_contact_keeps_the_check_out_that_was_there(world, grace, as_owner):
    made = over(world, as_owner, grace, ago=HOUR)
    lee, dana = world.actor("lee"), world.actor("dana")
    with acting(lee):
        actions.check_out(by=lee, appointment=made, now=now())
    with acting(dana):
        actions.settle_appointment(
            by=dana,
            appointment_id=made.pk,
            person_id=grace.person_id,
            is_kept=True,
            contact_id=grace.pk,
            now=now(),
        )
    (stands,) = rows(dana)
    assert (stands.state, stands.checked_out_by) == ("kept", lee.id)


def test_a_moved_visit_is_expected_back_again(world, grace):
    made = book(world, grace, at=now() + HOUR / 2)
    dana = world.actor("dana")
    with acting(dana):
        actions.check_out(by=dana, appointment=made, now=now())
    _changed(world, made, version=2, at=tomorrow())
    assert made.checked_out_at is None


@pytest.mark.django_db(transaction=True)
def test_eight_who_book_one_worker_at_once_book_her_once(as_owner):
    world = make_world(as_owner)
    episodes = [make_episode(world, worker="dana", name=f"Person {n}") for n in range(8)]
    names = ["dana", "kwame", "lee"]
    together = Barrier(8, timeout=30)

    def press(n: int) -> str:
        try:
            # The others go along in different orders: without one order of locks, a deadlock.
            workers = ("dana", names[1 + n % 2]) if n % 3 else (names[1 + n % 2], "dana")
            together.wait()
            book(world, episodes[n], workers=workers)
        except Refused as refusal:
            return str(refusal)
        finally:
            connections.close_all()
        return "booked"

    with ThreadPoolExecutor(8) as eight:
        answers = list(eight.map(press, range(8)))
    assert answers.count("booked") == 1, answers
    assert all("is booked from 10:00 to 11:00" in one for one in answers if one != "booked")
    assert len(rows(world.actor("dana"))) == 1
