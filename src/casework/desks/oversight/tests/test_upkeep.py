"""Upkeep: what failed for good waits for the administrator, without a word of content."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.base.accounts import actions as accounts
from casework.base.accounts.models import Account, Guessing
from casework.base.audit.models import Event
from casework.base.core.acting import acting
from casework.base.core.ids import new_id
from casework.base.jobs import defer, run_now
from casework.base.notify import actions as notify
from casework.base.notify.models import Message, MessageState
from casework.registry.episodes.tests.factories import make_world

pytestmark = pytest.mark.django_db
PAGE = "oversight:upkeep"


@pytest.fixture
def world(as_owner, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return make_world(as_owner)


@pytest.fixture
def adam(world):
    client = Client()
    client.force_login(
        world.workers["adam"].account,
        backend="casework.base.accounts.backends.NameOrMailBackend",
    )
    return client


def dead(world, *, has_secret=False, body="Sign in to read it."):
    adam = world.actor("adam")
    with acting(adam):
        message = notify.queue_message(
            by=adam,
            to="grace@example.org",
            subject="Something waits for you",
            body=body,
            dedupe_key=str(new_id()),
            now=timezone.now(),
            has_secret=has_secret,
        )
    Message.objects.filter(pk=message.pk).update(
        state=MessageState.DEAD,
        finished_at=timezone.now(),
        attempts=8,
        last_problem="server_not_reached",
        body="" if has_secret else body,
    )
    return message


def failed_job():
    defer("notify.deliver", message_id=new_id())
    with connection.cursor() as cursor:
        cursor.execute(
            "update procrastinate_jobs set status = 'failed', attempts = 3"
            " where id = (select max(id) from procrastinate_jobs) returning id"
        )
        return cursor.fetchone()[0]


def press(client, name, given, **typed):
    answer = client.post(reverse(f"oversight:{name}", args=[given]), typed, follow=True)
    assert answer.redirect_chain == [(reverse(PAGE), 302)]
    return answer.content.decode()


def trail_of(world):
    with acting(world.actor("adam")):
        return list(
            Event.objects.exclude(action="message.queued")
            .order_by("at")
            .values_list("action", "detail")
        )


def test_where_nothing_failed_the_page_says_so(adam):
    text = adam.get(reverse(PAGE)).content.decode()
    assert "Every mail went out" in text
    assert "All background work was done" in text
    assert "wrong tries" not in text
    assert f'href="{reverse(PAGE)}"' in adam.get(reverse("accounts:my_account")).content.decode()


def test_kind_moment_number_and_error_and_no_content(world, adam):
    dead(world)
    failed_job()
    text = adam.get(reverse(PAGE)).content.decode()
    for said in ("Notice by mail", "8 tries", "the mail server did not answer", "Sending mail"):
        assert said in text
    for hidden in ("grace@example.org", "Something waits", "Sign in to read"):
        assert hidden not in text


def test_mail_is_tried_again(world, adam):
    message = dead(world)
    assert "It is tried again" in press(adam, "message_try_again", message.pk)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.WAITING, 0)
    assert trail_of(world) == [("message.tried_again", {})]
    assert "Only a message that was given up" in press(adam, "message_try_again", message.pk)


def test_mail_whose_text_is_gone_is_not_offered_again(world, adam):
    message = dead(world, has_secret=True)
    text = adam.get(reverse(PAGE)).content.decode()
    assert "Mail about signing in" in text
    assert "Ask for a new one" in text
    assert reverse("oversight:message_try_again", args=[message.pk]) not in text


def test_mail_is_let_go_for_a_reason(world, adam):
    message = dead(world)
    assert "Say why" in press(adam, "message_let_go", message.pk)
    assert "Let go." in press(adam, "message_let_go", message.pk, why="done_otherwise")
    message.refresh_from_db()
    assert (message.state, message.body) == (MessageState.LET_GO, "")
    assert trail_of(world) == [("message.let_go", {"why": "done_otherwise"})]
    assert "Every mail went out" in adam.get(reverse(PAGE)).content.decode()
    assert "not waiting to be looked at" in press(
        adam, "message_let_go", message.pk, why="not_needed"
    )


def test_work_is_tried_again_and_let_go(world, adam):
    first, second = failed_job(), failed_job()
    assert "It is tried again" in press(adam, "job_try_again", first)
    assert "Say why" in press(adam, "job_let_go", second, why="because")
    assert "Let go." in press(adam, "job_let_go", second, why="cannot_work")
    assert [action for action, _detail in trail_of(world)] == ["job.tried_again", "job.let_go"]
    assert "All background work was done" in adam.get(reverse(PAGE)).content.decode()
    assert "not waiting to be looked at" in press(adam, "job_try_again", second)


def test_the_page_costs_the_same_however_much_failed(world, adam):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert adam.get(reverse(PAGE)).status_code == 200
        return len(asked)

    dead(world)
    failed_job()
    cost()
    with_one = cost()
    for _more in range(9):
        dead(world)
        failed_job()
    assert cost() == with_one


def test_guessing_is_mailed_once_to_administrators_and_shown(world, adam, as_owner, monkeypatch):
    with as_owner():
        for name in ("adam", "lee"):
            account = world.workers[name].account
            Account.objects.filter(pk=account.pk).update(mail=f"{name}@example.org")
    monkeypatch.setattr(accounts.limits, "trying", lambda now: (200, 50))
    run_now("accounts.look_for_guessing")
    run_now("accounts.look_for_guessing")
    (message,) = Message.objects.all()
    assert message.to == "adam@example.org"
    assert "200 names" in message.body
    assert Guessing.objects.count() == 1
    text = adam.get(reverse(PAGE)).content.decode()
    assert "200 names from 50 addresses" in text
    assert "Nobody was locked out" in text


def test_nothing_is_noticed_where_nobody_guesses(world):
    run_now("accounts.look_for_guessing")
    assert not Message.objects.exists()
    assert not Guessing.objects.exists()
