"""Handing over: offered, read, answered; wishes for another worker; what is brought over."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.base.core.acting import acting
from casework.registry.episodes.models import ChangeRequest, Episode, HandOver, Responsibility
from casework.registry.people.models import Person
from casework.registry.workforce.models import Position

from .factories import make_episode, make_worker, now
from .test_moving import bring_over

pytestmark = pytest.mark.django_db


def url(screen, *args):
    return reverse(f"episodes:{screen}", args=args)


def offered(to, **more):
    return {
        "to": str(to),
        "why": "I go on leave",
        "words": "",
        "meeting_on": "",
        "over_cap_reason": "",
    } | more


@pytest.fixture
def episode(world):
    made = make_episode(world, worker="dana")
    with acting(world.actor("dana")):
        Person.objects.filter(pk=made.person_id).update(
            what_matters="Singing on Tuesdays",
            what_to_avoid="Do not stand between her and the door",
            best_way="Text first",
        )
    return made


def test_offered_with_its_brief_then_accepted(world, episode):
    dana, kwame = world.client("dana"), world.client("kwame")
    page = dana.get(url("hand_over_new", episode.pk)).content.decode()
    for said in ("Singing on Tuesdays", "Do not stand between", "Text first", "Kwame Tester"):
        assert said in page
    assert "0 of 30 → <b>1 of 30</b>" in page
    to = world.workers["kwame"].pk
    answer = dana.post(url("hand_over_new", episode.pk), offered(to, words="She hums when glad"))
    assert answer.status_code == 302
    with acting(world.actor("kwame")):
        offer = HandOver.objects.get(state="proposed")
        assert Episode.objects.get().responsible_id == world.workers["dana"].pk
    assert [one["title"] for one in offer.brief][:2] == [
        "What matters to them",
        "How to reach them",
    ]
    listed = kwame.get(url("hand_overs_to_answer")).content.decode()
    assert "Grace Mensah" in listed
    page = kwame.get(url("hand_over_answer", offer.pk)).content.decode()
    assert "She hums when glad" in page
    assert "Singing on Tuesdays" in page
    sent = kwame.post(url("hand_over_answer", offer.pk), {"answer": "accept", "words": ""})
    assert sent.headers["Location"] == url("episode_detail", episode.pk)
    with acting(world.actor("kwame")):
        assert Episode.objects.get().responsible_id == to
    assert "Nothing is offered to you" in kwame.get(url("hand_overs_to_answer")).content.decode()


def test_not_accepted_needs_words_and_moves_nothing(world, episode):
    dana, kwame = world.client("dana"), world.client("kwame")
    dana.post(url("hand_over_new", episode.pk), offered(world.workers["kwame"].pk))
    with acting(world.actor("kwame")):
        offer = HandOver.objects.get(state="proposed")
    answer = kwame.post(url("hand_over_answer", offer.pk), {"answer": "decline", "words": ""})
    assert answer.status_code == 422
    assert "Say in a few words why" in answer.content.decode()
    kwame.post(url("hand_over_answer", offer.pk), {"answer": "decline", "words": "I know her aunt"})
    page = dana.get(url("episode_detail", episode.pk)).content.decode()
    assert "I know her aunt" in page
    with acting(world.actor("dana")):
        assert Episode.objects.get().responsible_id == world.workers["dana"].pk


def test_others_read_the_brief_and_do_not_answer(world, episode):
    world.client("dana").post(url("hand_over_new", episode.pk), offered(world.workers["kwame"].pk))
    with acting(world.actor("lee")):
        offer = HandOver.objects.get(state="proposed")
    lee = world.client("lee")
    page = lee.get(url("hand_over_answer", offer.pk)).content.decode()
    assert "offered to somebody else" in page
    answer = lee.post(url("hand_over_answer", offer.pk), {"answer": "accept", "words": ""})
    assert answer.status_code == 422
    assert lee.post(url("hand_over_withdraw", offer.pk)).status_code == 302
    with acting(world.actor("lee")):
        offer.refresh_from_db()
    assert offer.state == "withdrawn"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"to": ""}, "Choose a worker"),
        ({"to": "moira"}, "holds no position in the team"),
        ({"why": ""}, "Write a few words"),
    ],
)
def test_an_offer_is_refused_in_words(world, episode, changed, said):
    typed = offered(world.workers["kwame"].pk) | changed
    if typed["to"] == "moira":
        typed["to"] = str(world.workers["moira"].pk)
    answer = world.client("dana").post(url("hand_over_new", episode.pk), typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    with acting(world.actor("dana")):
        assert not HandOver.objects.filter(state="proposed").exists()


def test_a_colleague_does_not_give_away_somebody_elses_person(world, episode, as_owner):
    with as_owner():
        make_worker(world, "tess", "case_manager", "north")
    kwame = world.client("kwame")
    page = kwame.get(url("hand_over_new", episode.pk)).content.decode()
    assert "or a team leader can propose this" in page
    typed = offered(world.workers["tess"].pk)
    answer = kwame.post(url("hand_over_new", episode.pk), typed)
    assert answer.status_code == 422


def test_over_the_cap_a_leader_says_why_and_over_the_ceiling_nobody(world, episode, as_owner):
    def share(part):
        with as_owner():
            Position.objects.filter(worker=world.workers["kwame"]).update(full_time_share=part)

    typed = offered(world.workers["kwame"].pk)
    address, lee = url("hand_over_new", episode.pk), world.client("lee")
    share("0.03")
    dana = world.client("dana").post(address, typed).content.decode()
    assert "A team leader can decide that" in dana
    assert "Say why it must be" in lee.post(address, typed).content.decode()
    typed["over_cap_reason"] = "Only until Monday"
    share("0.02")
    assert "No reason passes 0" in lee.post(address, typed).content.decode()
    share("0.03")
    assert lee.post(address, typed).status_code == 302
    with acting(world.actor("lee")):
        assert HandOver.objects.get(state="proposed").over_cap_reason == "Only until Monday"


def test_pressed_twice_all_that_are_ticked_are_accepted_once(world):
    one = make_episode(world)
    world.client("lee").post(url("hand_over_new", one.pk), offered(world.workers["dana"].pk))
    with acting(world.actor("dana")):
        sent = {
            "chosen": [str(HandOver.objects.get().pk)],
            "_key": "018f0000-0000-7000-8000-000000000002",
        }
    dana = world.client("dana")
    for _press in range(2):
        assert dana.post(url("hand_overs_to_answer"), sent).status_code == 302
    with acting(world.actor("dana")):
        assert Responsibility.objects.count() == 2


def test_all_that_are_ticked_in_one_press(world):
    made = [make_episode(world, name=f"Person {n}") for n in range(3)]
    for one in made:
        world.client("lee").post(url("hand_over_new", one.pk), offered(world.workers["dana"].pk))
    with acting(world.actor("dana")):
        ids = [str(pk) for pk in HandOver.objects.values_list("pk", flat=True)]
    dana = world.client("dana")
    assert dana.post(url("hand_overs_to_answer"), {}).status_code == 422
    assert dana.post(url("hand_overs_to_answer"), {"chosen": ids[:2]}).status_code == 302
    with acting(world.actor("dana")):
        mine = Episode.objects.filter(responsible_id=world.workers["dana"].pk, is_held=False)
        assert mine.count() == 2
    stale = dana.post(url("hand_overs_to_answer"), {"chosen": ids})
    assert stale.status_code == 422
    assert "answered meanwhile" in stale.content.decode()


def test_a_leader_alone_takes_the_person_herself(world):
    episode = make_episode(world)
    lee = world.client("lee")
    lee.post(url("hand_over_new", episode.pk), offered(world.workers["lee"].pk))
    with acting(world.actor("lee")):
        offer = HandOver.objects.get(state="proposed")
    lee.post(url("hand_over_answer", offer.pk), {"answer": "accept", "words": ""})
    with acting(world.actor("lee")):
        assert not Episode.objects.get().is_held


# --- wishes ---


def wish(**changed):
    return {"words": "I want a man.", "wishes": "", "asked_on": now().date().isoformat()} | changed


def test_a_wish_is_written_down_and_the_leader_answers(world, episode):
    dana, lee = world.client("dana"), world.client("lee")
    assert dana.post(url("change_request_new", episode.pk), wish(words="")).status_code == 422
    assert dana.post(url("change_request_new", episode.pk), wish()).status_code == 302
    again = dana.post(url("change_request_new", episode.pk), wish())
    assert "A request is open already" in again.content.decode()
    with acting(world.actor("lee")):
        one = ChangeRequest.objects.get()
    answer = {"outcome": "stayed", "words": "", "version": 1}
    refused = lee.post(url("change_request_answer", one.pk), answer)
    assert refused.status_code == 422
    answer["words"] = "They talked, and try until Easter"
    assert lee.post(url("change_request_answer", one.pk), answer).status_code == 302
    with acting(world.actor("lee")):
        one.refresh_from_db()
    assert one.outcome == "stayed"
    assert (
        lee.post(url("change_request_answer", one.pk), answer | {"version": 2}).status_code == 422
    )


def test_no_leader_answers_about_herself_where_another_leads(world, as_owner, trail_of):
    episode = make_episode(world, worker="lee")
    lee = world.client("lee")
    lee.post(url("change_request_new", episode.pk), wish())
    with acting(world.actor("lee")):
        one = ChangeRequest.objects.get()
    with as_owner():
        make_worker(world, "head", "team_leader", "programme")
    answer = {"outcome": "stayed", "words": "Fine", "version": 1}
    refused = lee.post(url("change_request_answer", one.pk), answer)
    assert "Head Tester answers it" in refused.content.decode()
    with as_owner():
        Position.objects.filter(worker=world.workers["head"]).delete()
    # In a small agency nobody else leads: she says with whom she looked at it.
    bare = lee.post(url("change_request_answer", one.pk), answer | {"words": ""})
    assert "with whom outside the team" in bare.content.decode()
    assert lee.post(url("change_request_answer", one.pk), answer).status_code == 302
    told = [detail for action, _who, detail in trail_of() if action == "change_request.answered"]
    assert told == [{"outcome": "stayed", "own": True}]


# --- brought over ---


def test_a_list_with_nobody_ticked_says_so_beside_the_list_and_leads_to_it(world):
    bring_over(world, "Ann Mine")
    answer = world.client("dana").post(url("brought_over_confirm"), {"answer": "mine"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("Tick the people you mean.") == 2
    assert 'href="#id_chosen_0"' in page
    assert 'id="id_chosen_0"' in page


def test_the_list_of_what_was_brought_over(world):
    mine, other = bring_over(world, "Ann Mine"), bring_over(world, "Ben Other")
    dana = world.client("dana")
    page = dana.get(url("brought_over_confirm")).content.decode()
    assert "Ann Mine" in page
    sent = {"chosen": [str(mine.pk)], "answer": "mine"}
    assert dana.post(url("brought_over_confirm"), sent).status_code == 302
    sent = {"chosen": [str(other.pk)], "answer": "not_mine"}
    assert dana.post(url("brought_over_confirm"), sent).status_code == 302
    with acting(world.actor("lee")):
        row = Responsibility.objects.get(episode=other, until_at__isnull=True)
    assert (row.worker_id, row.is_holding) == (world.workers["lee"].pk, True)
    assert "Nothing to confirm" in dana.get(url("brought_over_confirm")).content.decode()
