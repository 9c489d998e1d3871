"""What Django keeps for the one who asks, kept by the thread that answers.

Django finds the language, the time zone and the connection in places that also serve coroutines;
each look costs as much as the rest of translating a word, and a page looks a thousand times. The
server answers each request in one thread from beginning to end and runs no coroutine.
"""

from __future__ import annotations

from threading import local

from django.core.cache import caches
from django.db import connections
from django.urls import base
from django.utils import timezone
from django.utils.translation import trans_real


def one_thread_one_request() -> None:
    """For a process that serves pages and does nothing else, before its first request."""
    trans_real._active = local()  # type: ignore[attr-defined]
    timezone._active = local()  # type: ignore[attr-defined]
    base._prefixes, base._urlconfs = local(), local()  # type: ignore[attr-defined]
    connections._connections = local()  # type: ignore[attr-defined]
    caches._connections = local()  # type: ignore[attr-defined]
