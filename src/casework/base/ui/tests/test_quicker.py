"""The short ways through a template answer as Django's own do, whatever stands in the context."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.template import Context, Engine
from django.template.base import Variable, VariableDoesNotExist
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy, override
from hypothesis import given
from hypothesis import strategies as st

from casework.base.ui import quicker


class Plain:
    """What most pages hold."""

    words = "a < b"
    nothing = None

    def __str__(self) -> str:
        return "plain & simple"

    def method(self) -> str:
        return "called"

    def needs(self, more: str) -> str:
        return more

    def deletes(self) -> str:
        raise AssertionError("a template never changes anything")

    deletes.alters_data = True  # type: ignore[attr-defined]

    @property
    def broken(self) -> str:
        return self.is_not_there  # type: ignore[attr-defined,no-any-return]


class Hidden:
    """Looks for a row that whoever reads may not see."""

    @property
    def row(self) -> str:
        raise ObjectDoesNotExist("closed to whoever asks")

    @property
    def failing(self) -> str:
        raise ZeroDivisionError


class Marked(str):
    """Text of a library with a way of its own."""

    def __html__(self) -> str:
        return "<i>its own</i>"


class Callable:
    """Something that is called wherever it stands, and what it gives is looked into."""

    def __call__(self) -> Plain:
        return Plain()


class Kind:
    """A class that must not be made by a template."""

    do_not_call_in_templates = True
    words = "of the class"


VALUES: dict[str, Any] = {
    "text": "five < six & \"seven\" 'eight'",
    "safe": mark_safe("<b>bold</b>"),
    "marked": Marked("raw"),
    "lazy": gettext_lazy("Menu"),
    "number": 1234567,
    "tenth": Decimal("0.10"),
    "moment": datetime(2026, 7, 3, 23, 30, tzinfo=UTC),
    "none": None,
    "yes": True,
    "list": ["first", Plain()],
    "dict": {"words": "<k>", "items": "hides the method", "inner": {"words": "deep"}, 0: "zero"},
    "plain": Plain(),
    "callable": Callable(),
    "kind": Kind,
    "later": SimpleLazyObject(Plain),
    "view": {"a": 1}.keys(),
    "hidden": Hidden(),
}
PATHS = [
    *VALUES,
    "missing",
    "missing.words",
    "list.0",
    "list.1.words",
    "list.9",
    "dict.words",
    "dict.items",
    "dict.keys",
    "dict.inner.words",
    "dict.0",
    "dict.missing",
    "plain.words",
    "plain.nothing.words",
    "plain.method",
    "plain.needs",
    "plain.deletes",
    "plain.broken",
    "plain.missing",
    "callable.words",
    "callable.method",
    "kind.words",
    "later.words",
    "later.method",
    "hidden.row",
    "hidden.row.words",
    "hidden.failing",
    "text.upper",
    "text.0",
    "number.real",
    "render_context",
    "dicts",
]


def answer(ask: Any, *of: Any) -> Any:
    """What came of it: the kind and the value, or the error."""
    try:
        found = ask(*of)
    except Exception as error:  # noqa: BLE001 - the two ways fail alike, whatever it is
        return type(error), str(error)
    return type(found), str(found)


def context() -> Context:
    """Names in several layers; the nearest counts."""
    made = Context({"text": "hidden", **VALUES}, autoescape=True)
    made.update({"above": 1})
    made.push(text=VALUES["text"])
    made.template = Engine().from_string("")
    return made


@pytest.mark.parametrize("path", PATHS)
def test_a_name_is_looked_up_as_django_does(path):
    quick = answer(quicker.resolve_lookup, Variable(path), context())
    assert quick == answer(quicker._long_lookup, Variable(path), context())


def test_a_name_is_looked_up_in_what_is_no_context():
    assert Variable("a.b").resolve({"a": {"b": 1}}) == 1
    with pytest.raises(VariableDoesNotExist):
        Variable("a.b").resolve({})


@pytest.mark.parametrize("escaping", [True, False])
@pytest.mark.parametrize("name", VALUES)
def test_a_value_is_written_as_django_does(name, escaping):
    around = Context(autoescape=escaping)
    quick = answer(quicker.render_value_in_context, VALUES[name], around)
    assert quick == answer(quicker._long_value, VALUES[name], around)


@given(st.one_of(st.text(), st.integers(), st.none(), st.text().map(SafeString)))
def test_text_is_escaped_as_django_does(value):
    quick = answer(quicker.conditional_escape, value)
    assert quick == answer(quicker._long_escape, value)


SENTENCES = [
    '{% translate "Menu" %}',
    '{% translate "Menu" noop %}',
    '{% translate "Menu" as word %}[{{ word }}]',
    '{% translate "100% of <these>" %}',
    '{% translate "Menu" context "food" %}',
    "{% translate text %}",
    '{% translate "menu"|upper %}',
    "{% translate 'Menu' %}{% translate 'Menu' %}",
]


@pytest.mark.parametrize("source", SENTENCES)
def test_a_sentence_is_translated_as_django_does(monkeypatch, source):
    read = Engine(
        libraries={"i18n": "django.templatetags.i18n"}, builtins=["django.templatetags.i18n"]
    )
    quick = [read.from_string(source).render(context()) for _turn in range(2)]
    monkeypatch.setattr(quicker.TranslateNode, "render", quicker._long_translate)
    assert quick == [read.from_string(source).render(context())] * 2


def test_a_sentence_follows_the_language(monkeypatch):
    words = {"en": "Menu", "es": "Menú"}
    monkeypatch.setattr(quicker, "gettext", lambda message: words[get_language()])
    template = Engine(builtins=["django.templatetags.i18n"]).from_string('{% translate "Menu" %}')
    said = []
    for language in ("en", "es", "en"):
        with override(language):
            said.append(template.render(Context()))
    assert said == ["Menu", "Menú", "Menu"]


def test_it_is_what_the_pages_use():
    assert Variable._resolve_lookup is quicker.resolve_lookup
    assert quicker.base.render_value_in_context is quicker.render_value_in_context
