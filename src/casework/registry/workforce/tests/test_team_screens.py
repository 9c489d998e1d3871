"""team_list, team_detail, team_new, team_change, team_close."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.registry.workforce import actions
from casework.registry.workforce.models import Position, Team
from casework.registry.workforce.permissions import Role
from casework.registry.workforce.views import teams

from .factories import DAY, make_credential, make_position, make_team, now, today
from .sending import errors_of, form_of, send

pytestmark = pytest.mark.django_db
LIST = "/workforce/teams/"


@pytest.fixture
def adam(world):
    return world.client("adam")


def test_team_list_shows_the_tree_with_what_needs_somebody(world, adam):
    make_team("East", world.teams["agency"])
    make_position(world.teams["north"], None, Role.NURSE)
    make_credential(world.workers["dana"], "Licence", expires_on=today() - DAY)
    text = adam.get(LIST).content.decode()
    for words in (
        "Alder House",
        "Adults",
        "led by Lee Tester",
        "2 full time, 1 vacancy",
        "Nobody leads this team",
        "Licence expired",
    ):
        assert words in text, words
    assert text.index("Adults") < text.index("North") < text.index("South")


def test_team_list_numbers_open_the_lists_they_count(world, adam):
    make_team("East", world.teams["agency"])
    make_position(world.teams["north"], None, Role.NURSE)
    make_credential(world.workers["dana"], "Licence", expires_on=today())
    page = adam.get(LIST)
    assert page.context["stats"] == {
        "teams": 3,
        "workers": 6,
        "full_time": "6",
        "vacancies": 1,
        "leaderless": 1,
        "due": 1,
    }
    vacant = adam.get(LIST, {"show": "vacant"})
    assert [len(block.rows) for block in vacant.context["blocks"]] == [1]
    leaderless = adam.get(LIST, {"show": "leaderless"})
    assert [block.node.name for block in leaderless.context["blocks"]] == ["East"]
    due = adam.get(reverse("workforce:worker_list"), {"show": "due"})
    assert [row["worker"].given for row in due.context["rows"]] == ["Dana"]


def test_team_list_of_a_large_agency_leads_to_the_teams(world, adam, monkeypatch):
    monkeypatch.setattr(teams, "MOST_POSITIONS", 5)
    make_position(world.teams["north"], None, Role.NURSE)
    text = adam.get(LIST).content.decode()
    assert "positions: they stand on the page of their team" in text
    assert reverse("workforce:team_detail", args=[world.teams["north"].pk]) in text
    assert "2 full time, 1 vacancy" in text
    assert "Dana Tester" not in text
    # A number still opens what it counts.
    assert "Vacant" in adam.get(LIST, {"show": "vacant"}).content.decode()


def test_team_list_without_anything_to_show_says_so(world, adam):
    assert "Nothing to show here" in adam.get(LIST, {"show": "vacant"}).content.decode()


def test_team_list_for_those_who_only_see_offers_no_change(world):
    text = world.client("dana").get(LIST).content.decode()
    assert "New team" not in text
    assert "Dana Tester" in text


def test_a_credential_renewed_is_not_due(world, adam):
    dana = world.workers["dana"]
    make_credential(dana, "Licence", expires_on=today() - DAY)
    make_credential(dana, "licence", expires_on=today() + 400 * DAY)
    assert adam.get(LIST).context["stats"]["due"] == 0


def test_team_detail_shows_now_and_before(world, adam):
    north = world.teams["north"]
    actions.end_position(
        by=world.actor("adam"),
        position=world.positions["dana"],
        to_on=today() - DAY,
        opens_vacancy=True,
        now=now(),
    )
    page = adam.get(reverse("workforce:team_detail", args=[north.pk]))
    text = page.content.decode()
    assert [row.is_vacant for row in page.context["rows"]] == [False, True]
    assert "1 position that ended" in text
    assert "Led by" in text


def test_a_team_led_from_above_says_so(world, adam):
    world.hire("paul", Role.TEAM_LEADER, "adults")
    east = make_team("East", world.teams["adults"])
    text = adam.get(reverse("workforce:team_detail", args=[east.pk])).content.decode()
    assert "Paul Tester" in text
    assert "from above" in text


def test_team_new_saves(world, adam):
    url = reverse("workforce:team_new")
    answer = send(
        adam,
        url,
        kind="team",
        name="East",
        parent=str(world.teams["adults"].pk),
        practice_model="assertive",
    )
    east = Team.objects.get(name="East")
    assert answer.headers["Location"] == reverse("workforce:team_detail", args=[east.pk])
    assert (east.parent, east.practice_model) == (world.teams["adults"], "assertive")


def test_team_new_starts_where_it_was_asked_for(world, adam):
    url = reverse("workforce:team_new") + f"?parent={world.teams['adults'].pk}"
    assert form_of(adam.get(url))["parent"].value() == str(world.teams["adults"].pk)


def test_team_new_pressed_twice_is_one_team(world, adam):
    url = reverse("workforce:team_new")
    hidden = {"_key": "0199aaaa-0000-7000-8000-000000000001"}
    given = {
        "kind": "programme",
        "name": "Youth",
        "parent": str(world.teams["agency"].pk),
        "practice_model": "",
    }
    first = adam.post(url, given | hidden)
    second = adam.post(url, given | hidden)
    assert first.headers["Location"] == second.headers["Location"]
    assert Team.objects.filter(name="Youth").count() == 1


def test_team_new_refused_keeps_what_was_typed(world, adam):
    url = reverse("workforce:team_new")
    answer = send(
        adam,
        url,
        kind="team",
        name="North",
        parent=str(world.teams["adults"].pk),
        practice_model="clinical",
    )
    assert answer.status_code == 422
    assert "already" in errors_of(answer)
    assert form_of(answer)["name"].value() == "North"


def test_team_change_saves(world, adam):
    north = world.teams["north"]
    url = reverse("workforce:team_change", args=[north.pk])
    given = form_of(adam.get(url)).initial
    answer = send(adam, url, **(given | {"place": "12 Mill Lane"}))
    assert answer.status_code == 302
    assert Team.objects.get(pk=north.pk).place == "12 Mill Lane"


def test_team_change_by_two_shows_both_texts(world, adam):
    north = world.teams["north"]
    url = reverse("workforce:team_change", args=[north.pk])
    given = form_of(adam.get(url)).initial
    Team.objects.filter(pk=north.pk).update(place="Somewhere else", version=2)
    answer = send(adam, url, **(given | {"place": "12 Mill Lane"}))
    assert answer.status_code == 422
    assert answer.context["stale"]["Where it is"] == "Somewhere else"
    assert form_of(answer)["version"].value() == "2"
    assert Team.objects.get(pk=north.pk).place == "Somewhere else"
    again = send(adam, url, **(given | {"place": "12 Mill Lane", "version": 2}))
    assert again.status_code == 302


def test_the_agency_is_changed_without_a_place_in_the_tree(world, adam):
    url = reverse("workforce:team_change", args=[world.teams["agency"].pk])
    form = form_of(adam.get(url))
    assert "parent" not in form.fields
    assert "practice_model" not in form.fields
    assert send(adam, url, **(form.initial | {"phone": "555 0100"})).status_code == 302


def test_team_close(world, adam):
    url = reverse("workforce:team_close", args=[world.teams["south"].pk])
    refused = send(adam, url, version=1, closed_on=today().isoformat())
    assert refused.status_code == 422
    assert "2 positions" in errors_of(refused)
    Position.objects.filter(team=world.teams["south"]).update(to_on=today() - DAY)
    assert send(adam, url, version=1, closed_on=today().isoformat()).status_code == 302
    assert "1 closed team" in adam.get(LIST).content.decode()
    detail = adam.get(reverse("workforce:team_detail", args=[world.teams["south"].pk]))
    assert "Its past stays" in detail.content.decode()
