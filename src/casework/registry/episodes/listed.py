"""Open episodes as lists read them: many rows, few columns.

An episode, its team and its person as models are three or four wide tables a row, and making them
took a tenth of a page that lists a caseload.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, QuerySet

from casework.base.core.questions import Asked, question
from casework.registry.people.models.person import age_on

from . import ledger, practice_models
from .models import Cover, Episode, state_words


class Listed(NamedTuple):
    """One open episode with what lists say of its team and its person.

    `joined_…` is said by the record that the person's record was joined to, if it was.
    """

    pk: UUID
    team_id: UUID
    team_model: str
    person_id: UUID
    state: str
    suspended_as: str
    accepted_at: datetime
    own_model: str
    mode: str
    agreed_days: Decimal | None
    responsible_id: UUID | None
    is_held: bool
    last_contact_at: datetime | None
    usual_days: Decimal | None
    next_due_at: datetime | None
    brought_over_on: date | None
    shown_name: str
    name_key: str
    born_on: date | None
    died_on: date | None
    joined_id: UUID | None
    joined_name: str | None
    joined_key: str | None
    joined_born_on: date | None
    joined_died_on: date | None

    @property
    def name(self) -> str:
        """Of the record to read."""
        return self.shown_name if self.joined_name is None else self.joined_name

    @property
    def sort_key(self) -> str:
        """Of the record to read."""
        return self.name_key if self.joined_key is None else self.joined_key

    @property
    def canonical_id(self) -> UUID:
        """The record to read: the person's, or the one it was joined to."""
        return self.joined_id or self.person_id

    @property
    def has_died(self) -> bool:
        """Written in the person's record or in the one it was joined to."""
        return self.died_on is not None or self.joined_died_on is not None

    def age_on(self, day: date) -> int | None:
        """Whole years on `day`; None when the day of birth is not wholly known."""
        return age_on(self.born_on if self.joined_name is None else self.joined_born_on, day)

    @property
    def state_words(self) -> str:
        """In hospital rather than Suspended: the word that says what it is."""
        return state_words(self.state, self.suspended_as)

    @property
    def target_days(self) -> float:
        """How often this person is to be seen, in days."""
        model = practice_models.get(self.own_model or self.team_model)
        return ledger.target_for(target_days=self.agreed_days, mode=self.mode, model=model)


_CALLED = {
    "team_model": "team__practice_model",
    "own_model": "practice_model",
    "agreed_days": "target_days",
    "shown_name": "person__shown_name",
    "name_key": "person__sort_key",
    "born_on": "person__born_on",
    "died_on": "person__died_on",
    "joined_id": "person__merged_into_id",
    "joined_name": "person__merged_into__shown_name",
    "joined_key": "person__merged_into__sort_key",
    "joined_born_on": "person__merged_into__born_on",
    "joined_died_on": "person__merged_into__died_on",
}
# What a question asks for, `values_list(*COLUMNS)`, to become `Listed`.
COLUMNS = tuple(_CALLED.get(name, name) for name in Listed._fields)


def made(rows: Iterable[tuple[Any, ...]]) -> list[Listed]:
    """What a question for `COLUMNS` answered."""
    return [Listed._make(row) for row in rows]


@question
def _of_workers(workers: Sequence[UUID]) -> QuerySet[Episode, tuple[Any, ...]]:
    return (
        Episode.objects.filter(responsible_id__among=workers)
        .exclude(state="closed")
        .order_by(F("next_due_at").asc(nulls_last=True), "pk")
        .values_list(*COLUMNS)
    )


def of_workers(*worker_ids: UUID) -> list[Listed]:
    """Every open episode for which one of these workers is responsible, next due first."""
    return made(_of_workers(workers=list(worker_ids)))


def ask_answers_for(worker_id: UUID, now: datetime) -> list[Asked]:
    """What `answers_for` asks, but for the people of those whom she covers for."""
    return [ledger.ask_covers(worker_id, now), _of_workers.ahead(workers=[worker_id])]


def answers_for(worker_id: UUID, *, now: datetime) -> tuple[list[Listed], list[Cover]]:
    """The open episodes for which this worker answers now, next due first; and for whom she covers.

    Her own, and those of whoever is away as far as the cover goes. Two queries, and one more for
    who covers.
    """
    covers, found = ledger.covers_running(worker_id, now=now), of_workers(worker_id)
    if covers:
        others = of_workers(*{one.absent_id for one in covers})
        found += [one for one in others if any(cover.is_for(one) for cover in covers)]
        found.sort(key=lambda one: (one.next_due_at is None, one.next_due_at or now, one.pk))
    return found, covers
