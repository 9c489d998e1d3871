"""Check-ins with somebody who waits: contacts of the referral."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from casework.base.core.acting import acting
from casework.cycle.contacts.models import ContactNote, ContactPerson
from casework.cycle.intake.actions import put_on_waiting_list, take_up
from casework.cycle.intake.models import Referral
from casework.cycle.intake.tests.factories import forget, make_referral
from casework.registry.episodes.tests.factories import now

from .factories import as_stored, browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(world, as_owner):
    """Mei waits for the team North: its leader decides, and opens no more than the referral."""
    referral = make_referral(
        world, name="Mei Tanaka", received_at=now() - timedelta(days=2), by="lee"
    )
    lee = world.actor("lee")
    with acting(lee):
        take_up(by=lee, referral=referral, now=now())
        put_on_waiting_list(by=lee, referral=referral, check_in_every_days=7, now=now())
    with as_owner():
        forget(referral.person_id)
    return referral


def _sent(referral, **other):
    moment = now() - timedelta(minutes=10)
    return {
        "_key": str(uuid4()),
        "_draft_about": str(referral.pk),
        "note": "Managing. Has our number.",
        "attendance": "seen",
        "mode": "phone",
        "started_on": f"{moment:%Y-%m-%d}",
        "started_time": f"{moment:%H:%M}",
        "next_on": "",
        "sign": "yes",
        **other,
    }


def test_a_check_in_is_a_contact_of_the_referral(world, waiting):
    lee = browser_of(world, "lee")
    url = reverse("contacts:checkin_new", args=[waiting.pk])
    assert lee.get(url).status_code == 200
    assert lee.post(url, _sent(waiting, note="")).status_code == 422
    assert lee.post(url, _sent(waiting)).status_code == 302
    with acting(world.actor("lee")):
        entry = ContactPerson.objects.get()
        note = ContactNote.objects.get()
    assert (entry.referral_id, entry.episode_id, entry.is_contact) == (waiting.pk, None, True)
    assert note.referral_id == waiting.pk
    assert as_stored(world, waiting, "lee").last_check_in_at == entry.started_at


def test_an_attempt_is_no_check_in(world, waiting):
    lee = browser_of(world, "lee")
    url = reverse("contacts:checkin_new", args=[waiting.pk])
    assert lee.post(url, _sent(waiting, attendance="no_answer", note="")).status_code == 302
    assert as_stored(world, waiting, "lee").last_check_in_at is None


def test_it_is_signed_later_by_whoever_opens_no_more_than_the_referral(world, waiting):
    lee = browser_of(world, "lee")
    url = reverse("contacts:checkin_new", args=[waiting.pk])
    answer = lee.post(url, _sent(waiting, sign="later"), follow=True)
    assert answer.status_code == 200
    assert answer.context["may_sign"]
    with acting(world.actor("lee")):
        note = ContactNote.objects.get()
    lee.post(reverse("contacts:notes_to_sign"), {"one": str(note.pk)})
    assert as_stored(world, note, "lee").state == "signed"


def test_an_ended_referral_takes_no_check_in(world, waiting, as_owner):
    with as_owner():
        Referral.objects.filter(pk=waiting.pk).update(
            state="withdrawn",
            owner=None,
            next_step="",
            due_at=None,
            decided_at=now(),
            decided_by=world.workers["lee"].pk,
        )
    answer = browser_of(world, "lee").post(
        reverse("contacts:checkin_new", args=[waiting.pk]), _sent(waiting)
    )
    assert answer.status_code == 422


def test_others_find_nothing(world, waiting):
    url = reverse("contacts:checkin_new", args=[waiting.pk])
    assert browser_of(world, "moira").get(url).status_code == 404
    assert browser_of(world, "bill").get(url).status_code == 403
