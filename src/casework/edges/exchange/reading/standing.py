"""Whether a row is open, closed or waiting: its word, its section, its title, its dates, a colour.

If they disagree, nobody knows.
"""

from __future__ import annotations

from .cells import as_written
from .colours import colour_legend, colour_name
from .context import FileContext
from .dates import DateRead
from .evidence import yes_or_no
from .layout import Record
from .mapping import ColumnMapping
from .reasons import Why, why
from .statuses import letter_codes, status_in
from .tablereader import TableReader
from .words import is_blank, plain

# What yes and no mean under 'Active' and under 'Closed'; not closed can also be waiting.
_FLAGS = {("open", True): "open", ("open", False): "closed", ("closed", True): "closed"}


class Standing:
    """The status of the rows of one table."""

    def __init__(self, context: FileContext, reader: TableReader) -> None:
        self._context, self._reader = context, reader
        table, mapped = reader.table, reader.mapped
        self._status_column = reader.by_field.get("status")
        said = [] if self._status_column is None else reader.cells(self._status_column)
        self._letters = letter_codes(str(v) for v in said if isinstance(v, str) and v.strip())
        self._whole, self._whole_is_weak = mapped.status, False
        if self._whole is None:
            self._whole, self._whole_is_weak = status_of_titles(table.sheet.name, table.titles)
        self._colours = {
            colour: status_in(meaning)
            for colour, meaning in colour_legend(table.titles).items()
            if status_in(meaning)
        }

    def read(
        self, record: Record, opened: DateRead, closed: DateRead, hints: list[str]
    ) -> str | None:
        column = self._status_column
        own, failed = self._own_status(record)
        if failed:
            return None
        hints = list(hints)
        if record.section_status == "unclear":
            self._unclear(record, column)
            return None
        if record.section_status:
            hints.append(record.section_status)
        colour = self._colour_status(record)
        if colour:
            hints.append(colour)
        ended = closed.value is not None and closed.value <= self._context.today
        if ended or (closed.partial is not None):
            hints.append("closed")
        if own:
            hints.append(own)
        elif not record.section_status and self._whole and not (ended and self._whole_is_weak):
            hints.append(self._whole)
            if self._whole == "waiting" and opened.value and opened.value <= self._context.today:
                hints.append("open")
        if len(set(hints)) > 1:
            self._conflict(record, column, hints)
            return None
        if not own and not ended and self._is_struck(record):
            self._list(record, column, why("status_struck"))
            return None
        if hints:
            return hints[0]
        return self._from_dates(record, column, opened, closed)

    def _is_struck(self, record: Record) -> bool:
        """The person's name is struck through, as people do with whoever has left."""
        struck = self._reader.table.sheet.struck
        names = [self._reader.by_field.get(name) for name in ("name", "family", "given")]
        return bool(struck) and any(
            (record.row, column.index) in struck for column in names if column is not None
        )

    def _own_status(self, record: Record) -> tuple[str | None, bool]:
        column = self._status_column
        if column is None:
            return None, False
        value = record.values[column.index]
        text = as_written(value)
        flag = column.options.get("flag")
        answer = yes_or_no(value) if flag else None
        if answer is not None:
            return _FLAGS.get((str(flag), answer)), False
        if not text or is_blank(text):
            return None, False
        meaning = self._context.legend.get(plain(text))
        said = self._letters.get(plain(text)) or status_in(text)
        said = said or (status_in(meaning) if meaning else None)
        if said is None:
            self._reader.problem(record, column, why("status_unclear"))
            return None, True
        return said, False

    def _colour_status(self, record: Record) -> str | None:
        if not self._colours:
            return None
        fills = self._reader.table.sheet.fills
        for index in range(len(record.values)):
            fill = fills.get((record.row, index))
            if fill:
                return self._colours.get(colour_name(fill) or "")
        return None

    def _from_dates(
        self, record: Record, column: ColumnMapping | None, opened: DateRead, closed: DateRead
    ) -> str | None:
        """Opened, in a table that would show an end, and no end: open. Nothing else is certain."""
        reader = self._reader
        closing = reader.by_field.get("closed_on")
        has_end = closing is not None and bool(as_written(record.values[closing.index]).strip())
        began = opened.partial or (opened.value and opened.value <= self._context.today)
        if began and closing is not None and not has_end:
            return "open"
        # The ended ones have a table of their own in the same file.
        if began and closing is None and self._context.closed_elsewhere:
            return "open"
        self._unclear(record, column)
        return None

    def _unclear(self, record: Record, column: ColumnMapping | None) -> None:
        code = "status_unclear" if record.section_status == "unclear" else "status_nothing"
        self._list(record, column, why(code))

    def _conflict(self, record: Record, column: ColumnMapping | None, hints: list[str]) -> None:
        one, other = sorted(set(hints))[:2]
        target = column or self._reader.by_field.get("closed_on")
        self._list(record, target, why("status_conflict", one=one, other=other))

    def _list(self, record: Record, column: ColumnMapping | None, reason: Why) -> None:
        if column is not None:
            self._reader.problem(record, column, reason)
        else:
            self._reader.problem_of_row(record, "status", reason)


def status_of_titles(sheet: str, titles: list[str]) -> tuple[str | None, bool]:
    """What the lines above a table say, the nearest first, then the name of its sheet.

    True beside it when only a word like 'caseload' says so: a date of closing outweighs that.
    """
    for text in [*reversed(titles), sheet]:
        if len(text.split()) <= 8 and "=" not in text:
            said = status_in(text, title=True)
            if said:
                return said, status_in(text) is None
    return None, False
