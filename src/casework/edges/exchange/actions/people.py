"""People come over from a file: each whole or not at all, with their episode or their waiting."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db import DataError, connection, transaction

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core.refusals import Refused, refuse_if
from casework.base.core.says import _
from casework.cycle.intake import actions as intake
from casework.cycle.intake import clocks, moving, says
from casework.cycle.intake.models import Method, Referral, ReferralState, Source
from casework.registry.episodes import actions as episodes
from casework.registry.episodes.models import CloseReason, Episode
from casework.registry.people import actions as people
from casework.registry.people import finding
from casework.registry.people.actions.registering import BroughtOver
from casework.registry.people.keeping import NewIdentifier
from casework.registry.people.models import Person
from casework.registry.people.rules import identifiers as numbers
from casework.registry.people.rules.matching import Known, Name, Verdict
from casework.registry.people.rules.partial_dates import PartialDate
from casework.registry.workforce import tree
from casework.registry.workforce.models import Team, Worker

from .. import rules
from ..bringing import Bringing, Watch, begin, spread_due, standing
from ..models import Import, RowState
from ..reading import Reading
from ..reading.people import PersonRow
from ..reading.words import plain


@trail.recorded
def bring_people(
    *,
    by: Actor,
    team: Team,
    reading: Reading,
    now: datetime,
    create: Collection[str] = (),
    watch: Watch | None = None,
) -> Import:
    """Store the people of a file, in one transaction. The same file again changes nothing.

    `create` names rows ("Sheet!12") of people who look like somebody known and are somebody else.
    """
    before = standing(sha256=reading.book.digest, kind=reading.kind, team=team)
    if before is not None and not create:
        trail.quiet("the same file again changes nothing")
        return before
    # The file once more, with rows to create this time, is an import of its own.
    digest = reading.book.digest
    if before is not None:
        digest = rules.signature([digest, str(before.pk), now.isoformat()])
    bringing = begin(by=by, team=team, reading=reading, now=now, watch=watch, digest=digest)
    leader = tree.leader_of(team, on=bringing.today)
    refuse_if(
        None
        if leader
        else _("This team has no leader who could hold people. Fill the leader's position first.")
    )
    _Coming(bringing, frozenset(create)).all()
    made = bringing.store()
    trail.write(
        "import.done",
        by=by,
        about=made,
        detail={name: n for name, n in made.counts.items() if isinstance(n, int)},
    )
    return made


class _Coming:
    """The people of one file, in the order in which they come in."""

    def __init__(self, bringing: Bringing, create: frozenset[str]) -> None:
        self.bringing, self.create = bringing, create
        self.others = _anybody()
        self.made: set[UUID] = set()
        # What is certain of those who came with this file: a name with a birth date, a number.
        self.seen: dict[tuple[str, str], PersonRow] = {}
        self.opened: list[Episode] = []
        self.waiting: list[Referral] = []
        self.holders = {
            one.pk: one
            for one in Worker.objects.filter(pk__in=[row[0] for row in bringing.workers])
        }

    def all(self) -> None:
        rows = [row for row in self.bringing.reading.rows if isinstance(row, PersonRow)]
        for status in rules.FIRST:
            for row in rows:
                if row.status == status:
                    self._row(row)
        spread_due(self.opened, now=self.bringing.now)
        self._spread_waiting()

    def _row(self, row: PersonRow) -> None:
        bringing, told = self.bringing, row.to_json()
        cell = f"{row.sheet}!{row.row}"
        found = rules.fingerprint(told)
        if found in bringing.known:
            bringing.add(told, RowState.SAME)
            return
        if not (row.family or row.given or row.preferred):
            why = _("No name could be read.")
            bringing.add(told, RowState.LEFT_OUT, why=why, text=told)
            return
        keys = _certain(row)
        if cell not in self.create:
            like = next((self.seen[key] for key in keys if key in self.seen), None)
            if like is not None:
                why = _("The same person as in row %(row)s of %(sheet)s in the same file") % {
                    "row": like.row,
                    "sheet": like.sheet,
                }
                text = {**told, "twin": f"{like.sheet}!{like.row}"}
                bringing.add(told, RowState.OFFERED_DUPLICATE, why=why, text=text)
                return
            alike = self._alike(row)
            if alike:
                bringing.located += alike
                bringing.add(
                    told,
                    RowState.OFFERED_DUPLICATE,
                    why=_("Likely somebody whom the agency knows"),
                    text={**told, "like": [str(one) for one in alike]},
                )
                return
        try:
            # A row that cannot be stored leaves nothing, and the others come.
            with transaction.atomic():
                self._bring(row, told)
        except Refused as refusal:
            bringing.add(told, RowState.LEFT_OUT, why=str(refusal), text=told)
        except DataError:
            why = _("Something in this row is longer than there is room for.")
            bringing.add(told, RowState.LEFT_OUT, why=why, text=told)
        else:
            self.seen.update(dict.fromkeys(keys, row))

    def _alike(self, row: PersonRow) -> list[UUID]:
        """Who of those known before is likely meant; somebody in the same file is told apart."""
        if not self.others:
            return []
        known = Known(
            names=(Name(row.given or "", row.family or ""),),
            born=_born(row),
            numbers=tuple((one.kind, one.value) for one in _identifiers(row)),
        )
        found = finding.alike(known, but=self.made)
        return [one.card.person_id for one in found if one.likeness.verdict == Verdict.LIKELY]

    def _bring(self, row: PersonRow, told: dict[str, Any]) -> None:
        bringing = self.bringing
        by, now, day = bringing.by, bringing.now, bringing.today
        person = people.register_person(
            by=by,
            now=now,
            given=row.given or "",
            family=row.family or "",
            called=row.preferred if row.preferred and row.preferred != row.given else "",
            born=_born(row),
            identifiers=_identifiers(row),
            brought_over=BroughtOver(bringing.made.pk, day),
        )
        episode, referral, placed, why = None, None, [], ""
        worker_id = bringing.worker_id(row.worker) if row.status == "open" else None
        if row.status == "open":
            episode = self._open(row, person, worker_id)
            placed = ["worker"] if worker_id else []
        elif row.status == "waiting":
            referral = self._wait(row, person, told)
            placed = ["referred_from", "note"] if referral else []
        elif row.status == "closed":
            episode = self._ended(row, person, told)
            placed = ["closed_on", "close_reason"] if episode else []
        else:
            why = _("The status could not be read: no episode was opened.")
        if episode is None and referral is None:
            _let_read(person.pk)
        bringing.add(
            told,
            RowState.CREATED,
            why=why,
            text=_text(told, placed, has_place=bool(episode or referral)),
            person_id=person.pk,
            episode_id=episode.pk if episode else None,
            referral_id=referral.pk if referral else None,
        )
        self.made.add(person.pk)
        # Kept for later only when the row stands.
        if episode is not None and episode.is_open:
            self.opened.append(episode)
            bringing.counts["episodes"] += 1
            bringing.counts["held_by_leader"] += episode.is_held
        if referral is not None:
            self.waiting.append(referral)
            bringing.counts["waiting"] += 1

    def _open(self, row: PersonRow, person: Person, worker_id: UUID | None) -> Episode:
        bringing = self.bringing
        since = row.opened_on
        return episodes.open_episode(
            by=bringing.by,
            person=person,
            team=bringing.team,
            accepted_at=bringing.instant(since) if since else bringing.now,
            now=bringing.now,
            worker=self.holders[worker_id] if worker_id else None,
            brought_over_by=bringing.made.pk,
            brought_over_on=bringing.today,
        )

    def _ended(self, row: PersonRow, person: Person, told: dict[str, Any]) -> Episode | None:
        """An ended episode, where the file says from when to when and that it was completed."""
        bringing = self.bringing
        between = rules.closed_between(row.opened_on, row.closed_on, bringing.today)
        if between is None or not rules.says_completed(told.get("close_reason")):
            return None
        episode = self._open(row, person, rules.worker_named(row.worker, bringing.workers))
        episodes.close_episode(
            by=bringing.by,
            episode=episode,
            reason=CloseReason.COMPLETED,
            why="",
            closed_at=bringing.instant(between[1], time(12)),
            receiver_accepted=False,
            version=episode.version,
            now=bringing.now,
        )
        bringing.counts["ended_episodes"] += 1
        return episode

    def _wait(self, row: PersonRow, person: Person, told: dict[str, Any]) -> Referral:
        bringing = self.bringing
        by, now = bringing.by, bringing.now
        came = bringing.instant(row.referred_on) if row.referred_on else now
        note = str(told.get("note") or "").strip()
        referral = intake.receive_referral(
            by=by,
            person=person,
            team=bringing.team,
            source=Source.OTHER,
            source_name=str(told.get("referred_from") or "")[:160],
            method=Method.FORM,
            received_at=came,
            reason=note if 0 < len(note) <= 4_000 else _("Brought over from a file"),
            now=now,
            brought_over_by=bringing.made.pk,
            source_cell=f"{row.sheet}!{row.row}"[:120],
        )
        # Nobody of the agency looked at it here: the file says that they wait, since when.
        moving.move(
            referral, to=ReferralState.TRIAGE, by=by, now=now, event="referral.brought_over"
        )
        moving.move(
            referral,
            to=ReferralState.WAITING,
            by=by,
            now=now,
            event="referral.brought_over",
            waiting_since_at=came,
            check_in_every_days=clocks.CHECK_IN.amount,
            next_step=says.check_in(),
        )
        return referral

    def _spread_waiting(self) -> None:
        times = rules.spread(len(self.waiting), now=self.bringing.now)
        for referral, at in zip(self.waiting, times, strict=True):
            referral.due_at = at
        Referral.objects.bulk_update(self.waiting, ["due_at"], batch_size=1_000)


def _text(told: dict[str, Any], placed: list[str], *, has_place: bool) -> dict[str, Any]:
    """What stays as written: without an episode or a referral its dates and status too."""
    text = rules.left_over(told, placed)
    if not has_place:
        text |= {
            name: told[name]
            for name in ("status", "referred_on", "opened_on", "closed_on")
            if told.get(name)
        }
    elif told.get("referred_on"):
        text["referred_on"] = told["referred_on"]
    return text


def _certain(row: PersonRow) -> list[tuple[str, str]]:
    """By what two rows of one file are surely one person."""
    keys = [
        (one["system"], plain(one["value"]).replace(" ", ""))
        for one in row.identifiers
        if one["value"]
    ]
    if row.born_on and row.family and row.given:
        keys.append((plain(f"{row.family} {row.given}"), row.born_on.isoformat()))
    return keys


def _born(row: PersonRow) -> PartialDate | None:
    if row.born_on:
        return PartialDate.of(row.born_on)
    return PartialDate.parse_or_none(row.born_partial)


def _identifiers(row: PersonRow) -> list[NewIdentifier]:
    """The numbers in our sorts; one that cannot be what its heading says keeps the heading."""
    made: list[NewIdentifier] = []
    for one in row.identifiers:
        if not one["value"]:
            continue
        system, value = str(one["system"]), str(one["value"])[:60]
        kind = rules.identifier_kind(system)
        if kind is None and not any(new.kind == "local" for new in made):
            kind = "local"
        if kind is None or numbers.why_not_identifier(kind=kind, number=value):
            kind = "other"
        issuer = system[:120] if kind == "other" else ""
        if numbers.why_not_identifier(kind=kind, number=value, issuer=issuer) is None:
            made.append(NewIdentifier(kind, value, issuer))
    return made


def _anybody() -> bool:
    """Whether the agency knows anybody at all; whoever asks may see none of them."""
    with connection.cursor() as cursor:
        cursor.execute("select exchange_anybody()")
        return bool(cursor.fetchone()[0])


def _let_read(person_id: UUID) -> None:
    """Nobody works with them now: the team reads the record, as after an ending."""
    with connection.cursor() as cursor:
        cursor.execute("select exchange_let_read(%s)", [person_id])
