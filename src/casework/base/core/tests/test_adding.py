"""Rows of several tables are added in one journey, and what is refused is refused at its end."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from casework.base.core.adding import add

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.oldest_postgres]


def sessions(*keys, text="one"):
    return [Session(session_key=key, session_data=text, expire_date=NOW) for key in keys]


def stored():
    return list(Session.objects.order_by("session_key").values_list("session_key", "session_data"))


def test_each_table_is_one_statement_and_no_table_none():
    one = sessions("a", "b")
    with CaptureQueriesContext(connection) as asked:
        add(one, [], sessions("c", text="100 %"))
    assert len(asked) == 2
    assert stored() == [("a", "one"), ("b", "one"), ("c", "100 %")]
    one[0].session_data = "two"
    one[0].save()
    assert stored()[0] == ("a", "two")


def test_what_is_there_already_is_refused_or_left_out():
    add(sessions("a"))
    with pytest.raises(IntegrityError), transaction.atomic():
        add(sessions("b"), sessions("a"), sessions("c"))
    assert stored() == [("a", "one")]
    add(sessions("a", "b", text="two"), unless_there=True)
    assert stored() == [("a", "one"), ("b", "two")]
