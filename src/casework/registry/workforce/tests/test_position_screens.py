"""position_new, position_fill, position_share, position_end."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from casework.registry.workforce.models import Position
from casework.registry.workforce.permissions import Role

from .factories import DAY, make_position, today
from .sending import errors_of, form_of, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def adam(world):
    return world.client("adam")


def typed(world, **changed):
    return {
        "team": str(world.teams["north"].pk),
        "role": "nurse",
        "worker": str(world.workers["moira"].pk),
        "full_time_share": "0.5",
        "from_on": today().isoformat(),
        "to_on": "",
    } | changed


def test_position_new_filled(world, adam):
    url = reverse("workforce:position_new")
    answer = send(adam, url, **typed(world))
    position = Position.objects.get(role="nurse")
    assert (position.worker, position.full_time_share) == (world.workers["moira"], Decimal("0.5"))
    assert answer.headers["Location"] == reverse(
        "workforce:team_detail", args=[world.teams["north"].pk]
    )


def test_position_new_vacant(world, adam):
    assert (
        send(adam, reverse("workforce:position_new"), **typed(world, worker="")).status_code == 302
    )
    assert Position.objects.get(role="nurse").worker is None


def test_position_new_from_a_worker_goes_back_there(world, adam):
    moira = world.workers["moira"]
    url = reverse("workforce:position_new") + f"?worker={moira.pk}"
    assert form_of(adam.get(url))["worker"].value() == str(moira.pk)
    answer = send(adam, url, **typed(world))
    assert answer.headers["Location"] == reverse("workforce:worker_detail", args=[moira.pk])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"full_time_share": "2"}, "1 at most"),
        ({"full_time_share": "0"}, "above 0"),
        ({"full_time_share": "half"}, "number"),
        ({"role": "wizard"}, ""),
        ({"team": "nowhere"}, ""),
        ({"from_on": ""}, "Give the day"),
        ({"to_on": "2019-01-01"}, "before the first"),
    ],
)
def test_position_new_refused(world, adam, changed, said):
    answer = send(adam, reverse("workforce:position_new"), **typed(world, **changed))
    assert answer.status_code == 422
    assert said in errors_of(answer)
    assert not Position.objects.filter(role="nurse").exists()


def test_position_fill(world, adam):
    vacancy = make_position(world.teams["north"], None, Role.NURSE)
    url = reverse("workforce:position_fill", args=[vacancy.pk])
    given = {"worker": str(world.workers["moira"].pk), "from_on": today().isoformat()}
    assert send(adam, url, **given).status_code == 302
    assert Position.objects.get(worker=world.workers["moira"], role="nurse").from_on == today()
    again = send(adam, url, **given)
    assert again.status_code == 422
    assert "ended by that day" in errors_of(again)


def test_position_share(world, adam):
    url = reverse("workforce:position_share", args=[world.positions["dana"].pk])
    assert form_of(adam.get(url))["full_time_share"].value() == "1"
    given = {"full_time_share": "0.8", "from_on": today().isoformat()}
    assert send(adam, url, **given).status_code == 302
    shares = Position.objects.filter(worker=world.workers["dana"]).order_by("from_on")
    assert [one.full_time_share for one in shares] == [1, Decimal("0.8")]


def test_position_end(world, adam):
    url = reverse("workforce:position_end", args=[world.positions["dana"].pk])
    given = {"to_on": today().isoformat(), "reason": "Moves", "opens_vacancy": "on"}
    assert send(adam, url, **given).status_code == 302
    assert Position.objects.get(pk=world.positions["dana"].pk).to_on == today()
    assert Position.objects.filter(worker=None, from_on=today() + DAY).exists()


def test_position_end_of_the_last_leader_is_refused(world, adam):
    url = reverse("workforce:position_end", args=[world.positions["lee"].pk])
    answer = send(adam, url, to_on=today().isoformat())
    assert answer.status_code == 422
    assert "Nobody would lead North" in errors_of(answer)


def ending_elsewhere(position):
    return f"/elsewhere/{position.pk}/"


def test_where_people_may_come_with_it_another_room_asks(world, adam, monkeypatch):
    monkeypatch.setattr(
        "casework.registry.workforce.shown.filled", lambda name: (ending_elsewhere,)
    )
    position = world.positions["dana"]
    url = reverse("workforce:position_end", args=[position.pk])
    for answer in (adam.get(url), send(adam, url, to_on=today().isoformat())):
        assert answer.status_code == 302
        assert answer.headers["Location"] == f"/elsewhere/{position.pk}/"
    assert Position.objects.get(pk=position.pk).to_on is None
    team = adam.get(reverse("workforce:team_detail", args=[position.team_id])).content.decode()
    assert f"/elsewhere/{position.pk}/" in team


def test_a_vacancy_is_ended_here_all_the_same(world, adam, monkeypatch):
    monkeypatch.setattr(
        "casework.registry.workforce.shown.filled", lambda name: (ending_elsewhere,)
    )
    vacancy = make_position(world.teams["north"], None, Role.NURSE)
    url = reverse("workforce:position_end", args=[vacancy.pk])
    assert "opens_vacancy" not in form_of(adam.get(url)).fields
    assert send(adam, url, to_on=today().isoformat()).status_code == 302
    assert Position.objects.get(pk=vacancy.pk).to_on == today()
