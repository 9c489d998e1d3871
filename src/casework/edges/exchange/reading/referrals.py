"""Assembles referrals to others: who, to whom, for what, when, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .cells import as_written
from .context import FileContext
from .layout import Record
from .outcomes import outcome_in
from .reasons import why
from .tablereader import TableReader
from .words import is_blank, plain


@dataclass(slots=True)
class ReferralRow:
    """One referral as one row tells of it."""

    sheet: str
    row: int
    family: str | None
    given: str | None
    born_on: date | None
    identifiers: Sequence[dict[str, Any]]
    sent_on: date | None
    agency: str | None
    need: str | None
    status: str | None
    follow_up_on: date | None
    worker: str | None
    reader: TableReader
    record: Record

    def to_json(self) -> dict[str, Any]:
        """The row in the manner of the contract for people."""
        reader, record = self.reader, self.record
        return {
            "sheet": self.sheet,
            "row": self.row,
            "family": self.family,
            "given": self.given,
            "born_on": self.born_on.isoformat() if self.born_on else None,
            "identifiers": list(self.identifiers),
            "sent_on": self.sent_on.isoformat() if self.sent_on else None,
            "agency": self.agency,
            "need": self.need,
            "status": self.status,
            "status_written": reader.text(record, "status"),
            "follow_up_on": self.follow_up_on.isoformat() if self.follow_up_on else None,
            "worker": self.worker,
            "note": reader.text(record, "note"),
            "quoted": reader.quoted(record),
        }


def read_referrals(context: FileContext) -> list[ReferralRow]:
    """Every referral of every table, in the order of the file."""
    rows: list[ReferralRow] = []
    for table, mapped in context.tables:
        if not mapped.use:
            continue
        reader = TableReader(context, table, mapped)
        rows.extend(_read(context, reader, record) for record in table.records)
    return rows


def _read(context: FileContext, reader: TableReader, record: Record) -> ReferralRow:
    name = reader.name(record)
    return ReferralRow(
        sheet=reader.table.sheet.name,
        row=record.row,
        family=name.family,
        given=name.given,
        born_on=reader.date(record, "born_on").value,
        identifiers=reader.identifiers(record) or (),
        sent_on=reader.date(record, "sent_on").value,
        agency=reader.text(record, "agency"),
        need=reader.text(record, "need"),
        status=_status(context, reader, record),
        follow_up_on=reader.date(record, "follow_up_on").value,
        worker=reader.worker(record),
        reader=reader,
        record=record,
    )


def _status(context: FileContext, reader: TableReader, record: Record) -> str | None:
    """The state; words that name none, or two that exclude each other, are listed and left open."""
    column = reader.by_field.get("status")
    if column is None:
        return None
    text = as_written(record.values[column.index])
    if not text or is_blank(text):
        return None
    meaning = context.legend.get(plain(text))
    found = outcome_in(text) or (outcome_in(meaning) if meaning else None)
    if found is None:
        reader.problem(record, column, why("word_unknown"))
    return found
