"""A spreadsheet of another system, brought over by the leader as the web would do it."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

from casework.base.core.acting import acting
from casework.edges.exchange.actions import bring_file
from casework.edges.exchange.reading import read_file

from .agency import Demo

_COLUMNS = ("number", "family", "given", "born", "opened", "worker", "status", "score")


def build_brought_over(demo: Demo) -> None:
    """Somebody who came with gaps, and a row that nobody could place."""
    told = demo.content.get("brought_over")
    if told is None:
        return
    day = demo.today - timedelta(days=told["day"])
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(told["columns"])
    for row in told["rows"]:
        opened = day - timedelta(days=row["opened"])
        told_row = {**row, "opened": opened.isoformat()}
        sheet.writerow([told_row[name] for name in _COLUMNS])
    reading = read_file(text.getvalue().encode(), "people", today=day, name=told["file"])
    leader = demo.leader(told["team"])
    with acting(leader):
        bring_file(
            by=leader,
            team=demo.teams[told["team"]],
            reading=reading,
            now=demo.at(told["day"], "16:20"),
        )
