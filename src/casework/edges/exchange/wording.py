"""What the reading says of a file, in the language of the page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from casework.base.core.refusals import Refused

from .reading import CannotRead
from .reading.reasons import REASONS, REFUSALS, Why


def reason(why: Why) -> str:
    """Why a cell was not read, or is worth a look."""
    return _(REASONS[why.code]).format(**{name: _said(value) for name, value in why.values})


def refusal(problem: CannotRead | Refused) -> str:
    """Why a whole file cannot be read, or not be brought over, and what to do."""
    if isinstance(problem, Refused):
        return str(problem)
    given = {name: _said(value) for name, value in problem.values.items()}
    return _(REFUSALS[problem.code]).format(**given)


def _said(value: object) -> object:
    """What is put into a sentence may be words as well: "a web page"."""
    return _(value) if isinstance(value, str) and value else value
