"""What is due in the ledger of responsibility."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from casework.base.clocks.rules import Calendar, Rule, Unit

from .practice_models import PracticeModel

NAMED_WORKER = Rule(
    code="named_worker",
    label=_("A worker accepts"),
    unit=Unit.WORKING_DAYS,
    amount=5,
    warn_before=2,
    source="Product default of 5 working days; Wales allows 14 days at the most",
)
ANSWER_HAND_OVER = Rule(
    code="answer_hand_over",
    label=_("Answer a hand-over"),
    unit=Unit.WORKING_DAYS,
    amount=2,
    warn_before=1,
    source="Product default",
)
TELL_PERSON = Rule(
    code="tell_who_is_responsible",
    label=_("Tell them who is responsible now"),
    unit=Unit.WORKING_DAYS,
    amount=5,
    warn_before=2,
    source="Product default",
)
ANSWER_REQUEST = Rule(
    code="answer_change_request",
    label=_("Answer the wish for another worker"),
    unit=Unit.WORKING_DAYS,
    amount=5,
    warn_before=2,
    source="Product default",
)
# An attempt meets it too: this asks whether somebody tried, not whether they met.
CONTACT_OR_ATTEMPT = Rule(
    code="contact_or_attempt",
    label=_("See them, or try to"),
    unit=Unit.CALENDAR_DAYS,
    amount=14,
    warn_before=2,
    source="Pennsylvania intensive case management: contact or documented attempt every 2 weeks",
)


def clock_rules() -> list[Rule]:
    """The rules of this room, for the slot `clock_rules`."""
    return [NAMED_WORKER, ANSWER_HAND_OVER, TELL_PERSON, ANSWER_REQUEST, CONTACT_OR_ATTEMPT]


def named_worker_rule(model: PracticeModel) -> Rule:
    """As the practice model says."""
    return replace(NAMED_WORKER, amount=model.cadence.named_worker_within_working_days)


def contact_or_attempt_rule(model: PracticeModel, mode: str) -> Rule:
    """As the practice model says, or its mode or phase where the episode is in one."""
    chosen = next((one.contact for one in model.intensities if one.code == mode), model.contact)
    return replace(CONTACT_OR_ATTEMPT, amount=chosen.contact_or_attempt_interval_days)


def calendar_of(agency: object) -> Calendar:
    """The agency's calendar from the facts that stand on the actor."""
    return Calendar(
        time_zone=str(agency.time_zone),  # type: ignore[attr-defined]
        working_weekdays=agency.working_weekdays or frozenset(range(5)),  # type: ignore[attr-defined]
        holidays=agency.holidays,  # type: ignore[attr-defined]
    )
