"""What every kind of file shares while it is brought over: its rows, their states, their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import connection

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.clocks.models import OPEN, Clock
from casework.base.core import words
from casework.base.core.ids import new_id
from casework.cycle.contacts.locking import lock_episodes
from casework.cycle.contacts.seen import write_seen
from casework.registry.episodes.models import Episode
from casework.registry.workforce import tree
from casework.registry.workforce.models import Team
from casework.registry.workforce.permissions import CARRIES_PEOPLE

from . import rules
from .models import Import, ImportedRow, ImportState, QuotedText, RowState, UnplacedText
from .reading import Reading
from .wording import reason

_MANY = 1_000
# After so many rows, and each time that they have doubled, the database counts its tables anew.
_FEW = 250

# Called once for each row, so that somebody can watch.
Step = Callable[[], None]


def no_step() -> None:
    """Nobody watches."""


def standing(*, sha256: str, kind: str, team: Team) -> Import | None:
    """This very file, brought over before and not taken back."""
    with connection.cursor() as cursor:
        # Two imports at once would each miss what the other makes.
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('casework.exchange', 0))")
    return Import.objects.filter(
        sha256=sha256, kind=kind, team=team, state=ImportState.DONE
    ).first()


class Watch:
    """Sees each row when it is known what became of it."""

    def row(self, told: Mapping[str, Any], row: ImportedRow, source: Mapping[str, Any]) -> None:
        """A row, what became of it, and the words that stay as they were written."""


@dataclass
class Bringing:
    """One file on its way in."""

    by: Actor
    team: Team
    reading: Reading
    now: datetime
    made: Import
    watch: Watch = field(default_factory=lambda: Watch())
    rows: list[ImportedRow] = field(default_factory=list)
    quoted: list[QuotedText] = field(default_factory=list)
    unplaced: list[UnplacedText] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    unknown_workers: Counter[str] = field(default_factory=Counter)
    workers: list[tuple[UUID, str, str]] = field(default_factory=list)
    known: frozenset[str] = frozenset()
    located: list[UUID] = field(default_factory=list)
    next_count: int = _FEW
    unread: dict[tuple[str, int], list[dict[str, str]]] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return words.today(self.by, self.now)

    def instant(self, day: date, at: time = time(0)) -> datetime:
        """That time of that day on the agency's clock, and never one to come."""
        moment = datetime.combine(day, at, tzinfo=words.zone(self.by))
        return min(moment, self.now)

    def worker_id(self, written: str | None) -> UUID | None:
        """The worker of the team who is meant; who could not be told is counted by name."""
        found = rules.worker_named(written, self.workers)
        if written and found is None:
            self.unknown_workers[written] += 1
        return found

    def add(
        self,
        told: Mapping[str, Any],
        state: RowState,
        *,
        why: str = "",
        text: Mapping[str, Any] | None = None,
        person_id: UUID | None = None,
        **ids: UUID | None,
    ) -> None:
        """Note what became of a row, and keep its words with the person or with the team."""
        place = (str(told["sheet"]), int(told["row"]))
        row = ImportedRow(
            came_with=self.made,
            sheet=place[0][:120],
            row=place[1],
            state=state,
            why=why[:300],
            fingerprint=rules.fingerprint(told),
            person_id=person_id,
            **ids,
        )
        self.rows.append(row)
        self.counts[state] += 1
        if len(self.rows) == self.next_count:
            self.next_count *= 2
            _count_anew()
        source = dict(text or {})
        if place in self.unread and state != RowState.SAME:
            source["unread"] = self.unread[place]
        self.watch.row(told, row, source)
        if not source:
            return
        if person_id is not None:
            self.quoted.append(QuotedText(row=row, person_id=person_id, source=source))
        else:
            self.unplaced.append(UnplacedText(row=row, grantee_id=self.team.pk, source=source))

    def store(self) -> Import:
        """Write the rows and what there is to say of the file."""
        ImportedRow.objects.bulk_create(self.rows, batch_size=_MANY)
        QuotedText.objects.bulk_create(self.quoted, batch_size=_MANY)
        UnplacedText.objects.bulk_create(self.unplaced, batch_size=_MANY)
        write_located(self.located, by=self.by)
        self.made.counts = {
            "rows": len(self.rows),
            "unreadable": len(self.reading.unreadable),
            **self.counts,
            "unknown_workers": dict(self.unknown_workers.most_common(200)),
        }
        self.made.last_id = new_id()
        self.made.save(update_fields=["counts", "last_id"])
        return self.made


def _count_anew() -> None:
    """Plans are kept (ADR 0018), and these were made for tables that were small till this file."""
    with connection.cursor() as cursor:
        cursor.execute("select exchange_count_anew()")


def write_located(person_ids: list[UUID], *, by: Actor) -> None:
    """Who was found past row security, because a row looks like them."""
    for place in range(0, len(person_ids), _MANY):
        found = person_ids[place : place + _MANY]
        trail.write("people.located", by=by, detail={"found": found, "why": "duplicates"})


def begin(
    *,
    by: Actor,
    team: Team,
    reading: Reading,
    now: datetime,
    watch: Watch | None = None,
    digest: str = "",
) -> Bringing:
    """A new import, with what is known of earlier ones and of the team's workers."""
    made = Import.objects.create(
        kind=reading.kind,
        file_name=reading.book.name[:200],
        sha256=digest or reading.book.digest,
        team=team,
        at=now,
        by=by.id,
        mapping=reading.mapping.to_json(),
    )
    day = words.today(by, now)
    workers = tree.workers_of(team, on=day, roles=CARRIES_PEOPLE)
    with connection.cursor() as cursor:
        cursor.execute("select exchange_known(%s, %s)", [reading.kind, team.pk])
        known = frozenset(row[0] for row in cursor.fetchall())
    unread: dict[tuple[str, int], list[dict[str, str]]] = {}
    for problem in reading.unreadable:
        unread.setdefault((problem.sheet, problem.row), []).append(
            {"column": problem.column, "value": problem.value, "why": reason(problem.why)}
        )
    return Bringing(
        by=by,
        team=team,
        reading=reading,
        now=now,
        made=made,
        workers=[(one.pk, one.given, one.family) for one in workers],
        known=known,
        watch=watch or Watch(),
        unread=unread,
    )


def spread_due(episodes: list[Episode], *, now: datetime) -> None:
    """What falls due for these episodes comes evenly over the next days, worker by worker."""
    of_worker: dict[UUID | None, list[Episode]] = {}
    for episode in episodes:
        of_worker.setdefault(episode.responsible_id, []).append(episode)
    due = {}
    for hers in of_worker.values():
        for episode, at in zip(hers, rules.spread(len(hers), now=now), strict=True):
            due[episode.pk], episode.next_due_at = at, at
    Episode.objects.bulk_update(episodes, ["next_due_at"], batch_size=_MANY)
    clocks = list(Clock.objects.filter(OPEN, subject_id__in=list(due)))
    for clock in clocks:
        lead = clock.due_at - clock.warn_at
        clock.due_at = max(due[clock.subject_id], clock.started_at)
        clock.warn_at = max(clock.started_at, clock.due_at - lead)
    Clock.objects.bulk_update(clocks, ["due_at", "warn_at"], batch_size=_MANY)


def bring_up_to_date(episode_ids: set[UUID], *, by: Actor, now: datetime) -> None:
    """What stands on these episodes about being seen; what would be late at once is spread."""
    episodes = lock_episodes(episode_ids)
    write_seen(episodes, agency=by.agency)
    spread_due(
        [
            one
            for one in episodes
            if one.is_open and one.brought_over_by and one.next_due_at and one.next_due_at <= now
        ],
        now=now,
    )
