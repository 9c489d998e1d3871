"""Reading a model's file strictly: nothing missing, nothing unknown, nothing without a source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from fractions import Fraction
from types import MappingProxyType
from typing import Any, NoReturn, TypeVar

from casework.registry.episodes.practice_models.model import Source

T = TypeVar("T")


class BadPracticeModel(ValueError):
    """A model's file cannot be used; the message names the file, the key and the fault."""

    def __init__(self, file: str, key: str, why: str) -> None:
        super().__init__(f"{file}: {key}: {why}")
        self.file, self.key, self.why = file, key, why


class Table:
    """One table of the file: every key is asked for once, and what is left over is a fault.

    A table may name one ``source`` for all its values; a value written as
    ``{ value = …, source = … }`` names its own.
    """

    def __init__(
        self, file: str, path: str, raw: Mapping[str, Any], parent: Table | None = None
    ) -> None:
        self.file, self.path = file, path
        # One list of sources and one map of what was found serve the whole file.
        self.known: dict[str, Source] = {} if parent is None else parent.known
        self.found: dict[str, Source] = {} if parent is None else parent.found
        self.left = dict(raw)
        self.own_source = self.left.pop("source", None)
        self.below: list[Table] = []

    def where(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def fail(self, key: str, why: str) -> NoReturn:
        raise BadPracticeModel(self.file, self.where(key), why)

    def plain(self, key: str, read: Callable[[object], T]) -> T:
        """A value that describes the file itself and so has no source."""
        if key not in self.left:
            self.fail(key, "is missing")
        return self._read(key, self.left.pop(key), read)

    def value(self, key: str, read: Callable[[object], T]) -> T:
        """A value of practice, which must say where it comes from."""
        if key not in self.left:
            self.fail(key, "is missing")
        given, source = self.left.pop(key), self.own_source
        if isinstance(given, dict):
            if set(given) != {"value", "source"}:
                self.fail(key, "must hold exactly 'value' and 'source'")
            given, source = given["value"], given["source"]
        if source is None:
            self.fail(key, "has no source")
        if not isinstance(source, str) or source not in self.known:
            self.fail(key, f"names a source that the file does not list: {source!r}")
        self.found[self.where(key)] = self.known[source]
        return self._read(key, given, read)

    def maybe(self, key: str, read: Callable[[object], T]) -> T | None:
        """A value of practice that a model may leave out."""
        return self.value(key, read) if key in self.left else None

    def has(self, key: str) -> bool:
        """Whether something under this key is still to be read."""
        return key in self.left

    def sources_found(self) -> Mapping[str, Source]:
        """The source of every value read so far, by its place in the file; grows no more."""
        return MappingProxyType(dict(self.found))

    def table(self, key: str) -> Table:
        if key not in self.left:
            self.fail(key, "is missing")
        raw = self.left.pop(key)
        if not isinstance(raw, dict):
            self.fail(key, "must be a table")
        return self._child(key, raw)

    def tables(self, key: str) -> list[Table]:
        """A list of tables, numbered from 1; none is an empty list."""
        raw = self.left.pop(key, [])
        if not isinstance(raw, list) or not all(isinstance(one, dict) for one in raw):
            self.fail(key, "must be a list of tables")
        return [self._child(f"{key}.{number}", one) for number, one in enumerate(raw, start=1)]

    def close(self) -> None:
        """Refuse what nobody asked for: a misspelt key must not be silently without effect."""
        for key in self.left:
            self.fail(key, "is not a key of a practice model")
        for child in self.below:
            child.close()

    def _child(self, key: str, raw: Mapping[str, Any]) -> Table:
        child = Table(self.file, self.where(key), raw, parent=self)
        self.below.append(child)
        return child

    def _read(self, key: str, given: object, read: Callable[[object], T]) -> T:
        try:
            return read(given)
        except ValueError as fault:
            self.fail(key, f"must be {fault}, found {given!r}")


def whole(at_least: int, at_most: int | None = None) -> Callable[[object], int]:
    limits = f"{at_least} or more" if at_most is None else f"{at_least} to {at_most}"

    def read(given: object) -> int:
        # bool is an int in Python; a model that says "true people" is a mistake.
        if isinstance(given, bool) or not isinstance(given, int) or given < at_least:
            raise ValueError(f"a whole number, {limits}")
        if at_most is not None and given > at_most:
            raise ValueError(f"a whole number, {limits}")
        return given

    return read


def above_zero(given: object) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 < given < 10_000:
        raise ValueError("a number above 0")
    return float(given)


def text(given: object) -> str:
    if not isinstance(given, str) or not given.strip():
        raise ValueError("some text")
    return given.strip()


def yes_or_no(given: object) -> bool:
    if not isinstance(given, bool):
        raise ValueError("true or false")
    return given


def day(given: object) -> date:
    if not isinstance(given, date) or isinstance(given, datetime):
        raise ValueError("a date such as 2026-11-21")
    return given


def share_of_one(given: object) -> Fraction:
    try:
        share = Fraction(given) if isinstance(given, str) else Fraction(0)
    except (ValueError, ZeroDivisionError):
        share = Fraction(0)
    if not 0 < share <= 1:
        raise ValueError('a fraction in quotation marks such as "1" or "1/4", at most 1')
    return share


def one_of(choices: tuple[str, ...]) -> Callable[[object], str]:
    def read(given: object) -> str:
        if not isinstance(given, str) or given not in choices:
            raise ValueError(f"one of {', '.join(choices)}")
        return given

    return read


def some_of(choices: tuple[str, ...]) -> Callable[[object], tuple[str, ...]]:
    def read(given: object) -> tuple[str, ...]:
        if not isinstance(given, list) or not given or not set(map(str, given)) <= set(choices):
            raise ValueError(f"a list of at least one of {', '.join(choices)}")
        return tuple(given)

    return read
