"""For whose people cover is arranged, by whom, and what the database refuses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import Error, IntegrityError, connection, transaction
from django.urls import reverse

from casework.base.core.acting import acting
from casework.base.core.refusals import Refused
from casework.registry.door.models import Access
from casework.registry.episodes import actions, ledger
from casework.registry.episodes.models import Cover, CoverNote, Episode, HandOver
from casework.registry.people.models import Person
from casework.registry.workforce.models import Position

from .factories import LONG_AGO, make_episode, now

pytestmark = [pytest.mark.django_db, pytest.mark.oldest_postgres]
DAY = timedelta(days=1)


@pytest.fixture
def both(world, as_owner):
    """Dana works in North and in South, and is responsible for one person in each."""
    with as_owner():
        Position.objects.create(
            worker=world.workers["dana"],
            team=world.teams["south"],
            role="case_manager",
            from_on=LONG_AGO,
        )
    north = make_episode(world, worker="dana", name="Nina North")
    south = make_episode(world, team="south", worker="dana", name="Saul South")
    return {"north": north, "south": south}


def midnight():
    return now().replace(hour=0, minute=0, second=0, microsecond=0)


def arrange(world, by, *, covering="kwame", first=-1, days=7, absent="dana"):
    actor = world.actor(by)
    with acting(actor), transaction.atomic():
        return actions.arrange_cover(
            by=actor,
            absent=world.workers[absent],
            covering=world.workers[covering],
            starts_at=midnight() + first * DAY,
            ends_at=midnight() + days * DAY,
            why="Leave",
            now=now(),
        )


def insert(world, by, **more):
    """As code with a mistake would: past the action."""
    given = {
        "absent": world.workers["dana"],
        "covering": world.workers["moira"],
        "starts_at": now() - DAY,
        "ends_at": now() + DAY,
        "arranged_at": now(),
        "arranged_by": world.workers[by].pk,
        "teams": None,
    } | more
    with acting(world.actor(by)), transaction.atomic():
        return Cover.objects.create(**given)


def sees(world, name):
    with acting(world.actor(name)):
        return set(Person.objects.values_list("shown_name", flat=True))


def answers(world, name, episode):
    with acting(world.actor(name)):
        return ledger.answering_now([episode.pk], now=now())[episode.pk].covering_name


def detail(cover):
    return reverse("episodes:cover_detail", args=[cover.pk])


def test_a_leader_opens_the_people_of_her_teams_and_of_no_other(world, both):
    arrange(world, "lee", covering="kwame")
    assert sees(world, "kwame") == {"Nina North"}
    assert answers(world, "lee", both["north"]) == "Kwame Tester"
    assert answers(world, "sana", both["south"]) == ""


def test_the_worker_herself_opens_all_her_people(world, both):
    arrange(world, "dana", covering="kwame")
    assert sees(world, "kwame") == {"Nina North", "Saul South"}
    assert answers(world, "sana", both["south"]) == "Kwame Tester"


def test_who_comes_in_another_team_meanwhile_is_not_opened(world, both):
    arrange(world, "lee", covering="kwame")
    make_episode(world, worker="dana", name="New North")
    make_episode(world, team="south", worker="dana", name="New South")
    assert "New North" in sees(world, "kwame")
    assert "New South" not in sees(world, "kwame")


def test_the_page_says_who_is_left_out_and_who_must_arrange_it(world, both):
    cover = arrange(world, "lee")
    page = world.client("lee").get(detail(cover)).content.decode()
    assert "1 person in south." in page
    assert "Sana Tester leads this team and must arrange cover for them." in page
    assert "Saul" not in page
    sana = world.client("sana")
    assert "south is not covered" in sana.get(reverse("episodes:cover_list")).content.decode()
    offered = f"{reverse('episodes:cover_new')}?absent={world.workers['dana'].pk}"
    assert offered in sana.get(detail(cover)).content.decode()
    # She does, with a worker of her own, for the same days.
    other = arrange(world, "sana", covering="moira")
    assert "Saul South" in sees(world, "moira")
    for name, one in (("lee", cover), ("sana", other)):
        said = world.client(name).get(detail(one)).content.decode()
        assert "not covered" not in said
    assert "Nina" not in world.client("sana").get(detail(other)).content.decode()


def test_the_same_people_are_covered_once(world, both):
    arrange(world, "lee")
    with pytest.raises(Refused, match="for part of this time"):
        arrange(world, "lee", covering="lee")
    with pytest.raises(Refused, match="for part of this time"):
        arrange(world, "dana", covering="lee")
    with pytest.raises(IntegrityError, match="two covers at once"):
        insert(world, "dana")


def test_who_leads_a_part_does_not_cancel_the_whole(world, both):
    cover = arrange(world, "dana", covering="kwame")
    assert "Cancel this cover" not in world.client("lee").get(detail(cover)).content.decode()
    with acting(world.actor("lee")), pytest.raises(Refused, match="teams you do not lead"):
        actions.cancel_cover(by=world.actor("lee"), cover=cover, now=now())
    assert "Saul South" in sees(world, "kwame")
    with acting(world.actor("dana")):
        actions.cancel_cover(by=world.actor("dana"), cover=cover, now=now())
    assert sees(world, "kwame") == {"Nina North"}


@pytest.mark.parametrize(
    ("by", "teams"), [("moira", None), ("lee", None), ("lee", ["south"]), ("lee", [])]
)
def test_the_database_refuses_who_may_not_open_these_people(world, both, by, teams):
    named = teams and [world.teams[one].pk for one in teams]
    with pytest.raises(Error, match="row-level security"):
        insert(world, by, teams=named)
    assert "Nina North" not in sees(world, "moira")


def test_the_database_lets_a_leader_above_and_the_worker_herself(world, both, as_owner):
    with as_owner():
        Position.objects.create(
            worker=world.workers["lee"],
            team=world.teams["programme"],
            role="team_leader",
            from_on=LONG_AGO,
        )
    insert(world, "lee")
    insert(world, "dana", starts_at=now() + 2 * DAY, ends_at=now() + 3 * DAY)


def test_nobody_changes_a_cover_that_she_may_not_arrange(world, both):
    cover = arrange(world, "lee")
    with acting(world.actor("kwame")):
        assert Cover.objects.filter(pk=cover.pk).update(ends_at=now() + 90 * DAY) == 0
    with transaction.atomic():
        assert not Cover.objects.exists()


def test_a_cover_that_is_moved_moves_its_doors(world, both, as_owner):
    cover = arrange(world, "dana", covering="moira")
    assert "Nina North" in sees(world, "moira")
    later = now() + 3 * DAY
    with acting(world.actor("dana")):
        Cover.objects.filter(pk=cover.pk).update(starts_at=later)
    assert "Nina North" not in sees(world, "moira")
    with as_owner():
        doors = Access.objects.filter(reason="cover", source_id=cover.pk)
        assert {(one.valid_from, one.valid_until) for one in doors} == {(later, cover.ends_at)}


def test_copied_words_are_read_by_those_cleared_for_their_label(world, as_owner):
    pk = make_episode(world, worker="dana").pk
    with acting(world.actor("dana")):
        episode = Episode.objects.select_related("team").get(pk=pk)
        offer = actions.propose_hand_over(
            by=world.actor("dana"),
            episode=episode,
            to=world.workers["kwame"],
            why="Leave",
            now=now(),
        )
    cover = arrange(world, "dana")
    with acting(world.actor("dana")):
        actions.write_cover_notes(
            by=world.actor("dana"), cover=cover, notes=[(episode, "Ring first")], now=now()
        )
        assert HandOver.objects.filter(pk=offer.pk).exists()
        assert CoverNote.objects.filter(cover=cover).exists()
    with as_owner():
        HandOver.objects.update(label="other")
        CoverNote.objects.update(label="other")
    with acting(world.actor("dana")):
        assert not HandOver.objects.exists()
        assert not CoverNote.objects.exists()


@pytest.mark.parametrize(
    "call",
    [
        "select * from episodes_carried(array[%(worker)s]::uuid[])",
        "select * from episodes_leavers('2099-01-01', '{}', '{}')",
    ],
)
def test_what_lies_beyond_the_door_is_not_told_to_nobody(world, call):
    make_episode(world, worker="dana")

    def ask():
        with connection.cursor() as cursor:
            cursor.execute(call, {"worker": world.workers["dana"].pk})
            return cursor.fetchall()

    with transaction.atomic():
        assert ask() == []
    with acting(world.actor("adam")):
        assert len(ask()) == 1


def test_the_check_of_the_ledger_is_no_question_to_ask(world):
    episode = make_episode(world, worker="dana")
    with (
        acting(world.actor("dana")),
        pytest.raises(Error, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("select episodes_check_ledger(%s)", [episode.pk])


def test_who_left_covers_for_nobody(world):
    episode = make_episode(world, worker="dana", days_ago=60)
    arrange(world, "dana")
    lee, adam = world.actor("lee"), world.actor("adam")
    with acting(lee):
        assert ledger.answering_now([episode.pk], now=now())[episode.pk].covering_name
    with acting(adam):
        actions.end_position(
            by=adam,
            position=Position.objects.get(worker=world.workers["kwame"]),
            to_on=now().date() - timedelta(days=1),
            reason="resigned",
            now=now(),
        )
    with acting(lee):
        standing = ledger.answering_now([episode.pk], now=now() + timedelta(minutes=1))
        assert standing[episode.pk].name == "Dana Tester"
        assert standing[episode.pk].covering_id is None
        then = ledger.answering_at(episode.pk, at=now())
        assert then is not None
        assert then.answers == "Dana Tester"


def test_who_is_away_too_covers_for_nobody(world):
    """Kwame falls ill while he stands in for Dana: her people are not his colleague's by that."""
    episode = make_episode(world, worker="dana", days_ago=60)
    arrange(world, "dana")
    arrange(world, "lee", absent="kwame", covering="lee")
    with acting(world.actor("lee")):
        assert ledger.answering_now([episode.pk], now=now())[episode.pk].covering_id is None
    lee = world.actor("lee")
    with acting(lee):
        his = Cover.objects.get(absent=world.workers["kwame"])
        actions.cancel_cover(by=lee, cover=his, now=now())
        standing = ledger.answering_now([episode.pk], now=now() + timedelta(minutes=2))
    assert standing[episode.pk].covering_name == "Kwame Tester"
