"""What is shown and found of a person's names: kept on the person's row, made from the names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from .rules import names as name_rules
from .rules.names import NameKeys

# The order in which a name is taken when the better one is missing.
_ORDER = ("legal", "alias", "former")
_NEVER = date.min


class NameRow(Protocol):
    """What is read of one stored name."""

    id: UUID
    kind: str
    given: str
    family: str
    since_on: date | None
    until_on: date | None


@dataclass(frozen=True)
class ShownName:
    """The four texts on the person's row."""

    shown_name: str
    legal_name: str
    sort_key: str
    initials: str


@dataclass(frozen=True)
class SearchKeys:
    """One row of the search table, with the id of the name that it is made from."""

    id: UUID
    given_key: str
    family_key: str
    full_key: str
    is_former: bool


def is_current(name: NameRow, today: date) -> bool:
    """A name that is used now; a former name never is."""
    return name.kind != "former" and (name.until_on is None or name.until_on > today)


def _newest(names: Iterable[NameRow], kind: str, today: date) -> NameRow | None:
    fitting = [n for n in names if n.kind == kind and (kind == "former" or is_current(n, today))]
    return max(fitting, key=lambda n: n.since_on or _NEVER, default=None)


def _papers(names: Sequence[NameRow], today: date) -> NameRow | None:
    found = (_newest(names, kind, today) for kind in _ORDER)
    return next((name for name in found if name is not None), None)


def shown_name(names: Sequence[NameRow], today: date) -> ShownName:
    """What the person is called, with the name on papers beside it."""
    legal = _newest(names, "legal", today)
    preferred = _newest(names, "preferred", today)
    papers = _papers(names, today) or preferred
    if papers is None:
        raise ValueError("a person without any name")
    given, family, called = papers.given, papers.family, ""
    if preferred is not None:
        called = f"{preferred.given} {preferred.family}".strip()
        given, family = preferred.given or given, preferred.family or family
    shown = name_rules.display_name(given=papers.given, family=family, called=called)
    return ShownName(
        shown_name=shown[:200],
        legal_name=name_rules.legal_name(legal.given, legal.family)[:200] if legal else "",
        sort_key=name_rules.sort_key(given, family)[:200],
        initials=name_rules.initials(shown)[:8],
    )


def search_rows(names: Sequence[NameRow], today: date) -> list[SearchKeys]:
    """One row a name. A name to be called by is found together with the family name."""
    papers = _papers(names, today)
    rows = []
    for name in names:
        family = name.family
        if name.kind == "preferred" and not family and papers is not None:
            family = papers.family
        keys = name_rules.name_keys(name.given, family)
        rows.append(
            SearchKeys(
                name.id,
                keys.given_key[:120],
                keys.family_key[:120],
                _with_joined(keys)[:250],
                is_former=not is_current(name, today),
            )
        )
    return rows


def _with_joined(keys: NameKeys) -> str:
    """Chinese and Korean names are written without a space, the family name first."""
    signs = (keys.family_key + keys.given_key).replace(" ", "")
    is_written_whole = 2 <= len(signs) <= 6 and all(ord(sign) > 0x2E7F for sign in signs)
    return f"{keys.full_key} {signs}" if is_written_whole else keys.full_key
