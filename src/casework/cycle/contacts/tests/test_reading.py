"""What is read: one entry, paper, plain text, searching, what other pages show."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.base.core.acting import acting
from casework.cycle.contacts import actions, lending, panels, reasons
from casework.cycle.contacts.models import ContactNote, Promise
from casework.cycle.contacts.timeline import timeline_entries
from casework.registry.episodes.tests.factories import make_episode, now

from .factories import as_stored, browser_of, record

pytestmark = pytest.mark.django_db
PAGES = ("contact_detail", "contact_print", "contact_plain")


def _page(name, contact):
    return reverse(f"contacts:{name}", args=[contact.entries[0].pk])


def _act(world, by, action, **given):
    actor = world.actor(by)
    with acting(actor):
        return action(by=actor, now=now(), **given)


@pytest.mark.parametrize("name", PAGES)
def test_shown_to_the_team_before_it_is_signed(world, grace, name, trail_of):
    contact = record(world, grace, note="Rent letter came.")
    answer = browser_of(world, "kwame").get(_page(name, contact))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Rent letter came." in page
    assert "not signed yet" in page
    assert trail_of(grace.person_id)[-1] == "record.opened"


@pytest.mark.parametrize("name", PAGES)
def test_another_team_gets_404_and_billing_403(world, grace, name):
    contact = record(world, grace, sign=True)
    assert browser_of(world, "moira").get(_page(name, contact)).status_code == 404
    assert browser_of(world, "bill").get(_page(name, contact)).status_code == 403


def test_what_was_added_stands_below(dana, world, grace):
    contact = record(world, grace, sign=True)
    with acting(world.actor("dana")):
        note = ContactNote.objects.get()
    _act(world, "kwame", actions.add_to_note, note=note, text="Her sister rang.")
    page = dana.get(_page("contact_detail", contact)).content.decode()
    assert "Her sister rang." in page
    assert "Added by Kwame Tester" in page


def test_plain_text_names_nobody(dana, world, grace):
    contact = record(world, grace, note="Rent letter came.")
    plain = dana.get(_page("contact_plain", contact)).context["plain"]
    assert "Rent letter came." in plain
    assert "Grace" not in plain


def test_void_is_shown_with_who_and_why(dana, world, grace):
    contact = record(world, grace, note="Rent letter came.")
    _act(world, "dana", actions.void_entry, entry=contact.entries[0], reason="Wrong day")
    page = dana.get(_page("contact_detail", contact)).content.decode()
    assert "Wrong day" in page
    assert "Rent letter came." in page


def test_moved_away_the_words_are_in_the_right_record_only(dana, world, grace):
    leon = make_episode(world, worker="dana", name="Leon Fraser")
    contact = record(world, grace, note="Warehouse job starts Monday.", sign=True)
    new = _act(
        world, "dana", actions.move_entry, entry=contact.entries[0], to=leon, reason="Wrong window"
    )
    old_page = dana.get(_page("contact_detail", contact)).content.decode()
    assert "Moved to the right record" in old_page
    assert "Warehouse" not in old_page
    assert "Leon" not in old_page
    assert (
        "Warehouse" in dana.get(reverse("contacts:contact_detail", args=[new.pk])).content.decode()
    )
    search = reverse("contacts:note_search", args=[grace.person_id])
    assert not dana.post(search, {"q": "warehouse"}).context["found"]


def test_the_page_costs_the_same_with_one_and_ten_others(dana, world, grace):
    both = [world.workers[n].pk for n in ("dana", "kwame")]
    alone = record(world, grace, workers=both)
    others = [make_episode(world, worker="dana", name=f"Person {n}") for n in range(9)]
    group = record(world, grace, *others, workers=both)

    def cost(contact):
        with CaptureQueriesContext(connection) as caught:
            assert dana.get(_page("contact_detail", contact)).status_code == 200
        return len(caught)

    cost(alone)
    assert cost(alone) == cost(group)


# --- searching -----------------------------------------------------------------------------


def test_search_finds_and_marks_and_keeps_the_words_out_of_the_trail(dana, world, grace, rows):
    record(world, grace, note="The council sent a rent letter.", days_ago=2)
    record(world, grace, note="Sang in the choir.")
    url = reverse("contacts:note_search", args=[grace.person_id])
    answer = dana.post(url, {"q": "RENT LETTER"})
    assert len(answer.context["found"]) == 1
    assert "<mark>rent letter</mark>" in answer.content.decode()
    said = rows("select action, detail::text from audit_event order by at desc, id desc limit 4")
    assert any(action == "notes.searched" for action, _detail in said)
    assert not any("rent" in detail.lower() for _action, detail in said)


@pytest.mark.parametrize(
    ("asked", "found"), [("%", 0), ("_", 0), ("ch%r", 0), ("ch_ir", 0), ("choir", 1), ("x", 0)]
)
def test_search_takes_words_as_they_are(dana, world, grace, asked, found):
    record(world, grace, note="Sang in the choir.")
    url = reverse("contacts:note_search", args=[grace.person_id])
    assert len(dana.post(url, {"q": asked}).context["found"]) == found


def test_search_looks_into_what_was_added_and_at_nobody_else(dana, world, grace):
    leon = make_episode(world, worker="dana", name="Leon Fraser")
    record(world, leon, note="Choir as well.")
    record(world, grace, sign=True)
    with acting(world.actor("dana")):
        note = ContactNote.objects.get(person_id=grace.person_id)
    _act(world, "dana", actions.add_to_note, note=note, text="Choir on Tuesday.")
    url = reverse("contacts:note_search", args=[grace.person_id])
    answer = dana.post(url, {"q": "choir"})
    assert len(answer.context["found"]) == 1
    assert "as well" not in answer.content.decode()


def test_no_word_that_is_searched_stands_in_an_address(dana, world, grace):
    """Browsers keep addresses, and so does whatever stands before the server."""
    record(world, grace, note="Sang in the choir.")
    url = reverse("contacts:note_search", args=[grace.person_id])
    assert not dana.get(url, {"q": "choir"}).context["found"]
    page = dana.post(url, {"q": "choir"}).content.decode()
    assert "<mark>choir</mark>" in page
    assert "?q=" not in page


def test_search_is_shut_to_others(world, grace):
    url = reverse("contacts:note_search", args=[grace.person_id])
    assert browser_of(world, "moira").post(url, {"q": "rent"}).status_code == 404
    assert browser_of(world, "bill").post(url, {"q": "rent"}).status_code == 403


def test_search_costs_the_same_with_one_and_ten(dana, world, grace):
    url = reverse("contacts:note_search", args=[grace.person_id])

    def cost():
        with CaptureQueriesContext(connection) as caught:
            dana.post(url, {"q": "walk"})
        return len(caught)

    record(world, grace)
    cost()
    one = cost()
    for _number in range(9):
        record(world, grace)
    assert cost() == one


# --- timeline, cards, reasons ---------------------------------------------------------------


def test_timeline_pages_by_place_without_gap_or_double(world, grace):
    moment = now() - timedelta(hours=3)
    for _number in range(7):
        record(world, grace, at=moment)
    record(world, grace, days_ago=2)
    actor = world.actor("dana")
    found, before = [], None
    with acting(actor):
        while True:
            page = timeline_entries(
                [grace.person_id], actor=actor, before=before, limit=3, now=now()
            )
            if not page:
                break
            found += page
            before = (page[-1].at, page[-1].id)
    assert len(found) == len({one.id for one in found}) == 8
    assert [one.at for one in found] == sorted((one.at for one in found), reverse=True)


def test_timeline_costs_at_most_three_queries_however_many(world, grace, django_assert_num_queries):
    actor = world.actor("dana")
    for number in range(10):
        contact = record(world, grace, sign=True)
        if number == 0:
            # Nothing was added to a note yet: nobody asks for what. She knows her own name.
            with acting(actor), django_assert_num_queries(1):
                timeline_entries([grace.person_id], actor=actor, before=None, limit=20, now=now())
        with acting(actor):
            note = ContactNote.objects.get(contact_person=contact.entries[0])
        _act(world, "kwame", actions.add_to_note, note=note, text="More")
    with acting(actor), django_assert_num_queries(3):
        shown = timeline_entries([grace.person_id], actor=actor, before=None, limit=20, now=now())
    assert len(shown) == 10
    assert all(one.added for one in shown)


def test_timeline_is_empty_for_those_who_read_no_notes(world, grace):
    record(world, grace)
    bill = world.actor("bill")
    with acting(bill):
        assert (
            timeline_entries([grace.person_id], actor=bill, before=None, limit=9, now=now()) == []
        )


def test_last_contact_in_two_lines(world, grace):
    actor = world.actor("dana")
    with acting(actor):
        assert panels.last_contact_lines(actor, [grace.person_id], now=now()) is None
    record(world, grace, days_ago=2, note="Word " * 60)
    record(world, grace, attendance="no_answer", note="Rang twice.")
    with acting(actor):
        lines = panels.last_contact_lines(actor, [grace.person_id], now=now())
    assert lines is not None
    assert "Dana Tester" in lines[0]
    assert lines[1].endswith("…")
    assert len(lines[1]) <= panels.LINE + 1


def test_cards(world, grace):
    record(world, grace, promises=("Bring the form",))
    actor = world.actor("dana")
    with acting(actor):
        assert len(panels.last_contacts(actor, grace.person).context["entries"]) == 1
        (promise,) = panels.promises_card(actor, grace.person).context["promises"]
        actions_ = panels.header_actions(actor, [grace.person_id], now()).actions
    assert promise.words == "Bring the form"
    assert [one.url.rsplit("/", 2)[1] for one in actions_] == ["new", "tried"]
    bill = world.actor("bill")
    with acting(bill):
        assert panels.last_contacts(bill, grace.person) is None
        assert panels.promises_card(bill, grace.person) is None
        assert panels.header_actions(bill, [grace.person_id], now()) is None


def test_my_day_hears_of_notes_to_sign(world, grace):
    leon = make_episode(world, worker="dana", name="Leon Fraser")
    for episode in (grace, grace, leon):
        record(world, episode)
    record(world, grace, sign=True)
    record(world, grace, by="kwame")
    dana = world.actor("dana")
    with acting(dana):
        said = {one.person_id: one for one in reasons.notes_to_sign(dana, now())}
        later = {
            one.person_id: one for one in reasons.notes_to_sign(dana, now() + timedelta(hours=73))
        }
    assert {person: one.words for person, one in said.items()} == {
        grace.person_id: "2 notes to sign",
        leon.person_id: "1 note to sign",
    }
    assert said[grace.person_id].rank > later[grace.person_id].rank
    assert later[grace.person_id].mark == "Late"


def test_my_day_hears_of_drafts(dana, world, grace):
    dana.post(
        reverse("drafts:draft_keep"),
        {
            "_draft_form": "contacts:contact_new",
            "_draft_about": str(grace.pk),
            "_draft_version": "0",
            "note": "Half a sentence",
        },
    )
    actor = world.actor("dana")
    with acting(actor):
        (said,) = reasons.unfinished(actor, now())
    assert (said.person_id, said.episode_id) == (grace.person_id, grace.pk)
    assert dana.get(said.button_url).context["form"]["note"].value() == "Half a sentence"
    other = world.actor("kwame")
    with acting(other):
        assert reasons.unfinished(other, now()) == []


def test_promises_from_the_browser(dana, world, grace):
    record(world, grace, promises=("Ring back", "Bring the form"))
    with acting(world.actor("dana")):
        first, second = Promise.objects.order_by("words")
    keep = reverse("contacts:promise_keep", args=[first.pk])
    assert dana.get(keep).status_code == 405
    assert [dana.post(keep).status_code for _press in range(2)] == [302, 302]
    assert as_stored(world, first).kept_at is not None
    drop = reverse("contacts:promise_drop", args=[second.pk])
    typed = {"_key": str(uuid4()), "_draft_about": str(second.pk)}
    assert dana.get(drop).status_code == 200
    assert dana.post(drop, {**typed, "reason": ""}).status_code == 422
    assert dana.post(drop, {**typed, "reason": "She has one"}).status_code == 302
    assert as_stored(world, second).dropped_why == "She has one"
    for url in (keep, drop):
        assert browser_of(world, "moira").post(url).status_code == 404
        assert browser_of(world, "bill").post(url).status_code == 403


def test_what_is_copied_holds_no_words_of_another_label(world, grace, as_owner):
    contact = record(world, grace, note="Kept apart", promises=("Said in confidence",))
    with as_owner():
        ContactNote.objects.filter(contact_person=contact.entries[0]).update(label="other")
        Promise.objects.update(label="other")
    actor = replace(world.actor("dana"), labels=("normal", "other"))
    with acting(actor):
        assert Promise.objects.exists()
        brief = lending.last_contacts_brief(actor, [grace.person_id], [grace.pk], now())
    (line,) = brief[grace.pk].lines
    assert "Kept apart" not in line


def test_what_lists_and_briefs_borrow(world, grace, django_assert_num_queries):
    leon = make_episode(world, worker="dana", name="Leon Fraser")
    never = make_episode(world, worker="dana", name="Ray Begay")
    for days in (5, 4, 3, 2):
        record(world, grace, days_ago=days, note=f"Day {days}", promises=(f"Thing {days}",))
    record(world, leon, mode="text", note="Two texts.")
    actor = world.actor("dana")
    ids, people = (
        [one.pk for one in (grace, leon, never)],
        [one.person_id for one in (grace, leon, never)],
    )
    with acting(actor), django_assert_num_queries(1):
        said = lending.last_contacts(actor, ids, now())
    assert set(said) == {grace.pk, leon.pk}
    assert said[leon.pk].endswith("Text message, Dana Tester")
    with acting(actor), django_assert_num_queries(3):
        brief = lending.last_contacts_brief(actor, people, ids, now())
    assert set(brief) == {grace.pk, leon.pk}
    assert len([one for one in brief[grace.pk].lines if "Promised" in one]) == 4
    assert len(brief[grace.pk].lines) == 7
    places = lending.draft_places(actor, [("contacts:contact_new", grace.pk), ("x:y", grace.pk)])
    assert list(places) == [("contacts:contact_new", grace.pk)]


def test_a_note_is_added_to_once_it_is_signed(world, grace):
    """Until then the way is grey and says why; asked for by its address it says the same."""
    contact = record(world, grace, note="Rent letter came.")
    kwame = browser_of(world, "kwame")
    (act,) = kwame.get(_page("contact_detail", contact)).context["adding"]
    answer = kwame.get(_page("note_add", contact), follow=True)
    assert answer.redirect_chain[0][0] == _page("contact_detail", contact)
    assert act.why_not == str(next(iter(answer.context["messages"])))
    # Its author changes it until then.
    dana = browser_of(world, "dana")
    assert dana.get(_page("contact_detail", contact)).context["adding"] == []
    with acting(world.actor("dana")):
        note = ContactNote.objects.get()
    _act(world, "dana", actions.sign_note, note=note, version=note.version)
    (act,) = kwame.get(_page("contact_detail", contact)).context["adding"]
    assert act.why_not == ""
    assert kwame.get(_page("note_add", contact)).status_code == 200
