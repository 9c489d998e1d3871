"""casework import: an agency's own spreadsheets come in, and go out again when that was wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NoReturn
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from casework.base.accounts.actors import Actor
from casework.base.core import words
from casework.base.core.acting import acting
from casework.base.core.refusals import Refused
from casework.base.jobs.queue import service
from casework.edges.exchange import actions, files
from casework.edges.exchange.models import Import, ImportState, RowState
from casework.edges.exchange.reading import (
    KINDS,
    CannotRead,
    Reading,
    mapping_by_hand,
    report_lines,
)
from casework.registry.workforce import tree
from casework.registry.workforce.actors import this_agency
from casework.registry.workforce.models import Team

_LISTED = (RowState.OFFERED_DUPLICATE, RowState.LEFT_OUT, RowState.TEXT_ONLY)
_NOT_MANY = 50


def _refuse(where: str, what: str) -> NoReturn:
    """What is wrong, where, and what to do, in one line; the command ends with 2."""
    raise CommandError(f"{where}: {what} Nothing was written.", returncode=2)


class Command(BaseCommand):
    help = (
        "Bring over people, contacts or referrals from a spreadsheet (.xlsx, .ods, .csv), "
        "or take an import back."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=[*KINDS, "undo"])
        parser.add_argument("file", metavar="FILE", help="the file; with undo, the import's id")
        parser.add_argument("--team", default="", help="the team that works with these people")
        parser.add_argument("--mapping", type=Path, help="what the columns mean, as JSON")
        parser.add_argument(
            "--write-mapping", type=Path, help="write what the columns are taken for, to change it"
        )
        parser.add_argument(
            "--day-order",
            choices=["dmy", "mdy", "ymd"],
            help="how the agency writes dates; asked only where the file leaves it open",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen")
        parser.add_argument("--json", action="store_true")
        parser.add_argument(
            "--create",
            action="append",
            default=[],
            metavar="SHEET!ROW",
            help="people only: this row is somebody else than the one it looks like",
        )
        parser.add_argument(
            "--by-name",
            action="store_true",
            help="contacts and referrals: a name alone is enough where one person of the team, "
            "and nobody else, has it",
        )

    def handle(self, *args: Any, **given: Any) -> None:
        if given["what"] == "undo":
            self._undo(given)
            return
        path, mapping = Path(given["file"]), _mapping(given["mapping"])
        if not path.is_file():
            _refuse(str(path), "there is no such file.")
        try:
            reading = files.read(
                path,
                given["what"],
                name=path.name,
                today=_today(),
                mapping=mapping,
                day_order=given["day_order"],
            )
        except CannotRead as problem:
            self._write_by_hand(path, given)
            _refuse(path.name, str(problem))
        if given["write_mapping"]:
            _write(given["write_mapping"], reading.mapping.to_json())
        if given["dry_run"]:
            self._say_reading(reading, as_json=given["json"])
            return
        self._bring(reading, mapping, given)

    def _write_by_hand(self, path: Path, given: dict[str, Any]) -> None:
        """Headings that nobody understands can still be mapped by a person."""
        if not given["write_mapping"]:
            return
        try:
            made = mapping_by_hand(path, given["what"], name=path.name)
        except CannotRead:
            return
        _write(given["write_mapping"], made.to_json())

    # What a dry run says

    def _say_reading(self, reading: Reading, *, as_json: bool) -> None:
        if as_json:
            for piece in report_lines(reading):
                self.stdout.write(piece, ending="")
            return
        self.stdout.write(f"{len(reading.rows)} rows could be read from {reading.book.name}.")
        for table in reading.mapping.tables:
            self.stdout.write(f"\n{table.sheet}:")
            for column in table.columns:
                taken = column.field or "kept as it is written"
                self.stdout.write(f"  {column.letter} {column.header!r}: {taken}")
        self.stdout.write(f"\n{len(reading.unreadable)} cells could not be read:")
        for one in reading.unreadable:
            self.stdout.write(
                f"  {one.sheet}, row {one.row}, column {one.column}: {one.value!r}. {one.why}"
            )
        self.stdout.write(f"\n{len(reading.duplicates)} groups of rows may be one person each:")
        for group in reading.duplicates:
            rows = "; ".join(f"{one['sheet']}, row {one['row']}" for one in group["rows"])
            self.stdout.write(f"  {rows}")
        self.stdout.write("\nNothing was written.")

    # The real run

    def _bring(self, reading: Reading, mapping: Any, given: dict[str, Any]) -> None:
        by, team, now = _by(), _team(given["team"]), timezone.now()
        try:
            with acting(by):
                made = actions.bring_file(
                    by=by,
                    team=team,
                    reading=reading,
                    create=given["create"],
                    by_name=given["by_name"],
                    is_mapped=mapping is not None,
                    now=now,
                )
        except Refused as refusal:
            _refuse(reading.book.name, str(refusal))
        self._say(made, is_new=made.at == now, as_json=given["json"])

    def _undo(self, given: dict[str, Any]) -> None:
        by, now = _by(), timezone.now()
        try:
            made = Import.objects.filter(pk=UUID(given["file"])).first()
        except ValueError:
            made = None
        if made is None:
            _refuse(given["file"], f"there is no such import. {_imports()}")
        if given["dry_run"]:
            words_ = f"{made.file_name}, {made.counts}. Nothing was written."
            self.stdout.write(f"This would take back: {words_}")
            return
        try:
            with acting(by):
                made = actions.take_back(by=by, made=made, now=now)
        except Refused as refusal:
            _refuse(given["file"], str(refusal))
        kept = made.rows.filter(state=RowState.KEPT)
        if given["json"]:
            self.stdout.write(json.dumps(_told(made, kept)))
            return
        counts = made.counts
        self.stdout.write(
            f"{counts['taken_back']} rows were taken back; {counts['kept']} stay, because"
            " somebody worked with them since."
        )
        for row in kept.order_by("sheet", "row"):
            self.stdout.write(f"  {row.sheet}, row {row.row}: kept")

    def _say(self, made: Import, *, is_new: bool, as_json: bool) -> None:
        listed = made.rows.filter(state__in=_LISTED).order_by("state", "sheet", "row")
        if as_json:
            self.stdout.write(json.dumps({**_told(made, listed), "changed": is_new}))
            return
        if not is_new:
            self.stdout.write(
                f"This very file was brought over on {made.at:%Y-%m-%d} (import {made.pk})."
                " Nothing was changed."
            )
            return
        self.stdout.write(f"Import {made.pk}:")
        for name, count in made.counts.items():
            if count:
                self.stdout.write(f"  {name.replace('_', ' ')}: {count}")
        for row in listed[:_NOT_MANY]:
            state = str(RowState(row.state).label)
            self.stdout.write(f"  {row.sheet}, row {row.row}: {state}. {row.why}")
        self.stdout.write(f"Take it back with: casework import undo {made.pk}")


def _told(made: Import, rows: Any) -> dict[str, Any]:
    return {
        "import": str(made.pk),
        "state": made.state,
        "counts": made.counts,
        "rows": [
            {"sheet": row.sheet, "row": row.row, "state": row.state, "why": row.why} for row in rows
        ],
    }


def _by() -> Actor:
    """The command line as one who acts, on the agency's calendar."""
    agency = this_agency()
    if agency is None:
        _refuse(
            "casework import", "there is no agency yet. Add one with `casework worker add` first."
        )
    return replace(service("casework import"), agency=agency)


def _today() -> date:
    """The agency's day; a dry run needs no database and takes the machine's."""
    now = timezone.now()
    try:
        agency = this_agency()
    except DatabaseError:
        agency = None
    return words.today(replace(service("casework import"), agency=agency), now)


def _mapping(path: Path | None) -> object:
    if path is None:
        return None
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        _refuse(str(path), f"this is no mapping: {problem}.")


def _write(path: Path, mapping: object) -> None:
    try:
        path.write_text(json.dumps(mapping, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as problem:
        _refuse(str(path), f"the mapping cannot be written: {problem}.")


def _team(typed: str) -> Team:
    """The open team of this name, or of this way down: Programme / Team."""
    nodes = [node for node in tree.team_tree() if node.is_open and node.is_team]
    wanted = typed.strip().casefold()
    found = [
        node
        for node in nodes
        if wanted in {node.name.casefold(), " / ".join(node.names).casefold()}
    ]
    if len(found) != 1:
        ways = "; ".join(" / ".join(node.names) for node in nodes)
        there = f"There are: {ways}." if ways else "There is none yet: add one under Teams."
        _refuse("--team", f"say which team works with these people. {there}")
    return Team.objects.get(pk=found[0].id)


def _imports() -> str:
    newest = Import.objects.filter(state=ImportState.DONE).order_by("-at")[:10]
    named = "; ".join(f"{one.pk} ({one.file_name})" for one in newest)
    return f"There are: {named}." if named else "There are none."
