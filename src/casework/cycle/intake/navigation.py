"""What this room puts into the main navigation."""

from __future__ import annotations

from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.registry.workforce.permissions import Permission

NAVIGATION: list[tuple[str, str | Promise, Enum]] = [
    ("intake:referral_list", _("Referrals"), Permission.REFERRAL_VIEW),
]
