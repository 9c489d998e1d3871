"""What this room puts into the main navigation. The search box stands above every page already."""

from __future__ import annotations

from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.registry.workforce.permissions import Permission

NAVIGATION: list[tuple[str, str | Promise, Enum]] = [
    ("people:person_search", _("Find a person"), Permission.PERSON_LOCATE),
]
