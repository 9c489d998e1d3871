"""The tree: what may stand where, and that no team that works with people loses its leader."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from casework.base.core.says import _, _n

AGENCY, PROGRAMME, TEAM = "agency", "programme", "team"
_MAY_HOLD = {AGENCY: {PROGRAMME, TEAM}, PROGRAMME: {TEAM}, TEAM: frozenset()}


@dataclass(frozen=True)
class Node:
    """What the rules need of one team of the tree."""

    id: UUID
    parent_id: UUID | None
    kind: str
    name: str
    is_open: bool = True


def leaderless(nodes: Iterable[Node], led: Collection[UUID]) -> list[Node]:
    """The open teams in whose line up the tree nobody leads. `led` are the teams with a leader."""
    by_id = {node.id: node for node in nodes}

    def has_leader(node: Node | None) -> bool:
        while node is not None:
            if node.id in led:
                return True
            node = by_id.get(node.parent_id) if node.parent_id else None
        return False

    return [
        node
        for node in by_id.values()
        if node.kind == TEAM and node.is_open and not has_leader(node)
    ]


@dataclass(frozen=True)
class Leading:
    """A leader's position: which team, from when, until when."""

    position_id: UUID
    team_id: UUID
    from_on: date
    to_on: date | None

    def stands_on(self, day: date) -> bool:
        return self.from_on <= day and (self.to_on is None or self.to_on >= day)


def would_lose_leader(
    *,
    nodes: Sequence[Node],
    leading: Sequence[Leading],
    nodes_after: Sequence[Node] | None = None,
    leading_after: Sequence[Leading] | None = None,
    from_on: date,
) -> dict[UUID, str]:
    """The teams that have a leader as things stand and would have none, on any day from `from_on`.

    Looked at is `from_on` and each day after a leader's last: an end that was planned earlier
    must not become a gap because somebody else goes first.
    """
    new_nodes = nodes if nodes_after is None else nodes_after
    new_leading = leading if leading_after is None else leading_after
    ends = {one.to_on + timedelta(days=1) for one in new_leading if one.to_on is not None}
    lost: dict[UUID, str] = {}
    for day in {from_on} | {day for day in ends if day > from_on}:
        led = {one.team_id for one in leading if one.stands_on(day)}
        led_after = {one.team_id for one in new_leading if one.stands_on(day)}
        before = {node.id for node in leaderless(nodes, led)}
        after = leaderless(new_nodes, led_after)
        lost |= {node.id: node.name for node in after if node.id not in before}
    return lost


def _why_not_there(
    *,
    kind: str,
    parent_kind: str | None,
    parent_is_open: bool,
    name: str,
    names_beside: Collection[str],
) -> str | None:
    if not name.strip():
        return _("Give the team's name.")
    if kind == AGENCY and parent_kind is None:
        return None
    if parent_kind is None or kind not in _MAY_HOLD[parent_kind]:
        return _(
            "A programme belongs to the agency, and a team to a programme or to the agency itself."
        )
    if not parent_is_open:
        return _("What it would belong to is closed. Choose another place for it.")
    if name.strip().casefold() in {other.casefold() for other in names_beside}:
        return _("There is one of this name in the same place already. Choose another name.")
    return None


def _why_not_this_model(*, kind: str, practice_model: str, known: Collection[str]) -> str | None:
    if kind == TEAM and not practice_model:
        return _("Say how the team works: choose its practice model.")
    if kind != TEAM and practice_model:
        return _("Only a team works by a practice model.")
    if practice_model and practice_model not in known:
        return _("There is no practice model of this name.")
    return None


def why_not_add_team(
    *,
    kind: str,
    parent_kind: str | None,
    parent_is_open: bool,
    name: str,
    names_beside: Collection[str],
    practice_model: str,
    known_models: Collection[str],
) -> str | None:
    """A team stands in its place in the tree under a name of its own and says how it works."""
    if kind == AGENCY:
        return _("There is one agency, and it is there already.")
    return _why_not_there(
        kind=kind,
        parent_kind=parent_kind,
        parent_is_open=parent_is_open,
        name=name,
        names_beside=names_beside,
    ) or _why_not_this_model(kind=kind, practice_model=practice_model, known=known_models)


def why_not_change_team(
    *,
    kind: str,
    is_open: bool,
    parent_kind: str | None,
    parent_is_open: bool,
    name: str,
    names_beside: Collection[str],
    practice_model: str,
    known_models: Collection[str],
    would_be_leaderless: Mapping[UUID, str],
) -> str | None:
    """As for a new team; and moving it leaves no team without a leader."""
    if not is_open:
        return _("This team is closed. Its past stays as it was.")
    return (
        _why_not_there(
            kind=kind,
            parent_kind=parent_kind,
            parent_is_open=parent_is_open,
            name=name,
            names_beside=names_beside,
        )
        or _why_not_this_model(kind=kind, practice_model=practice_model, known=known_models)
        or why_not_leave_leaderless(would_be_leaderless)
    )


def why_not_leave_leaderless(teams: Mapping[UUID, str]) -> str | None:
    """Somebody always leads a team that works with people: people without a worker fall to her."""
    if not teams:
        return None
    return _n(
        "Nobody would lead %(teams)s any more. Give it a new team leader first.",
        "Nobody would lead these teams any more: %(teams)s. Give them a new team leader first.",
        len(teams),
    ) % {"teams": ", ".join(sorted(teams.values()))}


def why_not_close_team(
    *,
    kind: str,
    is_open: bool,
    open_positions: int,
    open_below: int,
    coming_shifts: int,
    closed_on: date,
    today: date,
) -> str | None:
    """A team closes when nobody works in it, nothing open is below it, and no duty is planned."""
    if kind == AGENCY:
        return _("The agency itself cannot be closed.")
    if not is_open:
        return _("This team is closed already.")
    if closed_on > today:
        return _("Close the team on the day itself, or give a day that has passed.")
    if open_positions:
        return _n(
            "%(n)d position is still open in it. End it first.",
            "%(n)d positions are still open in it. End them first.",
            open_positions,
        ) % {"n": open_positions}
    if open_below:
        return _n(
            "%(n)d team below it is still open. Close or move it first.",
            "%(n)d teams below it are still open. Close or move them first.",
            open_below,
        ) % {"n": open_below}
    if coming_shifts:
        return _n(
            "%(n)d duty shift is still planned for it. Cancel it first.",
            "%(n)d duty shifts are still planned for it. Cancel them first.",
            coming_shifts,
        ) % {"n": coming_shifts}
    return None
