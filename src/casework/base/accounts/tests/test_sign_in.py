"""Coming in with a name or a mail, and not coming in."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import transaction
from django.urls import reverse

from casework.base.accounts.models import Account
from casework.base.accounts.tests.factories import NOBODY_BEHIND, PASSWORD, make_account

HOME = "accounts:my_account"


def is_in(client):
    return "_auth_user_id" in client.session


def words(response):
    """The page without what is new each time."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    page = re.sub(r'"X-CSRFToken": "[^"]+"', "", page)
    return re.sub(r'value="[^"]*"', "", page)


@pytest.mark.parametrize(
    "typed", ["rosa", "ROSA", " Rosa ", "rosa@example.org", "Rosa@Example.ORG"]
)
def test_name_or_mail_in_any_case(client, rosa, sign_in, typed):
    sign_in(client, typed)
    assert is_in(client)


def test_a_name_wins_over_a_mail(client, db, sign_in):
    make_account("rosa@example.org", mail="")
    other = make_account("rosa", mail="ROSA@example.org")
    other.set_password("another password entirely")
    other.save()
    sign_in(client, "rosa@example.org")
    assert is_in(client)


def test_an_account_without_mail_is_not_found_by_empty_mail(client, db, sign_in):
    make_account("rosa", mail="")
    sign_in(client, " ")
    assert not is_in(client)


def test_wrong_password_unknown_name_and_closed_account_look_the_same(client, rosa, sign_in):
    make_account("closed", is_active=False)
    answers = [
        sign_in(client, "rosa", "wrong"),
        sign_in(client, "nobody", PASSWORD),
        sign_in(client, "nobody@example.org", PASSWORD),
        sign_in(client, "closed", PASSWORD),
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({words(answer) for answer in answers}) == 1
    assert "The name or the password is not right." in words(answers[0])
    assert not is_in(client)


@pytest.mark.parametrize("name", ["rosa", "nobody", "nobody@example.org", "closed", "fresh"])
def test_one_hash_is_computed_whatever_the_name(client, rosa, sign_in, monkeypatch, name):
    make_account("closed", is_active=False)
    Account.objects.create_user("fresh")
    hashed = []
    encode = MD5PasswordHasher.encode

    def counted(self, password, salt):
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    sign_in(client, name, "wrong")
    assert len(hashed) == 1


def test_the_trail_tells_who_but_never_what_was_typed(client, rosa, sign_in, trail_rows):
    sign_in(client, "hunter2-typed-by-mistake")
    sign_in(client, "rosa", "wrong")
    sign_in(client, "rosa")
    client.post(reverse("account_logout"))
    rows = trail_rows()
    assert [row[:3] for row in rows] == [
        ("account.sign_in_failed", "nobody", None),
        ("account.sign_in_failed", "nobody", rosa.pk),
        ("account.signed_in", "worker", rosa.pk),
        ("account.signed_out", "worker", rosa.pk),
    ]
    assert "hunter2" not in str(rows)
    assert not is_in(client)


def test_nobody_behind_the_account(client, db, sign_in, trail_rows):
    make_account(NOBODY_BEHIND)
    answer = sign_in(client, NOBODY_BEHIND)
    assert answer.headers["Location"] == reverse("account_inactive")
    assert not is_in(client)
    assert [row[0] for row in trail_rows()] == ["account.sign_in_refused"]
    assert client.get(reverse("account_inactive")).status_code == 200


def test_the_sixth_wrong_try_is_held_back_by_name_and_by_mail(client, rosa, sign_in, trail_rows):
    for name in ("rosa", "ROSA", "rosa@example.org", "rosa", "rosa@example.org"):
        assert "Too many tries" not in words(sign_in(client, name, "wrong"))
    assert "Too many tries" in words(sign_in(client, "rosa", "wrong"))
    assert "Too many tries" in words(sign_in(client, "rosa@example.org"))
    assert not is_in(client)
    assert [row[0] for row in trail_rows()].count("account.sign_in_held_back") == 2


def test_a_passkey_is_not_locked_by_wrong_passwords(client, rosa, sign_in):
    for _try in range(6):
        sign_in(client, "rosa", "wrong")
    url = reverse("mfa_login_webauthn")
    answer = client.get(url, headers={"Accept": "application/json"})
    assert answer.json()["request_options"]["publicKey"]["challenge"]


def test_tries_are_counted_although_the_transaction_rolls_back(client, rosa, sign_in, trail_rows):
    for _try in range(5):
        with transaction.atomic():
            sign_in(client, "rosa", "wrong")
            transaction.set_rollback(True)
    assert "Too many tries" in words(sign_in(client, "rosa"))
    assert [row[0] for row in trail_rows()].count("account.sign_in_failed") == 5


def test_the_session_key_is_new_after_signing_in(client, rosa, sign_in):
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    sign_in(client, "rosa")
    assert is_in(client)
    assert client.session.session_key != planted
    client.cookies["casework"] = planted
    assert not is_in(client)


def test_the_session_key_is_new_after_proving_once_more(client, rosa, sign_in):
    sign_in(client, "rosa")
    before = client.session.session_key
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert is_in(client)
    assert client.session.session_key != before


def test_an_account_closed_in_mid_session_is_out(client, rosa, sign_in):
    sign_in(client, "rosa")
    assert client.get(reverse(HOME)).status_code == 200
    Account.objects.filter(pk=rosa.pk).update(is_active=False)
    assert client.get(reverse(HOME)).status_code == 302


def test_nobody_signs_up(client, db):
    before = Account.objects.count()
    page = client.get(reverse("account_signup"))
    assert b"opened by the agency" in page.content
    typed = {"username": "eve", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), typed)
    assert Account.objects.count() == before
    assert b"sign up" not in client.get(reverse("account_login")).content.lower()


@pytest.mark.parametrize("path", ["/accounts/email/", "/accounts/login/code/confirm/"])
def test_pages_of_allauth_that_we_do_not_use_do_not_exist(client, rosa, sign_in, path):
    sign_in(client, "rosa")
    assert client.get(path).status_code == 404
