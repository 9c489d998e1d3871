from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.base.core.acting import acting
from casework.registry.diary import panels, reasons
from casework.registry.episodes.models import Episode
from casework.registry.episodes.reasons import Rank
from casework.registry.episodes.tests.factories import make_episode
from casework.registry.people import actions as people
from casework.registry.people import finding
from casework.registry.people.keeping import NewAddress
from casework.registry.workforce.models import Agency, DutyShift

from .factories import DAY, HOUR, book, now, over, rows, tomorrow

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def diary(browser, at, view="week"):
    return browser.get(reverse("diary:my_diary"), {"view": view, "day": at.date().isoformat()})


def cost(browser, url, **asked):
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(url, asked).status_code == 200
    return len(queries)


@pytest.mark.parametrize("view", ["week", "day"])
def test_the_diary_shows_mine_only(world, grace, browser_of, view):
    book(world, grace)
    book(
        world,
        make_episode(world, worker="kwame", name="Leon Fraser"),
        by="kwame",
        workers=("kwame",),
    )
    words = diary(browser_of("dana"), tomorrow(), view).content.decode()
    assert "Grace Mensah" in words
    assert "10:00–11:00" in words
    assert "Leon" not in words
    assert "Add to diary" in words


@pytest.mark.parametrize("asked", ["", "nonsense", "9999-12-31", "0001-01-01", "2026-02-30"])
def test_any_day_may_be_asked_for(world, browser_of, asked):
    answer = browser_of("dana").get(reverse("diary:my_diary"), {"day": asked})
    assert answer.status_code in {200, 404}


def test_an_empty_week_says_what_fills_it(world, browser_of):
    words = browser_of("dana").get(reverse("diary:my_diary")).content.decode()
    assert "Nothing is booked" in words
    assert "Times you book with people" in words


def test_the_diary_costs_the_same_with_one_and_with_ten(world, grace, browser_of):
    dana, url, day = browser_of("dana"), reverse("diary:my_diary"), tomorrow().date().isoformat()
    book(world, grace, at=tomorrow(8))
    cost(dana, url, day=day)
    first = cost(dana, url, day=day)
    for hour in range(9, 18):
        book(world, grace, at=tomorrow(hour))
    assert cost(dana, url, day=day) == first


def test_billing_has_no_diary(world, browser_of):
    for name in ("my_diary", "team_visits", "calendar_feed_settings"):
        assert browser_of("bill").get(reverse(f"diary:{name}")).status_code == 403


def test_the_page_of_an_appointment_offers_what_can_be_done(world, grace, browser_of, as_owner):
    made = over(world, as_owner, grace, ago=20 * MINUTE)
    dana = browser_of("dana")
    url = reverse("diary:appointment_detail", args=[made.pk])
    words = dana.get(url).content.decode()
    assert "Nobody has checked out of this visit" in words
    assert "Call them." in words
    answer = dana.post(reverse("diary:visit_check_out", args=[made.pk]), follow=True)
    words = answer.content.decode()
    assert "Checked out" in words
    assert "Nobody has checked out" not in words
    answer = dana.post(reverse("diary:visit_check_out", args=[made.pk]), follow=True)
    assert "checked out already" in answer.content.decode()
    answer = dana.post(reverse("diary:appointment_not_there", args=[made.pk]), follow=True)
    assert "Not there" in answer.content.decode()
    assert rows(world.actor("dana"))[0].state == "not_there"


def test_a_future_time_is_not_missed_yet(world, grace, browser_of):
    made = book(world, grace)
    dana = browser_of("dana")
    page = dana.get(reverse("diary:appointment_detail", args=[made.pk]))
    (grey,) = [one for one in page.context["outcomes"] if one.why_not]
    assert grey.label == "Not there"
    assert "has not come yet" in grey.why_not
    assert dana.get(reverse("diary:appointment_not_there", args=[made.pk])).status_code == 405
    answer = dana.post(reverse("diary:appointment_not_there", args=[made.pk]), follow=True)
    assert "has not come yet" in answer.content.decode()
    assert rows(world.actor("dana"))[0].state == "booked"


def test_the_card_says_when_and_whom_to_call_and_nothing_else(world, grace, browser_of, as_owner):
    with as_owner():
        Agency.objects.update(phone="555-0100")
    made = book(world, grace, workers=("dana", "kwame"), place="14 Alder Close")
    words = (
        browser_of("dana").get(reverse("diary:appointment_card", args=[made.pk])).content.decode()
    )
    card = words[words.index("<article") : words.index("</article")]
    for said in ("10:00", "At your home", "Dana", "Kwame", "555-0100"):
        assert said in card
    for hidden in ("Grace", "Mensah", "Tester", "Test agency", "Alder"):
        assert hidden not in card


def test_a_time_at_an_address_that_they_left_says_so(world, grace, browser_of):
    """Whoever goes there finds others, and the warnings of the header are of the new door."""
    dana = world.actor("dana")
    with acting(dana):
        said = {"by": dana, "person": grace.person, "now": now()}
        old = people.add_address(new=NewAddress(kind="home", lines="1 Old Row", city="X"), **said)
        made = book(world, grace, address=old)
        client = browser_of("dana")
        detail = reverse("diary:appointment_detail", args=[made.pk])
        assert "They have left this address" not in client.get(detail).content.decode()
        people.add_address(new=NewAddress(kind="home", lines="2 New Row", city="X"), **said)
    for address in (detail, reverse("diary:my_diary") + f"?day={made.starts_at:%Y-%m-%d}"):
        assert "They have left this address" in client.get(address).content.decode()


def test_visits_of_the_team_with_overdue_ones_first(world, grace, browser_of, as_owner):
    leon = make_episode(world, worker="kwame", name="Leon Fraser")
    late = over(world, as_owner, grace, ago=25 * MINUTE)
    book(world, leon, by="kwame", workers=("kwame",), at=now(), length=MINUTE)
    url = reverse("diary:team_visits")
    for name in ("dana", "lee"):
        words = browser_of(name).get(url).content.decode()
        assert words.index("Grace Mensah") < words.index("Leon Fraser")
        assert "25 minutes late" in words
    assert "Grace" not in browser_of("moira").get(url).content.decode()
    answer = browser_of("lee").post(
        reverse("diary:visit_check_out", args=[late.pk]), {"back": "visits"}, follow=True
    )
    assert answer.redirect_chain == [(url, 302)]
    assert "25 minutes late" not in answer.content.decode()


def _on_duty(world, as_owner, name, team):
    with as_owner():
        DutyShift.objects.create(
            worker=world.workers[name],
            team=world.teams[team],
            starts_at=now() - HOUR,
            ends_at=now() + HOUR,
        )


def test_whoever_is_on_duty_sees_the_visits_of_that_team(world, grace, browser_of, as_owner):
    over(world, as_owner, grace, ago=25 * MINUTE)
    _on_duty(world, as_owner, "moira", "north")
    words = browser_of("moira").get(reverse("diary:team_visits")).content.decode()
    assert "Grace Mensah" in words
    assert "Dana Tester" in words


def test_the_visits_cost_the_same_with_one_and_with_ten(world, grace, browser_of, as_owner):
    lee, url = browser_of("lee"), reverse("diary:team_visits")
    over(world, as_owner, grace, ago=MINUTE)
    cost(lee, url)
    first = cost(lee, url)
    for n in range(9):
        other = make_episode(world, worker="dana", name=f"Person {n}")
        over(world, as_owner, other, ago=(n + 1) * 90 * MINUTE)
    assert cost(lee, url) == first


def _reasons(world, name, fill=reasons.visits_overdue):
    actor = world.actor(name)
    with acting(actor):
        return fill(actor, now())


def test_an_overdue_visit_is_on_my_day_of_those_who_answer_for_it(world, grace, as_owner):
    made = over(world, as_owner, grace, ago=25 * MINUTE)
    _on_duty(world, as_owner, "moira", "north")
    for name, words in (("dana", "You have not"), ("lee", "Dana Tester"), ("moira", "Dana Tester")):
        (reason,) = _reasons(world, name)
        assert reason.words.startswith(words)
        assert (reason.rank, reason.may_wait) == (Rank.SAFETY, False)
        assert reason.button_url == reverse("diary:appointment_detail", args=[made.pk])
    assert _reasons(world, "kwame") == []
    assert _reasons(world, "sana") == []
    assert _reasons(world, "bill") == []


def test_what_has_no_outcome_is_asked_about_the_next_day(world, grace, as_owner):
    over(world, as_owner, grace, ago=2 * DAY, mode="phone", where="")
    (reason,) = _reasons(world, "dana", reasons.without_outcome)
    assert reason.rank == Rank.TIDY
    assert "what became of it?" in reason.words
    assert _reasons(world, "lee", reasons.without_outcome) == []


def test_a_day_on_which_somebody_met_is_no_question(world, grace, as_owner):
    over(world, as_owner, grace, ago=2 * DAY, is_day_only=True)
    assert len(_reasons(world, "dana", reasons.without_outcome)) == 1
    with as_owner():
        Episode.objects.filter(pk=grace.pk).update(last_contact_at=now() - 2 * DAY)
    assert _reasons(world, "dana", reasons.without_outcome) == []


def test_reasons_cost_the_same_with_one_and_with_ten(world, grace, as_owner):
    lee = world.actor("lee")

    def count():
        with acting(lee), CaptureQueriesContext(connection) as queries:
            found = [*reasons.visits_overdue(lee, now()), *reasons.without_outcome(lee, now())]
        return len(queries), len(found)

    over(world, as_owner, grace, ago=MINUTE)
    first, _found = count()
    for n in range(9):
        over(world, as_owner, grace, ago=(n + 1) * 90 * MINUTE)
    assert count() == (first, 10)


def test_the_card_of_the_overview_costs_the_same_with_one_and_with_four(world, grace):
    dana = world.actor("dana")

    def panel():
        with acting(dana), CaptureQueriesContext(connection) as queries:
            found = panels.next_times(dana, grace.person, [grace.person_id], now())
        return found, len(queries)

    book(world, grace)
    found, first = panel()
    assert found.link == "Book a time"
    assert [line.span for line in found.context["lines"]] == ["10:00–11:00"]
    for hour in (11, 12, 13):
        book(world, grace, at=tomorrow(hour))
    found, cost_now = panel()
    assert (len(found.context["lines"]), cost_now) == (4, first)


def test_before_the_door_the_visit_can_be_checked_out(world, grace, as_owner):
    dana, lee = world.actor("dana"), world.actor("lee")
    made = book(world, grace, at=now() + MINUTE)
    with acting(dana):
        ids = finding.record_ids(grace.person)
        card = panels.my_visit(dana, grace.person, ids, now())
    assert card.context["url"] == reverse("diary:visit_check_out", args=[made.pk])
    with acting(lee):
        assert panels.my_visit(lee, grace.person, ids, now()) is None
