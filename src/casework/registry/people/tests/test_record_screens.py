"""What every screen about one person keeps: the door, the permission, the header, the queries."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.base.core.slots import filled
from casework.base.ui.parts import Alert
from casework.registry.people import actions, header
from casework.registry.people.actions.network import NewMember
from casework.registry.people.header import HeaderFacts
from casework.registry.people.keeping import NewAddress, NewContactPoint, NewIdentifier

from .factories import bar, now, open_to_team, today

PAGES = ["names", "contact_points", "addresses", "circumstances", "network"]
FORMS = [
    "person_edit", "name_new", "identifier_new", "contact_point_new", "address_new", "member_new",
]  # fmt: skip
ROW_FORMS = [
    "name_edit", "identifier_end", "contact_point_edit", "address_edit", "warning_new",
    "warning_check", "circumstance_void", "member_edit",
]  # fmt: skip


@pytest.fixture
def grace(person_of, enter):
    person = person_of(
        "north",
        "Grace",
        "Mensah",
        born="1987-03-03",
        phone="2025550143",
        home="14 Alder Close",
        nhs="9990000018",
        details={"what_matters": "The choir", "first_language": "pl", "pronouns": "she/her"},
    )
    with enter("dana") as dana:
        day = today()
        warning = actions.add_warning(
            by=dana,
            address=person.addresses.get(),
            words="Loose dog in the yard",
            needs_two=True,
            known_since_on=day - timedelta(days=3),
            look_again_on=day + timedelta(days=90),
            now=now(),
        )
        status = actions.set_circumstance(
            by=dana,
            person=person,
            kind="housing",
            code="private_rent",
            words="",
            since_on=day - timedelta(days=400),
            now=now(),
        )
        member = actions.add_member(
            by=dana,
            person=person,
            new=NewMember(kind="supporter", name="Abena", relation="sister", closeness=4, helps=3),
            now=now(),
        )
        person.rows = {
            "name_edit": person.names.get().pk,
            "identifier_end": person.identifiers.get().pk,
            "contact_point_edit": person.contact_points.get().pk,
            "address_edit": person.addresses.get().pk,
            "warning_new": person.addresses.get().pk,
            "warning_check": warning.pk,
            "circumstance_void": status.pk,
            "member_edit": member.pk,
        }
    return person


def address_of(person, screen):
    if screen in ROW_FORMS:
        return reverse(f"people:{screen}", args=[person.rows[screen]])
    if screen == "circumstance_new":
        return reverse("people:circumstance_new", args=[person.pk, "work"])
    return reverse(f"people:{screen}", args=[person.pk])


EVERY = [*PAGES, *FORMS, *ROW_FORMS, "circumstance_new", "person_merge"]


@pytest.mark.parametrize("screen", EVERY)
def test_the_page_opens_with_its_header(world, grace, screen):
    page = world.client("dana").get(address_of(grace, screen))
    assert page.status_code == 200
    text = page.content.decode()
    assert "Grace Mensah" in text
    assert grace.number in text
    assert "(202) 555-0143" in text
    assert "Safe to call? Not asked yet" in text
    assert text.index("Two workers: Loose dog in the yard") < text.index("cw-page")
    assert "Polish" in text


@pytest.mark.parametrize("screen", EVERY)
def test_another_team_gets_what_an_unknown_id_gets(world, grace, screen):
    client = world.client("moira")
    shut = client.get(address_of(grace, screen))
    unknown = client.get(
        address_of(grace, screen).replace(str(grace.pk), str(uuid.uuid4()))
        if str(grace.pk) in address_of(grace, screen)
        else reverse(f"people:{screen}", args=[uuid.uuid4()])
    )
    assert shut.status_code == unknown.status_code == 404
    assert shut.content == unknown.content
    assert dict(shut.headers) == dict(unknown.headers)


@pytest.mark.parametrize("screen", EVERY)
@pytest.mark.parametrize("name", ["bill", "adam"])
def test_without_the_permission_it_is_refused_alike(world, grace, screen, name):
    client = world.client(name)
    assert client.get(address_of(grace, screen)).status_code == 403
    assert client.get(reverse("people:names", args=[uuid.uuid4()])).status_code == 403


def test_whoever_is_barred_gets_404(world, grace, as_owner):
    with as_owner():
        bar(grace, world.workers["dana"].pk)
    assert world.client("dana").get(address_of(grace, "names")).status_code == 404


@pytest.mark.parametrize("screen", [*FORMS, *ROW_FORMS, "circumstance_new"])
def test_the_last_team_reads_and_changes_nothing(world, grace, as_owner, screen):
    with as_owner():
        open_to_team(grace, world.teams["south"], how="read", why="last_team")
    client = world.client("moira")
    assert client.get(address_of(grace, "names")).status_code == 200
    assert "name_new" not in client.get(address_of(grace, "names")).content.decode()
    answer = client.post(address_of(grace, screen), {"version": "1"})
    assert answer.status_code == 422
    assert "read this record but not change it" in answer.content.decode()


def more_of_everything(enter, person, n):
    with enter("dana") as dana:
        day = today()
        said = {"by": dana, "person": person, "now": now()}
        actions.add_name(
            **said, kind="alias", given=f"A{n}", family="", since_on=None, is_hidden=False
        )
        actions.add_identifier(**said, new=NewIdentifier("other", f"X{n}", "Somebody"))
        actions.add_contact_point(**said, new=NewContactPoint(f"202555{1000 + n}"))
        actions.add_member(**said, new=NewMember(kind="place", name=f"Place {n}"))
        actions.set_circumstance(
            **said,
            kind="work",
            code="study",
            words="",
            since_on=day - timedelta(days=100 - n),
        )
        address = actions.add_address(**said, new=NewAddress("letters", lines=f"{n} Elm"))
        actions.add_warning(
            by=dana,
            address=address,
            words="Steep stairs without light",
            needs_two=False,
            known_since_on=day,
            look_again_on=day + timedelta(days=30),
            now=now(),
        )


@pytest.mark.parametrize("screen", PAGES)
def test_the_number_of_queries_does_not_grow(world, grace, enter, screen):
    client = world.client("dana")

    def queries():
        with CaptureQueriesContext(connection) as made:
            assert client.get(address_of(grace, screen)).status_code == 200
        return [one["sql"][:150] for one in made.captured_queries]

    queries()
    more_of_everything(enter, grace, 1)
    few = queries()
    for n in range(2, 11):
        more_of_everything(enter, grace, n)
    many = queries()
    assert len(few) == len(many), "\n".join(many)
    assert len(many) <= 20, "\n".join(many)


def spoken(actor, person_ids, at):
    """What a room above would say."""
    return HeaderFacts(responsible="Kwame Boateng", alerts=[Alert("Penicillin allergy")])


def test_higher_rooms_speak_in_the_header(world, grace, monkeypatch):
    monkeypatch.setattr(
        header, "filled", lambda slot: (spoken,) if slot == "person_header" else filled(slot)
    )
    text = world.client("dana").get(address_of(grace, "names")).content.decode()
    assert "Kwame Boateng" in text
    # What must be known at the door comes before every other alert.
    assert text.index("Loose dog") < text.index("Penicillin allergy")


HOSTILE = "<script>alert(1)</script>\u200f عربي 🌻 & \"quote'"


def test_hostile_text_is_shown_as_text_everywhere(world, grace, enter):
    with enter("dana") as dana:
        said = {"by": dana, "person": grace, "now": now()}
        name = HOSTILE.replace("\u200f", "")
        actions.add_name(
            **said, kind="preferred", given=name, family="", since_on=None, is_hidden=False
        )
        actions.add_member(
            **said, new=NewMember(kind="supporter", name=name, what_they_do=HOSTILE, note=HOSTILE)
        )
        actions.add_contact_point(
            **said, new=NewContactPoint("2025550144", who_answers=HOSTILE, note=HOSTILE)
        )
        actions.add_address(**said, new=NewAddress("home", lines=HOSTILE, how_to_get_in=HOSTILE))
        actions.set_circumstance(
            **said, kind="income", code="none", words=HOSTILE, since_on=today()
        )
    for screen in [*PAGES, "person_edit", "person_merge"]:
        text = world.client("dana").get(address_of(grace, screen)).content.decode()
        assert "<script>alert" not in text, screen
        assert "&lt;script&gt;alert" in text, screen


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("what_matters", "x" * 4001),
        ("pronouns", "x" * 41),
        ("best_way", "a\x00b"),
        ("other_languages", "not a language"),
        ("born_year", "18"),
        ("sex_recorded", "<x>"),
    ],
)
def test_what_is_too_long_or_impossible_is_refused(world, grace, field, value):
    client = world.client("dana")
    answer = client.post(address_of(grace, "person_edit"), {"version": "1", field: value})
    assert answer.status_code == 422
    assert client.get(address_of(grace, "person_edit")).context["person"].version == 1


def test_unsafe_numbers_are_no_link(world, grace, enter):
    with enter("dana") as dana:
        actions.add_contact_point(
            by=dana,
            person=grace,
            new=NewContactPoint("2025550177", safe_to_call="no", who_answers="ex-partner"),
            now=now(),
        )
    for screen in PAGES:
        text = world.client("dana").get(address_of(grace, screen)).content.decode()
        assert "Do not call" in text
        assert 'href="tel:+12025550177"' not in text
        assert 'href="tel:+12025550143"' in text
        assert "ex-partner" in text


@pytest.mark.parametrize(("place", "word"), [("us", "ZIP code"), ("england", "Postcode")])
def test_addresses_are_asked_for_in_the_words_of_the_place(world, grace, place, word):
    world.agency.place = place
    world.agency.save()
    client = world.client("dana")
    pages = (
        reverse("people:person_new"),
        address_of(grace, "address_new"),
        address_of(grace, "address_edit"),
    )
    for page in pages:
        assert client.get(page).context["form"]["postcode"].label == word


@pytest.mark.parametrize(("place", "code"), [("us", "es"), ("england", "pl")])
def test_the_languages_usual_at_the_place_come_first_and_each_stands_once(
    world, grace, place, code
):
    world.agency.place = place
    world.agency.save()
    page = world.client("dana").get(reverse("people:person_new"))
    (_none, usual, others) = page.context["form"].fields["first_language"].choices
    first, rest = [value for value, _words in usual[1]], [value for value, _words in others[1]]
    assert code in first
    assert not set(first) & set(rest)
    assert {"es", "pl", "so"} <= {*first, *rest}
