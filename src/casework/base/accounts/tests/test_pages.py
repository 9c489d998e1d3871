"""The pages about signing in, in a real browser: strict content rules, axe, a passkey."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse
from django.utils import timezone

from casework.base.accounts import actions
from casework.base.accounts.models import Account
from casework.base.accounts.tests.factories import PASSWORD, make_account, stand_in_actor

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
OUT = [
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_inactive",
    "account_signup",
]
IN = [
    "accounts:my_account",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
]
WITH_AN_APP = [
    "mfa_index",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_reauthenticate",
]
INLINE = [
    re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE),
    re.compile(r"<style|\sstyle=|\son[a-z]+=", re.IGNORECASE),
]


def assert_nothing_inline(response):
    assert response.status_code == 200
    page = response.content.decode()
    for pattern in INLINE:
        assert not pattern.search(page), pattern.search(page)
    assert page.count("<h1") == 1


def prove(client):
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


@pytest.mark.parametrize("name", OUT)
def test_nothing_inline_before_signing_in(client, db, name):
    assert_nothing_inline(client.get(reverse(name)))


@pytest.mark.parametrize("name", IN)
def test_nothing_inline_when_signed_in(client, rosa, sign_in, name):
    sign_in(client, "rosa")
    prove(client)
    assert_nothing_inline(client.get(reverse(name)))


@pytest.mark.parametrize("name", WITH_AN_APP)
def test_nothing_inline_with_an_app(client, rosa, name):
    TOTP.activate(rosa, SECRET)
    RecoveryCodes.activate(rosa)
    client.force_login(rosa)
    prove(client)
    assert_nothing_inline(client.get(reverse(name)))


def test_nothing_inline_where_the_code_is_asked(client, rosa, sign_in):
    TOTP.activate(rosa, SECRET)
    sign_in(client, "rosa")
    assert_nothing_inline(client.get(reverse("mfa_authenticate")))


def test_somebody_without_a_password_may_choose_one(client, db):
    fresh = Account.objects.create_user("fresh")
    client.force_login(fresh)
    moved = client.get(reverse("account_change_password"))
    assert moved.headers["Location"] == reverse("account_set_password")
    assert_nothing_inline(client.get(reverse("account_set_password")))


@pytest.fixture
def at(live_server):
    """`at("account_login")` is the address of a screen in the browser."""

    def address(name, *args):
        return live_server.url + reverse(name, args=args)

    return address


def come_in(page, at):
    page.goto(at("account_login"))
    page.get_by_label("Name or mail").fill("rosa")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/login/" not in url)


def prove_in(page, at):
    page.goto(at("account_reauthenticate"))
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def test_axe_before_signing_in(page, at, transactional_db, axe_clean):
    make_account()
    for name in OUT:
        page.goto(at(name))
        axe_clean(page)
    page.goto(at("account_login"))
    page.get_by_role("button", name="Sign in").click()
    assert "Type your password." in page.content()
    axe_clean(page)


def test_axe_when_signed_in(page, at, transactional_db, axe_clean):
    make_account()
    come_in(page, at)
    prove_in(page, at)
    for name in IN:
        page.goto(at(name))
        axe_clean(page)


def test_axe_with_an_app(page, at, transactional_db, axe_clean):
    rosa = make_account()
    come_in(page, at)
    prove_in(page, at)
    TOTP.activate(rosa, SECRET)
    RecoveryCodes.activate(rosa)
    for name in WITH_AN_APP:
        page.goto(at(name))
        axe_clean(page)
    page.context.clear_cookies()
    come_in(page, at)
    assert reverse("mfa_authenticate") in page.url
    axe_clean(page)


def test_axe_on_a_telephone(phone, at, transactional_db, axe_clean):
    rosa = make_account()
    path = actions.issue_link(by=stand_in_actor(rosa), account=rosa, now=timezone.now())
    phone.goto(at("account_login").removesuffix(reverse("account_login")) + path)
    axe_clean(phone)
    phone.goto(at("accounts:link_open", "nonsense"))
    axe_clean(phone)
    come_in(phone, at)
    for name in ("accounts:my_account", "mfa_index"):
        phone.goto(at(name))
        axe_clean(phone)
        assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name


def test_a_passkey_from_first_to_last(page, at, transactional_db, settings, axe_clean):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    settings.SECOND_FACTOR_REQUIRED = True
    make_account()
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    come_in(page, at)
    page.goto(at("accounts:my_account"))
    assert reverse("mfa_index") in page.url
    prove_in(page, at)
    page.goto(at("mfa_add_webauthn"))
    page.locator("input[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**" + reverse("mfa_view_recovery_codes"))
    for name in ("mfa_list_webauthn", "mfa_reauthenticate_webauthn"):
        page.goto(at(name))
        axe_clean(page)
    page.goto(at("accounts:my_account"))
    assert "1 passkey" in page.content()
    page.goto(at("account_logout"))
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.goto(at("account_login"))
    with page.expect_navigation(url=lambda url: "/login/" not in url):
        page.get_by_role("button", name="Use a passkey").click()
    page.goto(at("accounts:my_account"))
    assert "My account" in page.title()


def test_going_back_after_signing_out_shows_nothing(page, at, transactional_db):
    make_account()
    come_in(page, at)
    page.goto(at("accounts:my_account"))
    assert "rosa@example.org" in page.content()
    page.goto(at("account_logout"))
    page.locator("main").get_by_role("button", name="Sign out").click()
    for _step in range(3):
        page.go_back()
        assert "rosa@example.org" not in page.content()
