"""What of an import would go and what would stay, if it were taken back now."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from .models import Import


@dataclass(frozen=True)
class ToTakeBack:
    """A row of an import, and whether somebody worked with it since."""

    row_id: UUID
    sheet: str
    row: int
    person_id: UUID | None
    episode_id: UUID | None
    contact_person_id: UUID | None
    is_touched: bool

    @property
    def cell(self) -> str:
        """Where it stood in the file."""
        return f"{self.sheet}, {self.row}"


def rows_to_take_back(made: Import) -> list[ToTakeBack]:
    """What would go and what would stay; empty for whoever does not lead the team."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select row_id, sheet, line, person_id, episode_id, contact_person_id, is_touched"
            " from exchange_rows_to_take_back(%s)",
            [made.pk],
        )
        return [ToTakeBack(*row) for row in cursor.fetchall()]
