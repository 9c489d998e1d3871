"""No record without a second factor, and no secret in clear."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, TOTP
from django.db import connection, connections
from django.test import Client
from django.urls import get_resolver, reverse

from casework.base.accounts.second_factor import OPEN_BEFORE
from casework.base.accounts.tests.factories import A_PERSON, PASSWORD, code_for, make_account

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def home(client, **more):
    return client.get(reverse("accounts:my_account"), **more)


def show_code(client, secret=SECRET):
    return client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})


def test_it_is_switched_on_in_the_settings(settings):
    at = settings.MIDDLEWARE.index
    assert at("casework.base.accounts.second_factor.RequireSecondFactor") > at(
        "casework.base.accounts.middleware.ActorMiddleware"
    )


@pytest.mark.django_db(transaction=True)
def test_set_up_an_app_then_go_on(client, rosa, sign_in, trail_rows):
    sign_in(client, "rosa")
    assert home(client).headers["Location"] == reverse("mfa_index")
    page = client.get(reverse("mfa_index"))
    assert b"Set up a second step" in page.content

    activate = reverse("mfa_activate_totp")
    asked = client.get(activate)
    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))
    client.post(asked.headers["Location"], {"password": PASSWORD})
    assert client.get(activate).status_code == 200
    secret = client.session[SECRET_SESSION_KEY]
    with connection.cursor() as cursor:
        cursor.execute("select string_agg(session_data, ' ') from django_session")
        assert secret not in str(cursor.fetchone())

    done = client.post(activate, {"code": code_for(secret)})
    assert done.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(done.headers["Location"]).status_code == 200
    assert home(client).status_code == 200
    told = [row[0] for row in trail_rows()]
    assert "account.second_factor_added" in told


def test_sign_in_with_the_app_and_each_code_once(client, rosa, sign_in, trail_rows):
    TOTP.activate(rosa, SECRET)
    answer = sign_in(client, "rosa")
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert home(client).status_code == 302, "a password alone is not signed in"
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "account.second_factor_wrong" in [row[0] for row in trail_rows()]
    before = client.session.session_key
    show_code(client)
    assert home(client).status_code == 200
    assert client.session.session_key != before

    other = Client()
    sign_in(other, "rosa")
    show_code(other)
    assert home(other).status_code == 302, "the same code opened twice"


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_with_one_code(rosa):
    """The code is marked as used in the database, not in the memory of one process."""
    TOTP.activate(rosa, SECRET)
    code = code_for(SECRET)

    def use(_number):
        try:
            return Authenticator.objects.get(user=rosa).wrap().validate_code(code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(use, range(8))) == [False] * 7 + [True]


def test_a_recovery_code_opens_once(client, rosa, sign_in):
    TOTP.activate(rosa, SECRET)
    codes = RecoveryCodes.activate(rosa)
    code = codes.get_unused_codes()[0]
    for expected in (200, 302):
        fresh = Client()
        sign_in(fresh, "rosa")
        fresh.post(reverse("mfa_authenticate"), {"code": code})
        assert home(fresh).status_code == expected


def test_a_session_opened_by_password_does_not_become_good_later(client, rosa, sign_in):
    """A thief signs in before the owner sets up her app: the owner's app does not let him on."""
    sign_in(client, "rosa")
    TOTP.activate(rosa, SECRET)
    assert reverse("account_login") in home(client).headers["Location"]
    assert "_auth_user_id" not in client.session


def test_removing_the_last_one_closes_the_session_again(client, rosa, sign_in):
    TOTP.activate(rosa, SECRET)
    sign_in(client, "rosa")
    show_code(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=rosa).exists()
    assert home(client).headers["Location"] == reverse("mfa_index")


def test_scripts_are_told_and_not_redirected(client, rosa, sign_in):
    sign_in(client, "rosa")
    fragment = home(client, headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment.headers["HX-Redirect"]) == (401, reverse("mfa_index"))
    draft = home(client, headers={"X-Draft": "1"})
    assert (draft.status_code, draft.json()) == (401, {"sign_in_url": reverse("mfa_index")})


def test_persons_are_not_workers(client, db, sign_in):
    make_account(A_PERSON)
    sign_in(client, A_PERSON)
    assert home(client).status_code == 200


def test_nothing_is_asked_where_it_is_only_offered(client, rosa, sign_in, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    sign_in(client, "rosa")
    assert home(client).status_code == 200


def screens_without_arguments():
    """(name, path) of every screen of the whole site that takes nothing from the address."""

    def walk(resolver, prefix, path):
        for one in resolver.url_patterns:
            here = path + str(one.pattern)
            if hasattr(one, "url_patterns"):
                space = f"{prefix}{one.namespace}:" if one.namespace else prefix
                yield from walk(one, space, here)
            elif one.name and not re.search(r"[<(]", here):
                yield prefix + one.name, "/" + here.replace("^", "").replace("$", "")

    return sorted(walk(get_resolver(), "", ""))


def test_every_other_screen_of_the_site_is_shut(client, rosa, sign_in):
    sign_in(client, "rosa")
    names = {name for name, _path in screens_without_arguments()}
    assert names >= OPEN_BEFORE - {"healthz", "readyz"}, "an entry of the list is stale"
    for name, path in screens_without_arguments():
        if name in OPEN_BEFORE:
            continue
        for answer in (client.get(path), client.post(path)):
            where = answer.headers.get("Location")
            assert (answer.status_code, where) == (302, reverse("mfa_index")), name


def test_secrets_are_sealed_in_the_database(rosa):
    TOTP.activate(rosa, SECRET)
    codes = RecoveryCodes.activate(rosa)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in stored
    for code in codes.generate_codes():
        assert code not in stored
    assert all(str(part).startswith("1.") for part in re.findall(r"'(1\.[^']+)'", stored))
    assert stored.count("'1.") == 2
