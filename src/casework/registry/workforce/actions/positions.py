from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core.refusals import refuse_if

from .. import ending, rules, tree
from ..models import Position, Team, Worker
from ..permissions import Role

_DAY = timedelta(days=1)


def _has_it(worker: Worker, team: Team, role: str, *, from_on: date, to_on: date | None) -> bool:
    """The worker holds this role in this team already on one of these days."""
    same = Position.objects.filter(worker=worker, team=team, role=role).open_from(from_on)
    return (same if to_on is None else same.filter(from_on__lte=to_on)).exists()


@trail.recorded
def add_position(
    *,
    by: Actor,
    team: Team,
    role: Role,
    worker: Worker | None,
    full_time_share: Decimal,
    from_on: date,
    to_on: date | None = None,
    now: datetime,
) -> Position:
    """A team gets a position, filled by `worker` or vacant."""
    tree.hold_tree()
    refuse_if(
        rules.why_not_add_position(
            team_is_open=team.closed_on is None,
            full_time_share=full_time_share,
            from_on=from_on,
            to_on=to_on,
            is_vacant=worker is None,
            started_on=worker.started_on if worker else None,
            left_on=worker.left_on if worker else None,
            has_it=worker is not None and _has_it(worker, team, role, from_on=from_on, to_on=to_on),
        )
    )
    position = Position.objects.create(
        team=team,
        worker=worker,
        role=role,
        full_time_share=full_time_share,
        from_on=from_on,
        to_on=to_on,
    )
    trail.write(
        "position.added",
        by=by,
        about=position,
        detail={"team": team.pk, "worker": worker.pk if worker else None, "role": str(role)},
    )
    return position


@trail.recorded
def fill_position(
    *, by: Actor, position: Position, worker: Worker, from_on: date, now: datetime
) -> Position:
    """A vacancy is filled from a day on. The days it stood empty stay known as that."""
    tree.hold_tree()
    refuse_if(
        rules.why_not_fill_position(
            is_vacant=position.worker_id is None,
            began_on=position.from_on,
            ends_on=position.to_on,
            from_on=from_on,
            started_on=worker.started_on,
            left_on=worker.left_on,
            has_it=_has_it(
                worker, position.team, position.role, from_on=from_on, to_on=position.to_on
            ),
        )
    )
    filled = position
    if from_on == position.from_on:
        position.save_over(position.version, worker=worker)
    else:
        filled = _goes_on(position, from_on=from_on, worker=worker, share=position.full_time_share)
    trail.write("position.filled", by=by, about=filled, detail={"worker": worker.pk})
    return filled


@trail.recorded
def change_share(
    *, by: Actor, position: Position, full_time_share: Decimal, from_on: date, now: datetime
) -> Position:
    """The share changes from a day on; before it, what was agreed then still holds."""
    tree.hold_tree()
    refuse_if(
        rules.why_not_change_share(
            full_time_share=full_time_share,
            stands=position.full_time_share,
            from_on=from_on,
            began_on=position.from_on,
            ends_on=position.to_on,
        )
    )
    changed = position
    if from_on == position.from_on:
        position.save_over(position.version, full_time_share=full_time_share)
    else:
        changed = _goes_on(position, from_on=from_on, worker=position.worker, share=full_time_share)
    trail.write("position.share_changed", by=by, about=changed, detail={"share": full_time_share})
    return changed


def _goes_on(
    position: Position, *, from_on: date, worker: Worker | None, share: Decimal
) -> Position:
    """The row ends the day before; a new one goes on with what is new."""
    until = position.to_on
    position.save_over(position.version, to_on=from_on - _DAY)
    return Position.objects.create(
        team_id=position.team_id,
        worker=worker,
        role=position.role,
        full_time_share=share,
        from_on=from_on,
        to_on=until,
        end_reason="",
    )


@trail.recorded
def end_position(
    *,
    by: Actor,
    position: Position,
    to_on: date,
    reason: str = "",
    opens_vacancy: bool = False,
    now: datetime,
) -> Position:
    """`to_on` is the last day. With `opens_vacancy` the chair stays, empty, from the next day.

    Whoever is responsible for people in this position is looked after by the caller, in the same
    transaction.
    """
    tree.hold_tree()
    refuse_if(ending.why_not_end(by=by, position=position, to_on=to_on, now=now))
    position.save_over(position.version, to_on=to_on, end_reason=reason.strip())
    trail.write("position.ended", by=by, about=position, detail={"on": to_on})
    if opens_vacancy:
        vacancy = Position.objects.create(
            team_id=position.team_id,
            worker=None,
            role=position.role,
            full_time_share=position.full_time_share,
            from_on=to_on + _DAY,
        )
        trail.write("position.vacant", by=by, about=vacancy, detail={"after": position.pk})
    return position
