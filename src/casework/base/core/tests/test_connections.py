import psycopg
import pytest
from django.db import connection
from psycopg_pool import ConnectionPool

from casework.base.core import connections


@pytest.fixture
def waiting(db):
    told = connection.get_connection_params()
    for ours in ("cursor_factory", "context", "prepare_threshold"):
        told.pop(ours, None)
    with psycopg.connect(**told, autocommit=True) as opened:
        yield opened


def test_every_pool_looks_this_way():
    assert ConnectionPool.check_connection is connections.check


def test_nothing_is_asked_of_a_connection_that_is_there(waiting, monkeypatch):
    def asked(*_given, **_more):
        pytest.fail("a question to the server")

    monkeypatch.setattr(waiting, "execute", asked)
    connections.check(waiting)


def test_a_connection_that_the_server_ended_is_noticed(waiting):
    with psycopg.connect(waiting.info.dsn, autocommit=True) as other:
        other.execute("set role none")
        other.execute("select pg_terminate_backend(%s, 5000)", [waiting.info.backend_pid])
    with pytest.raises(psycopg.OperationalError):
        connections.check(waiting)


def test_what_the_server_says_by_the_way_is_no_end(waiting, db):
    waiting.execute("listen casework_test")
    with psycopg.connect(waiting.info.dsn, autocommit=True) as other:
        other.execute("notify casework_test")
    connections.check(waiting)
    assert waiting.execute("select 1").fetchone() == (1,)
