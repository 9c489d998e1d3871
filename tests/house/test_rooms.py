"""The drawing of the house holds in every room."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from casework.base.jobs import queue
from casework.config import environment

from .walking import FLOORS, REPOSITORY, SOURCE, modules, our_models, python_files, rooms, screens

SCREENS = [(room, pattern) for room, pattern in screens() if room]
WIRING = {"healthz", "readyz"}
# Answers that are no page: (view name, reason). A stale entry fails below.
NO_PAGE = {
    "draft_keep": "answers a script with JSON while somebody types",
    "draft_discard": "throws a draft away and goes back",
    "work_result": "goes on from finished work to the page that shows what came of it",
    "calendar_feed": "answers a calendar program with iCalendar",
}


def _view(pattern):
    return inspect.unwrap(pattern.callback)


@pytest.mark.parametrize(
    ("room", "pattern"), SCREENS, ids=[f"{room}:{pattern.name}" for room, pattern in SCREENS]
)
def test_one_word_finds_the_screen_and_it_is_guarded(room, pattern):
    view = _view(pattern)
    assert f".{room}.views" in view.__module__
    assert view.__name__ == pattern.name
    assert hasattr(pattern.callback, "screen_permission"), "a view without @screen"
    if "GET" in pattern.callback.screen_methods and pattern.name not in NO_PAGE:
        get_template(f"{room}/{pattern.name}.html")


def test_no_stale_exceptions():
    names = {pattern.name for _room, pattern in SCREENS}
    assert set(NO_PAGE) <= names


def test_the_wiring_has_only_the_two_health_answers():
    assert {pattern.name for room, pattern in screens() if not room} == WIRING


def test_the_first_segment_of_a_path_is_the_room():
    from django.urls import get_resolver

    for resolver in get_resolver().url_patterns:
        app = getattr(resolver, "app_name", None)
        if app and app in {room.name for room in rooms()}:
            assert str(resolver.pattern) in {f"{app}/", "account/", "", "day/"}, app


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_a_room_has_a_readme(room: Path):
    readme = room / "README.md"
    assert readme.exists(), f"{room.name} has no README.md"
    lines = readme.read_text().splitlines()
    assert 3 < len(lines) <= 40


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_is_at_most_400_lines(path: Path):
    assert len(path.read_text().splitlines()) <= 400


def test_a_line_of_a_template_can_be_read():
    """A long line hides what it holds, and every change of it conflicts with every other."""
    longest = 160
    wrong = [
        f"{path.relative_to(SOURCE)}:{number}: {len(line)} characters"
        for path in sorted(SOURCE.rglob("templates/**/*.html"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > longest
    ]
    assert not wrong, "\n".join(wrong)


def test_every_public_action_is_recorded_and_keyword_only():
    wrong = []
    for module in modules("actions"):
        for name, thing in vars(module).items():
            if name.startswith("_") or not inspect.isfunction(inspect.unwrap(thing)):
                continue
            if getattr(thing, "__module__", "") != module.__name__:
                continue
            kinds = {p.kind for p in inspect.signature(inspect.unwrap(thing)).parameters.values()}
            if not getattr(thing, "is_recorded", False):
                wrong.append(f"{module.__name__}.{name} is not @recorded")
            if kinds - {inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD}:
                wrong.append(f"{module.__name__}.{name} takes positional arguments")
    assert not wrong, "\n".join(wrong)


def test_views_write_nothing_themselves():
    wrong = []
    for path in python_files():
        if path.name != "views.py" and path.parent.name != "views":
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if re.search(r"\.(save|create|delete|update|bulk_create)\(", line):
                wrong.append(f"{path.relative_to(SOURCE)}:{number}: {line.strip()}")
    assert not wrong, "\n".join(wrong)


def test_foreign_keys_between_rooms_have_no_way_back():
    leaks = [
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.get_fields()
        if field.concrete
        and field.is_relation
        and field.related_model is not None
        and field.related_model._meta.app_label != model._meta.app_label
        and field.remote_field.related_name != "+"
    ]
    assert not leaks, leaks


def test_the_base_says_no_word_of_the_domain():
    domain = "episode|caseload|referral|supporter|clinician|patient"
    words = re.compile(rf"\b({domain})s?\b", re.IGNORECASE)
    said = []
    for path in (SOURCE / "base").rglob("*.py"):
        if "tests" in path.parts or path.name == "samples.py":
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if words.search(line) and not line.lstrip().startswith(("#", '"""', "*")):
                said.append(f"{path.relative_to(SOURCE)}:{number}: {line.strip()}")
    assert not said, "\n".join(said)


def test_only_floors_and_the_wiring_stand_in_the_source():
    found = {p.name for p in SOURCE.iterdir() if p.is_dir() and not p.name.startswith("__")}
    assert found <= {*FLOORS, "config", "content", "locale"}


def test_every_setting_is_documented():
    page = (REPOSITORY / "docs" / "reference" / "settings.md").read_text()
    for variable in environment.VARIABLES:
        assert f"`{variable.name}`" in page, f"{variable.name} is not in docs/reference/settings.md"
    named = set(re.findall(r"`((?:CASEWORK_|DATABASE_)[A-Z_]+)`", page))
    assert named <= {variable.name for variable in environment.VARIABLES}


def test_every_picture_is_used_and_every_used_picture_exists():
    pages = [
        *REPOSITORY.glob("*.md"),
        *(REPOSITORY / "docs").rglob("*.md"),
        *SOURCE.rglob("README.md"),
    ]
    shown = set()
    for page in pages:
        for target in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", page.read_text()):
            picture = (page.parent / target).resolve()
            assert picture.exists(), f"{page.name} shows {target}, which does not exist"
            shown.add(picture)
    there = {p.resolve() for p in (REPOSITORY / "docs" / "pictures").glob("*.png")}
    assert there <= shown, f"not shown anywhere: {there - shown}"


def test_no_template_writes_script_or_style_into_the_page():
    wrong = []
    for path in SOURCE.rglob("templates/**/*.html"):
        text = path.read_text()
        for pattern in (
            r"<script(?![^>]*\bsrc=)(?![^>]*application/json)",
            r"\sstyle=",
            r"<style",
            r"\son[a-z]+=\"",
            r"\|\s*safe\b",
            r"hx-on",
        ):
            if re.search(pattern, text):
                wrong.append(f"{path.relative_to(SOURCE)}: {pattern}")
    assert not wrong, "\n".join(wrong)


def test_every_job_says_in_words_what_it_does():
    ours = [one for one in queue.all_jobs() if "tests" not in one.work.__module__.split(".")]
    assert len(ours) > 10
    assert [one.name for one in ours if not one.label] == []
    assert queue.label_of("of.an.older.program") == "of.an.older.program"
