"""What the tests of this room share."""

from __future__ import annotations

import pytest
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse

from casework.base.accounts.tests.factories import PASSWORD, make_account
from casework.base.core.slots import filled


@pytest.fixture(autouse=True)
def _someone_behind(settings):
    """Who works here is said by a higher room; these tests bring their own answer."""
    settings.SLOTS = {
        **settings.SLOTS,
        "actor": ["casework.base.accounts.tests.factories.stand_in_actor"],
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SECOND_FACTOR_REQUIRED = False
    filled.cache_clear()
    yield
    filled.cache_clear()


@pytest.fixture
def rosa(db):
    return make_account("rosa")


@pytest.fixture
def sign_in():
    """`sign_in(client, "rosa")` posts the form of the sign-in page."""

    def post(client: Client, name: str, password: str = PASSWORD, **more):
        return client.post(reverse("account_login"), {"login": name, "password": password}, **more)

    return post


@pytest.fixture
def trail_rows():
    """`trail_rows()` lists (action, actor kind, subject id, detail) of both connections."""

    def read():
        found = []
        for alias in ("default", "trail"):
            with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
                cursor.execute("set local role casework_owner")
                cursor.execute(
                    "select action, actor_kind, subject_id, detail::text from audit_event"
                    " order by at, id"
                )
                found += [row for row in cursor.fetchall() if row not in found]
                cursor.execute("set local role casework_app")
        return found

    return read
