"""Everything that My day and My people show, asked of the rooms in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.base.accounts.actors import Actor
from casework.base.core.addresses import reverse
from casework.base.core.questions import ask_ahead, asked_by, question
from casework.base.core.slots import filled
from casework.base.core.words import clock_time, number, short_day, today, weekday_day, zone
from casework.base.drafts.models import Draft
from casework.base.ui.parts import Mark
from casework.cycle.monitoring import silence
from casework.cycle.monitoring.models import NotToday
from casework.registry.diary import agenda
from casework.registry.diary.models import Appointment, Mode
from casework.registry.episodes import carrying, listed
from casework.registry.episodes.listed import Listed
from casework.registry.episodes.models import State
from casework.registry.episodes.reasons import Reason
from casework.registry.episodes.shown import caseload_bar
from casework.registry.people.models import Person

from . import arranging


@dataclass(frozen=True)
class Day:
    """The rows in their order, and the people they are about."""

    rows: list[arranging.Row]
    people: dict[UUID, Person]


@question
def _with_put_off(people: Sequence[UUID], worker: UUID, day: date) -> QuerySet[Person]:
    later = NotToday.objects.filter(
        Q(person_id=OuterRef("pk")) | Q(person_id=OuterRef("merged_into_id")),
        worker_id=worker,
        until_on__gt=day,
    )
    return (
        Person.objects.filter(pk__among=people)
        .select_related("merged_into")
        .only("shown_name", "born_on", "merged_into__shown_name", "merged_into__born_on")
        .annotate(put_off=ArraySubquery(later.values("kind")))
    )


@question
def _kept(worker: UUID) -> QuerySet[Draft]:
    return Draft.objects.filter(actor_id=worker, has_words=True).order_by("-saved_at")[:10]


def ask(actor: Actor, now: datetime) -> None:
    """What My day is going to ask, in one journey."""
    day = today(actor, now)
    since, until = agenda.bounds(day, zone(actor))
    ask_ahead(
        [
            *asked_by(filled("day_reasons"), actor, now),
            agenda.ask_of_worker(actor.id, since=since, until=until),
            _kept.ahead(worker=actor.id),
            carrying.ask_figures_of([actor.id], on=day),
        ]
    )


def reasons(actor: Actor, now: datetime) -> Day:
    """What the rooms say, less what was put off; the people with it, in one query.

    Whatever is said of records that were joined is said of one person.
    """
    said: list[Reason] = []
    for fill in filled("day_reasons"):
        said += fill(actor, now)
    about = list({one.person_id for one in said})
    people: dict[UUID, Person] = {}
    put_off: set[tuple[UUID, str]] = set()
    for person in _with_put_off(people=about, worker=actor.id, day=today(actor, now)):
        people[person.pk] = people[person.canonical_id] = person.whole
        put_off |= {(person.canonical_id, kind) for kind in person.put_off}  # type: ignore[attr-defined]
    said = [
        one
        if people[one.person_id].pk == one.person_id
        # Most records were never joined to another.
        else replace(one, person_id=people[one.person_id].pk)
        for one in said
        if one.person_id in people
    ]
    return Day(arranging.arrange(said, put_off=frozenset(put_off)), people)


@dataclass(frozen=True)
class DayRow:
    """One row as the page draws it."""

    person_id: UUID
    name: str
    url: str
    who: str
    words: str
    detail: str
    more: list[str]
    more_words: str
    mark: Mark | None
    button_label: str
    button_url: str
    later_url: str


def drawn(
    rows: Sequence[arranging.Row], people: dict[UUID, Person], *, actor: Actor, now: datetime
) -> list[DayRow]:
    """Rows with names."""
    day = today(actor, now)
    return [_day_row(row, person, day) for row in rows if (person := people.get(row.person_id))]


def _day_row(row: arranging.Row, person: Person, day: date) -> DayRow:
    top = row.top
    later = reverse("myday:reason_later", args=[person.pk])
    age = person.age_on(day)
    return DayRow(
        person_id=person.pk,
        name=person.shown_name,
        url=reverse("record:record_overview", args=[person.canonical_id]),
        who=str(age) if age is not None else "",
        words=top.words,
        detail=top.detail,
        more=[reason.words for reason in row.more],
        more_words=ngettext("+%(n)d more", "+%(n)d more", len(row.more)) % {"n": len(row.more)},
        mark=Mark(top.mark, top.tone) if top.mark else None,
        button_label=top.button_label,
        button_url=top.button_url,
        later_url=f"{later}?kind={top.kind}" if top.may_wait else "",
    )


@dataclass(frozen=True)
class Entry:
    """One line of the diary."""

    time: str
    title: str
    url: str
    detail: str
    mark: Mark | None
    is_now: bool
    visit_url: str


def diary_of(actor: Actor, now: datetime, *, day: date | None = None) -> list[Entry]:
    """Today's appointments. One query."""
    here = zone(actor)
    since, until = agenda.bounds(day or today(actor, now), here)
    booked = agenda.of_worker(actor.id, since=since, until=until)
    return [_entry(one, actor, now, midnight=since) for one in booked]


def _entry(one: Appointment, actor: Actor, now: datetime, *, midnight: datetime) -> Entry:
    place = one.place or (str(one.address) if one.address else "")
    how = one.get_where_display() if one.mode == Mode.IN_PERSON and one.where else ""
    detail = ", ".join(part for part in (how or one.get_mode_display(), place) if part)
    if one.interpreter:
        detail += " · " + _("Interpreter: %(who)s") % {"who": one.interpreter}
    mark = None
    if one.state != "booked":
        mark = Mark(str(one.get_state_display()), "ok" if one.state == "kept" else "")
    elif one.person is not None and one.person.has_died:
        mark = Mark(_("Died"), "alert")
    elif one.needs_two:
        mark = Mark(_("Two workers"), "warn")
    return Entry(
        time=_time(one, actor, midnight),
        title=one.person.whole.shown_name if one.person else one.title,
        url=reverse("record:record_overview", args=[one.person_id]) if one.person_id else "",
        detail=detail,
        mark=mark,
        is_now=not one.is_day_only and one.starts_at <= now < one.ends_at,
        visit_url=reverse("record:visit_sheet", args=[one.pk]) if one.person_id else "",
    )


def _time(one: Appointment, actor: Actor, midnight: datetime) -> str:
    if one.is_day_only:
        return _("any time")
    if one.starts_at < midnight:
        return _("until %(time)s") % {"time": clock_time(one.ends_at, actor)}
    return clock_time(one.starts_at, actor)


@dataclass(frozen=True)
class DraftLine:
    """Something begun and not saved."""

    label: str
    url: str
    saved: str


def drafts_of(actor: Actor, now: datetime) -> list[DraftLine]:
    """What this worker has typed and not saved, newest first. Rooms say where a draft belongs."""
    kept = _kept(worker=actor.id)
    places: dict[tuple[str, UUID], tuple[str, str]] = {}
    if kept:
        for fill in filled("draft_places"):
            places |= fill(actor, [(one.form, one.about_id) for one in kept])
    lines = []
    for one in kept:
        label, url = places.get((one.form, one.about_id), ("", ""))
        if url:
            lines.append(DraftLine(label, url, _saved(one.saved_at, actor, now)))
    return lines


def _saved(moment: datetime, actor: Actor, now: datetime) -> str:
    day = moment.astimezone(zone(actor)).date()
    if day == today(actor, now):
        return clock_time(moment, actor)
    return short_day(day, this_year=now.year)


@dataclass(frozen=True)
class PersonRow:
    """One person of my caseload."""

    episode_id: UUID
    name: str
    sort_key: str
    url: str
    age: str
    state: Mark | None
    covered_for: str
    last: str
    last_at: datetime | None
    next: str
    next_at: datetime | None
    silence_words: str
    ratio: float
    tone: str
    contact_url: str


def people_rows(actor: Actor, now: datetime) -> list[PersonRow]:
    """One row a person, mine and of those I cover for: last and next contact, silence, state.

    A fixed number of queries.
    """
    ask_ahead(listed.ask_answers_for(actor.id, now))
    episodes, covers = listed.answers_for(actor.id, now=now)
    absent = {cover.absent_id: cover.absent.name for cover in covers}
    quiet = {one.episode.pk: one for one in silence.of(episodes, actor=actor, now=now)}
    coming = agenda.next_with([one.canonical_id for one in episodes], now=now)
    lasts: dict[UUID, str] = {}
    for fill in filled("last_contacts"):
        lasts |= fill(actor, [one.pk for one in episodes], now)
    day, here = today(actor, now), zone(actor)
    rows = []
    for one in episodes:
        found, ahead = quiet.get(one.pk), coming.get(one.canonical_id)
        age = one.age_on(day)
        rows.append(
            PersonRow(
                episode_id=one.pk,
                name=one.name,
                sort_key=one.sort_key,
                url=reverse("record:record_overview", args=[one.canonical_id]),
                age=str(age) if age is not None else "",
                state=_state(one),
                covered_for=absent.get(one.responsible_id, "") if one.responsible_id else "",
                last=lasts.get(one.pk, _("not met yet") if not one.last_contact_at else ""),
                last_at=one.last_contact_at,
                next=_ahead(ahead, actor, here) if ahead else "",
                next_at=ahead.starts_at if ahead else None,
                silence_words=found.words if found else "",
                ratio=found.silence.ratio if found else 0.0,
                tone=_tone(found),
                contact_url=reverse("contacts:contact_new", args=[one.pk]),
            )
        )
    return rows


def _state(episode: Listed) -> Mark | None:
    if episode.has_died:
        return Mark(_("Died"))
    return Mark(episode.state_words) if episode.state != State.ACTIVE else None


def _tone(found: silence.Quiet | None) -> str:
    if found is None or not found.silence.is_worth_a_look:
        return ""
    return "alert" if found.silence.stands_out else "warn"


def _ahead(ahead: agenda.Next, actor: Actor, here: Any) -> str:
    day = weekday_day(ahead.starts_at.astimezone(here).date())
    return day if ahead.is_day_only else f"{day}, {clock_time(ahead.starts_at, actor)}"


SORTS = {
    "silence": lambda row: (-row.ratio, row.sort_key),
    "name": lambda row: row.sort_key,
    "last": lambda row: (row.last_at is not None, row.last_at, row.sort_key),
    "next": lambda row: (row.next_at is None, row.next_at, row.sort_key),
}


def sorted_rows(rows: Iterable[PersonRow], by: str) -> list[PersonRow]:
    """By one of `SORTS`; an unknown word sorts by silence."""
    return sorted(rows, key=SORTS.get(by, SORTS["silence"]))


@dataclass(frozen=True)
class Load:
    """The caseload in three numbers, each with what it is held against."""

    people: int
    cap: int
    bar: str
    weighted: str
    weighted_cap: str
    minutes_needed: str
    minutes_available: str
    is_over: bool


def load_of(actor: Actor, now: datetime) -> Load | None:
    """This worker's three numbers, or None for those who are not responsible for people."""
    figures = carrying.figures_of([actor.id], on=today(actor, now)).get(actor.id)
    if figures is None:
        return None
    return Load(
        people=figures.people,
        cap=figures.caps.people,
        bar=caseload_bar(figures, 1.04 * max(figures.people, figures.caps.people)),
        weighted=number(figures.weighted, places=1),
        weighted_cap=number(figures.caps.weighted, places=1)
        if figures.caps.weighted is not None
        else "",
        minutes_needed=number(figures.minutes_needed_per_week / 60),
        minutes_available=number(figures.minutes_available_per_week / 60),
        is_over=figures.is_over_people_cap or figures.is_over_weighted_cap,
    )


def news(actor: Actor, now: datetime) -> list[Any]:
    """What others did with my people since yesterday morning, newest first."""
    since = now - timedelta(days=1)
    found: list[Any] = []
    for fill in filled("day_news"):
        found += fill(actor, since, now)
    return found[:8]
