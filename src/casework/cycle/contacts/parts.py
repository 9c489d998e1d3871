"""What a contact is made of, and the rows it belongs to, locked for the time of the transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from casework.base.clocks.rules import Calendar
from casework.base.core.ids import new_id
from casework.base.core.refusals import Refused
from casework.cycle.intake.models import ENDED, Referral
from casework.registry.episodes import ledger, practice_models
from casework.registry.episodes.models import Episode
from casework.registry.episodes.practice_models import PracticeModel
from casework.registry.people.models import Person

from . import says


@dataclass(frozen=True)
class Part:
    """One person's part in a contact: of which episode or referral, what it was, what to write.

    The entry that is made of it has its `id`.
    """

    person_id: UUID
    attendance: str
    episode_id: UUID | None = None
    referral_id: UUID | None = None
    functions: Sequence[str] = ()
    with_whom: Sequence[str] = ()
    minutes: int | None = None
    note: str = ""
    label: str = "normal"
    promises: Sequence[str] = ()
    id: UUID = field(default_factory=new_id)


@dataclass(frozen=True)
class NextContact:
    """When to meet again: at a time, or some time that day."""

    starts_at: datetime
    ends_at: datetime
    mode: str
    where: str = ""
    is_day_only: bool = False
    workers: Sequence[UUID] = ()

    @classmethod
    def some_time(cls, day: date, *, calendar: Calendar, mode: str, where: str) -> NextContact:
        """Some time on `day`."""
        return cls(calendar.start_of(day), calendar.end_of(day), mode, where, is_day_only=True)


@dataclass(frozen=True)
class Subject:
    """The episode or referral of one part, as the rules ask about it."""

    person: Person
    is_open: bool
    began_at: datetime
    late_after_hours: int
    model: PracticeModel
    team_id: UUID
    episode: Episode | None = None
    referral: Referral | None = None


@dataclass
class Subjects:
    """Everything the parts of one contact belong to."""

    of_episodes: Mapping[UUID, Subject] = field(default_factory=dict)
    of_referrals: Mapping[UUID, Subject] = field(default_factory=dict)

    def of(self, part: Part) -> Subject:
        """Raises `Refused` where the row cannot be written by who acts, or is another person's."""
        found = None
        if part.episode_id is not None:
            found = self.of_episodes.get(part.episode_id)
        elif part.referral_id is not None:
            found = self.of_referrals.get(part.referral_id)
        if found is None or found.person.pk != part.person_id:
            raise Refused(says.reading_only())
        return found

    @property
    def episodes(self) -> list[Episode]:
        return [one.episode for one in self.of_episodes.values() if one.episode is not None]


def subject_of_episode(episode: Episode) -> Subject:
    """The episode as the rules ask about it; its team and person are loaded."""
    model = ledger.model_of(episode)
    return Subject(
        person=episode.person,
        is_open=episode.is_open,
        began_at=episode.accepted_at,
        late_after_hours=model.notes.sign_at_latest_within_hours,
        model=model,
        team_id=episode.team_id,
        episode=episode,
    )


def subject_of_referral(referral: Referral) -> Subject:
    """The referral as the rules ask about it. A programme has no model; then the usual one."""
    code = referral.team.practice_model or "clinical"
    model = practice_models.get(code)
    return Subject(
        person=referral.person,
        is_open=referral.state not in ENDED,
        began_at=referral.received_at,
        late_after_hours=model.notes.sign_at_latest_within_hours,
        model=model,
        team_id=referral.team_id,
        referral=referral,
    )
