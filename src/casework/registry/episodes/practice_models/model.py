"""What a practice model is: frozen values, each with its unit in its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

SOURCE_KINDS = ("published", "own_judgement", "product_default")
HOW_READ = ("page", "excerpt", "not_read")
UNITS = ("worker", "team")
COUNTS_FROM = ("acceptance", "transition")
AROUND_THE_CLOCK = ("none", "optional", "crisis_service", "team")
LADDER_ACTORS = ("worker", "team", "duty", "leader")
LADDER_ACTIONS = (
    "message",
    "visit",
    "network",
    "team_talk",
    "mobile_crisis",
    "plan_meeting",
    "police",
)
LADDER_EXITS = ("contact_made", "confirmed_elsewhere", "manager_decision")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number comes from, how much of it was read, and when it was last looked at."""

    key: str
    kind: str
    title: str
    address: str
    read: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class Weight:
    """A person seen at least this many days apart counts this much of one."""

    every_days: int
    weight: Fraction


@dataclass(frozen=True, slots=True)
class RampMonth:
    """In this month after starting a worker carries this share of a full caseload."""

    month: int
    share_percent: int


@dataclass(frozen=True, slots=True)
class CaseloadRule:
    """How many people a full-time worker may hold; a leader's reasoned override passes a cap."""

    cap_people: int
    weighted_cap: int | None
    never_above_people: int | None
    weights: tuple[Weight, ...]
    ramp: tuple[RampMonth, ...]


@dataclass(frozen=True, slots=True)
class ContactRule:
    """How often the person is to be seen, and how often at the least somebody must try."""

    name: str
    target_interval_days: float
    contact_or_attempt_interval_days: int
    community_contacts_at_least: int | None = None


@dataclass(frozen=True, slots=True)
class Mode:
    """Another intensity that a team may choose for one person, with a reason and dates."""

    code: str
    contact: ContactRule
    enter_when: str
    leave_when: str


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of a time-limited model, with its own contact rule."""

    code: str
    purpose: str
    lasts_days: int
    contact: ContactRule


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """How long the model lasts, and from which event the days are counted."""

    days: int
    counts_from: str


@dataclass(frozen=True, slots=True)
class MinutesPerVisit:
    """What one visit costs a worker on average."""

    visit_minutes: int
    travel_minutes: int
    writing_minutes: int

    @property
    def total_minutes(self) -> int:
        """Visit, travel and writing together."""
        return self.visit_minutes + self.travel_minutes + self.writing_minutes


@dataclass(frozen=True, slots=True)
class Cadence:
    """When each step of the cycle is due; plain days unless the name says working days."""

    named_worker_within_working_days: int
    named_worker_at_latest_within_days: int | None
    needs_assessment_within_days: int
    plan_within_days: int
    plan_review_every_days: int
    plan_review_when_asked_every_days: int | None
    outcome_measure_every_days: int
    supervision_every_days: int


@dataclass(frozen=True, slots=True)
class NoteRule:
    """A note is due for signing within the first number of hours and late after the second."""

    sign_within_hours: int
    sign_at_latest_within_hours: int


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that belongs to the model's rhythm."""

    name: str
    times_per_week: float
    minutes: int
    names_every_person: bool


@dataclass(frozen=True, slots=True)
class LadderStep:
    """What is done on a day after contact was missed, by whom, and whether it tells outsiders."""

    day: int
    action: str
    what: str
    who: str
    is_disclosure: bool
    needs_named_manager: bool


@dataclass(frozen=True, slots=True)
class LostContact:
    """The ladder of steps for somebody who cannot be reached, and the only ways off it."""

    steps: tuple[LadderStep, ...]
    exits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PracticeModel:
    """One way of doing case management, as an agency agreed it."""

    code: str
    name: str
    version: str
    dated: date
    core_idea: str
    usual_place: str
    services: str
    key_indicator: str
    responsible_unit: str
    caseload: CaseloadRule
    contact: ContactRule
    modes: tuple[Mode, ...]
    phases: tuple[Phase, ...]
    time_limit: TimeLimit | None
    minutes_per_visit: MinutesPerVisit
    in_community_goal_percent: int | None
    cadence: Cadence
    notes: NoteRule
    meetings: tuple[Meeting, ...]
    around_the_clock: str
    lost_contact: LostContact
    sources: Mapping[str, Source] = field(repr=False, compare=False)

    @property
    def intensities(self) -> tuple[Mode | Phase, ...]:
        """The modes and phases: whatever may stand in the place of the usual contact rule."""
        return (*self.modes, *self.phases)

    def intensity_sources(self) -> tuple[tuple[Mode | Phase, Source | None], ...]:
        """Each mode and phase with where its contact target comes from."""
        many: list[tuple[str, Mode | Phase]] = [
            *((f"modes.{n}", one) for n, one in enumerate(self.modes, 1)),
            *((f"phases.{n}", one) for n, one in enumerate(self.phases, 1)),
        ]
        return tuple((one, self.sources.get(f"{stem}.target_interval_days")) for stem, one in many)

    def source_of(self, key: str) -> Source:
        """Where a value comes from, asked by its place in the file: ``caseload.cap_people``."""
        return self.sources[key]

    def phase_on(self, day: int) -> Phase | None:
        """The phase on a day counted from the start of the first; the last one goes on."""
        ends = 0
        for phase in self.phases:
            ends += phase.lasts_days
            if 0 <= day < ends:
                return phase
        return self.phases[-1] if self.phases and day >= 0 else None

    def contact_rule(self, *, mode: str | None = None, phase_day: int | None = None) -> ContactRule:
        """The mode's rule if one was chosen, else the phase's on that day, else the usual one."""
        if mode is not None:
            for known in self.modes:
                if known.code == mode:
                    return known.contact
            raise LookupError(f"The practice model {self.code} has no mode {mode!r}.")
        phase = None if phase_day is None else self.phase_on(phase_day)
        return self.contact if phase is None else phase.contact
