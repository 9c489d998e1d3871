"""What every stored thing shares: an id, a version where it is edited, paired fields."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F
from django.db.models.base import ModelState
from django.utils.translation import gettext as _

from .ids import new_id
from .refusals import Stale


@dataclass(frozen=True)
class RowSecurity:
    """Who may reach a row, said on the model; the policies in the database are made from it.

    `subject` names the column that holds whose record the row belongs to. `parent` names a
    foreign key column and the table it points at: the row is read when that row is, and written
    when that row may be written. `own` names a column that must hold the acting one's id. `label`
    names the column whose value must be among the labels the acting one is cleared for. Several
    of them are joined by AND. `insert` may be "open" where anybody may add a row (the trail), or
    "same" (the default). `minimal` rows are open to those too for whom a record is open in part;
    the others need all of it. `minimal_when` is SQL that says which rows are. `nullable` rows
    without a subject belong to nobody's record and are open to all who act. `child` names a table
    and its column that points here: the row is open when one of those is; whoever is named in
    `added_by` may add it. `staff` rows belong to nobody's record: every worker and service that
    acts reads them. `written_when` is SQL about `{row}` that must hold as well for writing.
    `written_for` names the column of a team: the row is written only by whoever acts for it.
    """

    subject: str | None = None
    parent: tuple[str, str] | None = None
    own: str | None = None
    label: str | None = None
    insert: str = "same"
    minimal: bool = False
    minimal_when: str | None = None
    nullable: bool = False
    child: tuple[str, str] | None = None
    added_by: str | None = None
    staff: bool = False
    written_when: str | None = None
    written_for: str | None = None


class Record(models.Model):
    """A row with an id of our own making. `app_may` is what the application's role may do to it."""

    row_security: ClassVar[RowSecurity | None] = None
    app_may: ClassVar[str] = "select insert update"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any]) -> Self:  # type: ignore[override]
        """A row that was read. Its values stand as they came; `__init__` would look at each.

        What was not read is read when it is asked for, as Django does it. Nobody here listens
        to a row being made, and no model has an `__init__` of its own.
        """
        made = cls.__new__(cls)
        made.__dict__.update(zip(field_names, values, strict=True))
        made._state = ModelState()
        made._state.adding, made._state.db = False, db
        return made


class Versioned(Record):
    """A row that two people may edit: a save names the version it was written over."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def save_over(self, version: int, /, **changes: Any) -> None:
        """Store `changes` if `version` still stands; raise `Stale` with what stands now if not."""
        stored = (
            type(self)
            ._default_manager.filter(pk=self.pk, version=version)
            .update(**changes, version=F("version") + 1)
        )
        if not stored:
            self.refresh_from_db()
            raise Stale(
                _(
                    "Somebody saved this meanwhile. Compare both versions below, "
                    "keep what is right, and save again."
                ),
                now_stands={name: getattr(self, name) for name in changes},
                version=self.version,
            )
        for name, value in changes.items():
            setattr(self, name, value)
        self.version = version + 1


def pair(stem: str) -> models.CheckConstraint:
    """Who and when are known together or not at all."""
    at, by = f"{stem}_at__isnull", f"{stem}_by__isnull"
    both_or_neither = models.Q(**{at: True, by: True}) | models.Q(**{at: False, by: False})
    return models.CheckConstraint(
        name=f"%(app_label)s_%(class)s_{stem}_pair", condition=both_or_neither
    )


def one_of(field: str, choices: type[models.TextChoices]) -> models.CheckConstraint:
    """A code is one of its list, in the database too. Give `name` its place by the field."""
    return models.CheckConstraint(
        name=f"%(app_label)s_%(class)s_{field}_known",
        condition=models.Q(**{f"{field}__in": choices.values}),
    )


Id = uuid.UUID
