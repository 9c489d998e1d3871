"""At no instant is anybody's open episode without exactly one responsible worker."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from casework.base.core.acting import acting
from casework.base.core.refusals import Refused
from casework.registry.door.models import Access
from casework.registry.episodes import actions, ledger
from casework.registry.episodes.models import Episode, HandOver, Responsibility
from casework.registry.people.models import Person

from .factories import LONG_AGO, give, make_episode, make_person, now

pytestmark = [pytest.mark.django_db, pytest.mark.oldest_postgres]


def _check_now():
    """The check that a commit would make."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")


def _standing(episode):
    return Responsibility.objects.get(episode=episode, until_at__isnull=True)


def _sees(actor, person_id):
    with acting(actor):
        return Person.objects.filter(pk=person_id).exists()


def test_from_acceptance_the_leader_holds(world):
    episode = make_episode(world)
    _check_now()
    with acting(world.actor("lee")):
        row = _standing(episode)
        stored = Episode.objects.get(pk=episode.pk)
    assert row.worker_id == world.workers["lee"].pk
    assert row.is_holding
    assert row.from_at == episode.accepted_at
    assert (stored.responsible_id, stored.is_held) == (row.worker_id, True)


def test_no_leader_no_acceptance(world, as_owner):
    from casework.registry.workforce.models import Position

    with as_owner():
        Position.objects.filter(role="team_leader").update(to_on="2020-02-01")
    by = world.actor("dana")
    with acting(by):
        person = make_person(by)
        with pytest.raises(Refused, match="no leader"):
            actions.open_episode(
                by=by, person=person, team=world.teams["north"], accepted_at=now(), now=now()
            )
        assert not Episode.objects.exists()


def test_responsibility_moves_only_when_the_second_side_accepts(world):
    episode = make_episode(world, worker="dana")
    dana, kwame = world.actor("dana"), world.actor("kwame")
    with acting(dana):
        offer = actions.propose_hand_over(
            by=dana,
            episode=Episode.objects.select_related("team").get(pk=episode.pk),
            to=world.workers["kwame"],
            why="I go on leave",
            now=now(),
        )
        assert _standing(episode).worker_id == dana.id
    with acting(kwame):
        actions.accept_hand_over(by=kwame, hand_over=offer, now=now())
        assert _standing(episode).worker_id == kwame.id
    _check_now()
    with acting(kwame):
        rows = list(Responsibility.objects.filter(episode=episode).order_by("from_at"))
    assert [row.until_at for row in rows[:-1]] == [row.from_at for row in rows[1:]]


def test_only_the_worker_it_was_offered_to_answers_and_only_once(world):
    episode = make_episode(world)
    lee = world.actor("lee")
    with acting(lee):
        offer = actions.propose_hand_over(
            by=lee, episode=episode, to=world.workers["dana"], why="Near her", now=now()
        )
    for other in ("kwame", "lee"):
        with acting(world.actor(other)), pytest.raises(Refused, match="somebody else"):
            actions.accept_hand_over(by=world.actor(other), hand_over=offer, now=now())
    dana = world.actor("dana")
    with acting(dana):
        actions.accept_hand_over(by=dana, hand_over=offer, now=now())
        stale = HandOver.objects.get(pk=offer.pk)
        stale.state = "proposed"
        with pytest.raises(Refused, match="answered or taken back"):
            actions.accept_hand_over(by=dana, hand_over=stale, now=now())


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param("update episodes_responsibility set until_at = now()", id="nobody"),
        pytest.param(
            "update episodes_episode set state = 'closed', closed_at = now(),"
            " closed_by = gen_random_uuid(), close_reason = 'completed'",
            id="closed while somebody stands",
        ),
    ],
)
def test_the_database_refuses_a_gap_at_commit(world, wrong):
    make_episode(world)

    def break_it():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(wrong)
            _check_now()

    with acting(world.actor("lee")), pytest.raises(IntegrityError):
        break_it()


def test_the_database_refuses_two_at_once(world):
    episode = make_episode(world)
    with acting(world.actor("lee")), pytest.raises(IntegrityError), transaction.atomic():
        Responsibility.objects.create(
            episode=episode,
            person_id=episode.person_id,
            worker=world.workers["dana"],
            is_holding=False,
            reason="allocated",
            from_at=now() - timedelta(days=2),
            recorded_at=now(),
            recorded_by=world.workers["lee"].pk,
        )


@pytest.mark.parametrize("column", ["worker_id = gen_random_uuid()", "from_at = now()"])
def test_the_ledger_is_not_rewritten(world, column):
    from django.db import DatabaseError

    make_episode(world)
    with (
        acting(world.actor("lee")),
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"update episodes_responsibility set {column}")


def test_a_sudden_absence_moves_everybody_to_holding(world):
    mine = [make_episode(world, worker="dana", name=f"Person {n}") for n in range(3)]
    other = make_episode(world, worker="kwame", name="Not Hers")
    lee = world.actor("lee")
    with acting(lee):
        assert actions.hold_caseload(by=lee, worker=world.workers["dana"], now=now()) == 3
        held = Episode.objects.filter(is_held=True, responsible_id=lee.id)
        assert {one.pk for one in held} == {one.pk for one in mine}
        assert Episode.objects.get(pk=other.pk).responsible_id == world.workers["kwame"].pk
    _check_now()


def test_cover_opens_doors_and_closes_them_and_moves_no_responsibility(world, as_owner):
    episode = make_episode(world, worker="dana")
    with as_owner():
        from .factories import make_worker

        make_worker(world, "away", "case_manager", "south")
    covering, lee = world.workers["moira"], world.actor("lee")
    assert not _sees(world.actor("moira"), episode.person_id)
    with acting(lee):
        cover = actions.arrange_cover(
            by=lee,
            absent=world.workers["dana"],
            covering=covering,
            starts_at=now() - timedelta(minutes=1),
            ends_at=now() + timedelta(days=7),
            why="Leave",
            now=now(),
        )
        answering = ledger.answering_now([episode.pk], now=now())[episode.pk]
    assert answering.worker_id == world.workers["dana"].pk
    assert answering.covering_id == covering.pk
    assert _sees(world.actor("moira"), episode.person_id)
    with acting(lee):
        actions.cancel_cover(by=lee, cover=cover, now=now())
    assert not _sees(world.actor("moira"), episode.person_id)


def test_somebody_who_comes_to_an_absent_worker_is_covered_too(world):
    lee = world.actor("lee")
    with acting(lee):
        actions.arrange_cover(
            by=lee,
            absent=world.workers["dana"],
            covering=world.workers["moira"],
            starts_at=now() - timedelta(minutes=1),
            ends_at=now() + timedelta(days=7),
            why="Leave",
            now=now(),
        )
    episode = make_episode(world, worker="dana", name="New One")
    assert _sees(world.actor("moira"), episode.person_id)


def test_a_closed_episode_leaves_reading_to_the_last_team(world):
    episode = make_episode(world, worker="dana")
    dana = world.actor("dana")
    with acting(dana):
        fresh = Episode.objects.get(pk=episode.pk)
        actions.close_episode(
            by=dana,
            episode=fresh,
            reason="completed",
            why="Done well",
            closed_at=now(),
            receiver_accepted=False,
            version=fresh.version,
            now=now(),
        )
    _check_now()
    kwame = world.actor("kwame")
    assert _sees(kwame, episode.person_id)
    with acting(kwame):
        assert Person.objects.filter(pk=episode.person_id).update(pronouns="x") == 0
        assert Access.objects.filter(reason="last_team", opens="read").exists()


@pytest.mark.parametrize(
    ("reason", "receiver", "who", "said"),
    [
        ("did_not_attend", False, "lee", "missed appointment"),
        ("", False, "lee", "missed appointment"),
        ("transferred", False, "dana", "has not accepted"),
        ("not_found", False, "dana", "team leader"),
    ],
)
def test_what_never_closes_an_episode(world, reason, receiver, who, said):
    episode = make_episode(world, worker="dana")
    by = world.actor(who)
    with acting(by):
        fresh = Episode.objects.get(pk=episode.pk)
        with pytest.raises(Refused, match=said):
            actions.close_episode(
                by=by,
                episode=fresh,
                reason=reason,
                why="",
                closed_at=now(),
                receiver_accepted=receiver,
                version=fresh.version,
                now=now(),
            )
        assert Episode.objects.get(pk=episode.pk).is_open


def test_over_the_cap_needs_a_leader_and_a_reason(world, as_owner):
    from casework.registry.workforce.models import Position

    with as_owner():
        # 30 people at full time under the clinical model: 0.05 of it is one person.
        Position.objects.filter(worker=world.workers["dana"]).update(full_time_share="0.05")
    make_episode(world, worker="dana", name="First One")
    second = make_episode(world, name="Second One")
    lee = world.actor("lee")
    with acting(lee):
        with pytest.raises(Refused, match="over its cap"):
            actions.propose_hand_over(
                by=lee, episode=second, to=world.workers["dana"], why="Near her", now=now()
            )
        assert not HandOver.objects.filter(episode=second).exists()


def test_other_teams_and_administration_see_nothing(world):
    episode = make_episode(world, worker="dana")
    for name in ("moira", "sana", "bill", "adam"):
        assert not _sees(world.actor(name), episode.person_id), name
    for name in ("lee", "dana", "kwame"):
        assert _sees(world.actor(name), episode.person_id), name


def test_two_people_given_one_after_another(world):
    for name in ("One Person", "Two Person"):
        give(world, make_episode(world, name=name), "dana")
    with acting(world.actor("dana")):
        assert len(ledger.open_episodes_of(world.workers["dana"].pk)) == 2


@pytest.mark.parametrize(("arranges", "stays_open"), [("dana", True), ("lee", False)])
def test_who_covers_keeps_the_door_of_a_second_episode_she_covers(
    world, as_owner, arranges, stays_open
):
    from casework.registry.workforce.models import Position

    with as_owner():
        Position.objects.create(
            worker=world.workers["dana"],
            team=world.teams["south"],
            role="case_manager",
            from_on=LONG_AGO,
        )
    north = make_episode(world, worker="dana")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "select door_grant(%s, %s, 'worker', 'referral', 'record', %s, now(), null)",
            [north.person_id, world.workers["sana"].pk, north.person_id],
        )
    sana = world.actor("sana")
    with acting(sana):
        south = actions.open_episode(
            by=sana,
            person=Person.objects.get(pk=north.person_id),
            team=world.teams["south"],
            accepted_at=now() - timedelta(days=1),
            now=now(),
        )
    give(world, south, "dana")
    by, lee = world.actor(arranges), world.actor("lee")
    with acting(by):
        actions.arrange_cover(
            by=by,
            absent=world.workers["dana"],
            covering=world.workers["kwame"],
            starts_at=now() - timedelta(minutes=1),
            ends_at=now() + timedelta(days=7),
            why="Leave",
            now=now(),
        )
    with acting(lee):
        actions.hold_caseload(by=lee, worker=world.workers["dana"], now=now())
    with as_owner():
        assert Responsibility.objects.get(episode=south, until_at=None).worker_id == (
            world.workers["dana"].pk
        )
        doors = Access.objects.filter(reason="cover", person_id=north.person_id)
        assert [one.valid_until > now() for one in doors] == [stays_open]
