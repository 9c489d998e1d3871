"""What happened with an invented person: referral, episode, who was responsible, contacts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from random import Random

from casework.base.clocks import rules as clock_rules
from casework.base.clocks.rules import Calendar, Rule
from casework.cycle.contacts import rules as contact_rules
from casework.cycle.contacts.clocks import sign_note_rule
from casework.cycle.contacts.models import Attendance
from casework.registry.episodes import practice_models
from casework.registry.episodes.clocks import contact_or_attempt_rule, named_worker_rule
from casework.registry.episodes.practice_models import PracticeModel

from . import lives, words
from .lives import Life, Rows
from .plan import Plan, days_before, made_id
from .staff import SeededTeam
from .tables import NULL, TABLES

OPEN_SHARE = 0.85
HELD_SHARE = 0.03
# What came of a contact, as often as it stands here.
_CAME_OF_IT = (
    [Attendance.SEEN.value] * 16
    + [Attendance.SEEN_LATE.value, Attendance.NO_ANSWER.value, Attendance.NOT_THERE.value]
    + [Attendance.CANCELLED_BY_PERSON.value]
)
_HOW = (
    ("in_person", "home"),
    ("in_person", "home"),
    ("in_person", "community"),
    ("in_person", "office"),
    ("phone", ""),
    ("phone", ""),
    ("video", ""),
)
_FOR = ("{monitoring}", "{monitoring,linking}", "{planning}", "{linking}", "{assessing}")
_STATES = (
    *[("active", "")] * 16,
    ("engaging", ""),
    ("engaging", ""),
    ("transition", ""),
    ("suspended", "in_hospital"),
)
_CLOSED_AS = ("completed", "completed", "stepped_down", "moved", "chose_to_leave")
# A note that is younger than this may wait for its signature.
_UNSIGNED_DAYS = 4
_APPOINTMENT_SHARE = 0.5
_VISITS_A_DAY = 6
_FIRST_HOUR = 14


@dataclass(frozen=True)
class _Episode:
    """What the rows of one episode share."""

    id: str
    person: str
    team: SeededTeam
    worker: str
    accepted_at: datetime
    closed_at: datetime | None

    @property
    def model(self) -> PracticeModel:
        return practice_models.get(self.team.model)


class Histories:
    """Makes people one after another, each from a chance of their own."""

    def __init__(self, plan: Plan, teams: list[SeededTeam], calendar: Calendar) -> None:
        self.plan, self.teams, self.calendar = plan, teams, calendar
        self.now = plan.now.isoformat()
        self._slots: dict[str, Iterator[int]] = defaultdict(count)
        self._workers = [(team, worker) for team in teams for worker in team.workers]

    def batch(self, first: int, size: int) -> Rows:
        """All rows of the people `first` to `first + size`."""
        rows: Rows = {name: [] for name in TABLES}
        for number in range(first, first + size):
            self._one(rows, number, self.plan.chance("person", number))
        return rows

    def _one(self, rows: Rows, number: int, chance: Random) -> None:
        # In turn, so that caseloads are even whatever the size.
        team, worker = self._workers[number % len(self._workers)]
        life = lives.add(rows, self.plan, number, chance, by=team.leader)
        kind = chance.random()
        if kind < OPEN_SHARE:
            self._episode(rows, life, team, worker, chance, is_open=True)
        elif kind < OPEN_SHARE + 0.10:
            self._episode(rows, life, team, worker, chance, is_open=False)
        else:
            self._waiting(rows, life, team, chance)

    # --- referrals ------------------------------------------------------------------------

    def _waiting(self, rows: Rows, life: Life, team: SeededTeam, chance: Random) -> None:
        received = days_before(self.plan.now, 2 + chance.random() * 25)
        due = (self.plan.now + timedelta(days=chance.randrange(1, 10))).isoformat()
        self._referral(
            rows, life, team, chance, received,
            f"waiting\t{team.leader}\tRing and ask how things are\t{due}"
            f"\t{received.isoformat()}\t14\t{NULL}\t{NULL}\t{NULL}",
        )  # fmt: skip

    def _referral(
        self, rows: Rows, life: Life, team: SeededTeam, chance: Random, at: datetime, rest: str
    ) -> str:
        referral, when = made_id(chance, at), at.isoformat()
        source = chance.choice(("self", "primary_care", "ward", "social_care", "carer"))
        urgency = chance.choice(("routine", "routine", "urgent"))
        rows["referral"].append(
            f"{referral}\t{life.id}\t{team.id}\t{source}\tphone\t{urgency}\t{when}"
            f"\tAsks for support at home after a hard year.\t{rest}\t{when}\t{team.leader}"
        )
        rows["step"].append(
            f"{made_id(chance, at)}\t{referral}\t{life.id}\treceived\t{team.leader}\t{when}"
            f"\t{when}\t{team.leader}"
        )
        return referral

    # --- episodes -------------------------------------------------------------------------

    def _episode(
        self,
        rows: Rows,
        life: Life,
        team: SeededTeam,
        worker: str,
        chance: Random,
        *,
        is_open: bool,
    ) -> None:
        accepted = life.registered_at + timedelta(days=chance.random() * 10 + 1)
        is_held = is_open and chance.random() < HELD_SHARE
        if is_held:
            accepted, worker = days_before(self.plan.now, 1.5 + chance.random() * 9), team.leader
        closed = None
        if not is_open:
            lasted = (self.plan.now - accepted).total_seconds() / 86_400
            closed = accepted + timedelta(days=lasted * (0.4 + 0.55 * chance.random()))
        one = _Episode(made_id(chance, accepted), life.id, team, worker, accepted, closed)
        at = accepted.isoformat()
        referral = self._referral(
            rows, life, team, chance, days_before(accepted, 1),
            f"accepted\t{NULL}\t\t{NULL}\t{NULL}\t{NULL}\t{at}\t{team.leader}\t{one.id}",
        )  # fmt: skip
        last, tried, usual = self._contacts(rows, one, chance, is_new=is_held)
        state, as_what = ("closed", "") if closed else chance.choice(_STATES)
        if is_held:
            state, as_what = "engaging", ""
        since = last or accepted
        due = contact_rules.next_due(since, usual, one.model.contact.target_interval_days)
        ended = f"{closed.isoformat()}\t{worker}\t{chance.choice(_CLOSED_AS)}" if closed else (
            f"{NULL}\t{NULL}\t"
        )  # fmt: skip
        rows["episode"].append(
            f"{one.id}\t{life.id}\t{team.id}\t{referral}\t{state}\t{as_what}\t{at}\t{team.leader}"
            f"\t{ended}\t{worker}\t{'t' if is_held else 'f'}\t{_at(last)}\t{_at(tried)}"
            f"\t{NULL if usual is None else round(usual, 2)}\t{due.isoformat()}\t{at}"
        )
        self._states(rows, one, state, as_what, chance)
        self._ledger(rows, one, chance, is_held=is_held)
        if is_open:
            self._due(rows, one, chance, max(filter(None, (last, tried, accepted))), is_held)
            self._looked(rows, one, chance)
            if not is_held and chance.random() < _APPOINTMENT_SHARE:
                self._appointment(rows, one, life, chance)

    def _states(self, rows: Rows, one: _Episode, state: str, as_what: str, chance: Random) -> None:
        steps = [("engaging", "", one.accepted_at)]
        if state != "engaging":
            steps.append(("active", "", one.accepted_at + timedelta(hours=20)))
        if state not in ("engaging", "active"):
            steps.append((state, as_what, one.closed_at or days_before(self.plan.now, 1)))
        for to, why, when in steps:
            at = when.isoformat()
            rows["change"].append(
                f"{made_id(chance, when)}\t{one.id}\t{one.person}\t{to}\t{why}\t{at}\t{at}"
                f"\t{one.worker}"
            )

    def _ledger(self, rows: Rows, one: _Episode, chance: Random, *, is_held: bool) -> None:
        """The leader holds for a day; then the worker, until the episode closes."""
        took = one.accepted_at + timedelta(hours=18)
        until = _at(one.closed_at)
        spans = [(one.team.leader, True, "accepted", one.accepted_at, took.isoformat())]
        if is_held:
            spans = [(one.team.leader, True, "accepted", one.accepted_at, NULL)]
        else:
            spans.append((one.worker, False, "allocated", took, until))
        for worker, holds, why, start, end in spans:
            at = start.isoformat()
            told = f"{NULL}\t{NULL}" if holds else f"{at}\t{worker}"
            rows["ledger"].append(
                f"{made_id(chance, start)}\t{one.id}\t{one.person}\t{worker}"
                f"\t{'t' if holds else 'f'}\t{why}\t{at}\t{end}\t{at}\t{one.team.leader}\t{told}"
            )

    # --- contacts -------------------------------------------------------------------------

    def _contacts(
        self, rows: Rows, one: _Episode, chance: Random, *, is_new: bool
    ) -> tuple[datetime | None, datetime | None, float | None]:
        """Contacts back from the last one; the newest met, the newest attempt, the usual gap."""
        mean = self.plan.contacts_per_person
        wanted = 0 if is_new else chance.randint(mean // 2, mean + mean // 2)
        end = one.closed_at or self.plan.now
        room = (end - one.accepted_at).total_seconds() / 86_400 - 1
        if wanted == 0 or room < 1:
            return None, None, None
        gap = min(chance.choice((5, 7, 7, 14, 14, 21, 28)), room / wanted)
        silent = 2 + chance.random() * 2 if chance.random() < 0.05 else chance.random() * 1.3
        back = min(max(1.0, gap * silent), room * 0.9)
        last = tried = None
        days = []
        for _turn in range(wanted):
            at = days_before(end, back).replace(second=0, microsecond=0)
            if at <= one.accepted_at:
                break
            came = chance.choice(_CAME_OF_IT)
            met = came in ("seen", "seen_late")
            if met:
                last = last or at
                days.append(at.date())
            elif came in ("no_answer", "not_there"):
                tried = tried or at
            self._contact(rows, one, chance, at, came, met)
            back += gap * (0.6 + 0.8 * chance.random())
        return last, tried, contact_rules.usual_days(contact_rules.gaps(days))

    def _contact(
        self, rows: Rows, one: _Episode, chance: Random, at: datetime, came: str, met: bool
    ) -> None:
        when, saved = at.isoformat(), at + timedelta(minutes=90)
        contact, entry, written = made_id(chance, at), made_id(chance, at), saved.isoformat()
        mode, where = chance.choice(_HOW)
        minutes = str(chance.choice((20, 30, 45, 60))) if met else NULL
        functions = chance.choice(_FOR) if met else "{}"
        rows["contact"].append(
            f"{contact}\t{when}\t{minutes}\t{mode}\t{where}\t{one.team.id}\t{written}\t{one.worker}"
        )
        rows["entry"].append(
            f"{entry}\t{contact}\t{one.person}\t{one.id}\t{when}\t{came}\t{'t' if met else 'f'}"
            f"\t{functions}\t{minutes}"
        )
        rows["there"].append(f"{made_id(chance, at)}\t{contact}\t{one.worker}\t{when}")
        if not met:
            return
        waits = at > days_before(self.plan.now, _UNSIGNED_DAYS) and chance.random() < 0.5
        signed = f"{NULL}\t{NULL}" if waits else f"{written}\t{one.worker}"
        note = made_id(chance, at)
        rows["note"].append(
            f"{note}\t{entry}\t{one.person}\t{words.note(chance)}"
            f"\t{'saved' if waits else 'signed'}\t{one.worker}\t{written}\t{signed}"
        )
        if waits:
            rule = sign_note_rule(one.model)
            self._clock(rows, one, chance, rule, "contacts.contactnote", note, saved)

    # --- what is ahead ---------------------------------------------------------------------

    def _due(
        self, rows: Rows, one: _Episode, chance: Random, since: datetime, is_held: bool
    ) -> None:
        rule = contact_or_attempt_rule(one.model, "")
        self._clock(rows, one, chance, rule, "episodes.episode", one.id, since)
        if is_held:
            named = named_worker_rule(one.model)
            self._clock(rows, one, chance, named, "episodes.episode", one.id, one.accepted_at)

    def _clock(
        self,
        rows: Rows,
        one: _Episode,
        chance: Random,
        rule: Rule,
        kind: str,
        subject: str,
        start: datetime,
    ) -> None:
        due, warn = self._dated(rule, start)
        rows["clock"].append(
            f"{made_id(chance, start)}\t{rule.code}\t{rule.unit.value}\t{rule.warn_before}\t{kind}"
            f"\t{subject}\t{one.person}\t{start.isoformat()}\tworker\t{one.worker}"
            f"\t{due.isoformat()}\t{warn.isoformat()}"
        )

    def _dated(self, rule: Rule, start: datetime) -> tuple[datetime, datetime]:
        due = clock_rules.due_at(
            started_at=start, unit=rule.unit, amount=rule.amount, calendar=self.calendar
        )
        warn = clock_rules.warn_at(
            started_at=start,
            due_at=due,
            unit=rule.unit,
            warn_before=rule.warn_before,
            calendar=self.calendar,
        )
        return due, warn

    def _appointment(self, rows: Rows, one: _Episode, life: Life, chance: Random) -> None:
        """The worker's next free hour: nobody is in two places at a time."""
        day, hour = divmod(next(self._slots[one.worker]), _VISITS_A_DAY)
        starts = self.plan.now.replace(hour=_FIRST_HOUR) + timedelta(days=day, hours=hour)
        ends, booked = starts + timedelta(minutes=50), days_before(self.plan.now, 3)
        appointment = made_id(chance, booked)
        rows["appointment"].append(
            f"{appointment}\t{one.person}\t{one.id}\tin_person\thome\t{life.address}"
            f"\t{starts.isoformat()}\t{ends.isoformat()}\tt\t{booked.isoformat()}\t{one.worker}"
        )
        rows["goes"].append(
            f"{made_id(chance, booked)}\t{appointment}\t{one.worker}\t{starts.isoformat()}"
            f"\t{ends.isoformat()}"
        )

    def _looked(self, rows: Rows, one: _Episode, chance: Random) -> None:
        """The worker opened the record the day before."""
        at = days_before(self.plan.now, 1)
        rows["event"].append(
            f"{made_id(chance, at)}\t{at.isoformat()}\tworker\t{one.worker}\trecord.opened"
            f"\tpeople.person\t{one.person}\t{one.person}\tTREAT"
        )


def _at(moment: datetime | None) -> str:
    return NULL if moment is None else moment.isoformat()
