"""A moment is read from the database exactly as Django reads it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DataError, connection
from django.db.backends.postgresql.psycopg_any import BaseTzLoader
from hypothesis import given
from hypothesis import strategies as st
from psycopg.pq import Format

from casework.base.core.instants import UtcLoader

pytestmark = pytest.mark.django_db


class _Django(BaseTzLoader):
    timezone = UTC


def test_connections_read_with_it():
    with connection.cursor() as cursor:
        found = cursor.connection.adapters.get_loader(
            connection.connection.adapters.types["timestamptz"].oid, Format.TEXT
        )
        cursor.execute("select '2026-03-29 01:30:00.25+02'::timestamptz")
        (moment,) = cursor.fetchone()
    assert found is UtcLoader
    assert moment == datetime(2026, 3, 28, 23, 30, 0, 250_000, UTC)
    assert moment.utcoffset() == timedelta()


@given(st.datetimes(timezones=st.just(UTC)))
def test_every_moment_is_read_as_django_reads_it(moment):
    said = f"{moment:%H:%M:%S}.{moment.microsecond:06d}".rstrip("0").rstrip(".")
    text = f"{moment.year:04d}-{moment:%m-%d} {said}+00".encode()
    ours, django = (one(1184, None).load(text) for one in (UtcLoader, _Django))
    assert ours == django == moment
    assert ours.tzinfo is UTC


@pytest.mark.parametrize("text", ["infinity", "-infinity", "12026-01-01 00:00:00+00"])
def test_what_python_has_no_word_for_is_refused_in_words(text):
    with connection.cursor() as cursor:
        cursor.execute("select %s::timestamptz", [text])
        with pytest.raises(DataError):
            cursor.fetchone()


def test_a_session_on_another_clock_reads_the_same_moment():
    with connection.cursor() as cursor:
        cursor.execute("set local time zone 'America/Phoenix'")
        cursor.execute("select '2026-03-29 01:30:00+00'::timestamptz")
        assert cursor.fetchone()[0] == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
