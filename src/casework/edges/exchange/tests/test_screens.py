"""What leaders of the team read of an import, and who else does not."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.registry.episodes.tests.factories import make_world
from casework.registry.people.models import PersonName

from .factories import PEOPLE, bring

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(as_owner):
    return make_world(as_owner)


def _ada(as_owner):
    with as_owner():
        return PersonName.objects.get(given="Ada").person_id


def test_import_list_and_detail(as_owner, world):
    lee = world.client("lee")
    assert "Nothing was brought over" in lee.get("/exchange/").content.decode()
    made = bring(as_owner, world)
    text = PEOPLE.splitlines()[0] + "\nZ-9,Okafor,Ada,1990-04-17,,2026-02-01,,,Open,,,\n"
    offered = bring(as_owner, world, text)
    page = lee.get("/exchange/").content.decode()
    assert "people.csv" in page
    page = lee.get(f"/exchange/{made.pk}/").content.decode()
    assert "Ada Okafor" in page
    assert "Somebody Unknown" in page
    assert f"/exchange/{made.pk}/undo/" in page
    page = lee.get(f"/exchange/{offered.pk}/").content.decode()
    assert "Likely somebody whom the agency knows" in page
    assert "1990-04-17" in page


def test_another_team_and_other_roles_see_nothing(as_owner, world):
    made = bring(as_owner, world)
    assert world.client("sana").get(f"/exchange/{made.pk}/").status_code == 404
    assert world.client("dana").get(f"/exchange/{made.pk}/").status_code == 403
    assert world.client("bill").get("/exchange/").status_code == 403
    assert world.client("moira").get(f"/exchange/people/{_ada(as_owner)}/").status_code == 404


def test_quoted_text_is_read_in_the_record(as_owner, world):
    bring(as_owner, world)
    ada = _ada(as_owner)
    page = world.client("dana").get(f"/exchange/people/{ada}/").content.decode()
    assert "phq-9 14" in page
    assert "high" in page
    overview = world.client("dana").get(f"/record/{ada}/")
    assert f"/exchange/people/{ada}/" in overview.content.decode()
    assert "earlier history not known" in overview.content.decode()


def test_the_pages_take_the_same_queries_for_many_rows(as_owner, world):
    head = PEOPLE.splitlines()[0]

    def rows(count, letter):
        return (
            head
            + "\n"
            + "".join(
                f"{letter}-{n},Fam{letter}{chr(97 + n)}q,Giv{letter}{chr(97 + n)}z,19{40 + n}-01-0"
                f"2,,2026-01-05,,,Open,{n},high,\n{letter}-9{n},,,,,,,,Open,,,\n"
                for n in range(count)
            )
        )

    one, many = bring(as_owner, world, rows(1, "D")), bring(as_owner, world, rows(10, "E"))
    lee = world.client("lee")
    counted = []
    for made in (one, many):
        lee.get(f"/exchange/{made.pk}/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert lee.get(f"/exchange/{made.pk}/").status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]
