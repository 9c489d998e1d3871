"""Files as agencies keep them, made for these tests; every person in them is invented."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from casework.edges.exchange.reading import read_file, report

TODAY = date(2026, 9, 15)
FIXTURES = Path(__file__).parent / "fixtures" / "reading"


def shared(folder: str) -> Path:
    """Test data that lives outside the repository; without it the test is skipped, loudly."""
    root = os.environ.get("CASEWORK_SHARED")
    base = Path(root) if root else Path(__file__).parents[6] / "shared"
    path = base / "data" / folder
    if not path.is_dir():
        pytest.skip(f"NOT CHECKED: the data folder {folder} is absent; set CASEWORK_SHARED")
    return path


def workbook(
    sheets: dict[str, list[list[Any]]], merged: dict[str, list[str]] | None = None
) -> bytes:
    """An .xlsx with the given rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for area in (merged or {}).get(name, []):
            sheet.merge_cells(area)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """An archive with one part changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)
    return stream.getvalue()


def told(data: bytes | Path, kind: str = "people", **given: Any) -> dict[str, Any]:
    """The report of a file."""
    given.setdefault("name", "file.csv" if isinstance(data, bytes) else data.name)
    return report(read_file(data, kind, today=TODAY, **given))


def short(row: dict[str, Any]) -> tuple[Any, ...]:
    """The counted fields of a person's row, without sheet and row."""
    return tuple(
        row[name]
        for name in (
            "family",
            "given",
            "born_on",
            "status",
            "referred_on",
            "opened_on",
            "closed_on",
            "worker",
        )
    )


def listed(answer: dict[str, Any]) -> set[tuple[int, str]]:
    """Row and column of every unreadable cell."""
    return {(problem["row"], problem["column"]) for problem in answer["unreadable"]}
