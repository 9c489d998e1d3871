"""What the sheet of a contact offers to choose from."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from casework.base.core import words
from casework.registry.diary.models import Appointment, AppointmentState
from casework.registry.episodes.models import Episode, State
from casework.registry.people import finding
from casework.registry.people.models import Person
from casework.registry.workforce.models import Worker

# An appointment this near is probably the one that is being written about.
NEAR = timedelta(hours=3)
LOOK_BACK = timedelta(days=3)
MOST_PEOPLE = 60


def _id_or_none(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


class Offered:
    """The lists of the sheet. Each is read when it is first drawn; saving reads none of them."""

    def __init__(
        self, actor: Any, *, person: Person, team_id: UUID, now: datetime, asked: str = ""
    ) -> None:
        self.actor, self.now = actor, now
        self.team_id, self._whole_id = team_id, person.canonical_id
        self._asked = _id_or_none(asked)

    @cached_property
    def records(self) -> QuerySet[Person, UUID]:
        """Whatever is asked about the person is asked of every record of theirs."""
        return finding.records_of(self._whole_id)

    @cached_property
    def booked(self) -> list[Appointment]:
        return list(
            Appointment.objects.filter(
                Q(starts_at__gt=self.now - LOOK_BACK) | Q(pk=self._asked),
                person_id__in=self.records,
                state=AppointmentState.BOOKED,
            ).order_by("starts_at")[:12]
        )

    def when(self, one: Appointment) -> str:
        if one.is_day_only:
            return words.weekday_day(words.local(one.starts_at, self.actor).date())
        return words.day_and_time(one.starts_at, self.actor, now=self.now)

    @property
    def begun(self) -> list[Appointment]:
        """Those that may be what happened."""
        return [one for one in self.booked if one.starts_at <= self.now + NEAR]

    @property
    def to_come(self) -> Appointment | None:
        """The next one after this contact."""
        return next((one for one in self.booked if one.starts_at > self.now + NEAR), None)

    @property
    def asked(self) -> Appointment | None:
        """The one from whose page the sheet was opened."""
        return next((one for one in self.begun if one.pk == self._asked), None)

    @property
    def nearest(self) -> Appointment | None:
        near = [one for one in self.begun if one.starts_at >= self.now - NEAR or one.is_day_only]
        today = words.today(self.actor, self.now)
        return next((one for one in near if today in self._days(one)), None)

    def _days(self, one: Appointment) -> set[date]:
        """The day it begins, and the one after where it runs over midnight."""
        begins = words.local(one.starts_at, self.actor).date()
        ends = words.local(one.ends_at, self.actor).date()
        return {begins} if one.is_day_only else {begins, ends}

    def appointments(self) -> list[tuple[str, str]]:
        if not self.begun:
            return []
        return [(str(one.pk), self.when(one)) for one in self.begun] + [("", _("Not booked"))]

    @cached_property
    def _workers(self) -> list[tuple[str, str]]:
        day = words.today(self.actor, self.now)
        there = (
            Worker.objects.filter(positions__team_id=self.team_id, positions__from_on__lte=day)
            .filter(Q(positions__to_on=None) | Q(positions__to_on__gte=day))
            .exclude(pk=self.actor.id)
            .distinct()
        )
        return [(str(one.pk), one.name) for one in there]

    def workers(self) -> list[tuple[str, str]]:
        return self._workers

    @cached_property
    def _people(self) -> list[tuple[str, str]]:
        mine = (
            Episode.objects.filter(responsible_id=self.actor.id)
            .exclude(state=State.CLOSED)
            .exclude(person_id__in=self.records)
            .order_by("person__sort_key", "pk")
            .values_list("pk", "person__shown_name")
        )
        return [(str(episode_id), name) for episode_id, name in mine[:MOST_PEOPLE]]

    def people(self) -> list[tuple[str, str]]:
        return self._people
