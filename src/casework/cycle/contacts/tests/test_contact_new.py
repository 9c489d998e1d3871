"""The sheet: shown, saved, refused; pressed twice; nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.base.core.acting import acting
from casework.cycle.contacts.models import Contact, ContactNote, ContactPerson, Promise
from casework.registry.diary.actions import book_appointment
from casework.registry.diary.models import Appointment
from casework.registry.episodes.tests.factories import make_episode, now

from .factories import as_stored, browser_of, record

pytestmark = pytest.mark.django_db
BUDGET = 28


def _url(episode):
    return reverse("contacts:contact_new", args=[episode.pk])


def _typed(episode, **other):
    moment = now() - timedelta(minutes=40)
    return {
        "_key": str(uuid4()),
        "_draft_form": "contacts:contact_new",
        "_draft_about": str(episode.pk),
        "note": "Made tea. Rent letter came.",
        "attendance": "seen",
        "mode": "in_person",
        "where": "home",
        "started_on": f"{moment:%Y-%m-%d}",
        "started_time": f"{moment:%H:%M}",
        "minutes": "45",
        "is_about": "on",
        "functions": ["linking", "monitoring"],
        "promise": "Bring the rent form",
        "next_on": f"{moment + timedelta(days=7):%Y-%m-%d}",
        "sign": "yes",
        **other,
    }


def _contacts(world, by="dana"):
    with acting(world.actor(by)):
        return list(Contact.objects.all())


def test_the_sheet_is_prefilled(dana, world, grace):
    answer = dana.get(_url(grace))
    assert answer.status_code == 200
    form = answer.context["form"]
    assert form["started_on"].value() == now().date()
    assert form["next_on"].value() is not None
    assert form["attendance"].value() in (None, "")
    page = answer.content.decode()
    assert page.index("id_note") < page.index("id_attendance_0")
    assert "Grace Mensah" in page


@pytest.mark.parametrize(
    ("tab", "version", "is_kept"),
    [("telephone", "0", False), ("desk", "1", False), ("desk", "0", True)],
)
def test_saving_here_loses_nothing_typed_elsewhere(dana, world, grace, tab, version, is_kept):
    """A sheet takes with it the draft that it knows; words of another window stay."""
    sheet = {"_draft_form": "contacts:contact_new", "_draft_about": str(grace.pk)}
    dana.post(reverse("drafts:draft_keep"), {**sheet, "_tab": "telephone", "note": "Long words"})
    sent = _typed(grace, _tab=tab, _draft_version=version)
    assert dana.post(_url(grace), sent).status_code == 302
    shown = dana.get(_url(grace)).content.decode()
    assert ("Long words" in shown) is is_kept


def test_saved_and_signed(dana, world, grace):
    answer = dana.post(_url(grace), _typed(grace), follow=True)
    assert answer.status_code == 200
    assert answer.request["PATH_INFO"].startswith("/contacts/")
    (contact,) = _contacts(world)
    assert (contact.minutes, contact.is_about, contact.where) == (45, True, "home")
    with acting(world.actor("dana")):
        entry = ContactPerson.objects.get()
        assert entry.functions == ["linking", "monitoring"]
        assert ContactNote.objects.get().state == "signed"
        assert Promise.objects.get().words == "Bring the rent form"
        assert Appointment.objects.get().is_day_only
    assert as_stored(world, grace).last_contact_at == contact.started_at
    assert "Saved and signed. Next contact" in answer.content.decode()


def test_saved_to_be_signed_later(dana, world, grace):
    dana.post(_url(grace), _typed(grace, sign="later", next_on=""))
    with acting(world.actor("dana")):
        assert ContactNote.objects.get().state == "saved"
        assert not Appointment.objects.exists()


def test_saving_stays_within_its_budget(dana, world, grace):
    """Everything but the marks of transactions is counted; one of them is the test's own."""
    actor = world.actor("dana")
    with acting(actor):
        booked = book_appointment(
            by=actor,
            person=grace.person,
            episode_id=grace.pk,
            workers=[actor.id],
            starts_at=now() - timedelta(minutes=40),
            ends_at=now() + timedelta(minutes=20),
            mode="in_person",
            where="home",
            is_visit=True,
            now=now(),
        )

    def post(**other):
        with CaptureQueriesContext(connection) as caught:
            answer = dana.post(_url(grace), _typed(grace, **other))
        assert answer.status_code == 302, answer.context["form"].errors
        said = [one["sql"] for one in caught.captured_queries]
        return [
            sql
            for sql in said
            if not sql.upper().startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK"))
        ]

    dana.get(_url(grace))
    asked = post(appointment=str(booked.pk))
    assert len(asked) <= BUDGET, f"{len(asked)}\n" + "\n".join(one[:150] for one in asked)
    assert as_stored(world, booked).state == "kept"
    for other in ({"sign": "later"}, {"next_time": "10:00"}, {"attendance": "not_there"}):
        asked = post(**other)
        assert len(asked) <= BUDGET, f"{len(asked)}\n" + "\n".join(one[:150] for one in asked)


def test_the_form_costs_the_same_with_one_and_ten_people(dana, world, grace):
    def cost():
        with CaptureQueriesContext(connection) as caught:
            assert dana.get(_url(grace)).status_code == 200
        return len(caught)

    make_episode(world, worker="dana", name="Leon Fraser")
    dana.get(_url(grace))
    one = cost()
    for number in range(9):
        make_episode(world, worker="dana", name=f"Person {number}")
    assert cost() == one


def test_others_who_took_part_get_their_own_record(dana, world, grace):
    leon = make_episode(world, worker="dana", name="Leon Fraser")
    wrong = dana.post(_url(grace), _typed(grace, people=[str(leon.pk)]))
    assert wrong.status_code == 422
    assert "others_note" in wrong.context["form"].errors
    dana.post(_url(grace), _typed(grace, people=[str(leon.pk)], others_note="Cooking group."))
    with acting(world.actor("dana")):
        texts = dict(ContactNote.objects.values_list("person_id", "text"))
    assert texts == {
        grace.person_id: "Made tea. Rent letter came.",
        leon.person_id: "Cooking group.",
    }


def test_a_colleague_was_there_too(dana, world, grace):
    kwame = world.workers["kwame"].pk
    assert "Kwame Tester" in dana.get(_url(grace)).content.decode()
    dana.post(_url(grace), _typed(grace, workers=[str(kwame)]))
    (contact,) = _contacts(world)
    with acting(world.actor("dana")):
        assert contact.workers.count() == 2
    refused = dana.post(_url(grace), _typed(grace, workers=[str(uuid4())]))
    assert refused.status_code == 422
    assert "workers" in refused.context["form"].errors


REFUSED = [
    ({"note": ""}, "note"),
    ({"attendance": ""}, "attendance"),
    ({"mode": ""}, "mode"),
    ({"where": ""}, "where"),
    ({"started_on": "2020-01-01"}, "started_time"),
    ({"started_on": "yesterday"}, "started_on"),
    ({"started_time": "25:99"}, "started_time"),
    ({"next_on": "2020-01-01"}, "next_on"),
    ({"next_on": "", "next_time": "10:00"}, "next_on"),
    ({"appointment": str(uuid4())}, "appointment"),
    ({"promise": "x" * 201}, "promise"),
]


@pytest.mark.parametrize(("wrong", "field"), REFUSED)
def test_refused_says_why_at_the_field_and_keeps_the_words(dana, world, grace, wrong, field):
    answer = dana.post(_url(grace), _typed(grace, **wrong))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors, answer.context["form"].errors
    if "note" not in wrong:
        assert "Made tea. Rent letter came." in answer.content.decode()
    assert not _contacts(world)


def test_a_late_note_says_why(dana, world, grace):
    late = now() - timedelta(days=5)
    when = {"started_on": f"{late:%Y-%m-%d}", "started_time": f"{late:%H:%M}"}
    answer = dana.post(_url(grace), _typed(grace, **when))
    assert answer.status_code == 422
    assert "late_reason" in answer.context["form"].errors
    assert answer.context["is_more_open"]
    dana.post(_url(grace), _typed(grace, **when, late_reason="Was off sick"))
    (contact,) = _contacts(world)
    assert contact.late_reason == "Was off sick"


def test_an_attempt_needs_no_note(dana, world, grace):
    typed = _typed(grace, attendance="not_there", note="", promise="", where="", next_on="")
    assert dana.post(_url(grace), typed).status_code == 302
    assert as_stored(world, grace).last_contact_at is None


# --- who comes in --------------------------------------------------------------------------


def test_another_team_finds_nothing(world, grace):
    moira = browser_of(world, "moira")
    there, nowhere = (
        moira.get(_url(grace)),
        moira.get(reverse("contacts:contact_new", args=[uuid4()])),
    )
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert moira.post(_url(grace), _typed(grace)).status_code == 404


@pytest.mark.parametrize("name", ["bill", "adam"])
def test_without_the_permission_no_door(world, grace, name):
    assert browser_of(world, name).get(_url(grace)).status_code == 403


def test_signed_out_goes_to_sign_in(client, grace):
    assert client.get(_url(grace)).status_code == 302


# --- nothing typed is lost -----------------------------------------------------------------


def test_the_same_sheet_twice_is_one_record(dana, world, grace):
    typed = _typed(grace)
    first, second = dana.post(_url(grace), typed), dana.post(_url(grace), typed)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(_contacts(world)) == 1


def test_the_same_sheet_with_other_words_is_refused_and_shown(dana, world, grace):
    typed = _typed(grace)
    dana.post(_url(grace), typed)
    answer = dana.post(_url(grace), {**typed, "note": "Quite another text."})
    assert answer.status_code == 422
    assert "Quite another text." in answer.content.decode()
    with acting(world.actor("dana")):
        assert ContactNote.objects.get().text == "Made tea. Rent letter came."


def test_a_sheet_opened_for_somebody_else_is_refused(dana, world, grace):
    leon = make_episode(world, worker="dana", name="Leon Fraser")
    answer = dana.post(_url(grace), _typed(leon))
    assert answer.status_code == 422
    assert "opened for somebody else" in answer.content.decode()
    assert "Made tea. Rent letter came." in answer.content.decode()
    assert not _contacts(world)


def _keep(browser, episode, **fields):
    typed = {
        "_draft_form": "contacts:contact_new",
        "_draft_about": str(episode.pk),
        "_draft_version": "0",
        "_tab": "one",
        **fields,
    }
    answer = browser.post(reverse("drafts:draft_keep"), typed)
    assert answer.status_code == 200


def test_a_draft_survives_signing_out(dana, world, grace):
    _keep(
        dana,
        grace,
        note="Half a sentence",
        attendance="seen",
        functions="planning",
        started_on="2026-01-05",
        started_time="09:15",
        promise="Ring back",
    )
    dana.logout()
    form = browser_of(world, "dana").get(_url(grace)).context["form"]
    assert form["note"].value() == "Half a sentence"
    assert form["attendance"].value() == "seen"
    assert form["functions"].value() in ("planning", ["planning"])
    assert (form["started_on"].value(), form["started_time"].value()) == ("2026-01-05", "09:15")
    assert form["promise"].value() == "Ring back"


def test_a_draft_stays_with_its_person_and_its_author(dana, world, grace):
    leon = make_episode(world, worker="dana", name="Leon Fraser")
    _keep(dana, grace, note="About Grace only")
    assert "About Grace only" not in dana.get(_url(leon)).content.decode()
    assert "About Grace only" not in browser_of(world, "kwame").get(_url(grace)).content.decode()


def test_saving_ends_the_draft_and_a_refusal_does_not(dana, world, grace):
    _keep(dana, grace, note="Half a sentence")
    dana.post(_url(grace), _typed(grace, attendance=""))
    assert "Half a sentence" in dana.get(_url(grace)).content.decode()
    dana.post(_url(grace), _typed(grace))
    assert "Half a sentence" not in dana.get(_url(grace)).content.decode()


def test_a_booked_visit_is_offered_and_settled(dana, world, grace):
    actor = world.actor("dana")
    with acting(actor):
        visit = book_appointment(
            by=actor,
            person=grace.person,
            episode_id=grace.pk,
            workers=[actor.id],
            starts_at=now() - timedelta(minutes=5),
            ends_at=now() + timedelta(minutes=55),
            mode="in_person",
            where="home",
            is_visit=True,
            now=now(),
        )
        book_appointment(
            by=actor,
            person=grace.person,
            episode_id=grace.pk,
            workers=[actor.id],
            starts_at=now() + timedelta(days=3),
            ends_at=now() + timedelta(days=3, hours=1),
            mode="phone",
            now=now(),
        )
    answer = dana.get(_url(grace))
    form = answer.context["form"]
    if visit.starts_at.date() == now().date():
        assert form["appointment"].value() == str(visit.pk)
        assert form["mode"].value() == "in_person"
    assert "Already booked" in answer.content.decode()
    assert form["next_on"].value() is None
    dana.post(_url(grace), _typed(grace, appointment=str(visit.pk), next_on=""))
    assert as_stored(world, visit).state == "kept"


def test_it_goes_back_where_the_worker_came_from_and_nowhere_else(dana, world, grace):
    answer = dana.post(_url(grace) + "?next=/contacts/notes/", _typed(grace))
    assert answer.headers["Location"] == "/contacts/notes/"
    answer = dana.post(_url(grace) + "?next=https://elsewhere.example/", _typed(grace))
    assert "elsewhere" not in answer.headers["Location"]


def test_usual_days_prefill_the_next_contact(dana, world, grace):
    for days in (9, 6, 3):
        record(world, grace, days_ago=days)
    offered = dana.get(_url(grace)).context["form"]["next_on"].value()
    assert now().date() + timedelta(days=3) <= offered <= now().date() + timedelta(days=6)
    assert offered.weekday() < 5
