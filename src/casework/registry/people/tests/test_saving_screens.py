"""Each form: saved once, refused beside its field, and never over somebody else's words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.registry.people import actions
from casework.registry.people.actions.network import NewMember
from casework.registry.people.models import (
    Address,
    AddressWarning,
    Circumstance,
    ContactPoint,
    Identifier,
    NetworkMember,
    Person,
    PersonName,
)

from .factories import now, today

TODAY = today()
DAY = timedelta(days=1)


@pytest.fixture
def grace(person_of):
    return person_of(
        "north", "Grace", "Mensah", born="1987-03-03", phone="2025550143", home="14 Alder Close"
    )


@pytest.fixture
def dana(world):
    return world.client("dana")


def send(client, url, **typed):
    page = client.get(url)
    version = page.context["form"].initial.get("version")
    hidden = {"_key": str(page.context["draft"].key), "version": version or ""}
    return client.post(url, {**hidden, **typed})


def url(screen, *args):
    return reverse(f"people:{screen}", args=args)


def test_details(grace, dana, enter):
    answer = send(
        dana,
        url("person_edit", grace.pk),
        born_year="1988",
        first_language="es",
        other_languages=["en", "pl"],
        needs_interpreter="yes",
        what_matters="The choir\r\nAnd Sunday",
    )
    assert answer.status_code == 302
    with enter("dana"):
        person = Person.objects.get(pk=grace.pk)
        assert (person.born, person.born_on) == ("1988", None)
        assert person.other_languages == ["en", "pl"]
        assert person.what_matters == "The choir\nAnd Sunday"
        assert person.version == 2
    assert "1988" in dana.post("/people/", {"q": "mensah 1988"}, follow=True).content.decode()


def test_two_who_save_are_shown_both_texts(grace, dana, world, enter):
    page = dana.get(url("person_edit", grace.pk))
    send(world.client("lee"), url("person_edit", grace.pk), best_way="Text after five")
    answer = dana.post(
        url("person_edit", grace.pk),
        {"_key": str(page.context["draft"].key), "version": "1", "best_way": "Call at noon"},
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Somebody saved this meanwhile" in text
    assert "Text after five" in text
    assert "Call at noon" in text
    assert 'name="version" value="2"' in text
    again = dana.post(
        url("person_edit", grace.pk),
        {"_key": str(page.context["draft"].key), "version": "2", "best_way": "Call at noon"},
    )
    assert again.status_code == 302


def test_names_come_change_and_end(grace, dana, enter):
    new = url("name_new", grace.pk)
    assert send(dana, new, kind="preferred", given="Gigi", family="").status_code == 302
    with enter("dana"):
        person = Person.objects.get(pk=grace.pk)
        assert (person.shown_name, person.legal_name) == ("Gigi Mensah", "Grace Mensah")
        called = PersonName.objects.get(person=grace, kind="preferred")
        legal = PersonName.objects.get(person=grace, kind="legal")
    edit = url("name_edit", called.pk)
    answer = send(dana, edit, kind="preferred", given="Gigi", family="", until_on=str(TODAY))
    assert answer.status_code == 302
    with enter("dana"):
        assert Person.objects.get(pk=grace.pk).shown_name == "Grace Mensah"
    last = send(dana, url("name_edit", legal.pk), kind="legal", given="Grace", until_on=str(TODAY))
    assert last.status_code == 422
    assert "only current name" in last.content.decode()
    married = send(dana, new, kind="legal", given="Grace", family="Boateng")
    assert married.status_code == 302
    with enter("dana"):
        assert Person.objects.get(pk=grace.pk).shown_name == "Grace Boateng"
    assert (
        "also known as Grace Mensah"
        in dana.post("/people/", {"q": "mensah"}, follow=True).content.decode()
    )


def test_numbers(grace, dana, enter):
    new = url("identifier_new", grace.pk)
    wrong = send(dana, new, kind="ssn", value="12-34")
    assert wrong.status_code == 422
    assert "9 digits" in wrong.content.decode()
    assert send(dana, new, kind="ssn", value="900-12-3456").status_code == 422
    assert send(dana, new, kind="medicaid", value="AB 1234").status_code == 302
    with enter("dana"):
        number = Identifier.objects.get()
        assert number.normal == "AB1234"
    end = url("identifier_end", number.pk)
    assert send(dana, end, ended_on=str(TODAY + DAY)).status_code == 422
    assert send(dana, end, ended_on=str(TODAY)).status_code == 302


def test_phones(grace, dana, enter):
    new = url("contact_point_new", grace.pk)
    unsafe = send(
        dana, new, channel="phone", value="2025550177", safe_to_call="no", safe_to_text="yes"
    )
    assert unsafe.status_code == 422
    assert "not safe to call, so" in unsafe.content.decode()
    assert send(dana, new, channel="mail", value="grace").status_code == 422
    assert send(dana, new, channel="mail", value="Grace@Example.org").status_code == 302
    with enter("dana"):
        assert ContactPoint.objects.get(channel="mail").normal == "grace@example.org"
        phone = ContactPoint.objects.get(channel="phone")
    edit = url("contact_point_edit", phone.pk)
    answer = send(
        dana, edit, channel="phone", value="2025550143", safe_to_call="yes", ended_on=str(TODAY)
    )
    assert answer.status_code == 302
    text = dana.get(url("contact_points", grace.pk)).content.decode()
    assert "No longer used" in text
    assert 'href="tel:+12025550143"' not in text


def test_two_who_change_the_languages_at_once_are_shown_both(grace, dana):
    edit = url("person_edit", grace.pk)
    page = dana.get(edit)
    first = {"_key": str(page.context["draft"].key), "version": "1"}
    assert send(dana, edit, other_languages=["en", "pl"]).status_code == 302
    answer = dana.post(edit, first | {"other_languages": ["so"], "what_matters": "The choir"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "English, Polish" in text
    assert "The choir" in text


def test_an_end_that_is_emptied_is_not_passed_over(grace, dana, enter):
    """Else the page says that all is saved, and the number or the door stays ended."""
    with enter("dana") as by:
        phone, home = ContactPoint.objects.get(), Address.objects.get()
        called = actions.add_name(
            by=by,
            person=grace,
            kind="former",
            given="Gracie",
            family="Mensah",
            since_on=None,
            is_hidden=False,
            now=now(),
        )
        member = actions.add_member(
            by=by, person=grace, new=NewMember(kind="supporter", name="Abena"), now=now()
        )
    for screen, row, ended, said in (
        ("contact_point_edit", phone, "ended_on", {"channel": "phone", "value": "2025550143"}),
        ("address_edit", home, "until_on", {"kind": "home", "lines": "14 Alder Close"}),
        ("member_edit", member, "ended_on", {"kind": "supporter", "name": "Abena"}),
        ("name_edit", called, "until_on", {"kind": "former", "given": "Gracie"}),
    ):
        edit = url(screen, row.pk)
        if screen == "address_edit":
            said |= {name: getattr(home, name) for name in ("city", "postcode", "region")}
        assert send(dana, edit, **said, **{ended: str(TODAY)}).status_code == 302
        emptied = send(dana, edit, **said, **{ended: ""})
        assert emptied.status_code == 422
        assert "Add it anew" in str(emptied.context["form"].errors[ended])
        assert send(dana, edit, **said, **{ended: str(TODAY)}).status_code == 302


def test_addresses_and_their_warnings(grace, dana, enter, world, trail_of):
    with enter("dana"):
        home = Address.objects.get()
    assert send(dana, url("address_new", grace.pk), kind="home").status_code == 422
    judged = send(
        dana,
        url("warning_new", home.pk),
        words="Dog",
        known_since_on=str(TODAY),
        look_again_on=str(TODAY + 10 * DAY),
    )
    assert judged.status_code == 422
    late = send(
        dana,
        url("warning_new", home.pk),
        words="Large dog loose in the yard",
        known_since_on=str(TODAY),
        look_again_on=str(TODAY + 300 * DAY),
    )
    assert late.status_code == 422
    assert "six" in late.content.decode() or "6 months" in late.content.decode()
    saved = send(
        dana,
        url("warning_new", home.pk),
        words="Large dog loose in the yard",
        needs_two="on",
        known_since_on=str(TODAY),
        look_again_on=str(TODAY + 30 * DAY),
    )
    assert saved.status_code == 302
    with enter("dana"):
        warning = AddressWarning.objects.get()
    for screen in ("names", "network", "circumstances"):
        assert "Two workers: Large dog" in dana.get(url(screen, grace.pk)).content.decode()
    check = url("warning_check", warning.pk)
    assert send(dana, check, answer="yes", words=warning.words).status_code == 422
    again = send(
        dana, check, answer="yes", words=warning.words, look_again_on=str(TODAY + 60 * DAY)
    )
    assert again.status_code == 302
    assert send(dana, check, answer="no").status_code == 302
    assert "Large dog" not in dana.get(url("network", grace.pk)).content.decode()
    assert [a for a, _p, _d in trail_of() if a.startswith("warning.")] == [
        "warning.added",
        "warning.looked_at",
        "warning.ended",
    ]
    moved = send(
        dana, url("address_new", grace.pk), kind="home", lines="2 Elm Row", since_on=str(TODAY)
    )
    assert moved.status_code == 302
    with enter("dana"):
        assert Address.objects.get(pk=home.pk).until_on == TODAY
    edit = url("address_edit", home.pk)
    typed = {"kind": "home", "lines": "14 Alder Close, flat 2", "until_on": str(TODAY)}
    assert send(dana, edit, **typed).status_code == 302


def test_circumstances_are_a_history(grace, dana, enter):
    new = url("circumstance_new", grace.pk, "housing")
    said = {"code": "private_rent", "since_on": str(TODAY - 400 * DAY)}
    assert send(dana, new, **said).status_code == 302
    assert send(dana, new, code="street", since_on=str(TODAY - 20 * DAY)).status_code == 302
    with enter("dana"):
        rent = Circumstance.objects.get(code="private_rent")
        street = Circumstance.objects.get(code="street")
        assert rent.until_on == TODAY - 20 * DAY
    overlap = send(
        dana,
        new,
        code="hostel",
        since_on=str(TODAY - 50 * DAY),
        until_on=str(TODAY - 10 * DAY),
    )
    assert overlap.status_code == 422
    assert "overlaps" in overlap.content.decode()
    assert send(dana, new, code="street", since_on=str(TODAY + DAY)).status_code == 422
    assert send(dana, new, code="full_time", since_on=str(TODAY)).status_code == 422
    void = url("circumstance_void", street.pk)
    assert send(dana, void, reopen="on").status_code == 302
    with enter("dana"):
        assert Circumstance.objects.get(pk=rent.pk).until_on is None
    page = dana.get(url("circumstances", grace.pk)).content.decode()
    assert "written down wrongly" in page
    assert send(dana, void).status_code == 422
    assert dana.get(f"/people/{grace.pk}/circumstances/nonsense/new/").status_code == 404


def test_the_network(grace, dana, enter):
    new = url("member_new", grace.pk)
    assert send(dana, new, kind="supporter", name="").status_code == 422
    said = {"kind": "supporter", "name": "Abena", "relation": "sister", "closeness": "4"}
    assert send(dana, new, **said, helps="3", is_carer="on").status_code == 302
    with enter("dana"):
        member = NetworkMember.objects.get()
        assert (member.closeness, member.helps, member.is_carer) == (4, 3, True)
    page = dana.get(url("network", grace.pk)).content.decode()
    assert "<svg" in page
    assert "Sister" in page
    answer = send(dana, url("member_edit", member.pk), **said, ended_on=str(TODAY))
    assert answer.status_code == 302
    assert "Before" in dana.get(url("network", grace.pk)).content.decode()


def test_a_joined_record_is_edited_where_it_is_read(grace, dana, enter, person_of):
    other = person_of("north", "Gracie", "Mensah")
    with enter("dana") as actor:
        actions.add_member(
            by=actor, person=other, new=NewMember(kind="place", name="Choir"), now=now()
        )
        actions.merge_people(
            by=actor, person=other, into=grace, version=1, into_version=1, why="Same card",
            is_sure=True, now=now(),
        )  # fmt: skip
    assert "Choir" in dana.get(url("network", grace.pk)).content.decode()
    with enter("dana"):
        member = NetworkMember.objects.get()
    edit = url("member_edit", member.pk)
    page = dana.get(edit)
    assert page.context["person"].pk == grace.pk
    assert send(dana, edit, kind="place", name="Gospel choir").status_code == 302


def test_a_form_opened_for_somebody_else_is_not_saved(grace, dana, person_of, enter):
    other = person_of("north", "Ray", "Begay")
    page = dana.get(url("name_new", other.pk))
    answer = dana.post(
        url("name_new", grace.pk),
        {
            "_key": str(page.context["draft"].key),
            "_draft_about": str(other.pk),
            "kind": "alias",
            "given": "Rayray",
        },
    )
    assert answer.status_code == 422
    assert "opened for somebody else" in answer.content.decode()
    with enter("dana"):
        assert not PersonName.objects.filter(given="Rayray").exists()
