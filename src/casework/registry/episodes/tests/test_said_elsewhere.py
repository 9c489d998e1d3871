"""What this room says on other pages: header, overview card, My day, drafts, the brief."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from casework.base.clocks.models import Clock
from casework.base.core.acting import acting
from casework.registry.episodes import actions, brief, day_reasons, header, navigation, panels
from casework.registry.episodes.models import Episode
from casework.registry.episodes.reasons import Rank
from casework.registry.people.models import ContactPoint, NetworkMember, Person

from .factories import make_episode, now
from .test_moving import bring_over

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def said_in_header(world, name, episode):
    actor = world.actor(name)
    with acting(actor):
        return header.episode_header(actor, [episode.person_id], now())


def test_the_header_names_who_is_responsible(world):
    episode = make_episode(world, worker="dana")
    said = said_in_header(world, "kwame", episode)
    assert (said.responsible, said.responsible_label) == ("Dana Tester", "Case manager")
    assert said.state.words == "Getting to know each other"


def test_the_header_says_that_somebody_is_only_held(world):
    said = said_in_header(world, "dana", make_episode(world))
    assert said.responsible == "Lee Tester (held, waiting for a named worker)"


def test_the_header_says_nothing_to_whom_it_is_not_for(world):
    episode = make_episode(world)
    assert said_in_header(world, "bill", episode) is None
    assert said_in_header(world, "moira", episode) is None


def test_the_card_of_the_overview(world):
    episode = make_episode(world, worker="dana")
    actor = world.actor("dana")
    with acting(actor):
        person = Person.objects.get(pk=episode.person_id)
        panel = panels.responsible_panel(actor, person, [person.pk], now())
        drawn = render_to_string(panel.template, panel.context)
    assert "Dana Tester" in drawn
    assert "has not been told yet" in drawn
    with acting(world.actor("bill")):
        assert panels.responsible_panel(world.actor("bill"), person, [person.pk], now()) is None


def reasons(world, name):
    actor = world.actor(name)
    with acting(actor):
        return {one.kind: one for one in day_reasons.ledger_reasons(actor, now())}


def make_late(as_owner, rule):
    with as_owner():
        Clock.objects.filter(rule=rule).update(
            started_at=now() - 30 * DAY, warn_at=now() - 20 * DAY, due_at=now() - 10 * DAY
        )


def test_my_day_asks_for_an_answer_then_to_tell_the_person(world, as_owner):
    episode = make_episode(world, worker="dana")
    lee = world.actor("lee")
    with acting(lee):
        offer = actions.propose_hand_over(
            by=lee,
            episode=Episode.objects.select_related("team").get(pk=episode.pk),
            to=world.workers["kwame"],
            why="Leave",
            now=now(),
        )
    found = reasons(world, "kwame")
    assert set(found) == {"hand_over"}
    assert found["hand_over"].rank == Rank.ANSWER
    assert found["hand_over"].button_url == reverse("episodes:hand_over_answer", args=[offer.pk])
    make_late(as_owner, "answer_hand_over")
    late = reasons(world, "kwame")["hand_over"]
    assert (late.rank, late.mark, late.tone) == (Rank.LATE, "Late by 10 days", "alert")
    kwame = world.actor("kwame")
    with acting(kwame):
        actions.accept_hand_over(by=kwame, hand_over=offer, now=now())
    assert set(reasons(world, "kwame")) == {"tell_person"}
    assert reasons(world, "dana") == {}
    with acting(kwame):
        actions.tell_person(by=kwame, episode=Episode.objects.get(pk=episode.pk), now=now())
    assert reasons(world, "kwame") == {}


def test_my_day_of_a_leader(world, as_owner):
    held = make_episode(world, name="Held One", days_ago=1)
    asked = make_episode(world, worker="dana", name="Asked One")
    dana = world.actor("dana")
    with acting(dana):
        actions.record_change_request(
            by=dana,
            episode=Episode.objects.get(pk=asked.pk),
            words="Somebody else, please",
            wishes="",
            asked_on=now().date(),
            now=now(),
        )
    found = reasons(world, "lee")
    assert set(found) == {"change_request"}
    assert "Somebody else" not in str(found)
    make_late(as_owner, "named_worker")
    assert reasons(world, "lee")["named_worker"].episode_id == held.pk
    assert set(reasons(world, "dana")) == {"tell_person"}


def test_my_day_after_an_import(world):
    one = bring_over(world, "Ann Mine")
    found = reasons(world, "dana")
    assert set(found) == {"confirm_mine"}
    assert found["confirm_mine"].rank == Rank.TIDY
    dana = world.actor("dana")
    with acting(dana):
        actions.confirm_mine(by=dana, mine=[one], not_mine=[], now=now())
    assert reasons(world, "dana") == {}


def test_my_day_asks_as_often_for_many_as_for_one(world, statements):
    def ask():
        with acting(dana):
            day_reasons.ledger_reasons(dana, now())

    make_episode(world, worker="dana")
    dana = world.actor("dana")
    few = statements(ask)
    for n in range(9):
        make_episode(world, worker="dana", name=f"Person {n}")
    assert statements(ask) == few


def rich_person(world, episode):
    with acting(world.actor("dana")):
        Person.objects.filter(pk=episode.person_id).update(
            what_matters="Singing on Tuesdays",
            what_to_avoid="Loud rooms",
            where_to_find="The library, mornings",
            needs_interpreter="yes",
            first_language="pl",
        )
        ContactPoint.objects.create(
            person_id=episode.person_id,
            value="(202) 555-0143",
            normal="+12025550143",
            safe_to_call="no",
            who_answers="Her former partner",
        )
        NetworkMember.objects.create(
            person_id=episode.person_id,
            kind="supporter",
            name="Abena",
            relation="sister",
            closeness=4,
            may_be_contacted="no",
            is_carer=True,
        )


def test_the_brief_says_what_whoever_takes_over_must_know(world):
    episode = make_episode(world, worker="dana")
    rich_person(world, episode)
    dana = world.actor("dana")
    with acting(dana):
        one = Episode.objects.select_related("team").get(pk=episode.pk)
        text = "\n".join(
            line
            for section in brief.briefs(dana, [one], now=now())[one.pk]
            for line in (section.title, *section.lines)
        )
    for said in (
        "to be seen every",
        "Lee Tester held it",
        "Tell them who is responsible now",
        "Singing on Tuesdays",
        "Loud rooms",
        "Do not call",
        "Her former partner may answer",
        "The library, mornings",
        "Speaks Polish",
        "Abena (Sister), carer, must not be contacted",
    ):
        assert said in text, said


def test_a_shelter_s_telephone_is_as_safe_in_a_brief_as_each_who_lives_there_says(world):
    wary, other = (make_episode(world, worker="dana", name=name) for name in ("Wary", "Other"))
    dana = world.actor("dana")
    with acting(dana):
        for one, answer in ((wary, "no"), (other, "yes")):
            ContactPoint.objects.create(
                person_id=one.person_id,
                value="(202) 555-0143",
                normal="+12025550143",
                safe_to_call=answer,
            )
        rows = Episode.objects.select_related("team").filter(pk__in=[wary.pk, other.pk])
        said = {
            pk: " ".join(line for section in sections for line in section.lines)
            for pk, sections in brief.briefs(dana, list(rows), now=now()).items()
        }
    assert "Do not call" in said[wary.pk]
    assert "Safe to call" in said[other.pk]


def test_the_brief_of_a_caseload_costs_as_much_as_that_of_one(world, statements):
    made = [make_episode(world, worker="dana", name=f"Person {n}") for n in range(6)]
    for one in made:
        rich_person(world, one)
    dana = world.actor("dana")

    def ask(many):
        with acting(dana):
            rows = Episode.objects.select_related("team").filter(pk__in=[o.pk for o in many])
            brief.briefs(dana, list(rows), now=now())

    one = statements(lambda: ask(made[:1]))
    assert statements(lambda: ask(made)) == one
    assert one <= 18


def test_a_kept_brief_reads_as_it_was():
    section = brief.Section("What matters", ("Singing", "Tea"))
    assert brief.read(brief.stored([section])) == [section]
    assert brief.in_short([section], longest=9) == "Singing"


def test_every_draft_has_a_place(world):
    episode = make_episode(world)
    forms = [("episodes:episode_state", episode.pk), ("episodes:cover_new", episode.pk)]
    places = navigation.draft_places(world.actor("dana"), [*forms, ("other:form", episode.pk)])
    assert set(places) == set(forms)
