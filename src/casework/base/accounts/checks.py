"""What must be right before the first worker signs in."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register

from .sealing import NO_KEY, key_is_missing


@register(Tags.security)
def field_key_is_set(**kwargs: Any) -> list[CheckMessage]:
    """Second-factor secrets are encrypted with a key that is not in the database."""
    return [Error(NO_KEY, id="accounts.E001")] if key_is_missing() else []
