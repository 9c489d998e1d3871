"""Into whose record an entry belongs: who was most likely meant, and who is found by typing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.db.models.functions import Replace
from django.utils.translation import gettext as _

from casework.base.audit import trail
from casework.base.audit.models import Event
from casework.base.core import words
from casework.registry.diary import agenda
from casework.registry.door import gate
from casework.registry.episodes.models import Episode
from casework.registry.people import finding, wording
from casework.registry.people.rules.search import LONGEST_TYPED, SearchQuery, read_query

from . import rules
from .models import ContactPerson
from .parts import subject_of_episode

MOST_FOUND = 12
MOST_MEANT = 6
# Somebody else's record was open in another window about when this was written.
AROUND = timedelta(hours=2)
LATELY = timedelta(hours=8)


@dataclass(frozen=True)
class Target:
    """One record that may be the right one, with what tells it apart."""

    episode_id: UUID
    person_id: UUID
    whole_id: UUID
    name: str
    born: str
    number: str
    worker: str
    team: str
    why: str = ""
    why_not: str = ""


class Moving:
    """The records into which `actor` may move `entry`."""

    def __init__(self, entry: ContactPerson, *, actor: Any, now: datetime) -> None:
        self.entry, self.actor, self.now = entry, actor, now

    @cached_property
    def _wrong(self) -> list[UUID]:
        """The record in which the entry stands, with those that are joined to it."""
        return finding.record_ids(self.entry.person)

    @cached_property
    def _there(self) -> set[UUID]:
        """Who has an entry of this contact already."""
        rows = ContactPerson.objects.filter(contact_id=self.entry.contact_id)
        there = rows.values_list("person_id", "person__merged_into_id")
        return {whole_id or person_id for person_id, whole_id in there}

    def _episodes(self) -> QuerySet[Episode]:
        """Of all but the person themself, where the record is open to `actor` for writing."""
        may_change = Func(F("person_id"), function="people_may_change", output_field=BooleanField())
        return (
            Episode.objects.filter(gate.open_to(self.actor, "person_id"))
            .exclude(person_id__in=self._wrong)
            .annotate(
                is_writable=may_change,
                plain_number=Replace(F("person__number"), Value("-"), Value("")),
            )
            .filter(is_writable=True)
            .select_related("person", "team")
            .order_by("person__sort_key", "person_id", "-accepted_at")
        )

    def _shown(self, episodes: Iterable[Episode]) -> list[Target]:
        """A row for each episode that could take the entry; for the others one row says why not."""
        rows: dict[UUID, list[tuple[Episode, str]]] = {}
        for one in episodes:
            rows.setdefault(one.person_id, []).append((one, self._why_not(one)))
        chosen = [
            pair
            for pairs in rows.values()
            for pair in ([pair for pair in pairs if not pair[1]] or pairs[:1])
        ]
        names = finding.worker_names(one.responsible_id for one, _why in chosen)
        today = words.today(self.actor, self.now)
        return [
            Target(
                episode_id=one.pk,
                person_id=one.person_id,
                whole_id=one.person.canonical_id,
                name=one.person.shown_name,
                born=wording.born_words(one.person.born, today=today),
                number=one.person.number,
                worker=names.get(one.responsible_id, "") if one.responsible_id else "",
                team=one.team.name,
                why_not=why_not,
            )
            for one, why_not in chosen
        ]

    def _why_not(self, episode: Episode) -> str:
        return (
            rules.why_not_move(
                is_same_person=False,
                is_there_already=episode.person.canonical_id in self._there,
                subject=subject_of_episode(episode),
                started_at=self.entry.started_at,
                now=self.now,
            )
            or ""
        )

    def target(self, episode_id: UUID) -> Target | None:
        """The one that was chosen; None where it is not open to `actor` for writing."""
        return next(iter(self._shown(self._episodes().filter(pk=episode_id))), None)

    def here(self) -> Target:
        """Where the entry stands now, with the same facts."""
        person = self.entry.person
        episode = (
            Episode.objects.filter(pk=self.entry.episode_id).select_related("team").first()
            if self.entry.episode_id
            else None
        )
        worker_id = episode.responsible_id if episode else None
        names = finding.worker_names([worker_id])
        return Target(
            episode_id=self.entry.pk,
            person_id=person.pk,
            whole_id=person.canonical_id,
            name=person.shown_name,
            born=wording.born_words(person.born, today=words.today(self.actor, self.now)),
            number=person.number,
            worker=names.get(worker_id, "") if worker_id else "",
            team=episode.team.name if episode else "",
        )

    # --- without typing -------------------------------------------------------------------------

    def meant(self) -> list[Target]:
        """Most likely meant: who was in the diary that day, then whose records were open."""
        why = self._in_diary()
        for person_id, said in self._opened().items():
            why.setdefault(person_id, said)
        place = {person_id: number for number, person_id in enumerate(why)}
        fit = [
            replace(one, why=why[one.whole_id])
            for one in self._shown(self._of(list(why)))
            if not one.why_not and one.whole_id in why
        ]
        return sorted(fit, key=lambda one: place[one.whole_id])[:MOST_MEANT]

    def _of(self, person_ids: Sequence[UUID]) -> QuerySet[Episode]:
        return self._episodes().filter(
            Q(person_id__in=person_ids) | Q(person__merged_into_id__in=person_ids)
        )

    def _in_diary(self) -> dict[UUID, str]:
        """Whom the writer had booked on the day of the contact, the nearest time first."""
        zone = words.zone(self.actor)
        since, until = agenda.bounds(words.local(self.entry.started_at, self.actor).date(), zone)
        booked = agenda.of_worker(
            self.entry.contact.recorded_by or self.actor.id, since=since, until=until
        )
        booked.sort(key=lambda one: abs(one.starts_at - self.entry.started_at))
        said: dict[UUID, str] = {}
        for one in booked:
            if one.person_id is None:
                continue
            at = "" if one.is_day_only else words.clock_time(one.starts_at, self.actor)
            said.setdefault(
                one.person_id,
                _("In the diary that day, %(time)s") % {"time": at}
                if at
                else _("In the diary that day"),
            )
        return said

    def _opened(self) -> dict[UUID, str]:
        """Whose records `actor` opened when this was written, or lately; the newest first."""
        written = self.entry.contact.recorded_at
        near = Q(at__gte=written - AROUND, at__lte=written + AROUND)
        opened = (
            Event.objects.filter(
                near | Q(at__gte=self.now - LATELY),
                actor_id=self.actor.id,
                action="record.opened",
                person_id__isnull=False,
            )
            .exclude(person_id__in=self._wrong)
            .order_by("-at")
            .values_list("person_id", "at")[:200]
        )
        said: dict[UUID, str] = {}
        for person_id, at in opened:
            when = words.day_and_time(at, self.actor, now=self.now)
            # Asked for above: the trail has rows that are about nobody.
            assert person_id is not None
            said.setdefault(person_id, _("You opened this record: %(when)s") % {"when": when})
        return said

    # --- by typing ------------------------------------------------------------------------------

    def found(self, typed: str) -> list[Target]:
        """Whoever fits what was typed: words of a name, a year, a number or a part of one."""
        query = read_query(
            typed[:LONGEST_TYPED],
            today=words.today(self.actor, self.now),
            region=finding.region_of(self.actor),
            place=finding.place_of(self.actor),
        )
        if query.is_empty:
            return []
        if query.words:
            cards = finding.locate(query, everyone=False)
            place = {card.person_id: number for number, card in enumerate(cards)}
            rows = list(self._of(list(place)))
            rows.sort(key=lambda one: place.get(one.person.canonical_id, len(place)))
        else:
            rows = list(self._episodes().filter(_by_figures(query))[: 4 * MOST_FOUND])
        shown = self._shown(rows)[:MOST_FOUND]
        trail.write(
            "people.located",
            by=self.actor,
            detail={"found": [one.person_id for one in shown], "why": "move"},
        )
        return shown


def _by_figures(query: SearchQuery) -> Q:
    """Born in that year or on that day, or a record number that has these figures."""
    fits = Q()
    for born in query.born:
        fits |= Q(person__born__startswith=born)
    for number in query.numbers:
        fits |= Q(plain_number__icontains=number)
    return fits
