"""Attempts, changing, adding, signing, voiding and moving from the browser."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.base.core.acting import acting
from casework.cycle.contacts.models import Addendum, Contact, ContactNote, ContactPerson

from .factories import as_stored, browser_of, record

pytestmark = pytest.mark.django_db


def _url(name, thing):
    return reverse(f"contacts:{name}", args=[thing.pk])


def _sent(about, **fields):
    return {"_key": str(uuid4()), "_draft_about": str(about.pk), **fields}


def _note(world, contact):
    with acting(world.actor("dana")):
        return ContactNote.objects.get(contact_person=contact.entries[0])


# --- tried, no answer ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "mode", "where"),
    [("phone", "phone", ""), ("visit", "in_person", "home"), ("text", "text", "")],
)
def test_one_press_stores_an_attempt(dana, world, grace, how, mode, where):
    url = _url("attempt_new", grace)
    assert f'value="{how}"' in dana.get(url).content.decode()
    sent = _sent(grace, how=how)
    assert [dana.post(url, sent).status_code for _press in range(2)] == [302, 302]
    with acting(world.actor("dana")):
        contact = Contact.objects.get()
        entry = ContactPerson.objects.get()
    assert (contact.mode, contact.where) == (mode, where)
    assert (entry.attendance, entry.is_contact) == ("no_answer", False)
    assert as_stored(world, grace).last_contact_at is None


def test_an_attempt_says_how(dana, world, grace):
    assert dana.post(_url("attempt_new", grace), _sent(grace, how="pigeon")).status_code == 422
    assert browser_of(world, "moira").get(_url("attempt_new", grace)).status_code == 404
    assert browser_of(world, "bill").get(_url("attempt_new", grace)).status_code == 403


# --- changing ------------------------------------------------------------------------------


def test_a_note_is_changed_and_signed(dana, world, grace):
    contact = record(world, grace, note="First")
    entry = contact.entries[0]
    url = _url("note_edit", entry)
    form = dana.get(url).context["form"]
    assert (form["text"].value(), form["version"].value()) == ("First", 1)
    answer = dana.post(url, _sent(entry, text="Second", version=1, sign="yes"))
    assert answer.status_code == 302
    note = _note(world, contact)
    assert (note.text, note.state) == ("Second", "signed")


def test_two_windows_are_shown_both_texts(dana, world, grace):
    contact = record(world, grace, note="First")
    entry = contact.entries[0]
    url = _url("note_edit", entry)
    dana.post(url, _sent(entry, text="Second", version=1, sign="later"))
    mine = _sent(entry, text="Third", version=1, sign="later")
    answer = dana.post(url, mine)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Second" in page
    assert "Third" in page
    assert 'name="version" value="2"' in page
    assert _note(world, contact).text == "Second"
    again = dana.post(url, _sent(entry, text="Third", version=2, sign="later"))
    assert again.status_code == 302
    assert _note(world, contact).text == "Third"


@pytest.mark.parametrize("name", ["kwame", "lee"])
def test_nobody_else_changes_it(world, grace, name):
    contact = record(world, grace, note="First")
    entry = contact.entries[0]
    answer = browser_of(world, name).post(
        _url("note_edit", entry), _sent(entry, text="Mine", version=1)
    )
    assert answer.status_code == 422
    assert _note(world, contact).text == "First"


def test_added_from_the_browser(dana, world, grace):
    contact = record(world, grace, sign=True)
    entry = contact.entries[0]
    url = _url("note_add", entry)
    assert dana.get(url).status_code == 200
    assert dana.post(url, _sent(entry, text="")).status_code == 422
    sent = _sent(entry, text="Her sister rang.")
    assert [dana.post(url, sent).status_code for _press in range(2)] == [302, 302]
    with acting(world.actor("dana")):
        assert Addendum.objects.count() == 1


def test_an_entry_without_a_note_has_nothing_to_change(dana, world, grace):
    entry = record(world, grace, attendance="no_answer", note="").entries[0]
    assert dana.get(_url("note_edit", entry)).status_code == 404
    assert dana.get(_url("contact_detail", entry)).status_code == 200


# --- signing -------------------------------------------------------------------------------


def test_signed_with_one_press(dana, world, grace):
    contact = record(world, grace)
    entry = contact.entries[0]
    url = _url("note_sign", entry)
    assert [dana.post(url, {"version": "1"}).status_code for _press in range(2)] == [302, 302]
    assert _note(world, contact).state == "signed"
    assert browser_of(world, "moira").post(url).status_code == 404


def test_a_note_changed_meanwhile_is_not_signed(dana, world, grace):
    contact = record(world, grace)
    entry = contact.entries[0]
    dana.post(_url("note_edit", entry), _sent(entry, text="Other", version=1, sign="later"))
    answer = dana.post(_url("note_sign", entry), {"version": "1"}, follow=True)
    assert "Somebody saved this meanwhile" in answer.content.decode()
    assert _note(world, contact).state == "saved"


def test_the_list_signs_one_and_many(dana, world, grace):
    contacts = [record(world, grace, note=f"Note {number}") for number in range(3)]
    notes = [_note(world, contact) for contact in contacts]
    record(world, grace, by="kwame", note="Kwame wrote this")
    url = reverse("contacts:notes_to_sign")
    page = dana.get(url)
    assert len(page.context["rows"]) == 3
    assert "Kwame wrote this" not in page.content.decode()
    ticked = [str(one.pk) for one in notes[1:]]
    dana.post(url, {"one": str(notes[0].pk), "note": ticked})
    assert [as_stored(world, one).state for one in notes] == ["signed", "saved", "saved"]
    dana.post(url, {"note": ticked})
    assert len(dana.get(url).context["rows"]) == 0
    assert dana.post(url, {"note": ticked, "one": []}).status_code == 302
    assert browser_of(world, "bill").get(url).status_code == 403


def test_the_list_costs_the_same_with_one_and_ten(dana, world, grace):
    url = reverse("contacts:notes_to_sign")

    def cost():
        with CaptureQueriesContext(connection) as caught:
            dana.get(url)
        return len(caught)

    record(world, grace)
    cost()
    one = cost()
    for _number in range(9):
        record(world, grace)
    assert cost() == one


# --- voiding and moving --------------------------------------------------------------------


def test_voided_from_the_browser(dana, world, grace):
    entry = record(world, grace).entries[0]
    url = _url("entry_void", entry)
    assert dana.get(url).status_code == 200
    assert dana.post(url, _sent(entry, reason="")).status_code == 422
    other = browser_of(world, "kwame").post(url, _sent(entry, reason="Mine"))
    assert other.status_code == 422
    assert dana.post(url, _sent(entry, reason="Wrong day")).status_code == 302
    assert as_stored(world, entry).why_voided == "Wrong day"
    assert browser_of(world, "moira").get(url).status_code == 404
