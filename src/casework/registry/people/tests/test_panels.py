from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from casework.registry.people import actions, panels
from casework.registry.people.actions.network import NewMember

from .factories import now, today

EVERY = [panels.who, panels.addresses, panels.phones, panels.circumstances, panels.network]


@pytest.fixture
def grace(person_of, enter):
    person = person_of(
        "north",
        phone="2025550143",
        home="14 Alder Close",
        details={"what_matters": "The choir", "needs_interpreter": "yes"},
    )
    with enter("dana") as dana:
        said = {"by": dana, "now": now()}
        day = today()
        actions.add_warning(
            **said,
            address=person.addresses.get(),
            words="Loose dog in the yard",
            needs_two=True,
            known_since_on=day,
            look_again_on=day + timedelta(days=9),
        )
        actions.set_circumstance(
            **said, person=person, kind="housing", code="street", words="", since_on=day
        )
        member = NewMember(kind="supporter", name="Abena <b>", closeness=4)
        actions.add_member(**said, person=person, new=member)
    return person


def drawn(panel):
    return render_to_string(panel.template, {"panel": panel})


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (panels.who, ["The choir", "Needs an interpreter"]),
        (panels.addresses, ["14 Alder Close", "Loose dog", "Two workers"]),
        (panels.phones, ["(202) 555-0143", "Safe to call? Not asked yet", "tel:+12025550143"]),
        (panels.circumstances, ["Street, car, tent", "since"]),
        (panels.network, ["<svg", "Abena &lt;b&gt;", "very close"]),
    ],
)
def test_a_card_says_what_it_is_for(enter, grace, make, words):
    with enter("dana") as dana, CaptureQueriesContext(connection) as made:
        text = drawn(make(dana, grace, [grace.pk], now()))
    for word in words:
        assert word in text
    assert len(made) <= 4  # two of them tell the database who acts


@pytest.mark.parametrize("make", EVERY)
def test_an_empty_card_says_so(enter, person_of, make):
    person = person_of("north", "Ray", "Begay")
    with enter("dana") as dana:
        card = make(dana, person, [person.pk], now())
    assert card.nothing
    # And what fills it is one press away.
    assert card.act.url.startswith(f"/people/{person.pk}/")


@pytest.mark.parametrize("make", EVERY)
def test_no_card_without_the_permission(world, enter, grace, make):
    assert make(world.actor("bill"), grace, [grace.pk], now()) is None
