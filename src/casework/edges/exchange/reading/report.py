"""What a reading says to the outside: the contract's JSON, whole or as a stream."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .context import Problem

if TYPE_CHECKING:
    from .reader import Reading


def problem_json(problem: Problem) -> dict[str, Any]:
    """One unreadable cell: sheet, row, column, value, why."""
    return {
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "why": str(problem.why),
        "code": problem.why.code,
        "cell": f"{problem.letter}{problem.row}" if problem.letter else "",
        "header": problem.header,
    }


def report(reading: Reading) -> dict[str, Any]:
    """The whole report as one object."""
    return {
        "rows": [row.to_json() for row in reading.rows],
        **_rest(reading),
    }


def _rest(reading: Reading) -> dict[str, Any]:
    return {
        "unreadable": [problem_json(problem) for problem in reading.unreadable],
        "duplicates": reading.duplicates,
        "checks": [problem_json(problem) for problem in reading.checks],
        "left_out": reading.left_out,
        "mapping": reading.mapping.to_json(),
        "file": {
            "name": reading.book.name,
            "kind": reading.book.kind,
            "digest": reading.book.digest,
            "encoding": reading.book.encoding,
            "delimiter": reading.book.delimiter,
            "remarks": reading.book.remarks,
        },
    }


def report_lines(reading: Reading) -> Iterator[str]:
    """The same report as pieces of JSON text, so that a large file needs no second copy."""
    yield '{"rows":['
    for place, row in enumerate(reading.rows):
        yield ("," if place else "") + json.dumps(row.to_json(), ensure_ascii=False) + "\n"
    yield "],"
    for name, value in _rest(reading).items():
        if isinstance(value, list):
            yield f'"{name}":['
            for place, item in enumerate(value):
                yield ("," if place else "") + json.dumps(item, ensure_ascii=False)
            yield "],"
        elif name != "file":
            yield f'"{name}":{json.dumps(value, ensure_ascii=False)},'
    yield f'"file":{json.dumps(_rest_file(reading), ensure_ascii=False)}}}\n'


def _rest_file(reading: Reading) -> dict[str, Any]:
    book = reading.book
    return {
        "name": book.name,
        "kind": book.kind,
        "digest": book.digest,
        "encoding": book.encoding,
        "delimiter": book.delimiter,
        "remarks": book.remarks,
    }
