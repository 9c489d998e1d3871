"""What is typed about the agency, its teams and its workers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from casework.base.ui.forms import (
    ChipsField,
    DayField,
    DayTimeField,
    PickField,
)
from casework.base.ui.rows import RowsField
from casework.base.ui.widgets import ChipsMany

from . import choices
from .models import CredentialState, Place, TeamKind
from .permissions import Role

Choices = Sequence[tuple[str, str]]
_LONGEST_LANGUAGE_LIST = 12
_ZONES = sorted(
    zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix"))
)
SHARE_HINT = _("1 is full time, 0.5 is half time.")


class VersionedForm(forms.Form):
    """An edit: it names the version that was on screen."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def _share() -> forms.DecimalField:
    return forms.DecimalField(
        label=_("Share of full time"),
        help_text=SHARE_HINT,
        min_value=Decimal("0.01"),
        max_value=Decimal(1),
        max_digits=4,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "cw-figures-4"}),
        error_messages={
            "required": _("Give the share. Full time is 1."),
            "invalid": _("Write the share as a number: 0.5 is half time."),
            "min_value": _("A share lies above 0."),
            "max_value": _("A share is 1 at most: that is full time."),
            "max_decimal_places": _("Two figures after the point are enough: 0.75."),
        },
    )


# --- agency ---


class AgencyForm(VersionedForm):
    name = forms.CharField(
        label=_("Name of the agency"),
        max_length=120,
        error_messages={"required": _("Give the agency's name.")},
    )
    place = ChipsField(
        label=_("Where the agency works"),
        help_text=_("Decides identifiers, telephone numbers and the words of the law."),
        choices=Place.choices,
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=[(zone, zone.replace("_", " ")) for zone in _ZONES]
    )
    working_weekdays = forms.TypedMultipleChoiceField(
        label=_("Working days"),
        help_text=_("What is due in working days counts these."),
        coerce=int,
        choices=list(WEEKDAYS.items()),
        widget=ChipsMany,
        error_messages={"required": _("Choose at least one day of the week.")},
    )
    holidays = RowsField(
        label=_("Holidays"),
        help_text=_("Days on which the agency does not work. What is due in working days waits."),
        required=False,
        parts={
            "day": DayField(label=_("Day")),
            "name": forms.CharField(label=_("Name"), max_length=80, required=False),
        },
        once="day",
        add_words=_("Add a holiday"),
        error_messages={"once": _("This day stands in another row already.")},
    )
    phone = forms.CharField(label=_("Main telephone"), max_length=40, required=False)
    crisis_line = forms.CharField(
        label=_("Crisis line"),
        help_text=_("Stands wherever somebody may be in danger."),
        max_length=80,
        required=False,
    )
    person_word = forms.CharField(
        label=_("One of those you work with is called"),
        help_text=_("For example: person, client, service user."),
        max_length=40,
        error_messages={"required": _("Give the word.")},
    )
    people_word = forms.CharField(
        label=_("Several of them are called"),
        max_length=40,
        error_messages={"required": _("Give the word.")},
    )
    worker_word = forms.CharField(
        label=_("The responsible worker is called"),
        help_text=_("For example: case manager, care coordinator, key worker."),
        max_length=40,
        error_messages={"required": _("Give the word.")},
    )

    def clean_holidays(self) -> dict[date, str]:
        return {row["day"]: row["name"] for row in self.cleaned_data["holidays"]}

    def as_stored(self) -> dict[str, Any]:
        """What was typed as it would stand in the agency's row."""
        return self.cleaned_data | {"holidays": sorted(self.cleaned_data["holidays"])}


# --- teams ---


class TeamForm(forms.Form):
    """A new team or programme."""

    kind = ChipsField(
        label=_("What is it?"),
        choices=[
            (TeamKind.TEAM, TeamKind.TEAM.label),
            (TeamKind.PROGRAMME, TeamKind.PROGRAMME.label),
        ],
    )
    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Give the team's name.")}
    )
    parent = forms.ChoiceField(
        label=_("Belongs to"),
        error_messages={"required": _("Choose what it belongs to.")},
    )
    practice_model = forms.ChoiceField(
        label=_("Practice model"),
        help_text=_("How a team works: caseload, how often people are seen, reviews."),
        required=False,
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    place = forms.CharField(label=_("Where it is"), max_length=200, required=False)

    def __init__(self, *args: Any, parents: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = parents  # type: ignore[attr-defined]
        self.fields["practice_model"].choices = [  # type: ignore[attr-defined]
            ("", _("None: it only holds teams")),
            *choices.practice_models(),
        ]


class TeamChangeForm(TeamForm, VersionedForm):
    """What a team is stays; the agency itself has no place to choose."""

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["kind"]
        if kind != TeamKind.TEAM:
            del self.fields["practice_model"]
        if kind == TeamKind.AGENCY:
            del self.fields["parent"]


class TeamCloseForm(VersionedForm):
    closed_on = DayField(label=_("Closed on"))


# --- workers ---


class WorkerForm(forms.Form):
    given = forms.CharField(label=_("First name"), max_length=80, required=False)
    family = forms.CharField(label=_("Family name"), max_length=80, required=False)
    title = forms.CharField(
        label=_("Title"),
        help_text=_("As it stands under a letter: RN, LCSW, Dr."),
        max_length=80,
        required=False,
    )
    mail = forms.EmailField(
        label=_("Mail"),
        required=False,
        error_messages={"invalid": _("This is not a mail address we can read.")},
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    languages = PickField(label=_("Languages they speak"), required=False)
    started_on = DayField(label=_("First day here"), required=False)

    def __init__(self, *args: Any, place: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = choices.usual_languages(place)
        self.fields["languages"].offer(choices.languages(), offered)  # type: ignore[attr-defined]

    def clean_languages(self) -> list[str]:
        codes: list[str] = self.cleaned_data["languages"]
        if len(codes) > _LONGEST_LANGUAGE_LIST:
            raise ValidationError(_("Name twelve languages at most."))
        return codes

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if not typed.get("given") and not typed.get("family"):
            self.add_error("family", _("Give the worker's name."))
        return typed


class WorkerNewForm(WorkerForm):
    account_name = forms.CharField(
        label=_("Name to sign in with"),
        help_text=_("Leave it empty for somebody who does not sign in yet."),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )


class WorkerChangeForm(WorkerForm, VersionedForm):
    left_on = DayField(
        label=_("Last day here"),
        help_text=_("After this day the worker opens nothing any more."),
        required=False,
    )


class AccountForm(forms.Form):
    account_name = forms.CharField(
        label=_("Name to sign in with"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Give the name to sign in with.")},
    )


# --- positions ---


class PositionForm(forms.Form):
    team = forms.ChoiceField(label=_("Team"), error_messages={"required": _("Choose the team.")})
    role = forms.ChoiceField(
        label=_("Role"),
        help_text=_("Decides which pages open. See Roles and permissions."),
        choices=Role.choices,
        error_messages={"required": _("Choose the role.")},
    )
    worker = forms.ChoiceField(label=_("Who"), required=False)
    full_time_share = _share()
    from_on = DayField(label=_("From"))
    to_on = DayField(
        label=_("Last day"), help_text=_("Only if it is known already."), required=False
    )

    def __init__(self, *args: Any, teams: Choices, workers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = teams  # type: ignore[attr-defined]
        self.fields["worker"].choices = [  # type: ignore[attr-defined]
            ("", _("Nobody yet: it is vacant")),
            *workers,
        ]


class PositionFillForm(forms.Form):
    worker = forms.ChoiceField(label=_("Who"), error_messages={"required": _("Choose a worker.")})
    from_on = DayField(label=_("From"))

    def __init__(self, *args: Any, workers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].choices = [("", "–"), *workers]  # type: ignore[attr-defined]


class PositionShareForm(forms.Form):
    full_time_share = _share()
    from_on = DayField(label=_("From"))


class PositionEndForm(forms.Form):
    to_on = DayField(
        label=_("Last day"),
        help_text=_("The position opens records until midnight of this day."),
    )
    reason = forms.CharField(label=_("Why it ends"), max_length=200, required=False)
    opens_vacancy = forms.BooleanField(
        label=_("The position stays, vacant, from the day after"), required=False
    )


# --- credentials ---


class CredentialForm(forms.Form):
    kind = forms.CharField(
        label=_("What it is"),
        help_text=_("A licence, a registration, a background check, a training."),
        max_length=80,
        error_messages={"required": _("Say what it is.")},
    )
    number = forms.CharField(label=_("Number"), max_length=60, required=False)
    issuer = forms.CharField(label=_("Issued by"), max_length=120, required=False)
    issued_on = DayField(label=_("Issued on"), required=False)
    expires_on = DayField(
        label=_("Valid until"),
        help_text=_("You are warned 90, 60 and 30 days before."),
        required=False,
    )
    hours_required = forms.IntegerField(
        label=_("Hours needed to renew it"), min_value=0, max_value=9999, required=False
    )
    hours_done = forms.IntegerField(
        label=_("Hours done so far"), min_value=0, max_value=9999, required=False
    )


class CredentialCheckForm(VersionedForm):
    state = ChipsField(
        label=_("What was checked?"),
        choices=[
            (state.value, state.label) for state in (CredentialState.SEEN, CredentialState.VERIFIED)
        ],
    )


class CredentialWithdrawForm(VersionedForm):
    withdrawn_on = DayField(label=_("Does not count from"))
    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        error_messages={"required": _("Say why it does not count any more.")},
    )


# --- duty ---


class ShiftForm(forms.Form):
    team = forms.ChoiceField(
        label=_("For"),
        help_text=_("A programme stands for all its teams."),
        error_messages={"required": _("Choose the team.")},
    )
    worker = forms.ChoiceField(label=_("Who"), error_messages={"required": _("Choose a worker.")})
    starts_at = DayTimeField(label=_("Begins"))
    ends_at = DayTimeField(label=_("Ends"))

    def __init__(self, *args: Any, teams: Choices, workers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = teams  # type: ignore[attr-defined]
        self.fields["worker"].choices = [("", "–"), *workers]  # type: ignore[attr-defined]
