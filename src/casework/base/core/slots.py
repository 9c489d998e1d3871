"""A lower room names a slot; the wiring lists which rooms fill it, in order."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


@cache
def filled(name: str) -> tuple[Callable[..., Any], ...]:
    """The functions that fill slot `name`, in the order of the wiring. Unknown names raise."""
    return tuple(import_string(path) for path in settings.SLOTS[name])
