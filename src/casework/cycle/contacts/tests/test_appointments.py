"""A contact and the appointment it is about: chosen, settled, and asked about again."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from casework.base.core.acting import acting
from casework.cycle.contacts import actions
from casework.registry.diary.tests.factories import over
from casework.registry.episodes.tests.factories import make_episode, now

from .factories import as_stored, record
from .test_contact_new import _typed, _url

pytestmark = pytest.mark.django_db


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
