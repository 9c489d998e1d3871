"""What is no spreadsheet, or would harm, is refused in words; odd cells come in as written."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from casework.base.core.acting import acting
from casework.edges.exchange import kept, rules
from casework.edges.exchange.models import Part, Upload, UploadPart, UploadState
from casework.registry.episodes.tests.factories import make_world

from .factories import PEOPLE
from .reading_files import workbook
from .test_uploads import idle, people, read, told, tried

pytestmark = pytest.mark.django_db
HEAD = PEOPLE.splitlines()[0]


@pytest.fixture
def world(as_owner):
    return make_world(as_owner)


def _zip(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return stream.getvalue()


def _with(data: bytes, **parts: bytes) -> bytes:
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return stream.getvalue()


BOOK = workbook({"Clients": [["Family name", "Given name", "Status"], ["Lind", "Olof", "open"]]})
AT_SIGHT = {
    "empty": (b"", "people.csv", "empty"),
    "only blanks": (b" \r\n \r\n", "people.csv", "empty"),
    "too large": (b"a,b\n" + b"x" * rules.UPLOAD_BYTES, "people.csv", "larger than 20 MB"),
    "a picture called csv": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "people.csv", "a picture"),
    "random bytes called csv": (bytes(range(1, 32)) * 90, "people.csv", "not text"),
    "NUL bytes": (b"Family name,Given name\nLi\x00nd,Olof\n", "people.csv", "NUL bytes"),
    "a PDF called xlsx": (b"%PDF-1.7 ...", "people.xlsx", "a PDF"),
    "with a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "p.xlsx", "password"),
    "with macros": (_with(BOOK, **{"xl/vbaProject.bin": b"m"}), "p.xlsm", "with macros"),
    "a zip bomb": (
        _with(BOOK, **{"xl/big": b"\0" * 150_000_000}),
        "people.xlsx",
        "unpacks to far more",
    ),
    "half a workbook": (BOOK[:-200], "people.xlsx", "damaged"),
}


def post(client: Client, data: bytes, name: str, **more):
    given = {"kind": "people", "file": SimpleUploadedFile(name, data), **more}
    return client.post("/exchange/new/", given)


@pytest.mark.parametrize(("data", "name", "said"), AT_SIGHT.values(), ids=AT_SIGHT)
def test_refused_beside_the_field_and_nothing_is_kept(as_owner, world, data, name, said):
    lee = world.client("lee")
    answer = post(lee, data, name, team=world.teams["north"].pk)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page.split('id="id_file_error"')[1][:400]
    # What was chosen besides the file is chosen still.
    assert 'value="people" required' in page or "checked" in page
    with as_owner():
        assert not Upload.objects.exists()
        assert not UploadPart.objects.exists()


INSIDE = {
    "another kind of zip": (_zip(**{"a.txt": b"hello"}), "an archive"),
    "a text document": (
        _zip(**{"[Content_Types].xml": b"<x/>", "_rels/.rels": b"<x/>", "word/document.xml": b""}),
        "a text document",
    ),
    "an open quotation mark": (
        (HEAD + '\nA-1,"Okafor,Ada\n' + "A-2,Lind,Olof\n" * 6_000).encode(),
        "quotation mark",
    ),
    "one column of nothing": (b"hello\nworld\n", "No table was found"),
}


@pytest.mark.parametrize(("data", "said"), INSIDE.values(), ids=INSIDE)
def test_refused_while_reading_and_nothing_is_kept(as_owner, world, data, said):
    upload = read(world, data, name="people.xlsx")
    assert upload.state == UploadState.REFUSED
    idle(world)
    page = world.client("lee").get(f"/exchange/uploads/{upload.pk}/").content.decode()
    assert said in page
    assert "Choose another file" in page
    with as_owner():
        assert not UploadPart.objects.exists()


def test_a_file_for_a_screen_that_asks_for_none_is_let_go(world):
    client = world.client("lee")
    sent = SimpleUploadedFile("people.csv", PEOPLE.encode())
    answer = client.post(
        "/ui/look/", {"theme": "dark", "face": "standard", "keys": "on", "f": sent}
    )
    assert answer.wsgi_request.FILES == {}


def test_nobody_sends_a_file_without_signing_in(world):
    answer = post(Client(), PEOPLE.encode(), "people.csv", team=world.teams["north"].pk)
    assert answer.status_code == 302
    assert answer.wsgi_request.FILES == {}


def test_no_file_is_written_to_the_disk(world, monkeypatch):
    import tempfile

    def refuse(*args, **kwargs):
        raise AssertionError("a temporary file was asked for")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    data = f"{HEAD}\n".encode() + b"A-1,Okafor,Ada,1990-04-17,,2026-01-05,,,Open,,,\n" * 100_000
    answer = post(world.client("lee"), data, "people.csv", team=world.teams["north"].pk)
    assert answer.status_code == 302
    with acting(world.actor("lee")):
        assert kept.kept(Upload.objects.get(), Part.FILE) == data


ODD = [
    ["Family name", "Given name", "Date of birth", "Status", "Note"],
    ["حداد", "ليلى", "1990-04-17", "open", "right to left"],
    ["O’Brien 🦊", "Zoë", "1971-05-26", "open", "😀 emoji"],
    ["=1+1", "Olof", "1955-06-23", "open", '=HYPERLINK("http://x")'],
    ["<script>alert(1)</script>", "Ada", "1981-08-30", "open", "'; drop table people_person; --"],
]


def test_odd_cells_come_as_written_and_run_nowhere(as_owner, world):
    upload = tried(world, workbook({"Clients": ODD}), name="people.xlsx")
    trial = told(world, upload, Part.TRIAL)
    names = [one["name"] for one in trial["lists"]["come"]]
    assert "ليلى حداد" in names
    assert any("🦊" in one for one in names)
    # A formula without a value that was stored with it is a gap, never its text.
    assert not any("1+1" in one for one in names)
    assert any(one["row"] == 4 for one in trial["lists"]["unread"])
    idle(world)
    pages = [
        world.client("lee").get(f"/exchange/uploads/{upload.pk}/preview/?list={code}")
        for code in ("come", "text", "unread", "left")
    ]
    pages.append(world.client("lee").get(f"/exchange/uploads/{upload.pk}/"))
    assert all(page.status_code == 200 for page in pages)
    assert not any(b"<script>alert" in page.content for page in pages)
    assert people(as_owner) == 0
