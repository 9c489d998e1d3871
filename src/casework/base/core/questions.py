"""A question that is asked on every page is compiled once in a process.

Building a queryset and turning it into SQL costs about a millisecond of the application's CPU,
several times what the database needs to answer. Each time the words are the same and only the
values differ. `@question` keeps the words:

    @question
    def _phones(people: Sequence[UUID], day: date) -> QuerySet[ContactPoint]:
        return ContactPoint.objects.filter(ended_on__gt=day, person_id__among=people)

    _phones(people=person_ids, day=today)  # a list of ContactPoint

The function is run once, with values that stand for the arguments. What it says itself (a state,
a kind) becomes part of the words, so that the database sees it when it plans: a partial index
serves. See ADR 0021.
"""

from __future__ import annotations

import re
import types
import typing
import uuid
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import update_wrapper
from threading import Lock
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models import QuerySet
from django.db.models.query import ModelIterable, get_related_populators
from psycopg import capabilities, sql
from psycopg.pq import PipelineStatus

from . import acting

Row = TypeVar("Row")

_ANY = "= any(%s)"
_PLACE = re.compile(r"%[s%]|LIMIT (\d+)")


class CannotKeep(Exception):
    """This question cannot be compiled once; the message says why."""


@models.ForeignKey.register_lookup
@models.Field.register_lookup
class Among(models.Lookup):
    """`field__among=[…]`: any number of values is one parameter, so that the words stay."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """SQL: the column is one of the list."""
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} {_ANY}", (*parameters, self.rhs)


def _stand_in(kind: Any, turn: int) -> Any:
    """A value that stands for an argument of this type, unlike any other."""
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        (kind,) = [one for one in typing.get_args(kind) if one is not type(None)]
        return _stand_in(kind, turn)
    if origin in (Sequence, list):
        return [_stand_in(typing.get_args(kind)[0], turn)]
    if kind is uuid.UUID:
        return uuid.uuid4()
    if kind is datetime:
        return datetime(1801, 1, 1, tzinfo=UTC) + timedelta(seconds=turn)
    if kind is date:
        return date(1801, 1, 1) + timedelta(days=turn)
    if kind is str:
        return f"stands for {uuid.uuid4()}"
    if kind is int:
        return 1_801_000_000 + turn
    raise CannotKeep(f"nothing stands for a value of type {kind!r}")


class _Words(Generic[Row]):
    """The SQL of a question, the order of its arguments, and how a row becomes what is wanted."""

    def __init__(self, build: Callable[..., QuerySet[Any, Row]], given: dict[str, Any]) -> None:
        rows = build(**given)
        if rows._prefetch_related_lookups or rows.query.combinator:  # type: ignore[attr-defined]
            raise CannotKeep("what is fetched beside it must be a question of its own")
        compiler = rows.query.get_compiler(using=DEFAULT_DB_ALIAS)
        text, values = compiler.as_sql()
        self.order: list[str] = []
        self.text = self._inlined(text, list(values), given)
        self._lists = {name for name, one in given.items() if isinstance(one, list)}
        places = [name for name in self.order if name in self._lists]
        may_narrow = places and self.text.count(_ANY) == len(places)
        # One value of each list is asked for by itself: in the order of an index, and no further
        # than the first rows that are wanted. From a list the database reads and sorts them all.
        self.narrow = self.text.replace(_ANY, "= %s") if may_narrow else None
        self.columns = compiler.col_count
        fields = [one[0] for one in compiler.select[: self.columns]]
        # Of whichever thread asks.
        compiler.connection = connection
        self._compiler = compiler
        self._converters = compiler.get_converters(fields)
        self._shaped = self._shape(rows, compiler)

    def _inlined(self, text: str, values: list[Any], given: dict[str, Any]) -> str:
        """The words with what the function itself says in them; arguments stay places."""
        waiting = iter(values)

        def said(place: re.Match[str]) -> str:
            if place[0] == "%%":
                return place[0]
            if place[1]:
                # Django writes a slice into the words itself.
                names = [name for name, one in given.items() if str(one) == place[1]]
                self.order += names
                return "LIMIT %s" if names else place[0]
            value = next(waiting)
            for name, stand_in in given.items():
                if isinstance(value, type(stand_in)) and value == stand_in:
                    self.order.append(name)
                    return "%s"
            if isinstance(value, date):
                raise CannotKeep("a time of this moment would stand in it for ever: pass it in")
            return sql.Literal(value).as_string(None).replace("%", "%%")

        return _PLACE.sub(said, text)

    def _shape(self, rows: QuerySet[Any, Row], compiler: Any) -> Callable[[Any], Any]:
        """What one row of columns becomes."""
        if not issubclass(rows._iterable_class, ModelIterable):
            if rows._iterable_class.__name__ == "FlatValuesListIterable":
                return lambda row: row[0]
            if rows._iterable_class.__name__ == "ValuesListIterable":
                return tuple
            raise CannotKeep("only models and lists of values are kept")
        said = compiler.klass_info
        model, places = said["model"], said["select_fields"]
        first, last = places[0], places[-1] + 1
        names = [one[0].target.attname for one in compiler.select[first:last]]
        others = get_related_populators(said, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]
        noted = list((compiler.annotation_col_map or {}).items())

        def shaped(row: Any) -> Any:
            made = model.from_db(DEFAULT_DB_ALIAS, names, row[first:last])
            for other in others:
                other.populate(row, made)
            for name, place in noted:
                setattr(made, name, row[place])
            return made

        return shaped

    def ask(self, given: dict[str, Any]) -> list[Row]:
        """Ask with these values, and wait for the answer."""
        with connection.wrap_database_errors, _cursor() as cursor:
            self.send(cursor, given)
            return self.answer(cursor)

    def send(self, cursor: Any, given: dict[str, Any]) -> None:
        """Ask with these values; in a pipeline the answer comes later."""
        text = self.text
        if self.narrow is not None and all(len(given[name]) == 1 for name in self._lists):
            text = self.narrow
            given = {**given, **{name: given[name][0] for name in self._lists}}
        cursor.execute(text, [given[name] for name in self.order])

    def answer(self, cursor: Any) -> list[Row]:
        """What came back, as what is wanted."""
        found: Any = cursor.fetchall()
        if self._converters:
            found = self._compiler.apply_converters(found, self._converters)
        return [self._shaped(row) for row in found]


class _Written(Generic[Row]):
    """As `_Words`, for SQL that was written by hand: each argument stands in it by its name."""

    def __init__(self, text: str, shaped: Callable[..., Row]) -> None:
        self.text, self._shaped = text, shaped

    def ask(self, given: dict[str, Any]) -> list[Row]:
        with connection.wrap_database_errors, _cursor() as cursor:
            self.send(cursor, given)
            return self.answer(cursor)

    def send(self, cursor: Any, given: dict[str, Any]) -> None:
        cursor.execute(self.text, given)

    def answer(self, cursor: Any) -> list[Row]:
        return [self._shaped(*row) for row in cursor.fetchall()]


class Question(Generic[Row]):
    """A function that builds a queryset of its arguments, compiled at its first call."""

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self._build = build
        self._words: _Words[Row] | _Written[Row] | None = None
        self._lock = Lock()
        update_wrapper(self, build)

    def __call__(self, **given: Any) -> list[Row]:
        """What the database answers, as a list; waiting for it where nobody asked ahead."""
        memory = acting.memory()
        if memory:
            kept: list[Row] | None = memory.pop(self._key(given), None)
            if kept is not None:
                return kept
        return self.words().ask(given)

    def ahead(self, **given: Any) -> Asked:
        """The question with its values, for `ask_ahead`."""
        return Asked(self, given, self._key(given))

    def _key(self, given: dict[str, Any]) -> Hashable:
        """Who asks, and what for: two askings with one key have one answer."""
        said = [tuple(one) if isinstance(one, list) else one for one in given.values()]
        return (self, tuple(given), tuple(said))

    def words(self) -> _Words[Row] | _Written[Row]:
        """The words, compiled when they are asked for the first time."""
        return self._words or self.compiled()

    def compiled(self) -> _Words[Row] | _Written[Row]:
        """The words; made when they are not there yet. Raises `CannotKeep`."""
        with self._lock:
            if self._words is None:
                hints = typing.get_type_hints(self._build)
                hints.pop("return", None)
                first, second = (
                    _Words(
                        self._build,
                        {
                            name: _stand_in(kind, turn + place)
                            for place, (name, kind) in enumerate(hints.items())
                        },
                    )
                    for turn in (0, 100)
                )
                # Words that depend on a value would be wrong for the next one.
                if first.text != second.text or first.order != second.order:
                    raise CannotKeep("its words change with the values")
                if unused := set(hints) - set(first.order):
                    raise CannotKeep(f"these arguments are lost: {', '.join(sorted(unused))}")
                self._words = first
            return self._words


@dataclass(frozen=True)
class Asked:
    """A question that is about to be asked, with its values."""

    question: Question[Any]
    given: dict[str, Any]
    key: Hashable

    def now(self) -> list[Any]:
        """The answer."""
        return self.question(**self.given)


def ask_ahead(asked: Iterable[Asked]) -> None:
    """Ask all of these in one journey to the database and keep the answers for this transaction.

    Whoever asks one of them next, with the same values, is given its answer without waiting. Each
    answer is given once, and only until something is written.
    """
    memory = acting.memory()
    if memory is None:
        return
    sent = []
    with one_journey():
        for one in {one.key: one for one in asked}.values():
            cursor = _cursor()
            words = one.question.words()
            words.send(cursor, one.given)
            sent.append((one.key, words, cursor))
        for key, words, cursor in sent:
            with cursor:
                memory[key] = words.answer(cursor)


Fill = TypeVar("Fill", bound=Callable[..., Any])


def asks(may: Any, ahead: Callable[..., Iterable[Asked]]) -> Callable[[Fill], Fill]:
    """What a function that fills a slot will ask for an actor with this permission.

    A page that draws many cards asks for all of them in one journey: `asked_by(filled(slot), …)`,
    then `ask_ahead`. What is not said here, or is said with other values, is asked when it is
    needed: this changes how long a page waits and nothing else.
    """

    def decorate(fill: Fill) -> Fill:
        fill.asks = (may, ahead)  # type: ignore[attr-defined]
        return fill

    return decorate


def asked_by(fills: Iterable[Callable[..., Any]], actor: Any, *given: Any) -> list[Asked]:
    """What these functions said that they will ask; `ahead` of each is given all of this."""
    said = [fill.asks for fill in fills if hasattr(fill, "asks")]
    return [one for may, ahead in said if actor.may(may) for one in ahead(actor, *given)]


def _cursor() -> Any:
    """The driver's own cursor; Django's where somebody counts what is asked."""
    own = connections[DEFAULT_DB_ALIAS]
    if own.execute_wrappers or own.force_debug_cursor:
        return own.cursor()
    own.ensure_connection()
    return own.connection.cursor()


def _is_under_way() -> bool:
    own = connection.connection
    return own is not None and bool(own.info.pipeline_status != PipelineStatus.OFF)


@contextmanager
def one_journey() -> Iterator[None]:
    """What is asked and written within is sent without waiting for one another.

    Nothing within may ask how many rows a statement changed: the answer is not there yet. What the
    database refuses is raised where an answer is read, or at the end. A journey within a journey is
    a part of it. Where the driver's library cannot do it, each waits for the one before.
    """
    if _is_under_way():
        yield
        return
    connection.ensure_connection()
    together = connection.connection.pipeline() if capabilities.has_pipeline() else nullcontext()
    with connection.wrap_database_errors, together:
        yield


def question(build: Callable[..., QuerySet[Any, Row]]) -> Question[Row]:
    """Make a function that builds a queryset a question: see the module."""
    return Question(build)


def written(text: str, shaped: Callable[..., Row]) -> Question[Row]:
    """Make SQL a question. It holds %(name)s for each argument; `shaped` is given a row's columns.

    For what a queryset cannot say; it travels with the others in `ask_ahead`.
    """
    made: Question[Row] = Question(shaped)  # type: ignore[arg-type]
    made._words = _Written(text, shaped)
    return made
