"""What the cells of a column look like, whatever its heading says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from .cells import Broken, Cell, as_written
from .dates import glance
from .outcomes import outcome_in
from .statuses import mentions_status
from .words import is_blank, is_unknown, plain, tidy

SAMPLE = 400
_NAME = re.compile(r"^[^\d@=<>]{2,80}$")
_EAST_ASIAN = re.compile(r"^[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af・]{2,12}$")
_NUMBER = re.compile(r"^-?\d+(?:[.,]\d+)?$")


@dataclass(slots=True, frozen=True)
class Evidence:
    """Shares of a column's cells, from 0 to 1, among those that are neither blank nor unknown."""

    filled: int = 0
    dates: float = 0
    numbers: float = 0
    with_digits: float = 0
    names: float = 0
    whole_names: float = 0
    statuses: float = 0
    outcomes: float = 0
    times: float = 0
    flags: float = 0
    different: float = 0
    mean_length: float = 0


def evidence_of(values: Sequence[Cell]) -> Evidence:
    """Looks at up to 400 cells spread over the column."""
    filled = [value for value in values if value is not None and not isinstance(value, Broken)]
    if len(filled) > SAMPLE:
        step = len(filled) / SAMPLE
        filled = [filled[int(place * step)] for place in range(SAMPLE)]
    cells = []
    for value in filled:
        text = tidy(as_written(value))
        if not is_blank(text) and not is_unknown(text):
            cells.append((value, text))
    if not cells:
        return Evidence()
    total = len(cells)

    def share(matching: int) -> float:
        return matching / total

    return Evidence(
        filled=total,
        dates=share(sum(_is_date(value) for value, _ in cells)),
        numbers=share(sum(bool(_NUMBER.match(text)) for _, text in cells)),
        with_digits=share(sum(any(c.isdigit() for c in text) for _, text in cells)),
        names=share(
            sum(bool(_NAME.match(text)) and any(c.isalpha() for c in text) for _, text in cells)
        ),
        whole_names=share(sum(_is_whole_name(text) for _, text in cells)),
        statuses=share(sum(mentions_status(text) for _, text in cells)),
        outcomes=share(sum(outcome_in(text) is not None for _, text in cells)),
        times=share(sum(isinstance(value, time | timedelta) for value, _ in cells)),
        flags=share(sum(yes_or_no(value) is not None for value, _ in cells)),
        different=len({text.casefold() for _, text in cells}) / total,
        mean_length=sum(len(text) for _, text in cells) / total,
    )


_YES = frozenset(
    "yes y true 1 ja j oui o si s sim tak t kylla ano da evet да так ναι نعم כן".split()
)
_NO = frozenset("no n false 0 nein non nao nej nei nie ei ne hayir нет ні όχι لا לא".split())


def yes_or_no(value: Cell) -> bool | None:
    """What a flag says: yes, no or nothing."""
    words = plain(as_written(value))
    return True if words in _YES else False if words in _NO else None


def _is_date(value: Cell) -> bool:
    if isinstance(value, datetime):
        return True
    seen = glance(value)
    if seen.kind in ("real", "parts", "month", "serial", "year"):
        return True
    # A date that is marked as doubtful, or impossible, still shows what the column is for.
    return seen.why is not None and seen.why.code in (
        "date_impossible",
        "date_doubtful",
        "date_two",
        "date_no_year",
        "date_year_or_month",
        "date_order",
    )


def _is_whole_name(text: str) -> bool:
    if _EAST_ASIAN.match(text):
        return True
    words = text.replace(",", " , ").split()
    return (
        2 <= len([word for word in words if word != ","]) <= 7
        and not any(char.isdigit() for char in text)
        and len(text) <= 80
    )
