"""A contact and the appointment it is about: chosen, settled, and asked about again."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from casework.base.clocks.models import Clock
from casework.base.core.acting import acting
from casework.base.core.refusals import Refused
from casework.cycle.contacts import actions
from casework.cycle.contacts.parts import NextContact
from casework.registry.diary.tests.factories import book, over, set_times
from casework.registry.episodes.actions import close_episode
from casework.registry.episodes.models import Episode
from casework.registry.episodes.tests.factories import make_episode, now

from .factories import as_stored, record
from .test_contact_new import _typed, _url

pytestmark = [pytest.mark.django_db, pytest.mark.oldest_postgres]


def _void(world, entry, reason):
    actor = world.actor("dana")
    with acting(actor):
        actions.void_entry(by=actor, entry=entry, reason=reason, now=now())


def test_the_sheet_is_about_the_appointment_from_whose_page_it_was_opened(
    dana, world, grace, as_owner
):
    """However long ago it was, whatever else was booked that day, and over an older draft."""
    asked = over(world, as_owner, grace, ago=timedelta(days=5), mode="video", where="")
    over(world, as_owner, grace, ago=timedelta(hours=1))
    dana.post(
        reverse("drafts:draft_keep"),
        {
            "_draft_form": "contacts:contact_new",
            "_draft_about": str(grace.pk),
            "note": "Tea",
            "appointment": "",
        },
    )
    page = dana.get(reverse("diary:appointment_detail", args=[asked.pk]))
    (record_it,) = [one for one in page.context["outcomes"] if one.label == "Record a contact"]
    form = dana.get(record_it.url).context["form"]
    assert form["appointment"].value() == str(asked.pk)
    assert str(asked.pk) in str(form["appointment"])
    assert form["started_on"].value() == asked.starts_at.date()
    assert form["mode"].value() == "video"
    refused = dana.post(_url(grace), _typed(grace, appointment=str(asked.pk), attendance=""))
    assert f'value="{asked.pk}"' in refused.content.decode()


def test_what_is_no_appointment_of_theirs_is_not_asked_about(dana, world, grace):
    for asked in ("x", "", str(uuid4())):
        answer = dana.get(f"{_url(grace)}?appointment={asked}")
        assert answer.context["form"]["appointment"].value() == ""


@pytest.mark.parametrize(
    ("attendance", "state"),
    [
        ("seen", "kept"),
        ("not_there", "not_there"),
        # Whom we let down was not absent.
        ("cancelled_by_us", "cancelled_by_us"),
        ("cancelled_by_person", "cancelled_by_person"),
    ],
)
def test_what_a_void_entry_said_of_an_appointment_is_asked_again(
    world, grace, as_owner, attendance, state
):
    """Saved for the wrong person, it hid that nobody went to the right one."""
    booked = over(world, as_owner, grace, ago=timedelta(hours=1))
    other = make_episode(world, worker="dana")
    given = {"appointment": booked.pk, "attendance": attendance}
    both = record(world, grace, other, days_ago=1 / 12, **given)
    assert as_stored(world, booked).state == state
    _void(world, both.entries[1], "Was not there")
    assert as_stored(world, booked).state == state
    _void(world, both.entries[0], "Somebody else")
    again = as_stored(world, booked)
    assert (again.state, again.contact_id) == ("booked", None)
    assert again.checked_out_at is not None
    record(world, grace, days_ago=1 / 12, **given)
    assert as_stored(world, booked).state == state


# --- the work ended while it was on --------------------------------------------------------


def _end(world, episode):
    lee = world.actor("lee")
    with acting(lee):
        one = Episode.objects.select_related("person", "team").get(pk=episode.pk)
        close_episode(
            by=lee,
            episode=one,
            reason="moved",
            why="",
            closed_at=now(),
            receiver_accepted=False,
            version=one.version,
            now=now(),
        )


@pytest.fixture
def begun(world, grace, as_owner):
    """It began a minute ago, or at midnight."""
    made = book(world, grace)
    midnight = now().replace(hour=0, minute=0, second=0, microsecond=0)
    began = max(midnight, now() - timedelta(minutes=1))
    with as_owner():
        return set_times(made, began, now() + timedelta(minutes=29))


def test_what_had_begun_when_the_work_ended_is_recorded_by_whoever_was_there(
    dana, world, grace, begun
):
    _end(world, grace)
    sheet = f"{_url(grace)}?appointment={begun.pk}"
    assert dana.get(sheet).context["form"]["appointment"].value() == str(begun.pk)
    sent = _typed(grace, appointment=str(begun.pk), next_on="", next_time="")
    answer = dana.post(_url(grace), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    kept = as_stored(world, begun)
    assert kept.state == "kept"
    with acting(world.actor("dana")):
        assert not Clock.objects.open().filter(subject_id=grace.pk).exists()
        assert Episode.objects.get(pk=grace.pk).last_contact_at is not None


@pytest.mark.parametrize("named", ["nothing", "before"])
def test_nothing_else_is_recorded_after_the_work_has_ended(world, grace, begun, as_owner, named):
    """Neither a contact without that appointment, nor with it one of another day."""
    _end(world, grace)
    given = {} if named == "nothing" else {"appointment": begun.pk, "days_ago": 1}
    with pytest.raises(Refused, match="This is closed"):
        record(world, grace, **given)


def test_nobody_else_writes_in_the_record_of_the_ended_work(world, grace, begun):
    _end(world, grace)
    with pytest.raises(Refused, match="not write"):
        record(world, grace, by="kwame", appointment=begun.pk)


def test_the_door_of_the_last_day_shuts_by_itself(world, grace, begun, as_owner):
    _end(world, grace)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "update door_access set valid_from = now() - interval '9 days',"
            " valid_until = now() - interval '1 second' where reason = 'last_day'"
        )
        assert cursor.rowcount == 1
    with pytest.raises(Refused, match="not write"):
        record(world, grace, appointment=begun.pk)


def test_what_was_left_to_record_books_no_next_time(world, grace, begun):
    _end(world, grace)
    start = now() + timedelta(days=7)
    wanted = NextContact(start, start + timedelta(hours=1), "phone")
    with pytest.raises(Refused, match="Leave the next contact empty") as refused:
        record(world, grace, appointment=begun.pk, next_contact=wanted)
    assert refused.value.field == "next_contact"
    assert as_stored(world, begun).state == "booked"
