"""The generated brief: one page about one person for whoever takes over or covers.

Every room says its part through the slot `brief_sections`, for a whole caseload at once, so that
moving twenty people costs as many queries as moving one. A part that knows nothing says nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.base.clocks.catalogue import rules_by_code
from casework.base.clocks.models import Clock
from casework.base.clocks.words import stands
from casework.base.core import words
from casework.base.core.acting import remembered
from casework.base.core.slots import filled
from casework.registry.people import header, wording
from casework.registry.people.models import NetworkMember, Person, YesNo

from . import clocks, ledger
from .models import ChangeOutcome, ChangeRequest, Episode, Responsibility

DUE_WITHIN = timedelta(days=30)
CLOSE = 3
MOST_PEOPLE = 6


@dataclass(frozen=True)
class Section:
    """One heading of a brief and what stands under it, ready to read."""

    title: str
    lines: tuple[str, ...]


Brief = list[Section]
Sections = dict[UUID, Section]


def briefs(actor: Any, episodes: Sequence[Episode], *, now: datetime) -> dict[UUID, Brief]:
    """The brief of each episode, its sections in the order of the wiring."""
    found: dict[UUID, Brief] = {one.pk: [] for one in episodes}
    person_ids = [one.person_id for one in episodes]
    for fill in filled("brief_sections"):
        said: Mapping[UUID, Section] = fill(actor, person_ids, list(found), now)
        for episode_id, section in said.items():
            if section.lines:
                found[episode_id].append(section)
    return found


def stored(brief: Iterable[Section]) -> list[dict[str, Any]]:
    """A brief as it is kept with the offer it was written for."""
    return [{"title": one.title, "lines": list(one.lines)} for one in brief]


def read(kept: Iterable[Mapping[str, Any]]) -> Brief:
    """A kept brief, to be shown again."""
    return [Section(str(one["title"]), tuple(one["lines"])) for one in kept]


def in_short(brief: Iterable[Section], *, longest: int) -> str:
    """The brief in a few lines: what a note for cover starts with."""
    text = ""
    for section in brief:
        for line in section.lines:
            longer = f"{text}\n{line}".strip()
            if len(longer) > longest:
                return text
            text = longer
    return text


# --- what this room says ---


def _before(row: Responsibility, actor: Any) -> str:
    since = words.short_day(words.local(row.from_at, actor).date())
    until = words.short_day(words.local(row.until_at, actor).date()) if row.until_at else ""
    said = _("%(name)s held it") if row.is_holding else "%(name)s"
    return f"{said % {'name': row.worker.name}} ({since} – {until})"


def _model_line(episode: Episode) -> str:
    model = ledger.model_of(episode)
    every = ledger.target_days(episode, model)
    line = ngettext(
        "%(model)s, to be seen every day", "%(model)s, to be seen every %(days)s days", ceil(every)
    ) % {"model": _(model.name), "days": words.number(every, places=2, trim=True)}
    why = " ".join(one for one in (episode.practice_model_reason, episode.target_reason) if one)
    return f"{line}. {why}" if why else line


def episode_section(
    actor: Any, person_ids: Sequence[UUID], episode_ids: Sequence[UUID], now: datetime
) -> Sections:
    """Since when, in which state, how worked with, who was responsible before. Two queries."""
    before: dict[UUID, list[Responsibility]] = defaultdict(list)
    ended = Responsibility.objects.filter(episode__in=episode_ids, until_at__isnull=False)
    for row in ended.select_related("worker").order_by("-from_at"):
        before[row.episode_id].append(row)
    found = {}
    for one in Episode.objects.filter(pk__in=episode_ids).select_related("team"):
        since = words.short_day(words.local(one.accepted_at, actor).date())
        state = one.state_words
        if one.suspended_since_on:
            state = _("%(state)s since %(day)s") % {
                "state": state,
                "day": words.short_day(one.suspended_since_on),
            }
        lines = [
            _("With %(team)s since %(day)s. %(state)s.")
            % {"team": one.team.name, "day": since, "state": state},
            _model_line(one),
        ]
        if one.brought_over_on:
            lines.append(
                _("Brought over on %(day)s; earlier history not known.")
                % {"day": words.short_day(one.brought_over_on)}
            )
        if before[one.pk]:
            names = "; ".join(_before(row, actor) for row in before[one.pk])
            lines.append(_("Responsible before: %(names)s") % {"names": names})
        found[one.pk] = Section(_("The work so far"), tuple(lines))
    return found


def due_section(
    actor: Any, person_ids: Sequence[UUID], episode_ids: Sequence[UUID], now: datetime
) -> Sections:
    """What is late or due within thirty days, and a wish not answered yet. Four queries."""
    by_person: dict[UUID, list[UUID]] = defaultdict(list)
    for episode_id, person_id in zip(episode_ids, person_ids, strict=True):
        by_person[person_id].append(episode_id)
    # What is due stands in any record of theirs, and is said to each of these episodes once.
    of_record: dict[UUID, set[UUID]] = defaultdict(set)
    for person_id, record in _records(person_ids).items():
        for one_id in record.ids:
            of_record[one_id] |= set(by_person[person_id])
    lines: dict[UUID, list[str]] = defaultdict(list)
    asked = ChangeRequest.objects.filter(episode__in=episode_ids, outcome=ChangeOutcome.OPEN)
    for wish in asked:
        lines[wish.episode_id].append(
            _("Asked for another worker on %(day)s, not answered yet: “%(words)s”")
            % {"day": words.short_day(wish.asked_on), "words": wish.words}
        )
    labels = rules_by_code()
    calendar = clocks.calendar_of(actor.agency)
    due = Clock.objects.open().filter(about_id__in=list(of_record), due_at__lt=now + DUE_WITHIN)
    for clock in due.exclude(rule=clocks.ANSWER_HAND_OVER.code).order_by("due_at", "pk"):
        rule = labels.get(clock.rule)
        if rule is None or clock.about_id is None:
            continue
        line = f"{rule.label}: {stands(clock, now, calendar)}"
        for episode_id in of_record[clock.about_id]:
            lines[episode_id].append(line)
    return {one: Section(_("Due in 30 days"), tuple(many)) for one, many in lines.items()}


# --- what the room people knows ---


@dataclass(frozen=True)
class _Record:
    """The record to read for one person, and every record that is joined to it."""

    person: Person
    ids: frozenset[UUID]


def _records(person_ids: Sequence[UUID]) -> dict[UUID, _Record]:
    """For each of these people the record to read. Two queries, for all sections of a brief."""
    asked = tuple(sorted(person_ids))
    return remembered(("brief", asked), lambda: _found_records(asked))


def _found_records(person_ids: Sequence[UUID]) -> dict[UUID, _Record]:
    given = Person.objects.filter(pk__in=person_ids).values_list("pk", "merged_into_id")
    wholes = {whole_id or person_id for person_id, whole_id in given}
    # Each half is an index's work; asked after the wholes by a subquery, everybody was read.
    rows = Person.objects.filter(Q(pk__in=wholes) | Q(merged_into__in=wholes))
    people = {one.pk: one for one in rows}
    members: dict[UUID, set[UUID]] = defaultdict(set)
    for one in rows:
        members[one.canonical_id].add(one.pk)
    return {
        person_id: _Record(people[whole_id], frozenset(members[whole_id]))
        for person_id in person_ids
        if person_id in people and (whole_id := people[person_id].canonical_id) in people
    }


def _each(
    title: str,
    lines: Mapping[UUID, Sequence[str]],
    person_ids: Sequence[UUID],
    episode_ids: Sequence[UUID],
) -> Sections:
    """What is known of a person stands in the brief of each of their episodes."""
    return {
        episode_id: Section(title, tuple(lines[person_id]))
        for episode_id, person_id in zip(episode_ids, person_ids, strict=True)
        if lines.get(person_id)
    }


def matters_section(
    actor: Any, person_ids: Sequence[UUID], episode_ids: Sequence[UUID], now: datetime
) -> Sections:
    """What matters to the person, in their own words. One query."""
    said = {
        one: [record.person.what_matters]
        for one, record in _records(person_ids).items()
        if record.person.what_matters.strip()
    }
    return _each(_("What matters to them"), said, person_ids, episode_ids)


def reaching_section(
    actor: Any, person_ids: Sequence[UUID], episode_ids: Sequence[UUID], now: datetime
) -> Sections:
    """How to reach somebody, and never a number without whether it is safe. Two queries."""
    records = _records(person_ids)
    whole = {pk: record.person.pk for record in records.values() for pk in record.ids}
    points: dict[UUID, list[str]] = defaultdict(list)
    for point in header.phones_of(list(whole), now=now, actor=actor, whole=whole):
        phone = wording.phone_part(point, actor)
        safety = ", ".join(mark.words for mark in phone.marks)
        who = _("%(who)s may answer") % {"who": point.who_answers} if point.who_answers else ""
        points[point.person_id].append(
            "; ".join(part for part in (f"{phone.number}: {safety}", who, point.note) if part)
        )
    said = {}
    for person_id, record in records.items():
        one = record.person
        language = wording.language_words(one)
        lines = [
            one.best_way,
            *(line for pk in sorted(record.ids) for line in points[pk]),
            _("To be found: %(where)s") % {"where": one.where_to_find}
            if one.where_to_find.strip()
            else "",
            _("Speaks %(languages)s") % {"languages": language} if language else "",
            wording.interpreter_words(one),
        ]
        said[person_id] = [line for line in lines if line.strip()]
    return _each(_("How to reach them"), said, person_ids, episode_ids)


def care_section(
    actor: Any, person_ids: Sequence[UUID], episode_ids: Sequence[UUID], now: datetime
) -> Sections:
    """What to avoid, and what stands about their door. Two queries."""
    records = _records(person_ids)
    everybody = {pk for record in records.values() for pk in record.ids}
    warned: dict[UUID, list[str]] = defaultdict(list)
    for warning in header.warnings_of(list(everybody), now=now, actor=actor):
        text = _("Two workers: %(words)s") if warning.needs_two else "%(words)s"
        place = wording.address_words(warning.address)
        warned[warning.person_id].append(f"{text % {'words': warning.words}} ({place})")
    said = {
        person_id: [
            *([record.person.what_to_avoid] if record.person.what_to_avoid.strip() else []),
            *(line for pk in sorted(record.ids) for line in warned[pk]),
        ]
        for person_id, record in records.items()
    }
    return _each(_("What to avoid, and warnings"), said, person_ids, episode_ids)


def _member_line(one: NetworkMember) -> str:
    relation = wording.relation_words(one.relation) if one.relation else ""
    name = f"{one.name} ({relation})" if relation else one.name
    said = [_("carer")] if one.is_carer else []
    if one.is_strained:
        said.append(_("strained"))
    if one.may_be_contacted == YesNo.NO:
        said.append(_("must not be contacted"))
    elif one.may_be_contacted == YesNo.NOT_ASKED:
        said.append(_("not asked whether they may be contacted"))
    elif one.phone:
        said.append(one.phone)
    return ", ".join((name, *said))


def network_section(
    actor: Any, person_ids: Sequence[UUID], episode_ids: Sequence[UUID], now: datetime
) -> Sections:
    """Who is close and who cares, closest first, and whether they may be contacted. Two queries."""
    records = _records(person_ids)
    everybody = {pk for record in records.values() for pk in record.ids}
    known = NetworkMember.objects.filter(
        Q(is_carer=True) | Q(closeness__gte=CLOSE), person__in=everybody, ended_on__isnull=True
    ).order_by("-is_carer", "-closeness", "name", "pk")
    lines: dict[UUID, list[str]] = defaultdict(list)
    for one in known:
        lines[one.person_id].append(_member_line(one))
    said = {}
    for person_id, record in records.items():
        many = [line for pk in sorted(record.ids) for line in lines[pk]]
        rest = len(many) - MOST_PEOPLE
        if rest > 0:
            more = ngettext("and %(n)d more", "and %(n)d more", rest) % {"n": rest}
            many = [*many[:MOST_PEOPLE], more]
        said[person_id] = many
    return _each(_("Who is close to them"), said, person_ids, episode_ids)
