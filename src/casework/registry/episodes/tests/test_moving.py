"""Whole caseloads: moved, held, left behind; all of it or nothing, and nobody is forgotten."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from casework.base import jobs
from casework.base.clocks.models import Clock
from casework.base.core.acting import acting
from casework.base.core.refusals import Refused
from casework.registry.episodes import actions, carrying, leaving, ledger
from casework.registry.episodes.models import Episode, HandOver, Responsibility
from casework.registry.workforce.models import Position

from .factories import LONG_AGO, give, make_episode, make_person, make_worker, now

pytestmark = [pytest.mark.django_db, pytest.mark.oldest_postgres]
DAY = timedelta(days=1)


def caseload(world, count, *, worker="dana", team="north"):
    return [
        make_episode(world, worker=worker, team=team, name=f"Person {worker}{n}")
        for n in range(count)
    ]


def fresh(episodes):
    found = Episode.objects.select_related("team").in_bulk([one.pk for one in episodes])
    return [found[one.pk] for one in episodes]


def move(world, episodes, to, *, hold=False, reason="", by="lee", worker="dana"):
    lee = world.actor(by)
    with acting(lee):
        receivers = to if isinstance(to, list) else [to] * len(episodes)
        return actions.move_caseload(
            by=lee,
            worker=world.workers[worker],
            offers=[
                (one, world.workers[name] if name else None)
                for one, name in zip(fresh(episodes), receivers, strict=True)
            ],
            why="She leaves",
            over_cap_reason=reason,
            hold_now=hold,
            briefs={},
            now=now(),
        )


def standing(world, episodes, as_owner):
    with as_owner():
        rows = Responsibility.objects.filter(episode__in=episodes, until_at__isnull=True)
        return {row.episode_id: (row.worker_id, row.is_holding) for row in rows}


@pytest.mark.parametrize("hold", [False, True])
def test_the_number_of_statements_does_not_grow_with_the_caseload(world, statements, hold):
    few, many = caseload(world, 2), caseload(world, 20, worker="kwame")
    small = statements(lambda: move(world, few, "kwame", hold=hold))
    big = statements(
        lambda: move(world, many, "dana", hold=hold, worker="kwame", reason="Nobody else")
    )
    assert big == small
    assert small < 60


def test_twenty_people_move_in_one_act(world, as_owner, check_now, trail_of):
    people = caseload(world, 20)
    assert move(world, people, "kwame", hold=True, reason="Only for two weeks") == 20
    check_now()
    lee, dana = world.workers["lee"], world.workers["dana"]
    assert set(standing(world, people, as_owner).values()) == {(lee.pk, True)}
    with acting(world.actor("lee")):
        offers = HandOver.objects.filter(state="proposed")
        assert {one.episode_id for one in offers} == {one.pk for one in people}
        assert {one.from_worker_id for one in offers} == {dana.pk}
        due = Clock.objects.open().filter(rule="answer_hand_over")
        assert {one.subject_id for one in due} == {one.pk for one in offers}
    assert [detail for action, _person, detail in trail_of() if action == "caseload.moved"] == [
        {"count": 20, "offered": 20, "held": True}
    ]


def test_until_somebody_accepts_she_keeps_them(world, as_owner):
    people = caseload(world, 3)
    move(world, people, ["kwame", "lee", None])
    kept = standing(world, people, as_owner)
    assert set(kept.values()) == {(world.workers["dana"].pk, False)}
    with acting(world.actor("lee")):
        assert HandOver.objects.filter(state="proposed").count() == 2


def test_what_was_offered_before_is_taken_back_and_nothing_is_due_for_it(world):
    (one,) = caseload(world, 1)
    lee = world.actor("lee")
    with acting(lee):
        before = actions.propose_hand_over(
            by=lee, episode=fresh([one])[0], to=world.workers["kwame"], why="First", now=now()
        )
    move(world, [one], "lee")
    with acting(lee):
        before.refresh_from_db()
        assert before.state == "withdrawn"
        assert not Clock.objects.open().filter(subject_id=before.pk).exists()


def test_two_people_for_the_same_worker_count_both(world, as_owner):
    with as_owner():
        # 30 people at full time under the clinical model: 0.05 of it is one person.
        Position.objects.filter(worker=world.workers["kwame"]).update(full_time_share="0.05")
    people = caseload(world, 2)
    with pytest.raises(Refused, match="over its cap: 2 people, the cap is 1"):
        move(world, people, "kwame")
    with acting(world.actor("lee")):
        assert not HandOver.objects.filter(state="proposed").exists()
    move(world, [people[0]], "kwame")
    # The first one is offered already: alone the second would fit, and does not.
    with pytest.raises(Refused, match="over its cap"):
        move(world, [people[1]], "kwame")


def test_somebody_moved_meanwhile_and_nothing_is_moved(world, as_owner):
    people = caseload(world, 2)
    shown = fresh_as(world, people)
    give(world, fresh_as(world, [people[0]])[0], "kwame")
    lee = world.actor("lee")
    with acting(lee), pytest.raises(Refused, match="meanwhile"):
        actions.move_caseload(
            by=lee,
            worker=world.workers["dana"],
            offers=[(one, world.workers["lee"]) for one in shown],
            why="She leaves",
            over_cap_reason="",
            hold_now=True,
            briefs={},
            now=now(),
        )
    with acting(lee):
        assert not HandOver.objects.filter(state="proposed").exists()
    assert standing(world, people, as_owner)[people[1].pk] == (world.workers["dana"].pk, False)


def fresh_as(world, episodes):
    with acting(world.actor("lee")):
        return fresh(episodes)


def test_another_teams_leader_moves_nobody(world, as_owner):
    people = caseload(world, 1)
    shown = fresh_as(world, people)
    sana = world.actor("sana")
    with acting(sana), pytest.raises(Refused):
        actions.move_caseload(
            by=sana,
            worker=world.workers["dana"],
            offers=[(one, world.workers["moira"]) for one in shown],
            why="Mine now",
            over_cap_reason="",
            hold_now=True,
            briefs={},
            now=now(),
        )
    assert standing(world, people, as_owner)[people[0].pk] == (world.workers["dana"].pk, False)


def test_a_worker_of_another_team_receives_nobody(world):
    with pytest.raises(Refused, match="holds no position in the team"):
        move(world, caseload(world, 1), "moira")


def test_people_of_other_teams_count_in_a_cap_although_nobody_shows_them(world, as_owner):
    with as_owner():
        Position.objects.create(
            team=world.teams["south"],
            worker=world.workers["kwame"],
            role="case_manager",
            from_on=LONG_AGO,
            full_time_share="0.5",
        )
    caseload(world, 3, worker="kwame", team="south")
    with acting(world.actor("lee")):
        found = carrying.figures_of([world.workers["kwame"].pk], on=now().date())
        assert not Episode.objects.filter(responsible_id=world.workers["kwame"].pk).exists()
    assert found[world.workers["kwame"].pk].people == 3


# --- not there any more ---


def end(world, name, *, to_on=None, by="adam"):
    """End the worker's position as an administrator, who may open nobody's record."""
    adam = world.actor(by)
    with acting(adam):
        return actions.end_position(
            by=adam,
            position=Position.objects.get(worker=world.workers[name], to_on=None),
            to_on=to_on or now().date(),
            reason="Moves away",
            now=now(),
        )


def test_an_administrator_who_sees_nobody_leaves_nobody_behind(
    world, as_owner, check_now, trail_of
):
    people = caseload(world, 3)
    other = make_episode(world, worker="kwame", name="Not Hers")
    with acting(world.actor("adam")):
        assert not Episode.objects.exists()
    end(world, "dana")
    check_now()
    lee = world.workers["lee"].pk
    assert set(standing(world, people, as_owner).values()) == {(lee, True)}
    assert standing(world, [other], as_owner)[other.pk] == (world.workers["kwame"].pk, False)
    with acting(world.actor("lee")):
        rows = Responsibility.objects.filter(episode__in=people, until_at__isnull=True)
        assert {row.reason for row in rows} == {"position_ended"}
        due = Clock.objects.open().filter(rule="named_worker")
        assert {one.subject_id for one in due} == {one.pk for one in people}
    held = [person for action, person, _detail in trail_of() if action == "responsibility.held"]
    assert set(held) == {one.person_id for one in people}


def test_the_last_day_lies_ahead_and_the_job_moves_them_when_it_is_over(
    world, as_owner, monkeypatch
):
    people = caseload(world, 2)
    end(world, "dana", to_on=now().date() + 2 * DAY)
    dana, lee = world.workers["dana"].pk, world.workers["lee"].pk
    jobs.run_now(leaving.SERVICE)
    assert set(standing(world, people, as_owner).values()) == {(dana, False)}
    with as_owner():
        Position.objects.filter(worker=dana).update(to_on=now().date() - DAY)
    jobs.run_now(leaving.SERVICE)
    assert set(standing(world, people, as_owner).values()) == {(lee, True)}
    jobs.run_now(leaving.SERVICE)
    with as_owner():
        assert Responsibility.objects.filter(episode=people[0]).count() == 3


def test_the_job_leaves_those_whose_team_nobody_leads(world, as_owner):
    people = caseload(world, 1)
    mine = caseload(world, 1, worker="moira", team="south")
    with as_owner():
        gone = Position.objects.filter(worker__in=[world.workers["dana"], world.workers["lee"]])
        gone.update(to_on=date(2020, 2, 1))
        Position.objects.filter(worker=world.workers["moira"]).update(to_on=date(2020, 2, 1))
    jobs.run_now(leaving.SERVICE)
    assert standing(world, mine, as_owner)[mine[0].pk] == (world.workers["sana"].pk, True)
    assert standing(world, people, as_owner)[people[0].pk] == (world.workers["dana"].pk, False)


def test_a_position_in_another_team_does_not_keep_the_people_of_this_one(world, as_owner):
    with as_owner():
        Position.objects.create(
            team=world.teams["south"],
            worker=world.workers["dana"],
            role="case_manager",
            from_on=LONG_AGO,
        )
    north = caseload(world, 1)
    south = caseload(world, 1, team="south")
    adam = world.actor("adam")
    with acting(adam):
        actions.end_position(
            by=adam,
            position=Position.objects.get(worker=world.workers["dana"], team=world.teams["north"]),
            to_on=now().date(),
            reason="",
            now=now(),
        )
    assert standing(world, north, as_owner)[north[0].pk] == (world.workers["lee"].pk, True)
    assert standing(world, south, as_owner)[south[0].pk] == (world.workers["dana"].pk, False)


def test_a_leader_who_is_suddenly_absent_is_held_for_by_whoever_leads_above(world, as_owner):
    with as_owner():
        make_worker(world, "head", "team_leader", "programme")
    held = make_episode(world, name="Held One")
    mine = make_episode(world, worker="lee", name="Hers Herself")
    head = world.actor("head")
    with acting(head):
        assert actions.hold_caseload(by=head, worker=world.workers["lee"], now=now()) == 2
    assert set(standing(world, [held, mine], as_owner).values()) == {(head.id, True)}


def test_the_only_leader_is_absent_and_the_refusal_says_what_to_do(world):
    make_episode(world, worker="lee", name="Hers Herself")
    lee = world.actor("lee")
    with acting(lee), pytest.raises(Refused, match="Arrange cover instead"):
        actions.hold_caseload(by=lee, worker=world.workers["lee"], now=now())


def test_whoever_has_no_position_any_more_cannot_accept(world, as_owner):
    episode = make_episode(world)
    lee = world.actor("lee")
    with acting(lee):
        offer = actions.propose_hand_over(
            by=lee, episode=fresh([episode])[0], to=world.workers["dana"], why="Near", now=now()
        )
    dana = world.actor("dana")
    with as_owner():
        Position.objects.filter(worker=dana.id).update(role="peer_specialist")
    with acting(dana), pytest.raises(Refused, match="no position"):
        actions.accept_hand_over(by=dana, hand_over=offer, now=now())


# --- brought over ---


def bring_over(world, name):
    lee = world.actor("lee")
    with acting(lee):
        return actions.open_episode(
            by=lee,
            person=make_person(lee, name),
            team=world.teams["north"],
            accepted_at=now() - 400 * DAY,
            worker=world.workers["dana"],
            brought_over_by=lee.id,
            brought_over_on=now().date(),
            now=now(),
        )


def test_confirm_these_are_mine(world, as_owner):
    mine, other = bring_over(world, "Ann Mine"), bring_over(world, "Ben Other")
    dana = world.actor("dana")
    with acting(dana):
        actions.confirm_mine(by=dana, mine=[mine], not_mine=[other], now=now())
        row = Responsibility.objects.get(episode=mine, until_at__isnull=True)
        assert (row.worker_id, row.confirmed_by) == (dana.id, dana.id)
    assert standing(world, [other], as_owner)[other.pk] == (world.workers["lee"].pk, True)


# --- any instant ---


def test_who_would_have_answered_at_any_instant(world):
    episode = make_episode(world, worker="dana", days_ago=30)
    with acting(world.actor("lee")):
        before = ledger.answering_at(episode.pk, at=now() - 31 * DAY)
        held = ledger.answering_at(episode.pk, at=now() - DAY)
        today = ledger.answering_at(episode.pk, at=now())
    assert before is None
    assert (held.answers, held.is_holding) == ("Lee Tester", True)
    assert (today.answers, today.is_holding) == ("Dana Tester", False)


def test_cover_that_was_cancelled_helped_until_then(world):
    episode = make_episode(world, worker="dana")
    lee = world.actor("lee")
    start = now()
    with acting(lee):
        cover = actions.arrange_cover(
            by=lee,
            absent=world.workers["dana"],
            covering=world.workers["kwame"],
            starts_at=start - DAY,
            ends_at=start + 7 * DAY,
            why="Leave",
            now=start,
        )
        soon = start + timedelta(seconds=30)
        assert ledger.answering_at(episode.pk, at=soon).answers == "Kwame Tester"
        # Arranged today: yesterday nobody knew of it.
        assert ledger.answering_at(episode.pk, at=start - timedelta(hours=1)).covering == ""
        actions.cancel_cover(by=lee, cover=cover, now=start + timedelta(hours=1))
        assert ledger.answering_at(episode.pk, at=soon).answers == "Kwame Tester"
        later = ledger.answering_at(episode.pk, at=start + timedelta(hours=2))
        assert later.answers == "Dana Tester"
