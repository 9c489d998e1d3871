"""Whatever happens in whatever order: one responsible worker, no gap, and only the right doors."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.base.core.acting import acting
from casework.base.core.refusals import Refused
from casework.registry.episodes import actions, leaving
from casework.registry.episodes.models import Cover, Episode, HandOver, Responsibility
from casework.registry.workforce.models import Position

from .factories import LONG_AGO, make_person, now

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NORTH = ["lee", "dana", "kwame"]
LEADERS = {"north": "lee", "south": "sana"}
workers = st.sampled_from(NORTH)
which = st.integers(0, 5)
steps = st.one_of(
    st.tuples(st.just("open"), st.sampled_from(["north", "south"]), which),
    st.tuples(st.just("offer"), which, workers),
    st.tuples(st.just("accept"), which),
    st.tuples(st.just("decline"), which),
    st.tuples(st.just("withdraw"), which),
    st.tuples(st.just("hold"), workers),
    st.tuples(st.just("move"), workers, workers, st.booleans()),
    st.tuples(
        st.just("cover"), workers, st.sampled_from([*NORTH, "moira"]), st.sampled_from([-1, 2])
    ),
    st.tuples(st.just("cancel"), which),
    st.tuples(st.just("leave"), workers),
    st.tuples(st.just("return"), workers),
    st.tuples(st.just("night"), st.just(0)),
    st.tuples(st.just("close"), which),
)


class Telling:
    """One story: each step is tried by whoever may, and may be refused."""

    def __init__(self, world, as_owner):
        self.world, self.as_owner = world, as_owner
        self.people, self.episodes = [], []

    def tell(self, step):
        kind, *given_ = step
        try:
            with transaction.atomic():
                getattr(self, f"do_{kind}")(*given_)
        except Refused:
            return

    def one(self, number):
        if not self.episodes:
            raise Refused("there is nobody yet")
        pk = self.episodes[number % len(self.episodes)]
        return Episode.objects.select_related("team").get(pk=pk)

    def leader(self, number):
        """Who leads the team of that episode acts."""
        if not self.episodes:
            raise Refused("there is nobody yet")
        with self.as_owner():
            team = self.one(number).team.name
        return self.world.actor(LEADERS[team])

    def offer_of(self, number):
        with self.as_owner():
            found = HandOver.objects.filter(state="proposed", episode=self.one(number)).first()
            if found is None:
                raise Refused("nothing is offered")
            name = {w.pk: n for n, w in self.world.workers.items()}[found.to_worker_id]
        return found.pk, self.world.actor(name)

    def do_open(self, team, number):
        by = self.world.actor(LEADERS[team])
        known = self.people[number] if number < len(self.people) else None
        if known is not None:
            # A referral to a second team: its leader may open the record.
            with self.as_owner(), connection.cursor() as cursor:
                cursor.execute(
                    "select door_grant(%s, %s, 'worker', 'created', 'record', %s, now(), null)",
                    [known.pk, by.id, known.pk],
                )
        with acting(by):
            person = known or make_person(by, f"Person {len(self.people)}")
            made = actions.open_episode(
                by=by,
                person=person,
                team=self.world.teams[team],
                accepted_at=now() - DAY,
                now=now(),
            )
        self.people.append(person)
        self.episodes.append(made.pk)

    def do_offer(self, number, to):
        by = self.leader(number)
        with acting(by):
            actions.propose_hand_over(
                by=by, episode=self.one(number), to=self.world.workers[to], why="x", now=now()
            )

    def do_accept(self, number):
        pk, by = self.offer_of(number)
        with acting(by):
            actions.accept_hand_over(by=by, hand_over=HandOver.objects.get(pk=pk), now=now())

    def do_decline(self, number):
        pk, by = self.offer_of(number)
        with acting(by):
            one = HandOver.objects.get(pk=pk)
            actions.decline_hand_over(by=by, hand_over=one, words="No", now=now())

    def do_withdraw(self, number):
        pk, _by = self.offer_of(number)
        by = self.leader(number)
        with acting(by):
            one = HandOver.objects.select_related("episode").get(pk=pk)
            actions.withdraw_hand_over(by=by, hand_over=one, now=now())

    def do_hold(self, name):
        by = self.world.actor("lee")
        with acting(by):
            actions.hold_caseload(by=by, worker=self.world.workers[name], now=now())

    def do_move(self, name, to, hold):
        by = self.world.actor("lee")
        with acting(by):
            theirs = Episode.objects.filter(responsible_id=self.world.workers[name].pk)
            offers = [
                (one, self.world.workers[to])
                for one in theirs.exclude(state="closed").select_related("team")
            ]
            actions.move_caseload(
                by=by,
                worker=self.world.workers[name],
                offers=offers,
                why="x",
                over_cap_reason="x",
                hold_now=hold,
                briefs={},
                now=now(),
            )

    def do_cover(self, absent, covering, first):
        by = self.world.actor("lee")
        with acting(by):
            actions.arrange_cover(
                by=by,
                absent=self.world.workers[absent],
                covering=self.world.workers[covering],
                starts_at=now() + first * DAY,
                ends_at=now() + (first + 3) * DAY,
                why="",
                now=now(),
            )

    def do_cancel(self, number):
        by = self.world.actor("lee")
        with acting(by):
            covers = list(Cover.objects.filter(cancelled_at=None).order_by("pk"))
            if not covers:
                raise Refused("no cover")
            actions.cancel_cover(by=by, cover=covers[number % len(covers)], now=now())

    def do_leave(self, name):
        by = self.world.actor("adam")
        with acting(by):
            held = Position.objects.filter(worker=self.world.workers[name], to_on=None).first()
            if held is None:
                raise Refused("gone already")
            actions.end_position(by=by, position=held, to_on=now().date(), reason="", now=now())

    def do_return(self, name):
        with self.as_owner():
            Position.objects.filter(worker=self.world.workers[name]).update(to_on=None)

    def do_night(self, _nothing):
        by = leaving.keeper((), agency=self.world.actor("lee").agency)
        with acting(by):
            actions.move_leavers(by=by, today=now().date() + DAY, now=now())

    def do_close(self, number):
        by = self.leader(number)
        with acting(by):
            one = self.one(number)
            actions.close_episode(
                by=by,
                episode=one,
                reason="completed",
                why="x",
                closed_at=now(),
                receiver_accepted=False,
                version=one.version,
                now=now(),
            )


def expected_doors(ledger):
    """Recomputed from the rows alone: whose record is open now, to whom, why, how far."""
    doors = set()
    covers = [
        one
        for one in Cover.objects.filter(cancelled_at=None)
        if one.starts_at <= now() < one.ends_at
    ]
    teams = dict(Episode.objects.values_list("pk", "team_id"))
    for one in Episode.objects.all():
        if one.state == "closed":
            doors.add((one.person_id, one.team_id, "last_team", "read"))
        else:
            doors.add((one.person_id, one.team_id, "team", "record"))
    for row in ledger:
        if row.until_at is None:
            doors.add((row.person_id, row.worker_id, "care_team", "record"))
            team_id = teams[row.episode_id]
            doors |= {
                (row.person_id, one.covering_id, "cover", "record")
                for one in covers
                if one.absent_id == row.worker_id and (one.teams is None or team_id in one.teams)
            }
    return doors


def check(as_owner):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")
        ledger = list(Responsibility.objects.order_by("episode_id", "from_at"))
        for one in Episode.objects.all():
            rows = [row for row in ledger if row.episode_id == one.pk]
            standing = [row for row in rows if row.until_at is None]
            assert len(standing) == (0 if one.state == "closed" else 1)
            assert rows[0].from_at == one.accepted_at
            assert [row.until_at for row in rows[:-1]] == [row.from_at for row in rows[1:]]
            if standing:
                assert (one.responsible_id, one.is_held) == (
                    standing[0].worker_id,
                    standing[0].is_holding,
                )
            else:
                assert rows[-1].until_at == one.closed_at
        cursor.execute(
            "select person_id, grantee_id, reason, opens from door_access"
            " where reason <> 'created' and valid_from <= now()"
            " and (valid_until is null or valid_until > now())"
        )
        assert set(cursor.fetchall()) == expected_doors(ledger)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(story=st.lists(steps, min_size=4, max_size=14))
def test_one_responsible_worker_at_every_instant(world, as_owner, story):
    told = Telling(world, as_owner)
    with transaction.atomic():
        with as_owner():
            # In both teams, so that one worker has two episodes of one person.
            Position.objects.create(
                worker=world.workers["dana"],
                team=world.teams["south"],
                role="case_manager",
                from_on=LONG_AGO,
            )
        told.tell(("open", "north", 9))
        for step in story:
            told.tell(step)
            check(as_owner)
        transaction.set_rollback(True)
