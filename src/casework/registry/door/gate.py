"""One gate for everything that belongs to a person: open it, or it does not exist."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.audit.middleware import NotOpen
from casework.base.core.questions import question

from .models import Access, Objection, Reason

Row = TypeVar("Row", bound=models.Model)


def open_to(actor: Actor, column: str) -> Q:
    """The condition that the person in `column` is open to `actor`, said once for queries."""
    return is_open(column, grantees=list(actor.grantees), actor=actor.id)


def is_open(column: str, *, grantees: Sequence[UUID], actor: UUID) -> Q:
    """The same for a question, which is compiled before anybody acts."""
    rows = Access.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=Now()),
        person_id=OuterRef(column),
        grantee_id__among=grantees,
        valid_from__lte=Now(),
    )
    barred = Objection.objects.filter(
        person_id=OuterRef(column), worker_id=actor, ended_at__isnull=True
    )
    return Q(Exists(rows)) & ~Q(Exists(barred))


def open_or_404(
    rows: QuerySet[Row], *, by: Actor, person: str, seen_as: str = "", **lookup: Any
) -> Row:
    """The one row of `lookup` whose person (the column `person`) is open to `by`.

    Writes the opening into the trail. Raises `NotOpen`, a 404, alike for a row that does not
    exist and for one that is not open. `seen_as` names what was opened, e.g. "timeline".
    """
    found = rows.filter(open_to(by, person), **lookup).first()
    if found is None:
        raise NotOpen(rows.model._meta.label_lower, next(iter(lookup.values()), None))
    return _opened(found, by=by, person=person, seen_as=seen_as)


def opener(rows: Callable[[], QuerySet[Row]], *, person: str) -> Callable[..., Row]:
    """`open_or_404` for rows that are opened on every page, by their id alone; compiled once.

    `opener(rows, person=…)(row_id, by=…, seen_as=…)`.
    """

    @question
    def ask(row: UUID, grantees: Sequence[UUID], actor: UUID) -> QuerySet[Row]:
        return rows().filter(is_open(person, grantees=grantees, actor=actor), pk=row)

    def opened(row_id: UUID, *, by: Actor, seen_as: str = "") -> Row:
        found = ask(row=row_id, grantees=list(by.grantees), actor=by.id)
        if not found:
            raise NotOpen(rows().model._meta.label_lower, row_id)
        return _opened(found[0], by=by, person=person, seen_as=seen_as)

    return opened


def _opened(found: Row, *, by: Actor, person: str, seen_as: str) -> Row:
    """Whose record it was, written down."""
    whose: Any = found
    for step in person.split("__"):
        whose = getattr(whose, step)
    detail = {"page": seen_as} if seen_as else None
    trail.write(
        "record.opened", by=by, about=found, person_id=whose, purpose="TREAT", detail=detail
    )
    return found


def reasons(*, by: Actor, person_ids: list[UUID]) -> list[Access]:
    """Why `by` may see these records: the rows that stand now, strongest first."""
    rows = Access.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=Now()),
        person_id__in=person_ids,
        grantee_id__in=by.grantees,
        valid_from__lte=Now(),
    )
    order = {reason: place for place, reason in enumerate(Reason.values)}
    return sorted(rows, key=lambda row: order[row.reason])
