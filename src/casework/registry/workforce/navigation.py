"""What this room puts into the main navigation."""

from __future__ import annotations

from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .permissions import Permission

NAVIGATION: list[tuple[str | Promise | Enum, ...]] = [
    (
        "workforce:team_list",
        _("Teams"),
        Permission.WORKFORCE_VIEW,
        "workforce:worker_",
        "workforce:position_",
        "workforce:credential_",
        "workforce:duty_",
        "workforce:shift_",
        "workforce:role_",
    ),
    ("workforce:agency_settings", _("Settings"), Permission.AGENCY_EDIT),
]
