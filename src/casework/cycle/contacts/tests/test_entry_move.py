"""An entry in the wrong record: somebody is suggested or found, both are seen, it is moved."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from casework.base.core.acting import acting
from casework.cycle.contacts.models import ContactPerson
from casework.registry.door.models import Access
from casework.registry.episodes.tests.factories import make_episode, now
from casework.registry.people.keeping import renew_names
from casework.registry.people.models import NameKind, PersonName

from .factories import as_stored, browser_of, record

pytestmark = pytest.mark.django_db


def _url(name, thing):
    return reverse(f"contacts:{name}", args=[thing.pk])


def _sent(about, **fields):
    return {"_key": str(uuid4()), "_draft_about": str(about.pk), **fields}


def _findable(world, name, worker="dana", team="north"):
    """Somebody with an episode, whose name is found by searching."""
    made = make_episode(world, team=team, worker=worker, name=name)
    given, _, family = name.partition(" ")
    with acting(world.actor(worker)):
        PersonName.objects.create(
            person_id=made.person_id, kind=NameKind.LEGAL, given=given, family=family
        )
        renew_names(made.person_id, today=now().date())
    return made


@pytest.fixture
def leon(world):
    return _findable(world, "Leon Fraser")


@pytest.fixture
def hana(world):
    return _findable(world, "Hana Suleiman", worker="moira", team="south")


@pytest.fixture
def entry(world, grace):
    return record(world, grace).entries[0]


def _page(browser, entry, query="", **headers):
    return browser.get(_url("entry_move", entry) + query, headers=headers).content.decode()


def _found(browser, entry, words, **headers):
    sent = {"q": words}
    answer = browser.post(_url("entry_move", entry), sent, follow=True, headers=headers)
    return answer.content.decode()


def test_nobody_is_listed_who_was_not_asked_for(dana, entry, leon):
    page = _page(dana, entry)
    assert "Leon Fraser" not in page
    assert "Search for the right person" in page


def test_whose_record_was_open_when_it_was_written_is_suggested(dana, entry, leon):
    dana.get(reverse("record:record_overview", args=[leon.person_id]))
    page = _page(dana, entry)
    assert "Leon Fraser" in page
    assert "You opened this record" in page


@pytest.mark.parametrize("typed", ["fraser", "leo", "Leon Frasr"])
def test_a_part_of_the_name_or_a_slip_is_enough(dana, entry, leon, typed):
    assert f"?to={leon.pk}" in _found(dana, entry, typed)


def test_the_record_number_is_enough(dana, world, entry, leon):
    with acting(world.actor("dana")):
        number = leon.person.number
    assert f"?to={leon.pk}" in _found(dana, entry, number)


def test_a_record_that_one_may_not_open_is_neither_found_nor_taken(dana, world, entry, hana):
    assert "Suleiman</strong>" not in _found(dana, entry, "suleiman")
    assert "cannot take this entry" in _page(dana, entry, f"?to={hana.pk}")
    answer = dana.post(
        _url("entry_move", entry), _sent(entry, reason="Wrong window", to=str(hana.pk))
    )
    assert answer.status_code == 422
    assert as_stored(world, entry).moved_to_id is None


def test_a_record_that_one_only_reads_is_neither_found_nor_taken(dana, entry, leon, as_owner):
    with as_owner():
        Access.objects.filter(person_id=leon.person_id).update(opens="read")
    assert f"?to={leon.pk}" not in _found(dana, entry, "fraser")
    assert "cannot take this entry" in _page(dana, entry, f"?to={leon.pk}")


def test_typing_swaps_the_list_alone(dana, entry, leon):
    part = _found(dana, entry, "fraser", **{"HX-Request": "true"})
    assert "Leon Fraser" in part
    assert "<html" not in part


def test_both_records_are_seen_before_it_is_moved(dana, entry, leon):
    page = _page(dana, entry, f"?to={leon.pk}")
    assert "Grace Mensah" in page
    assert "Leon Fraser" in page
    assert "Move it to Leon Fraser" in page


def test_a_reason_is_asked_for_and_the_choice_stays(dana, world, entry, leon):
    answer = dana.post(_url("entry_move", entry), _sent(entry, reason="", to=str(leon.pk)))
    assert answer.status_code == 422
    assert "Move it to Leon Fraser" in answer.content.decode()
    assert as_stored(world, entry).moved_to_id is None


def test_moved_from_the_browser(dana, world, entry, leon):
    sent = _sent(entry, reason="Wrong window", to=str(leon.pk))
    answer = dana.post(_url("entry_move", entry), sent)
    assert answer.status_code == 302
    with acting(world.actor("dana")):
        new = ContactPerson.objects.get(person_id=leon.person_id)
    assert str(new.pk) in answer.headers["Location"]
    assert as_stored(world, entry).moved_to_id == new.pk
    # The words are Leon's: no screen of Grace's record says them any more.
    for name in ("note_edit", "note_add", "contact_detail", "contact_print", "contact_plain"):
        assert b"Went for a walk" not in dana.get(_url(name, entry)).content


def test_another_team_and_no_permission(world, entry):
    assert browser_of(world, "moira").get(_url("entry_move", entry)).status_code == 404
    assert browser_of(world, "bill").get(_url("entry_move", entry)).status_code == 403


def test_as_many_questions_for_ten_as_for_one(
    dana, world, entry, leon, django_assert_max_num_queries
):
    for number in range(9):
        _findable(world, f"Leon Fraser{'abcdefghi'[number]}")
    with django_assert_max_num_queries(60):
        page = _found(dana, entry, "leon")
    assert page.count("?to=") == 10
