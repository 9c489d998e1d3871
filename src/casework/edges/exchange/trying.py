"""A file is tried out: it is brought over as it would be, watched row by row, and undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from casework.base.accounts.actors import Actor

from .bringing import Step, Watch, no_step, write_located
from .models import Import, ImportedRow, Kind, RowState
from .reading import Reading
from .reading.report import problem_json
from .wording import reason

# What a person looks through; counts are of everything.
MOST = 5_000
_LISTS = {
    RowState.CREATED: "come",
    RowState.OFFERED_DUPLICATE: "alike",
    RowState.LEFT_OUT: "left",
    RowState.SAME: "same",
}
_SHOWN = {
    Kind.PEOPLE: ("born_on", "born_partial", "status", "opened_on", "referred_on", "worker"),
    Kind.CONTACTS: ("born_on", "on", "kind", "attendance", "minutes", "worker"),
    Kind.REFERRALS: ("born_on", "sent_on", "agency", "need", "status"),
}


class _Undone(Exception):
    """Everything was seen: back to before."""


class Steps(Watch):
    """Counts rows for somebody who watches."""

    def __init__(self, step: Step) -> None:
        self.step = step

    def row(self, told: Mapping[str, Any], row: ImportedRow, source: Mapping[str, Any]) -> None:
        self.step()


class Trial(Steps):
    """Everything that would become of a file, as lists to look through."""

    def __init__(self, kind: str, step: Step) -> None:
        super().__init__(step)
        self.kind = Kind(kind)
        self.totals: Counter[str] = Counter()
        self.lists: dict[str, list[dict[str, Any]]] = {}
        self.located: list[UUID] = []

    def row(self, told: Mapping[str, Any], row: ImportedRow, source: Mapping[str, Any]) -> None:
        line = {
            "sheet": row.sheet,
            "row": row.row,
            "why": str(row.why),
            "name": " ".join(str(told.get(part) or "") for part in ("given", "family")).strip(),
            **{name: told[name] for name in _SHOWN[self.kind] if told.get(name)},
        }
        if row.state == RowState.CREATED and self.kind == Kind.PEOPLE:
            line["becomes"] = _becomes(row)
        if row.state in (RowState.OFFERED_DUPLICATE, RowState.LEFT_OUT):
            line["source"] = dict(source)
        self.located += [UUID(one) for one in source.get("like", ())]
        if row.state in _LISTS:
            self._add(_LISTS[RowState(row.state)], line)
        if row.person_id is not None and source:
            self._add("text", {**line, "source": dict(source)})
        super().row(told, row, source)

    def problems(self, reading: Reading) -> None:
        """The cells that could not be read, and those that deserve a look."""
        for name, problems in (("unread", reading.unreadable), ("checks", reading.checks)):
            for problem in problems:
                self._add(name, problem_json(problem) | {"why": reason(problem.why)})

    def _add(self, name: str, line: dict[str, Any]) -> None:
        self.totals[name] += 1
        kept = self.lists.setdefault(name, [])
        if len(kept) < MOST:
            kept.append(line)


def _becomes(row: ImportedRow) -> str:
    if row.referral_id:
        return "waiting"
    return "episode" if row.episode_id else "person"


def try_out(
    bring: Callable[[Watch], Import],
    *,
    by: Actor,
    reading: Reading,
    now: datetime,
    step: Step = no_step,
) -> dict[str, Any]:
    """What `bring` would do with the file, told by doing it and undoing it.

    Nothing is stored but the trail of whom the rows were compared with.
    """
    trial = Trial(reading.kind, step)
    same_as, unknown = None, {}
    try:
        with transaction.atomic():
            made = bring(trial)
            if made.at != now:
                same_as = str(made.pk)
            unknown = made.counts.get("unknown_workers", {})
            raise _Undone
    except _Undone:
        pass
    write_located(trial.located, by=by)
    trial.problems(reading)
    return {
        "same_as": same_as,
        "totals": dict(trial.totals),
        "lists": trial.lists,
        "unknown_workers": sorted(unknown.items(), key=lambda one: (-one[1], one[0])),
    }
