from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core import words
from casework.base.core.refusals import refuse_if

from .. import choices, rules, tree
from ..models import DutyShift, Position, Team


def _names_beside(parent: Team | None, *, besides: Team | None = None) -> set[str]:
    beside = Team.objects.filter(parent=parent)
    if besides is not None:
        beside = beside.exclude(pk=besides.pk)
    return set(beside.values_list("name", flat=True))


@trail.recorded
def add_team(
    *,
    by: Actor,
    parent: Team,
    kind: str,
    name: str,
    practice_model: str = "",
    phone: str = "",
    place: str = "",
    now: datetime,
) -> Team:
    """A programme in the agency, or a team in a programme or in the agency itself."""
    tree.hold_tree()
    refuse_if(
        rules.why_not_add_team(
            kind=kind,
            parent_kind=parent.kind,
            parent_is_open=parent.closed_on is None,
            name=name,
            names_beside=_names_beside(parent),
            practice_model=practice_model,
            known_models=choices.practice_model_codes(),
        )
    )
    team = Team.objects.create(
        parent=parent,
        kind=kind,
        name=name.strip(),
        practice_model=practice_model,
        phone=phone.strip(),
        place=place.strip(),
    )
    trail.write("team.added", by=by, about=team, detail={"kind": kind, "parent": parent.pk})
    return team


@trail.recorded
def change_team(
    *,
    by: Actor,
    team: Team,
    version: int,
    parent: Team | None,
    name: str,
    practice_model: str,
    phone: str,
    place: str,
    now: datetime,
) -> Team:
    """What is said of a team changes; so may its place in the tree, if no team loses its leader."""
    tree.hold_tree()
    lost = {}
    if parent is not None and parent.pk != team.parent_id:
        nodes = tree.rule_nodes(tree.team_tree())
        lost = rules.would_lose_leader(
            nodes=nodes,
            nodes_after=[
                replace(node, parent_id=parent.pk) if node.id == team.pk else node for node in nodes
            ],
            leading=tree.leading_positions(),
            from_on=words.today(by, now),
        )
    refuse_if(
        rules.why_not_change_team(
            kind=team.kind,
            is_open=team.closed_on is None,
            parent_kind=parent.kind if parent else None,
            parent_is_open=parent is None or parent.closed_on is None,
            name=name,
            names_beside=_names_beside(parent, besides=team),
            practice_model=practice_model,
            known_models=choices.practice_model_codes(),
            would_be_leaderless=lost,
        )
    )
    changes = {
        "parent": parent,
        "name": name.strip(),
        "practice_model": practice_model,
        "phone": phone.strip(),
        "place": place.strip(),
    }
    changed = sorted(field for field, value in changes.items() if getattr(team, field) != value)
    team.save_over(version, **changes)
    trail.write("team.changed", by=by, about=team, detail={"fields": changed})
    return team


@trail.recorded
def close_team(*, by: Actor, team: Team, version: int, closed_on: date, now: datetime) -> Team:
    """A team closes for good, after everybody has left it. Its past stays."""
    tree.hold_tree()
    today = words.today(by, now)
    refuse_if(
        rules.why_not_close_team(
            kind=team.kind,
            is_open=team.closed_on is None,
            open_positions=Position.objects.filter(team=team).open_from(closed_on).count(),
            open_below=Team.objects.filter(parent=team, closed_on__isnull=True).count(),
            coming_shifts=DutyShift.objects.filter(
                team=team, cancelled_at__isnull=True, ends_at__gt=now
            ).count(),
            closed_on=closed_on,
            today=today,
        )
    )
    team.save_over(version, closed_on=closed_on)
    trail.write("team.closed", by=by, about=team, detail={"on": closed_on})
    return team
