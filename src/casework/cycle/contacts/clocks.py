"""What is due about notes."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from casework.base.clocks.rules import Rule, Unit
from casework.registry.episodes.practice_models import PracticeModel

SIGN_NOTE = Rule(
    code="sign_note",
    label=_("Sign the note"),
    unit=Unit.ELAPSED_HOURS,
    amount=72,
    warn_before=48,
    source="Product default: within a day, at the latest within three",
)


def clock_rules() -> list[Rule]:
    """The rules of this room, for the slot `clock_rules`."""
    return [SIGN_NOTE]


def sign_note_rule(model: PracticeModel | None) -> Rule:
    """Late after the model's second number of hours, shown from the first one on."""
    if model is None:
        return SIGN_NOTE
    notes = model.notes
    return replace(
        SIGN_NOTE,
        amount=notes.sign_at_latest_within_hours,
        warn_before=notes.sign_at_latest_within_hours - notes.sign_within_hours,
    )
