"""Each screen: shown, saved, refused, another team's, without permission; the list's queries."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.base.core.acting import acting
from casework.cycle.intake import actions, panels
from casework.cycle.intake.models import CriterionAnswer, ReachPlan, Referral
from casework.registry.people.actions import merge_people
from casework.registry.people.models import Address, ContactPoint, Person

from .factories import forget, make_person, make_referral, now

pytestmark = pytest.mark.django_db

FORMS = {
    "referral_accept": {"words": "Welcome"},
    "referral_decline": {"reason": "no_place", "alternative": "Drop-in", "appeal_told": "on"},
    "referral_wait": {"check_in_every_days": "14"},
    "referral_information": {"words": "Asked her doctor for the letter"},
    "referral_withdraw": {"words": "She does not want it now"},
}
ENDS_AS = {
    "referral_accept": "accepted",
    "referral_decline": "declined",
    "referral_wait": "waiting",
    "referral_information": "info_requested",
    "referral_withdraw": "withdrawn",
}


@pytest.fixture
def referral(world):
    return make_referral(world)


@pytest.fixture
def taken_up(world, referral):
    with acting(world.actor("lee")):
        return actions.take_up(by=world.actor("lee"), referral=referral, now=now())


def _at(name, referral):
    return reverse(f"intake:{name}", args=[referral.pk])


def _grey(page):
    return {one.label: one.why_not for one in page.context["acts"] if one.why_not}


def test_what_cannot_be_decided_yet_is_grey_and_says_why(browse, referral):
    lee = browse("lee")
    grey = _grey(lee.get(_at("referral_detail", referral)))
    assert list(grey) == [
        "Accept",
        "Put on the waiting list",
        "Ask for information",
        "Pass on to another team",
        "Not accepted",
    ]
    # The words of the rule that refuses the act itself.
    answer = lee.get(_at("referral_accept", referral), follow=True)
    assert answer.redirect_chain[0][0] == _at("referral_detail", referral)
    assert set(grey.values()) == {str(one) for one in answer.context["messages"]}
    lee.post(_at("referral_take_up", referral))
    assert _grey(lee.get(_at("referral_detail", referral))) == {}
    assert lee.get(_at("referral_accept", referral)).status_code == 200


def test_who_waits_is_looked_at_again_before_a_no(browse, world, taken_up):
    with acting(world.actor("lee")):
        actions.put_on_waiting_list(by=world.actor("lee"), referral=taken_up, now=now())
    grey = _grey(browse("lee").get(_at("referral_detail", taken_up)))
    assert "Not accepted" in grey
    assert "Accept" not in grey


def _state(world, referral):
    with acting(world.actor("lee")):
        return Referral.objects.get(pk=referral.pk).state


def test_the_list_counts_and_shows(browse, referral):
    answer = browse("lee").get(reverse("intake:referral_list"))
    assert answer.status_code == 200
    assert "Mei Tanaka" in answer.content.decode()
    assert answer.context["counts"]["answer"] == 1


@pytest.mark.parametrize("tab", ["answer", "waiting", "ended"])
def test_an_empty_list_says_why(browse, tab):
    answer = browse("lee").get(reverse("intake:referral_list"), {"tab": tab})
    assert "cw-empty" in answer.content.decode()


def test_other_teams_and_other_roles(browse, referral):
    assert browse("moira").get(_at("referral_detail", referral)).status_code == 404
    assert browse("bill").get(_at("referral_detail", referral)).status_code == 403
    assert browse("dana").get(_at("referral_detail", referral)).status_code == 200
    assert browse("dana").get(_at("referral_decline", referral)).status_code == 403
    assert browse("sana").get(_at("referral_decline", referral)).status_code == 404
    assert browse("moira").get(reverse("intake:referral_list")).context["rows"] == []


@pytest.mark.parametrize("screen", ["referral_list", "waiting_list"])
def test_queries_do_not_grow_with_rows(browse, world, django_assert_max_num_queries, screen):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    lee = world.actor("lee")
    for n in (1, 9):
        for i in range(n):
            one = make_referral(world, name=f"Mei Tanaka{n}{i}")
            with acting(lee):
                one = actions.take_up(by=lee, referral=one, now=now())
                actions.put_on_waiting_list(by=lee, referral=one, now=now())
        client = browse("lee")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            answer = client.get(reverse(f"intake:{screen}"), {"tab": "waiting"})
        assert len(answer.context["rows"]) == (1 if n == 1 else 10)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_take_up_twice(browse, world, referral):
    client = browse("lee")
    for _time in range(2):
        answer = client.post(_at("referral_take_up", referral))
        assert answer.status_code == 302
    assert _state(world, referral) == "triage"


@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_decision_is_shown_refused_and_saved(browse, world, taken_up, name):
    client, url = browse("lee"), _at(name, taken_up)
    page = client.get(url)
    assert page.status_code == 200
    if name not in ("referral_accept", "referral_wait"):
        assert client.post(url, {}).status_code == 422
        assert _state(world, taken_up) == "triage"
    sent = {**FORMS[name], "_key": str(page.context["draft"].key)}
    for _time in range(2):
        answer = client.post(url, sent)
        assert answer.status_code in (302, 303), answer.context["form"].errors
    assert _state(world, taken_up) == ENDS_AS[name]
    assert client.get(_at("referral_detail", taken_up)).status_code == 200


def test_passing_on(browse, world, taken_up):
    client, url = browse("lee"), _at("referral_redirect", taken_up)
    assert client.get(url).status_code == 200
    sent = {"to_team": str(world.teams["south"].pk), "words": "Lives in the south"}
    answer = client.post(url, sent)
    assert answer.url == reverse("intake:referral_list")
    with acting(world.actor("sana")):
        assert Referral.objects.get(team=world.teams["south"]).state == "received"


def test_asking_coming_and_looking_again(browse, world, taken_up):
    client = browse("lee")
    client.post(_at("referral_information", taken_up), {"words": "The letter"})
    assert "came" in client.get(_at("referral_information", taken_up)).content.decode()
    client.post(_at("referral_information", taken_up), {"words": "It came"})
    client.post(_at("referral_wait", taken_up), {"check_in_every_days": "7"})
    assert client.get(_at("referral_escalate", taken_up)).status_code == 200
    client.post(_at("referral_escalate", taken_up), {"urgency": "urgent", "words": "Worse"})
    assert _state(world, taken_up) == "escalated"


def test_a_new_owner(browse, world, taken_up):
    client, url = browse("lee"), _at("referral_owner", taken_up)
    assert client.get(url).status_code == 200
    client.post(url, {"owner": str(world.workers["ines"].pk), "why": "I am away"})
    with acting(world.actor("lee")):
        assert Referral.objects.get().owner_id == world.workers["ines"].pk


def test_the_worksheet(browse, world, taken_up):
    client, url = browse("lee"), _at("worksheet", taken_up)
    page = client.get(url)
    assert page.status_code == 200
    sent = {"met_adult": "yes", "evidence_adult": "Passport"}
    assert client.post(url, sent).status_code == 302
    with acting(world.actor("lee")):
        assert CriterionAnswer.objects.get().evidence == "Passport"
    stale = client.post(url, {**sent, "met_adult": "no"})
    assert stale.status_code == 422
    assert stale.context["stale"]


def test_the_level(browse, world, taken_up):
    client, url = browse("lee"), _at("referral_level", taken_up)
    assert client.get(url).status_code == 200
    sent = {"recommended": "light", "decided": "intensive", "version": str(taken_up.version)}
    assert client.post(url, sent).status_code == 422
    assert client.post(url, {**sent, "variance": "person_wants_more"}).status_code == 302


def test_safe_contact_is_asked_first_and_all_is_kept(browse, world):
    ines = world.actor("ines")
    with acting(ines):
        person = make_person(ines)
    client, url = browse("ines"), reverse("intake:referral_new", args=[person.pk])
    text = client.get(url).content.decode()
    assert text.index("Safe to call?") < text.index("whom may we try") < text.index("Which team?")
    when = now()
    sent = {
        "phone": "(202) 555-0143",
        "safe_to_call": "yes",
        "safe_to_leave_message": "no",
        "whom_to_try": "Her sister Abena",
        "team": str(world.teams["north"].pk),
        "source": "self",
        "method": "phone",
        "received_at_day": f"{when:%Y-%m-%d}",
        "received_at_time": "00:00",
        "urgency": "routine",
        "reason": "Low since the birth",
        "person_words": "I can't sleep",
    }
    refused = client.post(url, {**sent, "reason": ""})
    assert refused.status_code == 422
    with acting(ines):
        assert not ReachPlan.objects.exists()
        assert not ContactPoint.objects.exists()
    answer = client.post(url, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    with acting(ines):
        assert ContactPoint.objects.get().safe_to_leave_message == "no"
        assert ReachPlan.objects.get().whom_to_try == "Her sister Abena"
        assert Referral.objects.get().owner_id == ines.id
    assert client.get(reverse("intake:reach_plan", args=[person.pk])).status_code == 200
    assert browse("dana").get(url).status_code == 403


def test_what_was_said_in_a_joined_record_is_there_to_be_changed(browse, world):
    """Else saving hides what not to do behind a newer, emptier plan."""
    lee = world.actor("lee")
    with acting(lee):
        one, other = make_person(lee), make_person(lee)
        said = {"whom_to_try": "Abena", "what_not_to_do": "Never call him"}
        actions.set_reach_plan(by=lee, person=other, now=now(), **said)
        merge_people(
            by=lee,
            person=other,
            into=one,
            version=other.version,
            into_version=one.version,
            why="Same passport",
            is_sure=True,
            now=now(),
        )
    client, url = browse("lee"), reverse("intake:reach_plan", args=[one.pk])
    form = client.get(url).context["form"]
    assert form["what_not_to_do"].value() == "Never call him"
    sent = {name: form[name].value() or "" for name in ("version", *said)}
    assert client.post(url, {**sent, "whom_to_try": "Kofi"}).status_code == 302
    assert client.post(url, {**sent, "whom_to_try": "Ama"}).status_code == 422
    form = client.get(url).context["form"]
    assert (form["whom_to_try"].value(), form["version"].value()) == ("Kofi", 1)
    referral = make_referral(world, person=one)
    page = client.get(reverse("intake:referral_detail", args=[referral.pk]))
    assert page.context["plan"].whom_to_try == "Kofi"


def test_somebody_known_and_closed(browse, world):
    moira = world.actor("moira")
    with acting(moira):
        person = make_person(moira)
    client = browse("ines")
    assert client.get(reverse("intake:referral_new", args=[person.pk])).status_code == 404
    url = reverse("intake:referral_known", args=[person.pk])
    assert person.shown_name in client.get(url).content.decode()
    assert client.post(url).url == reverse("intake:referral_new", args=[person.pk])
    assert client.get(reverse("intake:referral_new", args=[person.pk])).status_code == 200


@pytest.mark.parametrize("safe", ["yes", "no", "not_asked"])
def test_no_letter_to_where_it_is_not_safe(browse, world, taken_up, safe):
    lee = world.actor("lee")
    with acting(lee):
        Address.objects.create(
            person_id=taken_up.person_id, kind="home", lines="14 Alder Close", safe_to_write=safe
        )
        actions.decline_referral(
            by=lee,
            referral=taken_up,
            reason="no_place",
            alternative="The drop-in",
            appeal_told=True,
            now=now(),
        )
    client, url = browse("lee"), _at("referral_letter", taken_up)
    text = client.get(url).content.decode()
    assert ("14 Alder Close" in text) is (safe != "no")
    assert "The drop-in" in text
    assert client.post(url).status_code == 302
    with acting(lee):
        assert Referral.objects.get().letter_made_by == lee.id


def test_no_letter_before_a_decision(browse, referral):
    assert browse("lee").get(_at("referral_letter", referral)).status_code == 302


def test_an_intake_worker_reads_the_referral_without_the_whole_record(browse, world, as_owner):
    referral = make_referral(world, owner="ines")
    with as_owner():
        forget(referral.person_id)
    client = browse("ines")
    assert client.get(_at("referral_detail", referral)).status_code == 200
    client.post(_at("referral_take_up", referral))
    answer = client.post(_at("referral_accept", referral), {"words": ""})
    assert answer.status_code == 302, answer.context["form"].errors
    assert client.get(_at("referral_detail", referral)).status_code == 200


def test_what_the_desks_get(world, taken_up):
    lee = world.actor("lee")
    with acting(lee):
        person = Person.objects.get(pk=taken_up.person_id)
        header = panels.header_facts(lee, [person.pk], now())
        assert header.state.words.startswith("Referred ")
        assert panels.referrals_card(lee, person, [person.pk], now()).context["rows"]
        assert panels.reach_plan_card(lee, person, [person.pk], now()).context["plan"] is None
        assert len(panels.timeline_entries(lee, [person.pk], None, 10, now())) == 2
        assert panels.day_reasons(lee, now()) == []


def test_my_day_names_new_late_and_orphaned_referrals(world, as_owner):
    from datetime import timedelta

    from casework.registry.workforce.models import Position

    urgent = make_referral(
        world, name="A B", urgency="urgent", received_at=now() - timedelta(hours=30)
    )
    orphan = make_referral(world, name="C D", owner="ines")
    with as_owner():
        Position.objects.filter(worker=world.workers["ines"]).update(to_on="2020-02-01")
    lee = world.actor("lee")
    with acting(lee):
        found = {one.person_id: one for one in panels.day_reasons(lee, now())}
    assert not found[urgent.person_id].may_wait
    assert "not here any more" in found[orphan.person_id].words


def test_a_referral_begins_where_somebody_was_found(browse, world):
    ines = world.actor("ines")
    with acting(ines):
        make_person(ines, "Mei Tanaka")
    with acting(world.actor("moira")):
        make_person(world.actor("moira"), "Mei Tanaka")
    assert panels.search_action(world.actor("dana"), ines.id, True) is None
    assert panels.search_action(ines, ines.id, True).url.endswith("/new/")
    assert panels.search_action(ines, ines.id, False).url.endswith("/known/")
