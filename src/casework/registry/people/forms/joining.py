"""Joining two records, and taking it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.base.ui.forms import ChipsField, PlainTextField

from ..rules.registering import LONGEST_WHY
from .base import PersonForm


class MergeForm(PersonForm):
    """Which number stays in front, why, and that both were compared."""

    into = ChipsField(label=_("Which number stays in front?"))
    other_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    why = PlainTextField(
        label=_("How do you know that both are the same person?"),
        max_length=LONGEST_WHY,
        error_messages={"required": _("Write how you know that both are the same person.")},
    )
    is_sure = forms.BooleanField(
        label=_("I have compared both records"),
        error_messages={"required": _("Tick that you have compared both records.")},
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = choices  # type: ignore[attr-defined]


class MergeUndoForm(PersonForm):
    """Why these are two people."""

    why = PlainTextField(
        label=_("Why are these two people?"),
        max_length=LONGEST_WHY,
        error_messages={"required": _("Write why these are two people.")},
    )
