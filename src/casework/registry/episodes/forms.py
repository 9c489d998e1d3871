"""What is typed about episodes, hand-overs, cover and wishes, in the words of the actions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.base.ui.forms import (
    ChipsField,
    ChipsMultiple,
    DayField,
    DayTimeField,
    PlainTextArea,
    PlainTextField,
)

from . import rules
from .models import ChangeOutcome, CloseReason, State, SuspendedAs

Choices = Sequence[tuple[str, str]]
_ANSWER_REQUIRED = {"required": _("Choose an answer.")}


class VersionedForm(forms.Form):
    """An edit: it names the version that was on screen."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def _words(
    label: Any, *, help_text: Any = "", most: int = 500, required: bool = True, rows: int = 3
) -> PlainTextField:
    return PlainTextField(
        label=label,
        help_text=help_text,
        max_length=most,
        required=required,
        widget=PlainTextArea(rows=rows),
        error_messages={"required": _("Write a few words.")},
    )


# --- the episode ---


def state_choices(state: str, suspended_as: str) -> list[tuple[str, str]]:
    """Where an episode may go from here, in the words of practice: in hospital, not suspended."""
    choices = []
    for to in State:
        if to == State.CLOSED or to not in rules.MOVES[state] | {state}:
            continue
        if to == State.SUSPENDED:
            choices += [
                (f"{to.value}:{one.value}", str(one.label))
                for one in SuspendedAs
                if not (state == State.SUSPENDED and one == suspended_as)
            ]
        elif to != state:
            choices.append((to.value, str(to.label)))
    return choices


class StateForm(VersionedForm):
    to = ChipsField(label=_("What is it now?"))
    happened_at = DayTimeField(
        label=_("Since when?"), help_text=_("When it happened, not when you write it down.")
    )
    why = _words(_("What happened?"), required=False)

    def __init__(self, *args: Any, state: str, suspended_as: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = state_choices(state, suspended_as)  # type: ignore[attr-defined]


class WayOfWorkingForm(VersionedForm):
    code = forms.ChoiceField(label=_("Practice model"))
    mode = forms.ChoiceField(
        label=_("Mode or phase"),
        required=False,
        help_text=_("Only some models have them."),
    )
    reason = _words(
        _("Why differently from the team?"),
        help_text=_("Needed when the model is not the team's."),
        most=300,
        required=False,
        rows=2,
    )
    target_days = forms.DecimalField(
        label=_("To be seen every … days"),
        help_text=_("Leave empty for the model's own number. 1.75 is four times a week."),
        required=False,
        max_digits=6,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "cw-figures-4"}),
        error_messages={"invalid": _("Write a number of days: 14, or 3.5.")},
    )
    target_reason = _words(
        _("Why this often?"),
        help_text=_("Needed with a number of their own."),
        most=300,
        required=False,
        rows=2,
    )

    def __init__(
        self, *args: Any, models: Choices, modes: Iterable[tuple[str, Choices]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = models  # type: ignore[attr-defined]
        self.fields["mode"].choices = [("", _("None")), *modes]  # type: ignore[attr-defined]


def _close_choices() -> list[tuple[str, object]]:
    return [
        (
            one.value,
            _("%(reason)s (a team leader decides)") % {"reason": one.label}
            if one.value in rules.NEEDS_LEADER
            else one.label,
        )
        for one in CloseReason
    ]


class CloseForm(VersionedForm):
    reason = forms.ChoiceField(
        label=_("Why does it end?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the reasons. A missed appointment is not one."),
            "invalid_choice": _("Choose one of the reasons. A missed appointment is not one."),
        },
    )
    accepted_there = forms.CharField(
        label=_("Who accepted there, and when?"),
        help_text=_(
            "For “Another service took over”. Until somebody accepts, you stay responsible."
        ),
        max_length=160,
        required=False,
    )
    closed_at = DayTimeField(label=_("When did it end?"))
    why = _words(_("How did it end?"), most=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = _close_choices()  # type: ignore[attr-defined]


class AskForm(forms.Form):
    at = DayTimeField(label=_("Who would have answered on"))


class IntroductionForm(forms.Form):
    on = DayField(label=_("Day of the meeting"))


# --- handing over ---


class HandOverForm(forms.Form):
    to = forms.ChoiceField(
        label=_("To whom?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a worker."),
            "invalid_choice": _("This worker holds no position in the team. Choose another."),
        },
    )
    why = _words(_("Why?"), help_text=_("The worker reads this first."), rows=2)
    words = _words(
        _("What the brief does not say"),
        help_text=_("What works with this person, what you have promised."),
        most=4000,
        required=False,
        rows=5,
    )
    meeting_on = DayField(
        label=_("Meeting of all three"),
        help_text=_("The day on which you introduce the worker to the person."),
        required=False,
    )
    over_cap_reason = _words(
        _("Why over the cap?"),
        help_text=_("Only a team leader can go over a cap, and says why."),
        required=False,
        rows=2,
    )

    def __init__(self, *args: Any, workers: Choices, may_override: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = workers  # type: ignore[attr-defined]
        if not may_override:
            del self.fields["over_cap_reason"]


class AnswerForm(forms.Form):
    answer = ChipsField(
        label=_("Your answer"),
        choices=[("accept", _("I accept")), ("decline", _("I do not accept"))],
        error_messages=_ANSWER_REQUIRED,
    )
    words = _words(
        _("Words to whoever offered"),
        help_text=_("Needed when you do not accept."),
        required=False,
    )


class TickedForm(forms.Form):
    """Some of a list, and one press."""

    chosen = ChipsMultiple(
        label=_("People"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick the people you mean."),
            "invalid_choice": _("One of them was answered meanwhile. Look at the list again."),
        },
    )

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = choices  # type: ignore[attr-defined]


def person_field(stem: str, episode_id: UUID) -> str:
    """The name of one person's field in a form about a whole caseload."""
    return f"{stem}_{episode_id.hex}"


class MoveForm(forms.Form):
    to_all = forms.ChoiceField(
        label=_("One worker for everybody"),
        help_text=_("Counts for everybody for whom nobody is chosen below."),
        required=False,
    )
    until = ChipsField(
        label=_("Until somebody accepts"),
        choices=[
            ("keeps", _("The worker stays responsible")),
            ("hold", _("The leader holds them from now on")),
        ],
    )
    why = _words(_("Why?"), help_text=_("The workers read this first."), rows=2)
    over_cap_reason = _words(
        _("Why over the cap?"),
        help_text=_("Needed when somebody would be over the cap with all that she is given."),
        required=False,
        rows=2,
    )

    def __init__(
        self, *args: Any, workers: Choices, people: Sequence[tuple[UUID, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["to_all"].choices = [("", _("Chosen one by one")), *workers]  # type: ignore[attr-defined]
        for episode_id, name in people:
            field = forms.ChoiceField(
                label=name,
                required=False,
                choices=[("", _("As above")), ("nobody", _("Nobody yet")), *workers],
            )
            self.fields[person_field("to", episode_id)] = field

    def receivers(self) -> dict[UUID, str]:
        """Episode → the worker's id, or '' for nobody."""
        everybody = self.cleaned_data.get("to_all", "")
        found = {}
        for episode_id, _name in self.people:
            one = self.cleaned_data.get(person_field("to", episode_id), "") or everybody
            found[episode_id] = "" if one == "nobody" else one
        return found


class PositionEndForm(forms.Form):
    to_on = DayField(
        label=_("Last day"),
        help_text=_(
            "Today or earlier: the leader holds her people from the moment you save. "
            "Later: it is noted, and they move when the day is over."
        ),
    )
    reason = forms.CharField(label=_("Why does it end?"), max_length=200, required=False)
    opens_vacancy = forms.BooleanField(
        label=_("The position stays and is vacant from the next day"), required=False
    )


# --- cover ---


class CoverForm(forms.Form):
    absent = forms.ChoiceField(label=_("Who is away?"))
    covering = forms.ChoiceField(label=_("Who covers?"))
    first_on = DayField(label=_("First day"))
    last_on = DayField(label=_("Last day"))
    why = forms.CharField(
        label=_("What for?"),
        help_text=_("Leave, training. Nothing about anybody's health: every colleague reads it."),
        max_length=120,
        required=False,
    )

    def __init__(self, *args: Any, absent: Choices, covering: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["absent"].choices = absent  # type: ignore[attr-defined]
        self.fields["covering"].choices = covering  # type: ignore[attr-defined]


class CoverNotesForm(forms.Form):
    mark_optional = False

    def __init__(
        self, *args: Any, people: Sequence[tuple[UUID, str]], longest: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        for episode_id, name in people:
            label = _("What must be known about %(name)s") % {"name": name}
            self.fields[person_field("note", episode_id)] = _words(
                label, most=longest, required=False, rows=3
            )

    def notes(self) -> dict[UUID, str]:
        """Episode → words."""
        return {
            episode_id: self.cleaned_data[person_field("note", episode_id)]
            for episode_id, _name in self.people
        }


# --- a wish for another worker ---


class ChangeRequestForm(forms.Form):
    words = _words(_("What did they say?"), help_text=_("In their own words."), most=4000, rows=4)
    wishes = forms.CharField(
        label=_("What would suit them better?"),
        help_text=_("Language, gender, times of day, somebody they know."),
        max_length=300,
        required=False,
    )
    asked_on = DayField(label=_("When did they ask?"))


class ChangeAnswerForm(VersionedForm):
    outcome = ChipsField(
        label=_("What came of it?"),
        choices=[(one.value, one.label) for one in ChangeOutcome if one != ChangeOutcome.OPEN],
        error_messages=_ANSWER_REQUIRED,
    )
    words = _words(
        _("How was it decided?"),
        help_text=_("So that whoever sees the person next can tell them."),
        required=False,
    )
