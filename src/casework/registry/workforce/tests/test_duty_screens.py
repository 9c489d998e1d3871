"""duty_plan, shift_new, shift_cancel."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from casework.registry.workforce.models import DutyShift

from .factories import make_shift, now
from .sending import errors_of, form_of, send

pytestmark = pytest.mark.django_db
PLAN = "/workforce/duty/"
HOUR = timedelta(hours=1)


@pytest.fixture
def adam(world):
    return world.client("adam")


@pytest.fixture
def lee(world):
    """She leads North, and nothing else."""
    return world.client("lee")


def cells(page):
    """(team, [(times, who) of each day]) of every line."""
    return [
        (
            row["team"].name,
            [
                [(one["times"], one["shift"].worker.given) for one in cell["entries"]]
                for cell in row["cells"]
            ],
        )
        for row in page.context["rows"]
    ]


def test_duty_plan_shows_a_week_in_the_agencys_hours(world, adam):
    # Tuesday 17:00 to Wednesday 09:00 in New York, in winter.
    make_shift(
        world.teams["north"],
        world.workers["dana"],
        datetime(2031, 1, 14, 22, tzinfo=UTC),
        datetime(2031, 1, 15, 14, tzinfo=UTC),
    )
    page = adam.get(PLAN, {"week": "2031-W03"})
    until_nine = [("until 09:00", "Dana")]
    assert cells(page) == [("North", [[], [("17:00–09:00", "Dana")], until_nine, [], [], [], []])]
    assert "Nobody is on duty now" in page.content.decode()


def test_a_long_shift_stands_in_each_of_its_days_and_weeks(world, adam):
    make_shift(
        world.teams["north"],
        world.workers["dana"],
        datetime(2031, 1, 17, 22, tzinfo=UTC),
        datetime(2031, 1, 20, 14, tzinfo=UTC),
    )
    [(_team, first)] = cells(adam.get(PLAN, {"week": "2031-W03"}))
    assert first[4:] == [[("from 17:00", "Dana")], [("all day", "Dana")], [("all day", "Dana")]]
    [(_team, second)] = cells(adam.get(PLAN, {"week": "2031-W04"}))
    assert second[0] == [("until 09:00", "Dana")]


def test_duty_until_midnight_does_not_reach_the_next_day(world, adam):
    make_shift(
        world.teams["north"],
        world.workers["dana"],
        datetime(2031, 1, 14, 22, tzinfo=UTC),
        datetime(2031, 1, 15, 5, tzinfo=UTC),
    )
    [(_team, days)] = cells(adam.get(PLAN, {"week": "2031-W03"}))
    assert days[1:3] == [[("17:00–00:00", "Dana")], []]


@pytest.mark.parametrize("week", ["", "nonsense", "2031-W60"])
def test_duty_plan_without_a_readable_week_is_this_week(world, adam, week):
    make_shift(world.teams["north"], world.workers["dana"], now() - HOUR, now() + HOUR)
    page = adam.get(PLAN, {"week": week})
    assert page.context["this_url"] == ""
    assert [one["shift"].worker.given for one in page.context["on_duty"]] == ["Dana"]
    assert "Week after" in page.content.decode()


def test_an_empty_week_says_what_fills_it(world, adam):
    page = adam.get(PLAN, {"week": "2031-W10"})
    assert "No duty in this week" in page.content.decode()
    assert page.context["this_url"]


def test_those_who_only_see_cannot_cancel(world):
    make_shift(world.teams["north"], world.workers["dana"], now() - HOUR, now() + HOUR)
    text = world.client("dana").get(PLAN).content.decode()
    assert "Dana Tester" in text
    assert "/cancel/" not in text


def typed(world, **changed):
    return {
        "team": str(world.teams["south"].pk),
        "worker": str(world.workers["dana"].pk),
        "starts_at_day": "2031-01-14",
        "starts_at_time": "17:00",
        "ends_at_day": "2031-01-15",
        "ends_at_time": "09:00",
    } | changed


def test_shift_new_means_the_agencys_hours(world, adam):
    answer = send(adam, reverse("workforce:shift_new"), **typed(world))
    assert answer.headers["Location"] == f"{PLAN}?week=2031-W03"
    shift = DutyShift.objects.get()
    assert shift.starts_at == datetime(2031, 1, 14, 22, tzinfo=UTC)
    assert shift.ends_at == datetime(2031, 1, 15, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"ends_at_day": "2031-01-13"}, "before it begins"),
        ({"ends_at_day": "2031-02-13"}, "a week at most"),
        ({"starts_at_time": ""}, "both the day and the time"),
        ({"starts_at_day": "2031-03-09", "starts_at_time": "02:30"}, "did not happen"),
    ],
)
def test_shift_new_refused(world, adam, changed, said):
    answer = send(adam, reverse("workforce:shift_new"), **typed(world, **changed))
    assert answer.status_code == 422
    assert said in errors_of(answer)
    assert not DutyShift.objects.exists()


def test_shift_new_keeps_a_draft_of_day_and_time(world, adam):
    url = reverse("workforce:shift_new")
    page = adam.get(url)
    sheet = page.context["draft"]
    kept = {
        "_draft_form": sheet.form,
        "_draft_about": str(sheet.about),
        "_draft_version": "0",
        "_tab": sheet.tab,
    } | typed(world)
    assert adam.post(reverse("drafts:draft_keep"), kept).status_code == 200
    again = form_of(adam.get(url))
    assert again["starts_at"].value() == ["2031-01-14", "17:00"]
    assert again["worker"].value() == str(world.workers["dana"].pk)
    assert 'value="17:00"' in str(again["starts_at"])


def test_a_leader_plans_for_her_own_team(world, lee):
    page = lee.get(reverse("workforce:shift_new"))
    form = form_of(page)
    assert [name for _id, name in form.fields["team"].choices] == ["North (Alder House / Adults)"]
    # Her own people first, then whoever else may open records; never billing.
    (_none, own, others) = form.fields["worker"].choices
    assert [name for _id, name in own[1]] == ["Dana Tester", "Lee Tester"]
    assert [name for _id, name in others[1]] == ["Moira Tester", "Sana Tester"]
    north = typed(world, team=str(world.teams["north"].pk))
    answer = send(lee, reverse("workforce:shift_new"), **north)
    assert answer.headers["Location"] == f"{PLAN}?week=2031-W03"
    assert DutyShift.objects.get().team == world.teams["north"]


def test_a_leader_cannot_plan_for_another_team(world, lee):
    answer = send(lee, reverse("workforce:shift_new"), **typed(world))
    assert answer.status_code == 422
    assert not DutyShift.objects.exists()


def test_a_leader_cannot_cancel_another_teams_shift(world, lee):
    shift = make_shift(world.teams["south"], world.workers["sana"], now() - HOUR, now() + HOUR)
    url = reverse("workforce:shift_cancel", args=[shift.pk])
    assert url not in lee.get(PLAN).content.decode()
    assert "teams you lead" in lee.post(url, follow=True).content.decode()
    assert DutyShift.objects.get().cancelled_at is None


def test_a_leaders_teams_stand_in_the_roster_before_anybody_does(world, lee):
    page = lee.get(PLAN, {"week": "2031-W03"})
    assert cells(page) == [("North", [[]] * 7)]
    north = world.teams["north"].pk
    add = f"{reverse('workforce:shift_new')}?team={north}&amp;day=2031-01-16"
    assert add in page.content.decode()
    form = form_of(lee.get(add.replace("&amp;", "&")))
    assert form["team"].value() == str(north)
    assert form["starts_at"].value().isoformat().startswith("2031-01-16T17:00")


def test_a_day_that_is_over_takes_no_shift(world, lee):
    page = lee.get(PLAN, {"week": "2020-W03"})
    assert "&amp;day=" not in page.content.decode()


def test_shift_cancel(world, adam):
    shift = make_shift(world.teams["north"], world.workers["dana"], now() - HOUR, now() + HOUR)
    url = reverse("workforce:shift_cancel", args=[shift.pk])
    assert "is cancelled" in adam.post(url, follow=True).content.decode()
    assert "cancelled already" in adam.post(url, follow=True).content.decode()
    assert DutyShift.objects.get().cancelled_by == world.workers["adam"].pk
