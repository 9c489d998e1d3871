"""The shape of what is typed about referrals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.base.ui.forms import ChipsField, DayField, DayTimeField, PlainTextField
from casework.registry.people.forms.base import PersonForm, answered, asked, line
from casework.registry.people.keeping import NewContactPoint
from casework.registry.workforce.models import Team, Worker

from . import clocks
from .actions import Answer
from .eligibility import RuleSet
from .models import DeclineReason, Level, Met, Method, Source, Urgency, Variance

LONG = 4000
SHORT = 1000
NONE = ("", _("Choose one"))
NOT_CHOSEN = [("", _("Not said"))]


def said(label: Any, *, most: int = SHORT, required: bool = True, **more: Any) -> Any:
    """Several lines of plain text."""
    return PlainTextField(
        label=label,
        max_length=most,
        required=required,
        error_messages={"required": _("Write it in a few words.")},
        **more,
    )


def team_field(label: Any, **more: Any) -> Any:
    return forms.ChoiceField(label=label, error_messages={"required": _("Choose a team.")}, **more)


class ReachPlanForm(PersonForm):
    """If we can't reach you. Every field may stay empty: not asked yet is an honest answer."""

    whom_to_try = said(
        _("If we can't reach you, whom may we try?"),
        required=False,
        help_text=_("Names, and how to reach them."),
    )
    where_to_look = said(_("Where may we look for you?"), required=False)
    what_not_to_do = said(
        _("What should we never do?"),
        required=False,
        help_text=_("For example: never ring my mother, never come in uniform."),
    )
    did_not_want_to_say = forms.BooleanField(
        label=_("They did not want to say today"), required=False
    )

    def has_reach_words(self) -> bool:
        """Something was said, or that nothing was."""
        return any(self.reach_plan().values())

    def reach_plan(self) -> dict[str, Any]:
        """What the action takes."""
        names = ("whom_to_try", "where_to_look", "what_not_to_do", "did_not_want_to_say")
        return {name: self.cleaned_data[name] for name in names}


class ReferralNewForm(ReachPlanForm):
    """Safe contact first, then who asks for what."""

    phone = line(_("Phone number"), most=60)
    safe_to_call = asked(_("Safe to call?"))
    safe_to_leave_message = asked(_("Safe to leave a message?"))
    safe_to_text = asked(_("Safe to text?"))
    who_answers = line(_("Who else may answer?"))
    team = team_field(_("Which team?"))
    source = forms.ChoiceField(
        label=_("Who asks?"),
        choices=[NONE, *Source.choices],
        error_messages={"required": _("Say who asks.")},
    )
    source_name = line(_("Their name and place"), most=160)
    source_reach = line(_("How to reach them"), most=160)
    method = ChipsField(label=_("How did it come?"), choices=Method.choices)
    received_at = DayTimeField(label=_("When did it come?"))
    urgency = ChipsField(
        label=_("How soon must somebody decide?"),
        choices=[
            (Urgency.EMERGENCY, _("Emergency: within the hour")),
            (Urgency.VERY_URGENT, _("Very urgent: 4 hours")),
            (Urgency.URGENT, _("Urgent: 24 hours")),
            (Urgency.ROUTINE, _("Routine: 10 working days")),
        ],
        initial=Urgency.ROUTINE,
    )
    reason = said(_("What do they ask for, and why?"), most=LONG)
    person_words = said(
        _("In the person's own words"),
        most=LONG,
        required=False,
        help_text=_("As they say it. Leave it empty where nobody has asked them."),
    )
    person_knows = asked(_("Does the person know about this?"))
    person_agrees = asked(_("Do they agree?"))
    without_agreement = line(_("If not: on what ground do you go on, and how?"), most=300)
    access_needs = line(
        _("What do they need to take part?"),
        most=300,
        help_text=_("Interpreter, large print, a ride, somebody with them."),
    )
    first = ("phone", "safe_to_call", "safe_to_leave_message", "safe_to_text", "who_answers")
    second = ("whom_to_try", "where_to_look", "what_not_to_do", "did_not_want_to_say")

    def __init__(
        self, *args: Any, teams: Sequence[Team] = (), may_change: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = [NONE, *((str(one.pk), one.name) for one in teams)]  # type: ignore[attr-defined]
        if not may_change:
            for name in self.first:
                del self.fields[name]

    def point(self) -> NewContactPoint | None:
        """The number with what was said about it; None where none was typed."""
        c = self.cleaned_data
        if not c.get("phone"):
            return None
        return NewContactPoint(
            value=c["phone"],
            safe_to_call=answered(c["safe_to_call"]),
            safe_to_leave_message=answered(c["safe_to_leave_message"]),
            safe_to_text=answered(c["safe_to_text"]),
            who_answers=c["who_answers"],
        )

    def referral(self) -> dict[str, Any]:
        """What the action takes."""
        c = self.cleaned_data
        plain = ("source", "source_name", "source_reach", "method", "received_at", "urgency")
        words = ("reason", "person_words", "without_agreement", "access_needs")
        return {
            **{name: c[name] for name in (*plain, *words)},
            "person_knows": answered(c["person_knows"]),
            "person_agrees": answered(c["person_agrees"]),
        }

    def groups(self) -> list[tuple[Any, list[Any]]]:
        """The fields under their three headings, in order."""
        rest = [name for name in ReferralNewForm.base_fields if name not in self.second]
        rest = [name for name in rest if name not in self.first and name != "version"]
        parts = (
            (_("Safe contact"), self.first),
            (_("If we can't reach you"), self.second),
            (_("The referral"), rest),
        )
        return [
            (title, [self[name] for name in names if name in self.fields]) for title, names in parts
        ]


class AcceptForm(PersonForm):
    words = said(_("What was decided, in a few words"), required=False)


class DeclineForm(PersonForm):
    """No, with a reason and something to turn to."""

    reason = forms.ChoiceField(
        label=_("Why not?"),
        choices=[NONE, *DeclineReason.choices],
        error_messages={"required": _("Choose the reason.")},
        help_text=_("Having no place is a reason of its own: it says nothing about the person."),
    )
    words = said(_("How it was decided, in plain words"), most=LONG, required=False)
    alternative = said(
        _("What can the person turn to instead?"),
        help_text=_("A name, a place, a number, and who helps them get there."),
    )
    appeal_told = forms.BooleanField(
        label=_("They were told how to have this looked at again, or the letter tells them"),
        required=False,
    )


class WaitForm(PersonForm):
    check_in_every_days = forms.IntegerField(
        label=_("Check in every how many days?"),
        min_value=1,
        max_value=60,
        initial=clocks.CHECK_IN.amount,
        help_text=_("Waiting is a time in which somebody asks how things are."),
    )
    words = said(_("What is the person waiting for?"), required=False)


class RedirectForm(PersonForm):
    to_team = team_field(_("Which team takes it?"))
    words = said(_("Why there?"), help_text=_("Whoever reads it there starts from these words."))

    def __init__(self, *args: Any, teams: Sequence[Team] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_team"].choices = [NONE, *((str(one.pk), one.name) for one in teams)]  # type: ignore[attr-defined]


class InformationForm(PersonForm):
    words = said(
        _("What is missing, and who was asked?"),
        help_text=_("The letter to the person says it in the same words."),
    )
    ask_again_on = DayField(
        label=_("When do we ask again?"),
        required=False,
        help_text=_("Empty: in five working days. What is urgent is decided without it."),
    )


class CameForm(PersonForm):
    words = said(_("What came, or why will nothing come?"))


class WithdrawForm(PersonForm):
    words = said(_("Who does not want it any more, and why?"))


class EscalateForm(PersonForm):
    urgency = ChipsField(
        label=_("How soon must somebody look?"),
        choices=[
            (Urgency.EMERGENCY, _("At once")),
            (Urgency.VERY_URGENT, _("Within 4 hours")),
            (Urgency.URGENT, _("Within 24 hours")),
        ],
    )
    words = said(_("What has changed?"))


class OwnerForm(PersonForm):
    owner = forms.ChoiceField(
        label=_("Who owns the next step?"), error_messages={"required": _("Choose somebody.")}
    )
    why = said(_("Why?"))

    def __init__(self, *args: Any, workers: Sequence[Worker] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [NONE, *((str(one.pk), one.name) for one in workers)]  # type: ignore[attr-defined]


class LevelForm(PersonForm):
    recommended = forms.ChoiceField(
        label=_("Recommended"), choices=[*NOT_CHOSEN, *Level.choices], required=False
    )
    decided = forms.ChoiceField(label=_("Decided"), choices=[NONE, *Level.choices], required=False)
    variance = forms.ChoiceField(
        label=_("If they differ: why?"), choices=[*NOT_CHOSEN, *Variance.choices], required=False
    )


class WorksheetForm(PersonForm):
    """One line a criterion: chips, and what shows it."""

    def __init__(self, *args: Any, rule_set: RuleSet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rule_set = rule_set
        for one in rule_set.criteria:
            self.fields[f"met_{one.code}"] = ChipsField(
                label=_(one.words),
                help_text=_(one.hint) if one.hint else "",
                choices=Met.choices,
                initial=Met.UNKNOWN,
                required=False,
            )
            self.fields[f"evidence_{one.code}"] = line(_("What shows it?"), most=500)

    def answers(self) -> dict[str, Answer]:
        """What the action takes."""
        c = self.cleaned_data
        return {
            one.code: Answer(c[f"met_{one.code}"] or Met.UNKNOWN.value, c[f"evidence_{one.code}"])
            for one in self.rule_set.criteria
        }

    def lines(self) -> list[tuple[Any, Any]]:
        """Chips and evidence of each criterion."""
        return [(self[f"met_{c.code}"], self[f"evidence_{c.code}"]) for c in self.rule_set.criteria]


def as_id(value: str) -> UUID:
    """The id that a choice stands for."""
    return UUID(value)
