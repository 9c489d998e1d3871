"""Chips of which the usual few are shown and the rest wait behind one press."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.base.ui.widgets import Chips, ChipsMany


class _Few(forms.widgets.ChoiceWidget):
    """Cuts the options in two; opened where one of the rest is chosen."""

    few = 4
    rest_words: Any = _("Something else")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        options = [one for _group, some, _at in context["widget"]["optgroups"] for one in some]
        rest = options[self.few :]
        context["widget"] |= {
            "first": options[: self.few],
            "rest": rest,
            "is_open": any(one["selected"] for one in rest),
            "rest_words": self.rest_words,
        }
        return context


class FewChips(_Few, Chips):
    """One choice: the first few in sight."""

    template_name = "contacts/widgets/few_chips.html"

    def __init__(self, few: int, rest_words: Any) -> None:
        super().__init__()
        self.few, self.rest_words = few, rest_words


class FewChipsMany(_Few, ChipsMany):
    """Any number: the first few in sight."""

    template_name = "contacts/widgets/few_chips.html"

    def __init__(self, few: int, rest_words: Any) -> None:
        super().__init__()
        self.few, self.rest_words = few, rest_words
