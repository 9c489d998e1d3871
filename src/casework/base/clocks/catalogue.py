"""Every rule that rooms above bring along, by its code. The wiring fills the slot `clock_rules`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from django.core.exceptions import ImproperlyConfigured

from casework.base.core.slots import filled

from . import rules


@cache
def rules_by_code() -> Mapping[str, rules.Rule]:
    """All rules; raises ImproperlyConfigured when one of them is not sound or two share a code."""
    found = [rule for fill in filled("clock_rules") for rule in fill()]
    reason = rules.why_not_rules(found)
    if reason:
        raise ImproperlyConfigured(reason)
    return MappingProxyType({rule.code: rule for rule in found})
