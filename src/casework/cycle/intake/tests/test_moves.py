"""What each move leaves behind, and what a refusal does not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from casework.base.audit.models import Event
from casework.base.clocks.models import Clock
from casework.base.core.acting import acting
from casework.base.core.refusals import Refused, Stale
from casework.cycle.intake import actions, facts
from casework.cycle.intake.models import CriterionAnswer, ReachPlan, Referral, ReferralStep
from casework.registry.door.models import Access
from casework.registry.episodes.models import Episode, Responsibility
from casework.registry.episodes.tests.factories import make_episode
from casework.registry.people.actions import merge_people
from casework.registry.people.models import Circumstance, Person

from .factories import forget, make_person, make_referral, now

pytestmark = [pytest.mark.django_db, pytest.mark.oldest_postgres]


def _taken_up(world, by="lee", **more):
    referral = make_referral(world, by=by, **more)
    with acting(world.actor(by)):
        return actions.take_up(by=world.actor(by), referral=referral, now=now())


def _declined(world, by="lee", **more):
    referral = _taken_up(world, by=by, **more)
    with acting(world.actor(by)):
        return actions.decline_referral(
            by=world.actor(by),
            referral=referral,
            reason="no_place",
            appeal_told=True,
            alternative="The drop-in on Mill Street",
            now=now(),
        )


def test_received_has_owner_step_and_time(world):
    referral = make_referral(world, urgency="very_urgent")
    assert referral.owner_id == world.workers["lee"].pk
    assert referral.next_step
    assert referral.due_at - referral.received_at == timedelta(hours=4)
    with acting(world.actor("lee")):
        step = ReferralStep.objects.get(referral=referral)
    assert (step.happened_at, step.state) == (referral.received_at, "received")
    assert step.recorded_at > step.happened_at


def test_a_chosen_owner_must_decide_there(world):
    with pytest.raises(Refused, match="does not decide"):
        make_referral(world, owner="dana")
    with pytest.raises(Refused, match="does not decide"):
        make_referral(world, owner="sana")
    assert make_referral(world, owner="ines").owner_id == world.workers["ines"].pk


def test_one_open_referral_to_a_team(world, as_owner):
    referral = make_referral(world)
    with acting(world.actor("lee")):
        person = Person.objects.get(pk=referral.person_id)
    with pytest.raises(Refused, match="open referral to this team"):
        make_referral(world, person=person)


def test_the_owner_and_the_team_see_the_referral_and_who_it_is(world, as_owner):
    referral = make_referral(world, owner="ines")
    with as_owner():
        forget(referral.person_id)
        Circumstance.objects.create(
            person_id=referral.person_id,
            kind="housing",
            code="own",
            since_on="2020-01-01",
            noted_at=now(),
            noted_by=world.workers["lee"].pk,
        )
    for name, sees in (("ines", True), ("dana", True), ("lee", True), ("moira", False)):
        with acting(world.actor(name)):
            assert Person.objects.filter(pk=referral.person_id).exists() is sees, name
            assert Referral.objects.filter(pk=referral.pk).exists() is sees, name
            assert not Circumstance.objects.filter(person_id=referral.person_id).exists(), name


def test_a_new_owner_gets_the_door_and_the_old_one_loses_it(world, as_owner):
    referral = make_referral(world, owner="ines")
    with as_owner():
        forget(referral.person_id)
    with acting(world.actor("ines")):
        actions.change_owner(
            by=world.actor("ines"),
            referral=referral,
            owner=world.workers["lee"],
            why="Knows the family",
            now=now(),
        )
    with acting(world.actor("ines")):
        assert not Referral.objects.filter(pk=referral.pk).exists()
    with acting(world.actor("lee")):
        assert Referral.objects.get(pk=referral.pk).owner_id == world.workers["lee"].pk


def test_accepted_by_an_intake_worker_somebody_is_responsible(world, as_owner):
    referral = make_referral(world, owner="ines")
    with as_owner():
        forget(referral.person_id)
    ines = world.actor("ines")
    with acting(ines):
        referral = actions.take_up(by=ines, referral=referral, now=now())
        referral = actions.accept_referral(by=ines, referral=referral, now=now())
    with acting(world.actor("lee")):
        episode = Episode.objects.get(pk=referral.episode_id)
        assert episode.referral_id == referral.pk
        assert Responsibility.objects.get(episode=episode).worker_id == world.workers["lee"].pk
        assert Clock.objects.filter(subject_id=episode.pk).count() == 2
    with acting(ines):
        assert Referral.objects.get(pk=referral.pk).state == "accepted"
        assert not Clock.objects.filter(about_id=referral.person_id).exists()


def test_no_leader_no_acceptance_and_nothing_is_left(world, as_owner):
    from casework.registry.workforce.models import Position

    referral = _taken_up(world, by="ines", owner="ines")
    with as_owner():
        Position.objects.filter(role="team_leader").update(to_on="2020-02-01")
    ines = world.actor("ines")
    with as_owner():
        before = Event.objects.count(), ReferralStep.objects.count(), Access.objects.count()
    with pytest.raises(Refused, match="no leader"), acting(ines):
        actions.accept_referral(by=ines, referral=referral, now=now())
    with as_owner():
        assert not Episode.objects.exists()
        assert Referral.objects.get(pk=referral.pk).state == "triage"
        assert before == (
            Event.objects.count(),
            ReferralStep.objects.count(),
            Access.objects.count(),
        )


def test_nobody_decides_before_somebody_looked(world):
    referral = make_referral(world)
    with acting(world.actor("lee")), pytest.raises(Refused, match="Take it up first"):
        actions.accept_referral(by=world.actor("lee"), referral=referral, now=now())


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"reason": "missed_appointments"}, "Missed appointments are not one"),
        ({"alternative": " "}, "turn to instead"),
        ({"appeal_told": False}, "looked at again"),
        ({"reason": "other", "words": ""}, "reason in a few words"),
    ],
)
def test_a_no_needs_reason_alternative_and_the_way_back(world, wrong, says):
    lee, referral = world.actor("lee"), _taken_up(world)
    right = {"reason": "no_place", "alternative": "Drop-in", "appeal_told": True, "words": ""}
    with acting(lee), pytest.raises(Refused, match=says):
        actions.decline_referral(by=lee, referral=referral, now=now(), **{**right, **wrong})
    with acting(lee):
        assert Referral.objects.get(pk=referral.pk).state == "triage"


def test_an_ended_referral_stays_as_it_ended(world):
    lee, referral = world.actor("lee"), _declined(world)
    with acting(lee):
        with pytest.raises(Refused, match="ended already"):
            actions.take_up(by=lee, referral=referral, now=now())
        with pytest.raises(IntegrityError), transaction.atomic():
            Referral.objects.filter(pk=referral.pk).update(state="triage")
        assert actions.note_letter(by=lee, referral=referral, now=now()).letter_made_by == lee.id


def test_passed_on_the_old_ends_with_the_new_owned(world, as_owner):
    lee, referral = world.actor("lee"), _taken_up(world)
    with as_owner():
        forget(referral.person_id)
    with acting(lee):
        new = actions.redirect_referral(
            by=lee, referral=referral, to_team=world.teams["south"], words="Lives there", now=now()
        )
    with acting(lee):
        assert not Person.objects.filter(pk=referral.person_id).exists()
    with acting(world.actor("sana")):
        old = Referral.objects.get(pk=referral.pk)
        new = Referral.objects.get(pk=new.pk)
        assert (old.state, old.redirected_to_id) == ("redirected", new.pk)
        assert (new.state, new.owner_id) == ("received", world.workers["sana"].pk)
        assert new.received_at == old.received_at


def test_passing_on_to_a_team_where_nobody_decides_changes_nothing(world, as_owner):
    from casework.registry.workforce.models import Position

    lee, referral = world.actor("lee"), _taken_up(world)
    with as_owner():
        Position.objects.filter(worker__in=[world.workers["sana"], world.workers["ines"]]).update(
            to_on="2020-02-01"
        )
    with acting(lee), pytest.raises(Refused, match="Nobody decides"):
        actions.redirect_referral(
            by=lee, referral=referral, to_team=world.teams["south"], words="Lives there", now=now()
        )
    with acting(lee):
        assert Referral.objects.get().state == "triage"


def test_a_check_in_counts_and_moves_the_next_one(world):
    lee, referral = world.actor("lee"), _taken_up(world)
    with acting(lee):
        referral = actions.put_on_waiting_list(
            by=lee, referral=referral, check_in_every_days=7, now=now()
        )
        at = now()
        # As the action that records a contact writes it.
        Referral.objects.filter(pk=referral.pk).update(last_check_in_at=at)
        referral.refresh_from_db()
    assert referral.check_ins == 1
    assert referral.due_at.date() == (at + timedelta(days=7)).date()
    with acting(lee), pytest.raises(Refused, match="Look at the referral again first"):
        actions.decline_referral(
            by=lee,
            referral=referral,
            reason="no_place",
            alternative="x",
            appeal_told=True,
            now=now(),
        )


def test_two_teams_said_no(world, as_owner):
    first = _declined(world)
    with acting(world.actor("lee")):
        person = Person.objects.get(pk=first.person_id)
    with acting(world.actor("sana")):
        actions.begin_referral(by=world.actor("sana"), person_id=person.pk, now=now())
    second = make_referral(world, by="sana", team="south", person=person)
    with acting(world.actor("sana")):
        across = facts.across_teams([person.pk])
        assert across.would_be_second(world.teams["south"].pk, now())
        assert not across.would_be_second(world.teams["north"].pk, now())
        assert [one.pk for one in across.others(second)] == [first.pk]
        assert not across.two_refusals_in_90_days(now())
        second = actions.take_up(by=world.actor("sana"), referral=second, now=now())
        actions.decline_referral(
            by=world.actor("sana"),
            referral=second,
            reason="not_eligible",
            appeal_told=True,
            alternative="Her doctor",
            now=now(),
        )
        assert facts.two_refusals_in_90_days([person.pk], now=now())


def test_the_worksheet_is_not_overwritten(world):
    lee, referral = world.actor("lee"), _taken_up(world)
    yes, no = actions.Answer("yes", "Said so"), actions.Answer("no")
    with acting(lee):
        actions.answer_worksheet(
            by=lee, referral=referral, answers={"adult": yes}, version=0, now=now()
        )
        with pytest.raises(Stale):
            actions.answer_worksheet(
                by=lee, referral=referral, answers={"adult": no}, version=0, now=now()
            )
        assert CriterionAnswer.objects.get().met == "yes"
        actions.answer_criterion(by=lee, referral=referral, criterion="adult", met="no", now=now())
        assert CriterionAnswer.objects.get().met == "no"
        with pytest.raises(Refused, match="not in the rule set"):
            actions.answer_criterion(
                by=lee, referral=referral, criterion="score", met="no", now=now()
            )


def test_another_level_says_why(world):
    lee, referral = world.actor("lee"), _taken_up(world)
    asked = {"by": lee, "referral": referral, "recommended": "intensive", "now": now()}
    with acting(lee):
        with pytest.raises(Refused, match="differs"):
            actions.decide_level(**asked, decided="light", variance="", version=referral.version)
        decided = actions.decide_level(
            **asked, decided="light", variance="person_says_no", version=referral.version
        )
    assert (decided.level_decided, decided.variance) == ("light", "person_says_no")


def test_a_reach_plan_is_one_a_person(world):
    lee = world.actor("lee")
    with acting(lee):
        person = make_person(lee)
        plan = actions.set_reach_plan(by=lee, person=person, whom_to_try="Abena", now=now())
        with pytest.raises(Stale):
            actions.set_reach_plan(by=lee, person=person, whom_to_try="Kofi", now=now())
        actions.set_reach_plan(
            by=lee, person=person, whom_to_try="Kofi", version=plan.version, now=now()
        )
        assert ReachPlan.objects.get().whom_to_try == "Kofi"
        with pytest.raises(Refused, match="did not want"):
            actions.set_reach_plan(by=lee, person=make_person(lee), now=now())


def test_somebody_known_and_closed_can_be_referred(world, as_owner):
    with acting(world.actor("moira")):
        person = make_person(world.actor("moira"))
    ines = world.actor("ines")
    with acting(ines):
        assert not Person.objects.filter(pk=person.pk).exists()
        actions.begin_referral(by=ines, person_id=person.pk, now=now())
        assert Person.objects.filter(pk=person.pk).exists()
    with as_owner():
        assert Event.objects.filter(action="referral.begun", person_id=person.pk).count() == 1


def test_another_team_does_not_decide_on_ours(world, as_owner):
    ours = _taken_up(world)
    sana = world.actor("sana")
    with acting(sana):
        actions.begin_referral(by=sana, person_id=ours.person_id, now=now())
        assert Referral.objects.filter(pk=ours.pk).exists()
        for act in (actions.accept_referral, actions.take_up):
            with pytest.raises(Refused, match="another team's"):
                act(by=sana, referral=ours, now=now())


def test_the_doors_end_thirty_days_after_a_decision(world, as_owner):
    referral = _declined(world)
    with as_owner():
        doors = Access.objects.filter(source_id=referral.pk, reason="referral")
        assert {one.opens for one in doors} == {"referral"}
        assert {(one.valid_until - one.valid_from).days for one in doors} <= {29, 30}


def test_nothing_begins_for_somebody_who_died(world, as_owner):
    referral = _taken_up(world)
    with as_owner():
        Person.objects.filter(pk=referral.person_id).update(died_on=now().date())
    lee = world.actor("lee")
    with acting(lee), pytest.raises(Refused, match="has died"):
        actions.accept_referral(by=lee, referral=referral, now=now())


def test_a_team_does_not_begin_twice_with_one_person_who_was_entered_twice(world):
    """The two records were joined while the referral was being looked at."""
    referral, episode = _taken_up(world), make_episode(world, worker="dana", name="M. Tanaka")
    lee = world.actor("lee")
    with acting(lee):
        merge_people(
            by=lee,
            person=Person.objects.get(pk=referral.person_id),
            into=Person.objects.get(pk=episode.person_id),
            version=1,
            into_version=1,
            why="Same day of birth",
            is_sure=True,
            now=now(),
        )
    with acting(lee), pytest.raises(Refused, match="works with the person already"):
        actions.accept_referral(by=lee, referral=referral, now=now())
