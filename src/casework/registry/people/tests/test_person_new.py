from __future__ import annotations

from django.urls import reverse

from casework.registry.people.models import Person

URL = "/people/new/"


def typed(page, **more):
    return {
        "given": "Sam",
        "family": "Ellis",
        "born_day": "3",
        "born_month": "2",
        "born_year": "1999",
        "_key": str(page.context["draft"].key),
        "_draft_about": str(page.context["draft"].about),
        **more,
    }


def people(enter, name="dana"):
    with enter(name):
        return list(Person.objects.values_list("shown_name", flat=True))


def test_a_new_person_is_registered_and_opens(world, enter):
    client = world.client("dana")
    page = client.get(URL)
    answer = client.post(
        URL,
        typed(page, phone="2025550143", safe_to_call="no", where_to_find="Library, mornings"),
    )
    assert answer.status_code == 302
    shown = client.get(answer.url).content.decode()
    assert "Sam Ellis" in shown
    assert "Do not call" in shown
    assert "Registered. The record is open to you for two weeks." in shown
    assert people(enter) == ["Sam Ellis"]


def test_pressing_twice_registers_one(world, enter):
    client = world.client("dana")
    sent = typed(client.get(URL))
    first, second = client.post(URL, sent), client.post(URL, sent)
    assert first.url == second.url
    assert people(enter) == ["Sam Ellis"]


def test_the_same_person_is_offered_first_and_none_of_these_registers(world, enter, person_of):
    known = person_of("north", "Samantha", "Ellis", born="1999-02-03")
    client = world.client("dana")
    page = client.get(URL)
    offered = client.post(URL, typed(page))
    assert offered.status_code == 422
    text = offered.content.decode()
    assert "These look like the same person" in text
    assert "same birth date" in text
    assert reverse("people:names", args=[known.pk]) in text
    assert "None of these: register" in text
    assert people(enter) == ["Samantha Ellis"]
    seen = offered.context["form"]["seen"].value()
    assert str(known.pk) not in seen
    answer = client.post(URL, typed(page, seen=seen))
    assert answer.status_code == 302
    assert sorted(people(enter)) == ["Sam Ellis", "Samantha Ellis"]


def test_another_teams_person_is_offered_as_a_card(world, enter, person_of, trail_of):
    known = person_of("south", "Samantha", "Ellis", born="1999-02-03", phone="2025550143")
    client = world.client("dana")
    text = client.post(URL, typed(client.get(URL), phone="(202) 555-0143")).content.decode()
    assert "Not open to you." in text
    assert "South" in text
    assert "same phone" in text
    assert str(known.pk) not in text
    assert known.number not in text
    located = [detail for action, _p, detail in trail_of() if action == "people.located"]
    assert located[-1] == {"found": [str(known.pk)], "why": "duplicates"}


def test_another_name_typed_after_the_offer_is_compared_again(world, enter, person_of):
    person_of("north", "Samantha", "Ellis", born="1999-02-03")
    person_of("north", "Grace", "Mensah", born="1987-03-03")
    client = world.client("dana")
    page = client.get(URL)
    seen = client.post(URL, typed(page)).context["form"]["seen"].value()
    other = typed(
        page, given="Grace", family="Mensah", born_day="3", born_month="3", born_year="1987"
    )
    again = client.post(URL, {**other, "seen": seen})
    assert again.status_code == 422
    assert "Grace Mensah" in again.content.decode()


def test_what_was_typed_stays_when_it_is_refused(world, enter):
    client = world.client("dana")
    answer = client.post(
        URL, typed(client.get(URL), given="", family="", where_to_find="By the canal")
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "One of them is enough" in text
    assert "By the canal" in text
    assert people(enter) == []


def test_a_draft_comes_back_whole(world, enter):
    client = world.client("dana")
    page = client.get(URL)
    sent = typed(page, safe_to_call="yes", _draft_form="people:person_new", _tab="one")
    kept = client.post(reverse("drafts:draft_keep"), sent)
    assert kept.status_code == 200
    text = client.get(URL).content.decode()
    assert 'value="Ellis"' in text
    assert 'value="1999"' in text
    assert "What you typed before is back." in text


def test_a_letter_that_cannot_be_stored_loses_no_other(world):
    client = world.client("dana")
    sent = typed(client.get(URL), given="Be\x00a", _draft_form="people:person_new", _tab="one")
    assert client.post(reverse("drafts:draft_keep"), sent).status_code == 200
    assert 'value="Bea"' in client.get(URL).content.decode()


def test_a_sheet_with_a_number_that_is_none_is_still_read(world):
    client = world.client("dana")
    sent = typed(client.get(URL), given="Bea", family="", _draft_version="9" * 5000)
    answer = client.post(URL, sent | {"born_year": "1" * 5000})
    assert answer.status_code == 422
    assert 'value="Bea"' in answer.content.decode()


def test_twins_are_two_people(world, enter, person_of):
    person_of("north", "Samantha", "Ellis", born="1999-02-03", phone="2025550143")
    client = world.client("dana")
    answer = client.post(URL, typed(client.get(URL), given="Bridget", phone="2025550143"))
    assert answer.status_code == 302


def test_without_the_permission(world):
    assert world.client("bill").get(URL).status_code == 403
    assert world.client("adam").post(URL, {"given": "A"}).status_code == 403
