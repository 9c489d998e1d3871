from __future__ import annotations

import pytest

from casework.base.core.refusals import Refused
from casework.registry.people import actions
from casework.registry.people.keeping import NewAddress, NewContactPoint, NewIdentifier
from casework.registry.people.models import Person, PersonName, SearchName
from casework.registry.people.rules.partial_dates import PartialDate

from .factories import make_person, now


def test_a_person_comes_in_whole(world, enter, trail_of):
    with enter("dana") as dana:
        person = actions.register_person(
            by=dana,
            now=now(),
            given=" Samantha ",
            family="Ellis",
            called="Sam",
            former="Samantha Price",
            born=PartialDate(1999, 2),
            details={"first_language": "en", "pronouns": "they/them"},
            identifiers=[NewIdentifier("nhs", "999 000 0018")],
            contact_points=[NewContactPoint("(202) 555-0143", safe_to_call="yes")],
            address=NewAddress("home", lines="14 Alder Close"),
        )
        assert (person.shown_name, person.legal_name) == ("Sam Ellis", "Samantha Ellis")
        assert (person.sort_key, person.initials) == ("ellis sam", "SE")
        assert (person.born, person.born_on) == ("1999-02", None)
        assert person.number.startswith("C-1")
        assert person.identifiers.get().normal == "9990000018"
        assert person.contact_points.get().normal == "+12025550143"
        assert person.addresses.get().lines == "14 Alder Close"
        former = SearchName.objects.get(person=person, is_former=True)
        assert former.full_key == "samantha price"
        assert former.born_year == 1999
    (event,) = [row for row in trail_of() if row[0] == "person.registered"]
    assert event[1] == person.pk
    assert "Ellis" not in str(event)


def test_numbers_go_up(world):
    dana = world.actor("dana")
    first, second = make_person(dana), make_person(dana, "Ray", "Begay")
    assert int(second.number[2:]) > int(first.number[2:])


@pytest.mark.parametrize(
    ("more", "field", "reason"),
    [
        pytest.param({"given": "", "family": " "}, "given", "One of them is enough", id="no name"),
        pytest.param({"given": "a\u202eb"}, "given", "turns the writing round", id="override"),
        pytest.param({"born": PartialDate(2999)}, "born", "future", id="not born yet"),
        pytest.param({"born": PartialDate(1850)}, "born", "years ago", id="too old"),
        pytest.param(
            {"identifiers": [NewIdentifier("nhs", "123")]}, "number", "10 digits", id="number"
        ),
        pytest.param({"contact_points": [NewContactPoint("12")]}, "phone", "number", id="phone"),
        pytest.param({"address": NewAddress("home")}, "address", "Write the address", id="address"),
        pytest.param({"details": {"what_matters": "x" * 4001}}, None, "4000", id="endless"),
    ],
)
def test_refused_leaves_nothing(world, enter, trail_of, as_owner, more, field, reason):
    given = {"given": "Grace", "family": "Mensah", **more}
    with enter("dana") as dana, pytest.raises(Refused, match=reason) as refusal:
        actions.register_person(by=dana, now=now(), **given)
    assert refusal.value.field == field
    with as_owner():
        assert not Person.objects.exists()
        assert not PersonName.objects.exists()
    assert not [row for row in trail_of() if row[0] == "person.registered"]


def test_a_misspelt_detail_is_a_bug_and_not_a_silence(world, enter):
    with enter("dana") as dana, pytest.raises(TypeError):
        actions.register_person(
            by=dana, now=now(), given="A", family="B", details={"pronoun": "she"}
        )


@pytest.mark.parametrize(
    "given",
    ["<script>alert(1)</script>", "عبد الرحمن", "李小龍", "Zoë 🌻", "O’Brien", "Ðorđe", "x" * 120],
)
def test_any_script_and_sign_is_kept_as_written(world, enter, given):
    with enter("dana") as dana:
        person = actions.register_person(by=dana, now=now(), given=given, family="Ellis")
        assert person.names.get().given == given
        assert SearchName.objects.filter(person=person).exists()
