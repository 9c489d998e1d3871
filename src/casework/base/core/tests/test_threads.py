from threading import Thread

import pytest
from django.core.cache import caches
from django.db import connections
from django.urls import base
from django.utils import timezone, translation
from django.utils.translation import trans_real

from casework.base.core.threads import one_thread_one_request

PLACES = [
    (trans_real, "_active"),
    (timezone, "_active"),
    (base, "_prefixes"),
    (base, "_urlconfs"),
    (connections, "_connections"),
    (caches, "_connections"),
]


@pytest.fixture
def plain_threads(monkeypatch):
    for of, name in PLACES:
        monkeypatch.setattr(of, name, getattr(of, name))
    one_thread_one_request()


def in_another_thread(ask):
    said = []
    other = Thread(target=lambda: said.append(ask()))
    other.start()
    other.join()
    return said[0]


def test_language_and_time_zone_are_those_of_the_thread(plain_threads):
    with translation.override("es"), timezone.override("Asia/Tokyo"):
        assert translation.get_language() == "es"
        assert str(timezone.get_current_timezone()) == "Asia/Tokyo"
        assert in_another_thread(translation.get_language) == "en"
        assert str(in_another_thread(timezone.get_current_timezone)) == "UTC"
    assert translation.get_language() == "en"


def test_each_thread_has_a_connection_of_its_own(plain_threads):
    own = connections["default"]
    assert own is connections["default"]
    assert in_another_thread(lambda: connections["default"]) is not own


def test_every_such_place_of_the_framework_is_known(plain_threads):
    """A place that Django adds would stay slow, one that it renames would stay unchanged."""
    assert [type(getattr(of, name)).__module__ for of, name in PLACES] == ["_thread"] * len(PLACES)
