"""What a proxy or a monitor is told: alive, ready, and nothing about people."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

pytestmark = pytest.mark.django_db


def test_alive():
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"alive": True})


def test_ready_says_whether_background_work_runs():
    answer = Client().get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"database": True, "migrations": True, "jobs": False}


def test_not_ready_while_the_schema_is_behind_the_program(as_owner):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("delete from django_migrations where app = 'contacts'")
        answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["migrations"] is False


def test_not_ready_without_the_database(monkeypatch):
    def gone(*given, **more):
        raise OSError("no route")

    monkeypatch.setattr("casework.config.health.connection.cursor", gone)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": False})
