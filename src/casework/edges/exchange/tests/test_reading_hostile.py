"""Bad files: a clear refusal or a list of cells, never a crash, a guess or a full memory."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import subprocess
import sys
import time
import tracemalloc
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import casework
from casework.edges.exchange.reading import KINDS, CannotRead, read_file

from .reading_files import TODAY, changed, listed, told, workbook

HEAD = "Surname,Forename,Date of birth,Start date,End date,Status,Notes\n"
BOOK = workbook({"Open": [["Name", "DOB", "Status"], ["Hill, Ana", "=DATE(2000,1,1)", "open"]]})
SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def is_storable(cell: object) -> bool:
    """A workbook cannot hold control characters."""
    return not isinstance(cell, str) or cell.isprintable()


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", "<Relationships/>")
        with archive.open(SHEET, "w", force_zip64=True) as part:
            for _ in range(200):
                part.write(b"\0" * 2**20)
    return stream.getvalue()


def archive(names: list[str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return stream.getvalue()


def link() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        entry = zipfile.ZipInfo("xl/workbook.xml")
        entry.external_attr = 0o120777 << 16
        made.writestr(entry, "/etc/hostname")
    return stream.getvalue()


REFUSED = {
    "nothing": (b"", "empty"),
    "only spaces": (b"  \r\n\r\n", "empty"),
    "every byte": (bytes(range(256)) * 400, "nul"),
    "NUL in a cell": ((HEAD + "a,b\0c,1/1/2000,,,,\n").encode(), "nul"),
    "control characters": (HEAD.encode() + b"\x01\x02\x03\x04\x05" * 100, "binary"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "not_a_sheet"),
    "a PDF": (b"%PDF-1.7 ...", "not_a_sheet"),
    "a web page": (b"<!DOCTYPE html><html><table>", "not_a_sheet"),
    "old Excel": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old_excel"),
    "no headings": (b"one\ntwo\nthree\n", "no_table"),
    "huge cell": ((HEAD + "Hill,Ana,,,,Open," + "x" * 300_000).encode(), "cell_too_long"),
    "quote never closed": (
        (HEAD + 'Hill,Ana,,,,Open,"x\n' + "A,B,,,,Open,y\n" * 900).encode(),
        "open_quote",
    ),
    "far too wide": ((HEAD.strip() + ",x" * 5_000).encode(), "too_many_columns"),
    "too big": (b"a,b\n" * 8_000_000, "too_big"),
    "broken UTF-8": (HEAD.encode() + b"Ren\xc3,Ana,,,,Open,\n", "encoding"),
    "zip bomb": (bomb(), "unsafe_archive"),
    "thousands of parts": (archive([f"part{n}" for n in range(1_500)]), "unsafe_archive"),
    "zip slip": (archive(["../../outside"]), "unsafe_archive"),
    "a link": (link(), "unsafe_archive"),
    "any zip": (archive(["a.txt"]), "not_a_sheet"),
    "billion laughs": (changed(BOOK, SHEET, lambda xml: ENTITIES + xml), "unsafe_xml"),
    "outside entity": (changed(BOOK, "xl/workbook.xml", lambda xml: OUTSIDE + xml), "unsafe_xml"),
    "cut archive": (BOOK[: len(BOOK) // 2], "damaged"),
    "cut XML": (changed(BOOK, SHEET, lambda xml: xml[: len(xml) // 2]), "damaged"),
    "empty sheet": (changed(BOOK, SHEET, lambda xml: b"<worksheet/>"), "no_sheets"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_quickly_and_in_plain_words(name):
    data, code = REFUSED[name]
    began = time.monotonic()
    tracemalloc.start()
    with pytest.raises(CannotRead) as refusal:
        read_file(data, "people", today=TODAY, name="file.csv")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refusal.value.code == code
    assert len(str(refusal.value)) > 15
    assert time.monotonic() - began < 2
    assert peak < 100 * 2**20


def test_formula_without_a_result_is_listed_not_read():
    answer = told(BOOK, name="b.xlsx")
    assert answer["rows"][0]["born_on"] is None
    assert listed(answer) == {(2, "DOB")}
    assert answer["unreadable"][0]["value"].startswith("=")


def test_a_few_broken_letters_leave_the_rest_readable():
    lines = [f"Núñez,Zoë,1{n}/1/1990,,,Open,\n" for n in range(3, 9)]
    data = HEAD.encode() + "".join(lines).encode() + b"Ren\xc3,Ana,13/1/2000,,,Open,\n"
    answer = told(data)
    assert [row["family"] for row in answer["rows"]] == ["Núñez"] * 6 + [None]
    assert listed(answer) == {(8, "Surname")}
    assert "line 8" in answer["file"]["remarks"][0]


@pytest.mark.parametrize("seed", range(4))
def test_no_damage_does_more_than_a_refusal(seed):
    chance = random.Random(seed)
    text = (
        HEAD + 'Hill,Ana,13/1/2000,,,Open,"a note"\nNúñez,Zoë,14/1/90,,,Closed,x\n' * 20
    ).encode()
    for _ in range(25):
        damaged = bytearray(text)
        for _ in range(chance.randrange(1, 40)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        sheet = changed(BOOK, SHEET, lambda xml: scattered(xml, chance))
        for data in (bytes(damaged), sheet):
            with contextlib.suppress(CannotRead):
                told(data)


CELLS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.integers(-(10**6), 10**6),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(date(1900, 3, 1), date(2100, 1, 1)),
    st.sampled_from(["Name", "DOB", "Status", "Start", "Worker", "Total", "CLOSED", "Hill, Ana"]),
    st.sampled_from(["13/1/1990", "1/2/90", "??", "open", "=1+1", '"', "Key:", "100%", "٣/٤/٥"]),
)


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.lists(CELLS, max_size=6), max_size=8), data=st.binary(max_size=400))
def test_whatever_stands_in_the_cells_is_read_or_refused(rows, data):
    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in rows]
    text = "\n".join([HEAD.strip(), *lines]).encode()
    for kind in KINDS:
        for source in (data, HEAD.encode() + data, text):
            with contextlib.suppress(CannotRead):
                answer = told(source, kind)
                json.dumps(answer)
                for problem in answer["unreadable"]:
                    assert problem["row"] >= 1
                    assert problem["why"]


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.lists(CELLS.filter(is_storable), max_size=6), min_size=1, max_size=8))
def test_whatever_stands_in_a_workbook_is_read_or_refused(rows):
    with contextlib.suppress(CannotRead):
        answer = told(workbook({"Open": [HEAD.strip().split(","), *rows]}), name="b.xlsx")
        assert len({(row["sheet"], row["row"]) for row in answer["rows"]}) == len(answer["rows"])


def scattered(xml: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(xml)
    for _ in range(chance.randrange(1, 20)):
        damaged[chance.randrange(len(damaged))] = chance.choice(b'0123456789abcXYZ"<>/= ')
    return bytes(damaged)


def test_error_cells_are_listed():
    data = workbook({"Open": [["Name", "DOB"], ["Hill, Ana", "#REF!"], ["#N/A", "13/1/2000"]]})
    assert listed(told(data)) == {(2, "DOB"), (3, "Name")}


def test_formulas_in_text_stay_text():
    data = (HEAD + "Hill,=cmd|'/c calc'!A1,13/1/2000,,,Open,+1+1\n").encode()
    answer = told(data)
    assert answer["rows"][0]["given"] is None
    assert (2, "Forename") in listed(answer)
    assert answer["rows"][0]["note"] == "+1+1"


def test_emoji_and_right_to_left_names():
    data = (
        HEAD
        + "\u202bحسن\u202c,علي,13/01/2000,14/02/2025,,Open,😀\n"
        + "כהן,דוד,١٤/٠١/١٩٩٠,15/02/2025,,Open,\n"
        + "😀,Ana,14/01/1990,15/02/2025,,Open,\n"
    ).encode()
    answer = told(data)
    first, second, third = answer["rows"]
    assert (first["family"], first["given"], first["note"]) == ("حسن", "علي", "😀")
    assert (second["family"], second["born_on"]) == ("כהן", "1990-01-14")
    assert third["family"] is None
    assert listed(answer) == {(4, "Surname")}


def test_a_shifted_row_is_not_read():
    data = (HEAD + "Hill,Ana,13/1/2000,,,Open,a,b,c\nDale,Bo,14/1/2000,,,Open,\n").encode()
    answer = told(data)
    assert [row["family"] for row in answer["rows"]] == ["Dale"]
    assert answer["unreadable"][0]["row"] == 2
    assert answer["unreadable"][0]["code"] == "row_shifted"


MEASURED = """
import resource, sys
from datetime import date
from casework.edges.exchange.reading import read_file, report_lines
resource.setrlimit(resource.RLIMIT_AS, (512 * 2**20, 512 * 2**20))
data = sys.stdin.buffer.read()
reading = read_file(data, "people", today=date(2026, 9, 15), name="big.csv")
written = sum(len(piece) for piece in report_lines(reading))
# Of this program alone: what getrusage calls the peak begins with that of the test that started it.
status = open("/proc/self/status").read()
peak = int(status.split("VmHWM:")[1].split()[0]) // 1024
print(len(reading.rows), len(reading.unreadable), written, peak)
"""


WIDE = """
import sys
from casework.edges.exchange.reading import CannotRead
from casework.edges.exchange.reading.delimited import read_delimited
data = sys.stdin.buffer.read()
try:
    read_delimited(data, "wide")
except CannotRead as problem:
    status = open("/proc/self/status").read()
    print(problem.code, int(status.split("VmHWM:")[1].split()[0]) // 1024)
"""


def test_a_line_of_a_million_values_is_refused_before_it_is_taken_apart():
    done = subprocess.run(
        [sys.executable, "-c", WIDE],
        input=b"value%d," * 1_400_000,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(Path(casework.__file__).parents[1])},
        check=False,
    )
    code, peak = done.stdout.split()
    assert code == b"too_many_columns", done.stderr.decode()[-2000:]
    assert int(peak) < 120, f"{peak} MiB"


def test_ten_megabytes_fit_in_memory():
    lines, size, number = [HEAD], 0, 0
    while size < 10 * 2**20:
        letters = "".join(chr(97 + number // 26**power % 26) for power in range(5))
        line = f"Fam{letters},Giv{letters},{number % 28 + 1:02d}/{number % 12 + 1:02d}/1980,"
        line += f"{number % 28 + 1:02d}/{number % 12 + 1:02d}/2025,,Open,{'note ' * 8}\n"
        lines.append(line)
        size += len(line)
        number += 1
    done = subprocess.run(
        [sys.executable, "-c", MEASURED],
        input="".join(lines).encode(),
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(Path(casework.__file__).parents[1])},
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    rows, unread, written, peak = (int(part) for part in done.stdout.split())
    assert (rows, unread) == (number, 0)
    assert written > size
    assert peak < 300, f"{peak} MiB"
