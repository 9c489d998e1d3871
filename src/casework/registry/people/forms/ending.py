"""Something ends on a day."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.base.ui.forms import DayField

from .base import PersonForm


class EndForm(PersonForm):
    """The day on which it ended."""

    ended_on = DayField(label=_("No longer so since"))
