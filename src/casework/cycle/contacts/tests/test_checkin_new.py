"""Check-ins with somebody who waits: contacts of the referral."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from casework.base.core.acting import acting
from casework.cycle.contacts.actions import void_entry
from casework.cycle.contacts.models import ContactNote, ContactPerson
from casework.cycle.intake.actions import (
    begin_referral,
    escalate,
    put_on_waiting_list,
    redirect_referral,
    take_up,
)
from casework.cycle.intake.models import Referral
from casework.cycle.intake.tests.factories import forget, make_referral
from casework.registry.episodes.tests.factories import now
from casework.registry.people.models import Person

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


def test_a_void_check_in_was_none(world, waiting):
    """Written for the wrong person: whoever waits is asked as if it had never been."""
    lee, actor = browser_of(world, "lee"), world.actor("lee")
    url = reverse("contacts:checkin_new", args=[waiting.pk])
    before = as_stored(world, waiting, "lee")
    with acting(actor):
        Referral.objects.filter(pk=waiting.pk).update(waiting_since_at=now() - timedelta(days=2))
    entries = []
    for days in (1, 0):
        moment = now() - timedelta(days=days, minutes=10)
        sent = {"started_on": f"{moment:%Y-%m-%d}", "started_time": f"{moment:%H:%M}"}
        assert lee.post(url, _sent(waiting, **sent)).status_code == 302
        with acting(actor):
            entries.append(ContactPerson.objects.exclude(pk__in=[e.pk for e in entries]).get())
    due = as_stored(world, waiting, "lee").due_at
    with acting(actor):
        void_entry(by=actor, entry=entries[1], reason="Somebody else", now=now())
    one_left = as_stored(world, waiting, "lee")
    assert (one_left.last_check_in_at, one_left.check_ins) == (entries[0].started_at, 1)
    assert one_left.due_at == due - timedelta(days=1)
    with acting(actor):
        void_entry(by=actor, entry=entries[0], reason="Somebody else", now=now())
    none_left = as_stored(world, waiting, "lee")
    assert (none_left.last_check_in_at, none_left.check_ins) == (None, 0)
    assert none_left.due_at == before.due_at - timedelta(days=2)


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


def test_a_check_in_that_is_void_was_none(world, waiting):
    """Written under the wrong name: whoever waits is asked when they would have been."""
    browser, lee = browser_of(world, "lee"), world.actor("lee")
    url = reverse("contacts:checkin_new", args=[waiting.pk])
    before = as_stored(world, waiting, "lee")
    assert browser.post(url, _sent(waiting)).status_code == 302
    first = as_stored(world, waiting, "lee")
    later = now() - timedelta(minutes=2)
    again = _sent(waiting, started_on=f"{later:%Y-%m-%d}", started_time=f"{later:%H:%M}")
    assert browser.post(url, again).status_code == 302
    assert as_stored(world, waiting, "lee").check_ins == 2
    with acting(lee):
        newest, oldest = ContactPerson.objects.order_by("-started_at")
        void_entry(by=lee, entry=newest, reason="Not Mei", now=now())
    stands = as_stored(world, waiting, "lee")
    assert (stands.check_ins, stands.last_check_in_at) == (1, first.last_check_in_at)
    with acting(lee):
        void_entry(by=lee, entry=oldest, reason="Not Mei either", now=now())
    stands = as_stored(world, waiting, "lee")
    assert (stands.check_ins, stands.last_check_in_at) == (0, None)
    assert stands.due_at == before.due_at


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


def test_its_words_are_read_for_this_referral_only(world, waiting):
    """Another referral, or the beginning of one, opens no word of a check-in of this one."""
    lee, moira, sana = (world.actor(one) for one in ("lee", "moira", "sana"))
    url = reverse("contacts:checkin_new", args=[waiting.pk])
    assert browser_of(world, "lee").post(url, _sent(waiting)).status_code == 302

    def words_for(actor):
        with acting(actor):
            return ContactNote.objects.count(), ContactPerson.objects.count()

    assert words_for(lee) == (1, 1)
    with acting(moira):
        begin_referral(by=moira, person_id=waiting.person_id, now=now())
        person = Person.objects.get(pk=waiting.person_id)
    assert words_for(moira) == (0, 0)
    make_referral(world, team="south", by="moira", owner="sana", person=person)
    assert words_for(sana) == (0, 0)


def test_passed_on_its_check_ins_go_with_it(world, waiting):
    lee, sana = world.actor("lee"), world.actor("sana")
    url = reverse("contacts:checkin_new", args=[waiting.pk])
    assert browser_of(world, "lee").post(url, _sent(waiting)).status_code == 302
    with acting(lee):
        escalated = escalate(
            by=lee, referral=waiting, urgency="urgent", words="Moves house", now=now()
        )
        redirect_referral(
            by=lee,
            referral=escalated,
            to_team=world.teams["south"],
            words="Moved south",
            now=now(),
        )
    with acting(sana):
        assert ContactNote.objects.get().text == "Managing. Has our number."
