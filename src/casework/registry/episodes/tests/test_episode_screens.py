"""episode_state, episode_model, episode_close, episode_detail: saved, refused, asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from casework.base.core.acting import acting
from casework.registry.episodes import actions
from casework.registry.episodes.models import Episode, Responsibility, StateChange

from .factories import make_episode, now

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def episode(world):
    return make_episode(world, worker="dana")


@pytest.fixture
def dana(world):
    return world.client("dana")


def read(world, episode):
    with acting(world.actor("dana")):
        return Episode.objects.get(pk=episode.pk)


def at(moment):
    return moment.date().isoformat(), f"{moment:%H:%M}"


def send(client, screen, about, **typed):
    return client.post(reverse(f"episodes:{screen}", args=[about]), typed)


def when(name, moment):
    day, time = at(moment)
    return {f"{name}_day": day, f"{name}_time": time}


def state(episode, to, **more):
    typed = {"to": to, "why": "Rang us", "version": 1} | when("happened_at", now())
    return typed | more


def test_in_hospital_in_the_words_of_practice(world, episode, dana):
    page = dana.get(reverse("episodes:episode_state", args=[episode.pk])).content.decode()
    assert "In hospital" in page
    assert "Suspended" not in page
    answer = send(dana, "episode_state", episode.pk, **state(episode, "suspended:in_hospital"))
    assert answer.headers["Location"] == reverse("episodes:episode_detail", args=[episode.pk])
    stored = read(world, episode)
    assert (stored.state, stored.suspended_as) == ("suspended", "in_hospital")
    assert stored.responsible_id == world.workers["dana"].pk
    with acting(world.actor("dana")):
        newest = StateChange.objects.filter(episode=episode).latest("recorded_at")
        assert newest.why == "Rang us"
    page = dana.get(answer.headers["Location"]).content.decode()
    assert "In hospital since" in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"to": "closed"}, "Select a valid choice"),
        ({"to": ""}, "Choose one"),
        (when("happened_at", now() + DAY), "in the future"),
        (when("happened_at", now() - 90 * DAY), "before the last change"),
    ],
)
def test_a_state_is_refused_in_words(world, episode, dana, changed, said):
    answer = send(dana, "episode_state", episode.pk, **(state(episode, "active") | changed))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Rang us" in answer.content.decode()
    assert read(world, episode).state == "engaging"


def test_two_writers_are_shown_both_texts(world, episode, dana):
    send(dana, "episode_state", episode.pk, **state(episode, "active"))
    answer = send(dana, "episode_state", episode.pk, **state(episode, "suspended:away"))
    assert answer.status_code == 422
    assert "Somebody saved this meanwhile" in answer.content.decode()
    assert 'name="version" value="2"' in answer.content.decode()


def test_pressed_twice_it_happens_once(world, episode, dana):
    key = {"_key": "018f0000-0000-7000-8000-000000000001"}
    for _press in range(2):
        assert (
            send(dana, "episode_state", episode.pk, **state(episode, "active", **key)).status_code
            == 302
        )
    with acting(world.actor("dana")):
        assert StateChange.objects.filter(episode=episode).count() == 2


def model(code="clinical", **more):
    return {
        "code": code,
        "mode": "",
        "reason": "",
        "target_days": "",
        "target_reason": "",
        "version": 1,
    } | more


def test_a_target_of_her_own_and_where_every_number_comes_from(world, episode, dana):
    page = dana.get(reverse("episodes:episode_model", args=[episode.pk])).content.decode()
    assert "Clinical case management (as the team)" in page
    assert "looked at on" in page
    sent = model(target_days="3.5", target_reason="Leaves hospital on Friday")
    assert send(dana, "episode_model", episode.pk, **sent).status_code == 302
    assert float(read(world, episode).target_days) == 3.5
    page = dana.get(reverse("episodes:episode_detail", args=[episode.pk])).content.decode()
    assert "To be seen every 3.5 days" in page
    assert "Leaves hospital on Friday" in page


def test_another_model_with_a_mode(world, episode, dana):
    sent = model("flexible_assertive", mode="board", reason="In crisis")
    assert send(dana, "episode_model", episode.pk, **sent).status_code == 302
    stored = read(world, episode)
    assert (stored.practice_model, stored.mode) == ("flexible_assertive", "board")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (model("assertive"), "Say why this person is worked with differently"),
        (model(mode="board"), "has no such mode"),
        (model(target_days="3"), "Say why this person&#x27;s target differs"),
        (model(target_days="0.1", target_reason="x"), "between a quarter of a day"),
        (model("magic"), "Select a valid choice"),
    ],
)
def test_a_way_of_working_is_refused_in_words(world, episode, dana, sent, said):
    answer = send(dana, "episode_model", episode.pk, **sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert read(world, episode).version == 1


def closing(reason, **more):
    typed = {"reason": reason, "why": "We said goodbye", "accepted_there": "", "version": 1}
    return typed | when("closed_at", now() + timedelta(minutes=0)) | more


def test_ended_and_still_read_by_the_team(world, episode, dana):
    assert send(dana, "episode_close", episode.pk, **closing("completed")).status_code == 302
    stored = read(world, episode)
    assert (stored.state, stored.close_reason) == ("closed", "completed")
    page = world.client("kwame").get(reverse("episodes:episode_detail", args=[episode.pk]))
    assert "Nobody: this episode has ended" in page.content.decode()
    assert "Change the state" not in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (closing(""), "A missed appointment is not one"),
        (closing("did_not_attend"), "A missed appointment is not one"),
        (closing("transferred"), "has not accepted yet"),
        (closing("not_found"), "Only a team leader"),
        (closing("completed", why=""), "Write a few words"),
        (closing("completed", **when("closed_at", now() - 2 * DAY)), "took over"),
        (closing("completed", **when("closed_at", now() + DAY)), "in the future"),
    ],
)
def test_an_end_is_refused_in_words(world, episode, dana, typed, said):
    answer = send(dana, "episode_close", episode.pk, **typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert read(world, episode).is_open


def test_no_missed_appointment_in_the_list(episode, dana):
    page = dana.get(reverse("episodes:episode_close", args=[episode.pk])).content.decode()
    assert "is not a reason to end" in page
    assert 'value="did_not_attend"' not in page
    assert "Not there" not in page


def test_a_transfer_that_was_accepted(world, episode, dana):
    typed = closing("transferred", accepted_there="Dr Patel, Elm House, 3 Nov")
    assert send(dana, "episode_close", episode.pk, **typed).status_code == 302
    with acting(world.actor("dana")):
        assert "Dr Patel" in StateChange.objects.filter(state="closed").get().why


def test_told_and_introduced(world, episode, dana):
    url = reverse("episodes:episode_detail", args=[episode.pk])
    assert "has not been told yet" in dana.get(url).content.decode()
    dana.post(reverse("episodes:responsibility_tell", args=[episode.pk]))
    assert "The person has been told." in dana.get(url).content.decode()
    far = {"on": (now() + DAY).date().isoformat()}
    answer = dana.post(reverse("episodes:introduction_record", args=[episode.pk]), far)
    assert answer.status_code == 422
    assert "in the future" in answer.content.decode()
    here = {"on": now().date().isoformat()}
    dana.post(reverse("episodes:introduction_record", args=[episode.pk]), here)
    assert "both have met" in dana.get(url).content.decode()
    with acting(world.actor("dana")):
        assert Responsibility.objects.get(until_at=None).introduced_at is not None


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(days=90), "nobody in this episode"),
        (timedelta(days=10), "Lee Tester"),
        (timedelta(days=10), "The leader held the person"),
        (timedelta(days=10), "This was written down later"),
        (-timedelta(days=3), "as it is arranged today"),
    ],
)
def test_who_would_answer(world, episode, dana, ago, said):
    day, time = at(now() - ago)
    url = reverse("episodes:episode_detail", args=[episode.pk])
    page = dana.get(url, {"at_day": day, "at_time": time}).content.decode()
    assert said in page


def test_cover_is_named_on_the_page_and_in_the_header(world, episode, dana):
    lee = world.actor("lee")
    with acting(lee):
        actions.arrange_cover(
            by=lee,
            absent=world.workers["dana"],
            covering=world.workers["kwame"],
            starts_at=now() - DAY,
            ends_at=now() + 3 * DAY,
            why="",
            now=now(),
        )
    page = dana.get(reverse("episodes:episode_detail", args=[episode.pk])).content.decode()
    assert page.count("Kwame Tester covers until") == 2


def _grey(answer, acts):
    return {one.label: one.why_not for one in answer.context[acts] if one.why_not}


def test_what_waits_for_an_answer_is_not_offered_twice(world, episode, dana):
    """Grey, with the words of the very rule that would refuse it."""
    address = reverse("episodes:episode_detail", args=[episode.pk])
    page = dana.get(address)
    assert (_grey(page, "acts"), _grey(page, "wish_acts")) == ({}, {})
    actor, accepted = world.actor("dana"), read(world, episode)
    with acting(actor):
        given = {"by": actor, "episode": accepted, "now": now()}
        actions.propose_hand_over(to=world.workers["kwame"], why="Moving away", **given)
        actions.record_change_request(
            words="Somebody else", wishes="", asked_on=now().date(), **given
        )
    page = dana.get(address)
    offer = dana.get(reverse("episodes:hand_over_new", args=[episode.pk]))
    wish = dana.get(reverse("episodes:change_request_new", args=[episode.pk]))
    assert _grey(page, "acts") == {"Hand over": offer.context["why_not"]}
    assert _grey(page, "wish_acts") == {"Write one down": wish.context["why_not"]}
    text = page.content.decode()
    assert offer.context["why_not"] in text
    assert reverse("episodes:hand_over_new", args=[episode.pk]) not in text
