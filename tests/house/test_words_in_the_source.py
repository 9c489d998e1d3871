"""What no walk comes to: each branch of each template, each choice, each refusal."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.models import TextChoices
from django.template.base import Lexer, Token, TokenType

from casework.base.core.slots import filled
from casework.config.management.commands.makemessages import entries

from . import pseudo
from .walking import SOURCE, python_files

NAMES = pseudo.names_pattern({"Casework"})
TEMPLATES = sorted(path for path in SOURCE.rglob("templates/**/*.*") if path.name != "gallery.html")


@pytest.fixture(autouse=True)
def _spoken() -> Iterator[None]:
    with pseudo.spoken():
        yield


def _kinds(base: type) -> Iterator[type]:
    for kind in base.__subclasses__():
        yield kind
        yield from _kinds(kind)


def test_every_choice_can_be_translated():
    wrong = [
        f"{kind.__module__}.{kind.__name__}.{one.name}: {one.label}"
        for kind in _kinds(TextChoices)
        if kind.__module__.startswith("casework.")
        for one in kind
        # A choice without words of its own is shown to nobody.
        if one.label != one.name.replace("_", " ").title()
        and pseudo.why_not_translatable(str(one.label), NAMES)
    ]
    assert not wrong, "\n".join(wrong)


def test_translators_are_given_the_words_of_content_files():
    given = {words for read in filled("content_words") for words in read()}
    assert {"Clinical case management", "Is 18 or older", "Husband or wife", "Polish"} <= given
    said = entries(['Say "no"'])
    assert 'msgid "Say \\"no\\""' in said


# --- templates --------------------------------------------------------------------------

# What these tags are given is shown; a code such as `tone="warn"` is no word.
_SHOWS_WORDS = re.compile(r"(panel|notice|empty|mark|stat|when|progress|bar|pager|facts|firstof) ")
_IS_CODE = re.compile(r"(id|css|tone|sign|url)=|\"[#?/]")
_IS_WORDS = re.compile(r"[A-Z]|[a-z] ")
# Blocks that are filled with attributes or classes.
_INSIDE_A_TAG = re.compile(r"block (width|look|body_attributes)$")


def _spoken_by_tag(token: Token) -> list[str]:
    """Words in a tag or a variable that gettext does not see."""
    seen = re.sub(r'_\("[^"]*"\)', "", token.contents)
    found = re.findall(r'\w*=?"[^"]*"', seen) if _SHOWS_WORDS.match(seen) else []
    found += re.findall(r'(?<=\|default:)"[^"]*"', seen)
    return [one for one in found if _IS_WORDS.search(one) and not _IS_CODE.match(one)]


def _spoken_by_template(path: Path) -> list[str]:
    text, wrong, until = "", [], ""
    for token in Lexer(path.read_text()).tokenize():
        is_block = token.token_type == TokenType.BLOCK
        if until:
            until = "" if is_block and token.contents.startswith(until) else until
        elif is_block and token.contents.startswith("blocktranslate"):
            until = "endblocktranslate"
        elif is_block and _INSIDE_A_TAG.match(token.contents):
            until = "endblock"
        elif token.token_type == TokenType.TEXT:
            text += token.contents
        elif token.token_type in (TokenType.BLOCK, TokenType.VAR):
            wrong += _spoken_by_tag(token)
    # A template without a tag is a part of one.
    return wrong + pseudo.untranslatable(text if "<" in text else f"<p {text}>", NAMES)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_template_says_nothing_but_messages(path):
    assert _spoken_by_template(path) == []


# --- code -------------------------------------------------------------------------------

_GETTEXT = re.compile(r"(_|_n|n?p?n?gettext(_lazy|_noop)?)$")
# What a technician reads on the command line or in the log, and where a number comes from.
_FOR_TECHNICIANS = {"why_not_argument", "why_not_url", "why_not_rule", "why_not_rules"}
_FOR_TECHNICIANS |= {"why_mail_does_not_go"}
_NOT_SHOWN_BY_NAME = {"source"}
_NAMES = {"Samsung Internet", "Social Security Administration"}
# A sentence, or the beginning of one. A single word may be a code.
_SENTENCE = re.compile(r"[A-Z][a-z']+,? [A-Za-z%{]")
# Calls that show their first or second argument, and what is shown by its name: words as well.
_SHOWN = {"Refused": 0, "ValidationError": 0, "Mark": 0, "Act": 1, "add_error": 1}
_SHOWN |= {f"messages.{level}": 1 for level in ("info", "success", "warning", "error")}
_SHOWN_BY_NAME = {"label", "help_text", "title", "words"}
_WORD = re.compile(r"[A-Z][a-z]|[a-z] [a-z]")


class _Literals(ast.NodeVisitor):
    """Collects what is written past gettext and may be read on a page."""

    def __init__(self) -> None:
        self.found: list[ast.expr] = []

    def _keep(self, node: ast.AST | None, kind: re.Pattern[str]) -> None:
        parts = node.values if isinstance(node, ast.JoinedStr) else [node]
        for part in parts:
            text = part.value if isinstance(part, ast.Constant) else None
            if isinstance(text, str) and kind.match(text.strip()) and text not in _NAMES:
                self.found.append(part)

    def visit_Constant(self, node: ast.Constant) -> None:
        self._keep(node, _SENTENCE)

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring
            self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        raised = ast.unparse(node.exc) if node.exc else ""
        if re.match(r"(Refused|(\w+\.)?ValidationError)\(", raised):
            self.generic_visit(node)

    def visit_Assert(self, node: ast.Assert) -> None:
        """A mistake of ours is told in English."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if node.name not in _FOR_TECHNICIANS:
            self.generic_visit(node)

    def visit_keyword(self, node: ast.keyword) -> None:
        if node.arg in _SHOWN_BY_NAME:
            self._keep(node.value, _WORD)
        if node.arg not in _NOT_SHOWN_BY_NAME:
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        called = ast.unparse(node.func)
        name = called.rpartition(".")[2]
        if _GETTEXT.match(name) or called.startswith(("logger.", "log.")):
            return
        place = _SHOWN.get(called, _SHOWN.get(name))
        if place is not None and len(node.args) > place:
            self._keep(node.args[place], _WORD)
        self.generic_visit(node)


def _read_on_pages() -> list[Path]:
    """Our source without the wiring, the samples and the words of other agencies' files."""
    left_out = re.compile(r"(config|edges/exchange/reading|registry/door)/|.*/(tests/|samples\.py)")
    return [one for one in python_files() if not left_out.match(str(one.relative_to(SOURCE)))]


def test_no_sentence_is_written_past_gettext():
    wrong = []
    for path in _read_on_pages():
        literals = _Literals()
        literals.visit(ast.parse(path.read_text()))
        wrong += [
            f"{path.relative_to(SOURCE)}:{one.lineno}: {ast.unparse(one)[:100]}"
            for one in literals.found
        ]
    assert not wrong, "\n".join(wrong)
