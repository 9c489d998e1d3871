"""A forgotten and a changed password."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from casework.base.accounts.models import Account
from casework.base.accounts.tests.factories import PASSWORD, make_account

NEW = "lantern over a quiet canal"


@pytest.fixture(autouse=True)
def _letters_stay_here(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def forget(client, address, **more):
    return client.post(reverse("account_reset_password"), {"email": address}, **more)


def test_the_letter_and_the_new_password(client, rosa, sign_in, trail_rows):
    elsewhere = Client()
    sign_in(elsewhere, "rosa")
    forget(client, "ROSA@example.org")
    (letter,) = mail.outbox
    assert letter.subject == "A new password for Casework"
    path = re.search(r"https?://[^/]+(/\S+)", letter.body).group(1)
    form = client.get(path, follow=True)
    where = form.redirect_chain[-1][0]
    done = client.post(where, {"password1": NEW, "password2": NEW})
    assert done.headers["Location"] == reverse("account_reset_password_from_key_done")
    assert "_auth_user_id" not in client.session, "a reset signs nobody in"
    assert elsewhere.get("/account/").status_code == 302, "a reset ends other sessions"
    assert ("account.password_changed", "worker", rosa.pk, "{}") in trail_rows()
    again = client.get(path, follow=True)
    assert not re.search('name="password1"', again.content.decode()), "the link works once"
    sign_in(client, "rosa", NEW)
    assert "_auth_user_id" in client.session


def test_a_stranger_gets_no_letter_and_the_same_answer(client, rosa):
    known, unknown = forget(client, "rosa@example.org"), forget(client, "eve@example.org")
    assert known.headers["Location"] == unknown.headers["Location"]
    assert [letter.to for letter in mail.outbox] == [["rosa@example.org"]]


def test_an_address_kept_in_capitals_is_found(client, db):
    make_account(mail="Rosa.Lind@Example.org")
    forget(client, "rosa.lind@example.org")
    assert len(mail.outbox) == 1


def test_a_closed_account_gets_no_letter(client, db):
    make_account("closed", is_active=False)
    forget(client, "closed@example.org")
    assert mail.outbox == []


def test_the_link_leads_to_our_address_whatever_was_asked(client, rosa, settings):
    settings.BASE_URL = "https://casework.example.org"
    forget(client, "rosa@example.org", headers={"X-Forwarded-Host": "evil.example.com"})
    assert "https://casework.example.org/" in mail.outbox[0].body
    assert "evil" not in mail.outbox[0].body
    answer = forget(client, "rosa@example.org", headers={"Host": "evil.example.com"})
    assert answer.status_code == 400


def test_a_reset_does_not_stand_in_the_way_of_a_second_factor(client, rosa, sign_in):
    forget(client, "rosa@example.org")
    sign_in(client, "rosa")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_change_the_password(client, rosa, sign_in, trail_rows):
    sign_in(client, "rosa")
    typed = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    done = client.post(reverse("account_change_password"), typed)
    assert done.headers["Location"] == reverse("accounts:my_account")
    assert client.get("/account/").status_code == 200, "one's own session goes on"
    assert ("account.password_changed", "worker", rosa.pk, "{}") in trail_rows()
    assert Account.objects.get(pk=rosa.pk).check_password(NEW)


@pytest.mark.parametrize("weak", ["short", "password1234", "123456789012"])
def test_a_weak_password_is_refused(client, rosa, sign_in, weak):
    sign_in(client, "rosa")
    typed = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    client.post(reverse("account_change_password"), typed)
    assert Account.objects.get(pk=rosa.pk).check_password(PASSWORD)


def test_ones_own_name_is_no_password(client, db, sign_in):
    make_account("wilhelmina.rosenbaum")
    sign_in(client, "wilhelmina.rosenbaum")
    weak = "wilhelmina.rosenbaum1"
    typed = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    client.post(reverse("account_change_password"), typed)
    assert Account.objects.get().check_password(PASSWORD)
