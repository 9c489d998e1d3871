"""The first way in: a link that works once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.base.accounts import actions, links
from casework.base.accounts.models import Account
from casework.base.accounts.tests.factories import PASSWORD, stand_in_actor
from casework.base.core.refusals import Refused

NEW = {"password": "lantern over a quiet canal", "again": "lantern over a quiet canal"}
OPEN = "/account/link/open/"


@pytest.fixture
def fresh(db):
    """An account to which nobody has a password yet."""
    return Account.objects.create_user("fresh", mail="fresh@example.org")


def issue(account, now=None):
    by = stand_in_actor(account)
    return actions.issue_link(by=by, account=account, now=now or timezone.now())


def test_a_link_sets_the_password_and_signs_nobody_in(client, fresh, sign_in, trail_rows):
    path = issue(fresh)
    moved = client.get(path)
    assert moved.headers["Location"] == reverse("accounts:link_open", args=["open"])
    page = client.get(OPEN)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    done = client.post(OPEN, NEW)
    assert done.headers["Location"] == reverse("account_login")
    assert "_auth_user_id" not in client.session
    assert [row[0] for row in trail_rows()] == ["account.link_issued", "account.link_used"]
    sign_in(client, "fresh", NEW["password"])
    assert "_auth_user_id" in client.session


def test_it_does_not_go_round_the_second_factor(client, fresh, sign_in, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client.get(issue(fresh))
    client.post(OPEN, NEW)
    sign_in(client, "fresh", NEW["password"])
    home = client.get(reverse("accounts:my_account"))
    assert home.headers["Location"] == reverse("mfa_index")


def test_it_works_once(client, fresh):
    path = issue(fresh)
    early = Client()
    early.get(path)
    client.get(path)
    client.post(OPEN, NEW)
    assert Client().get(path).status_code == 410
    assert early.get(OPEN).status_code == 410
    assert early.post(OPEN, NEW).status_code == 410


@pytest.mark.parametrize(("hours", "status"), [(0, 302), (71.9, 302), (72.1, 410), (-1, 410)])
def test_it_works_for_three_days(client, fresh, hours, status):
    path = issue(fresh, now=timezone.now() - timedelta(hours=hours))
    assert client.get(path).status_code == status


def test_a_newer_link_ends_an_older_one(client, fresh):
    older = issue(fresh)
    newer = issue(fresh)
    assert client.get(older).status_code == 410
    assert client.get(newer).status_code == 302


def test_a_changed_password_ends_the_link(client, rosa):
    path = issue(rosa)
    rosa.set_password("something else again")
    rosa.save()
    assert client.get(path).status_code == 410


def test_a_link_leaves_an_old_password_alone_until_it_is_used(client, rosa, sign_in):
    issue(rosa)
    sign_in(client, "rosa", PASSWORD)
    assert "_auth_user_id" in client.session


def test_a_closed_account_gets_no_link_and_its_link_is_dead(client, fresh, trail_rows):
    path = issue(fresh)
    fresh.is_active = False
    fresh.save()
    assert client.get(path).status_code == 410
    with pytest.raises(Refused):
        issue(fresh)
    assert len(trail_rows()) == 1


@pytest.mark.parametrize("token", ["open", "nonsense", "WyJhIl0:forged", "a:b:c"])
def test_a_forged_link_is_as_dead_as_a_used_one(client, fresh, token):
    used = issue(fresh)
    issue(fresh)
    dead = client.get(used)
    answer = client.get(reverse("accounts:link_open", args=[token]))
    assert answer.status_code == dead.status_code == 410
    assert answer.content == dead.content


def test_a_token_for_an_account_that_is_not_there_is_dead(db):
    unsaved = Account(name="ghost")
    assert links.account_behind(links.token_for(unsaved, timezone.now()), timezone.now()) is None


def test_the_link_of_one_signs_the_other_out(client, fresh, rosa, sign_in):
    sign_in(client, "rosa")
    client.get(issue(fresh))
    assert "_auth_user_id" not in client.session
    assert client.get(OPEN).status_code == 200


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"password": "", "again": ""}, "Type a password."),
        ({"password": "too short", "again": "too short"}, "at least 12 characters"),
        ({**NEW, "again": "lantern over a quiet harbour"}, "not the same password"),
    ],
)
def test_a_password_that_will_not_do(client, fresh, typed, said):
    client.get(issue(fresh))
    answer = client.post(OPEN, typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    fresh.refresh_from_db()
    assert not fresh.has_usable_password()


def test_128_characters_count_to_the_last(client, fresh, sign_in):
    long = "heron " * 21 + "ab"
    client.get(issue(fresh))
    client.post(OPEN, {"password": long, "again": long})
    sign_in(client, "fresh", long[:-1] + "c")
    assert "_auth_user_id" not in client.session
    sign_in(client, "fresh", long)
    assert "_auth_user_id" in client.session
