"""How often one may try: for one account, from one address, and in how many statements."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connections, transaction
from django.test.utils import CaptureQueriesContext

from casework.base.accounts import limits
from casework.base.accounts.tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
HELD_BACK = "Too many tries"


def from_(number):
    return {"REMOTE_ADDR": f"198.51.100.{number}"}


def one_try(whose="rosa", address="198.51.100.1", seconds=0, is_sign_in=True):
    return limits.count(
        address=address, whose=whose, is_sign_in=is_sign_in, now=NOON + timedelta(seconds=seconds)
    )


def test_the_cost_of_signing_in_on_every_connection(client, rosa, sign_in):
    with (
        CaptureQueriesContext(connections["default"]) as own,
        CaptureQueriesContext(connections["trail"]) as aside,
    ):
        sign_in(client, "rosa")
    assert "_auth_user_id" in client.session
    asked = [
        query["sql"]
        for query in [*own.captured_queries, *aside.captured_queries]
        if "SAVEPOINT" not in query["sql"]
    ]
    assert len(asked) <= 10, "\n".join(asked)


def test_ten_wrong_tries_from_one_address_whatever_the_names(client, db, sign_in):
    for number in range(10):
        answer = sign_in(client, f"name{number}", "wrong", **from_(1))
        assert HELD_BACK not in answer.content.decode()
    assert HELD_BACK in sign_in(client, "name10", "wrong", **from_(1)).content.decode()
    assert HELD_BACK not in sign_in(client, "name10", "wrong", **from_(2)).content.decode()


def test_what_was_right_counts_against_nobody(client, rosa, sign_in):
    for _try in range(4):
        sign_in(client, "rosa", "wrong")
    for _try in range(8):
        assert sign_in(client, "rosa").status_code == 302
        client.session.flush()
        client.cookies.clear()
    assert HELD_BACK not in sign_in(client, "rosa", "wrong").content.decode()
    assert HELD_BACK in sign_in(client, "rosa", "wrong").content.decode()


def test_the_thirty_first_try_from_an_address_is_not_looked_at(client, rosa, sign_in):
    for _try in range(30):
        assert sign_in(client, "rosa", PASSWORD, **from_(1)).status_code == 302
        client.cookies.clear()
    assert sign_in(client, "rosa", PASSWORD, **from_(1)).status_code == 429
    assert sign_in(client, "rosa", PASSWORD, **from_(2)).status_code == 302


def test_the_time_of_a_limit_runs_out():
    for second in range(5):
        assert one_try(seconds=second).refused_by is None
    assert one_try(seconds=299).refused_by == limits.FOR_ACCOUNT
    assert one_try(seconds=300).refused_by is None
    assert one_try(seconds=300).refused_by == limits.FOR_ACCOUNT


def test_who_is_held_back_for_one_account_still_counts_for_the_address():
    for number in range(10):
        one_try(seconds=number / 10)
    assert one_try("another", seconds=2).refused_by == limits.FROM_ADDRESS


def test_proving_once_more_is_no_sign_in():
    for second in range(30):
        one_try(f"name{second}", seconds=second)
    assert one_try("last", seconds=40).refused_by == limits.EVERY_TRY
    assert one_try("last", seconds=40, is_sign_in=False).refused_by == limits.FROM_ADDRESS


def test_a_new_password_begins_anew():
    for _try in range(6):
        one_try()
    limits.begin_anew(address="198.51.100.1", whose="rosa")
    assert one_try().refused_by is None


def test_the_application_neither_reads_nor_mends_the_counts():
    one_try("hunter2-typed-by-mistake")
    for statement in ("select * from accounts_try", "delete from accounts_try"):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic("trail"),
            connections["trail"].cursor() as cursor,
        ):
            cursor.execute(statement)


def _kept():
    with transaction.atomic("trail"), connections["trail"].cursor() as cursor:
        cursor.execute("set local role casework_owner")
        cursor.execute("select key from accounts_try order by key")
        rows = [key for (key,) in cursor.fetchall()]
        cursor.execute("set local role casework_app")
    return rows


def test_neither_names_nor_addresses_are_kept_and_nothing_for_long():
    one_try("hunter2-typed-by-mistake")
    kept = _kept()
    assert len(kept) == 3
    assert "hunter2" not in str(kept)
    assert "198.51" not in str(kept)
    one_try("other", "198.51.100.2", seconds=16 * 60)
    assert not set(kept) & set(_kept())


@pytest.mark.django_db(transaction=True)
def test_who_tries_many_at_once_gets_no_more_tries():
    together = Barrier(12, timeout=20)

    def press(number):
        try:
            together.wait()
            return one_try(address=f"198.51.100.{number}").refused_by is None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(12) as pool:
        assert sum(pool.map(press, range(12))) == 5


# --- the cache, in which allauth counts wrong second steps --------------------------------


def test_the_cache_writes_with_one_statement():
    with CaptureQueriesContext(connections["trail"]) as asked:
        cache.set("a", [1, 2], 60)
        assert cache.add("b", "x", 60)
    assert len(asked) == 2
    assert cache.get("a") == [1, 2]
    assert not cache.add("b", "y", 60)
    assert cache.get("b") == "x"
    cache.delete("b")
    assert cache.add("b", "y", 60)
    cache.set("for_ever", 1, None)
    assert cache.get("for_ever") == 1


def test_the_cache_forgets_what_ran_out_and_nothing_else():
    cache.set("old", 1, -1)
    assert cache.get("old") is None
    assert cache.add("old", 2, 60)
    for number in range(400):
        cache.set(f"gone{number}", 1, -1)
        cache.set(f"stays{number}", 1, 60)
    assert all(cache.get(f"stays{number}") == 1 for number in range(0, 400, 40))
    with connections["trail"].cursor() as cursor:
        cursor.execute("select count(*) from casework_cache where expires < now()")
        assert cursor.fetchone()[0] <= 1
