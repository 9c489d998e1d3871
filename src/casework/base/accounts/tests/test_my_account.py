"""One's own account, and its look."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse

from casework.base.accounts.tests.factories import make_account

PAGE = "/account/"


def test_a_stranger_is_asked_to_sign_in(client, db):
    where = client.get(PAGE).headers["Location"]
    assert where == f"{reverse('account_login')}?next={PAGE}"


def test_what_it_shows(client, rosa, sign_in, django_assert_max_num_queries):
    TOTP.activate(rosa, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(rosa)
    client.force_login(rosa)
    client.get(PAGE)
    with django_assert_max_num_queries(8):
        page = client.get(PAGE).content.decode()
    assert "rosa@example.org" in page
    assert "An app with six figures" in page
    assert "Recovery codes" in page


def test_an_account_without_mail_or_second_step(client, db):
    client.force_login(make_account(mail=""))
    page = client.get(PAGE).content.decode()
    assert "None. Ask your administrator" in page
    assert "could open records" in page


@pytest.mark.parametrize("chosen", ["auto", "light", "dark"])
def test_choose_a_look(client, rosa, trail_rows, chosen):
    client.force_login(rosa)
    answer = client.post(reverse("accounts:look"), {"look": chosen})
    assert answer.headers["Location"] == PAGE
    rosa.refresh_from_db()
    assert rosa.look == chosen
    assert answer.cookies["look-theme"].value == chosen
    assert [row[0] for row in trail_rows()] == ["account.look_chosen"]


def test_a_look_that_is_none(client, rosa, trail_rows):
    client.force_login(rosa)
    answer = client.post(reverse("accounts:look"), {"look": "sparkling"})
    assert answer.status_code == 422
    rosa.refresh_from_db()
    assert rosa.look == "auto"
    assert trail_rows() == []


def test_a_new_browser_takes_the_look_of_the_account(client, db, sign_in):
    make_account("rosa", look="dark")
    assert sign_in(client, "rosa").cookies["look-theme"].value == "dark"


def test_a_look_is_not_chosen_by_opening_an_address(client, rosa):
    client.force_login(rosa)
    assert client.get(reverse("accounts:look")).status_code == 405
