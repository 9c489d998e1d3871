"""The cast, and the people behind it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from casework.base.core.acting import acting
from casework.cycle.contacts import actions as contacts
from casework.cycle.contacts.models import MET
from casework.cycle.contacts.parts import Part
from casework.cycle.intake.actions import set_reach_plan
from casework.registry.diary.actions import book_appointment
from casework.registry.episodes import actions as episodes
from casework.registry.episodes.models import Episode, HandOver, State
from casework.registry.people import actions as people
from casework.registry.people.actions.network import NewMember
from casework.registry.people.keeping import NewAddress, NewContactPoint
from casework.registry.people.models import Address, Person
from casework.registry.people.rules.partial_dates import PartialDate

from .agency import Demo
from .referrals import build_referral


def build_person(demo: Demo, one: dict[str, Any]) -> tuple[Person, Episode | None]:
    """One person with everything the content file says of them."""
    team = one.get("team", "north")
    leader = demo.leader(team)
    accepted = one.get("accepted")
    began = demo.at(accepted if accepted is not None else 90, "09:00")
    registrar = demo.actors["ines"] if one.get("referral") else leader
    with acting(registrar):
        person = _register(demo, one, registrar)
    if one.get("referral"):
        build_referral(demo, person, one["referral"])
        return person, None
    with acting(leader):
        _around(demo, person, one, leader)
        episode = None
        if accepted is not None:
            episode = episodes.open_episode(
                by=leader,
                person=person,
                team=demo.teams[team],
                accepted_at=began,
                now=began,
            )
    if episode is None:
        return person, None
    if one.get("worker"):
        _give(demo, episode, one, team)
    episode = Episode.objects.select_related("team").get(pk=episode.pk)
    for what in sorted(one.get("contacts", []), key=lambda c: -c["day"]):
        _contact(demo, episode, one, what)
    _later(demo, episode, one)
    return person, episode


def _register(demo: Demo, one: dict[str, Any], by: Any) -> Person:
    month, day = (int(part) for part in one["born"].split("-"))
    year = demo.today.year - one["age"]
    if (month, day) > (demo.today.month, demo.today.day):
        year -= 1
    place = one.get("address")
    return people.register_person(
        by=by,
        now=demo.now,
        given=one["given"],
        family=one["family"],
        called=one.get("called", ""),
        former=one.get("former", ""),
        born=PartialDate(year, month, day),
        details={
            "pronouns": one.get("pronouns", ""),
            "first_language": one.get("language", ""),
            "other_languages": one.get("also", []),
            "needs_interpreter": one.get("interpreter", "no"),
            "interpreter_note": one.get("interpreter_note", ""),
            "best_way": one.get("best_way", ""),
            "what_to_avoid": one.get("avoid", ""),
            "where_to_find": one.get("where", ""),
            "what_matters": one.get("matters", ""),
        },
        contact_points=[
            NewContactPoint(
                value=phone["value"],
                label=phone.get("label", ""),
                who_answers=phone.get("who", ""),
                safe_to_call=phone.get("call", "not_asked"),
                safe_to_leave_message=phone.get("message", "not_asked"),
                safe_to_text=phone.get("text", "not_asked"),
                note=phone.get("note", ""),
            )
            for phone in one.get("phones", [])
        ],
        address=NewAddress(
            kind=place["kind"],
            lines=place["lines"],
            city=place.get("city", ""),
            region=place.get("region", ""),
            postcode=place.get("postcode", ""),
            how_to_get_in=place.get("how", ""),
            safe_to_write=place.get("write", "not_asked"),
            since_on=demo.today - timedelta(days=place["since"]) if "since" in place else None,
        )
        if place
        else None,
    )


def _around(demo: Demo, person: Person, one: dict[str, Any], by: Any) -> None:
    """Warnings at the door, the network, how things stand in life."""
    address = Address.objects.filter(person=person).first()
    for warning in one.get("warnings", []):
        assert address is not None
        known = demo.today - timedelta(days=warning["since"])
        people.add_warning(
            by=by,
            address=address,
            words=warning["words"],
            needs_two=warning.get("two", False),
            known_since_on=known,
            look_again_on=known + timedelta(days=150),
            now=demo.now,
        )
    if reach := one.get("reach"):
        set_reach_plan(by=by, person=person, now=demo.now, **reach)
    for member in one.get("network", []):
        people.add_member(
            by=by,
            person=person,
            new=NewMember(
                kind=member["kind"],
                name=member["name"],
                relation=member.get("relation", ""),
                organisation=member.get("organisation", ""),
                phone=member.get("phone", ""),
                closeness=member.get("closeness"),
                helps=member.get("helps"),
                what_they_do=member.get("does", ""),
                may_be_contacted=member.get("contact", "not_asked"),
                is_carer=member.get("carer", False),
                is_strained=member.get("strained", False),
                can_be_called_at_night=member.get("night", False),
                note=member.get("note", ""),
            ),
            now=demo.now,
        )
    for status in one.get("circumstances", []):
        people.set_circumstance(
            by=by,
            person=person,
            kind=status["kind"],
            code=status["code"],
            words=status.get("words", ""),
            since_on=demo.today - timedelta(days=status["since"]),
            now=demo.now,
        )


def _give(demo: Demo, episode: Episode, one: dict[str, Any], team: str) -> None:
    """The leader offers, the worker accepts two days later and tells the person."""
    leader, worker = demo.leader(team), demo.actors[one["worker"]]
    offered = demo.at(max(0, one["accepted"] - 1), "09:30")
    with acting(leader):
        offer = episodes.propose_hand_over(
            by=leader,
            episode=Episode.objects.select_related("team").get(pk=episode.pk),
            to=demo.workers[one["worker"]],
            why=demo.content["why_offered"],
            now=offered,
        )
    accepted = demo.at(max(0, one["accepted"] - 2), "09:45")
    with acting(worker):
        episodes.accept_hand_over(by=worker, hand_over=offer, now=accepted)
        fresh = Episode.objects.select_related("team").get(pk=episode.pk)
        episodes.introduce_worker(
            by=worker,
            episode=fresh,
            on=accepted.astimezone(demo.zone).date(),
            now=accepted + timedelta(hours=4),
        )
        if one["accepted"] > 7:
            fresh.refresh_from_db()
            episodes.change_state(
                by=worker,
                episode=fresh,
                to=State.ACTIVE,
                suspended_as="",
                why="",
                happened_at=demo.at(one["accepted"] - 5),
                version=fresh.version,
                now=demo.at(one["accepted"] - 5),
            )


def _contact(demo: Demo, episode: Episode, one: dict[str, Any], what: dict[str, Any]) -> None:
    by = demo.actors[what.get("by", one.get("worker", "dana"))]
    begun = demo.at(what["day"], what.get("at", "10:00"))
    saved = min(demo.now, begun + timedelta(minutes=what.get("minutes", 0) + 15))
    attendance = what.get("attendance", "seen")
    with acting(by):
        contacts.record_contact(
            by=by,
            parts=[
                Part(
                    person_id=episode.person_id,
                    episode_id=episode.pk,
                    attendance=attendance,
                    functions=what.get("functions", []),
                    with_whom=what.get("whom", []),
                    note=what.get("note", ""),
                    promises=[what["promise"]] if "promise" in what else [],
                )
            ],
            workers=[by.id, *(demo.workers[key].pk for key in what.get("with", []))],
            started_at=begun,
            minutes=what.get("minutes") if attendance in MET else None,
            mode=what["how"],
            where=what.get("where", ""),
            occasion=what.get("occasion", "planned"),
            initiator=what.get("initiator", "us"),
            sign=what["day"] > 4 or what.get("signed", False),
            now=saved,
        )


def _later(demo: Demo, episode: Episode, one: dict[str, Any]) -> None:
    """What came after: suspended, moving on, a wish, an offer, a death, what is booked."""
    worker_key = one.get("worker")
    if worker_key is None:
        return
    worker = demo.actors[worker_key]
    with acting(worker):
        fresh = Episode.objects.select_related("team", "person").get(pk=episode.pk)
        if one.get("state"):
            episodes.change_state(
                by=worker,
                episode=fresh,
                to=one["state"],
                suspended_as=one.get("as", ""),
                why="",
                happened_at=demo.at(one["state_days"]),
                version=fresh.version,
                now=demo.at(one["state_days"]),
            )
        if one.get("target"):
            fresh.refresh_from_db()
            episodes.set_target(
                by=worker,
                episode=fresh,
                days=one["target"],
                reason=one["target_reason"],
                version=fresh.version,
                now=demo.now,
            )
        wish = one.get("change_request")
        if wish:
            episodes.record_change_request(
                by=worker,
                episode=fresh,
                words=wish["words"],
                wishes=wish["wishes"],
                asked_on=demo.today - timedelta(days=wish["day"]),
                now=demo.at(wish["day"], "17:00"),
            )
        if one.get("offered_to"):
            _offer(demo, fresh, one, worker)
        for booked in one.get("booked", []):
            _book(demo, fresh, booked, worker)
        if one.get("died"):
            _died(demo, one, worker, episode)


def _offer(demo: Demo, episode: Episode, one: dict[str, Any], worker: Any) -> HandOver:
    return episodes.propose_hand_over(
        by=worker,
        episode=episode,
        to=demo.workers[one["offered_to"]],
        why=one["offer_why"],
        now=demo.at(1, "15:00"),
    )


def _book(demo: Demo, episode: Episode, booked: dict[str, Any], worker: Any) -> None:
    begins, ends = _when(demo, booked)
    address = Address.objects.filter(person_id=episode.person_id, kind="home").first()
    book_appointment(
        by=worker,
        person=episode.person,
        episode_id=episode.pk,
        workers=[worker.id],
        starts_at=begins,
        ends_at=ends,
        mode=booked["how"],
        where=booked.get("where", ""),
        address=address if booked.get("where") == "home" else None,
        is_visit=booked.get("visit", False),
        interpreter=booked.get("interpreter", ""),
        now=demo.at(4),
    )


def _when(demo: Demo, booked: dict[str, Any]) -> tuple[datetime, datetime]:
    """A day and time, or soon: always today, and never over when the demo begins."""
    length = timedelta(minutes=booked["minutes"])
    if "soon" not in booked:
        hour, minute = (int(part) for part in booked["at"].split(":"))
        day = demo.today + timedelta(days=booked["in"])
        begins = datetime.combine(day, time(hour, minute), tzinfo=demo.zone)
        return begins, begins + length
    quarter = demo.now + timedelta(minutes=booked["soon"])
    begins = quarter.replace(minute=quarter.minute // 15 * 15, second=0, microsecond=0)
    last = datetime.combine(demo.today, time(22, 30), tzinfo=demo.zone)
    if begins > last and booked.get("visit"):
        begins = last
    elif begins > last:
        begins = datetime.combine(demo.today, time(8, 0), tzinfo=demo.zone)
    if booked.get("visit"):
        return begins, max(begins + length, demo.now + length)
    return begins, begins + length


def _died(demo: Demo, one: dict[str, Any], worker: Any, episode: Episode) -> None:
    died = demo.at(one["died"])
    fresh = Episode.objects.get(pk=episode.pk)
    person = Person.objects.get(pk=episode.person_id)
    people.change_details(
        by=worker,
        person=person,
        version=person.version,
        born=PartialDate.parse(person.born),
        died_on=died.date(),
        now=demo.now,
    )
    episodes.close_episode(
        by=worker,
        episode=fresh,
        reason="died",
        why="",
        closed_at=died,
        receiver_accepted=False,
        version=fresh.version,
        now=died,
    )


def background(demo: Demo, count: int) -> Iterator[dict[str, Any]]:
    """People behind the cast, the same ones every time, spread over the workers."""
    chance = random.Random(20260915)  # noqa: S311 - plausible, not secret
    words = demo.content["background"]
    shares = ["dana"] * 6 + ["kwame"] * 15 + ["tess"] * 12 + ["jonas"] * 10 + ["moira"] * 17
    for number in range(count):
        worker = shares[number % len(shares)]
        accepted = chance.randrange(40, 900)
        every = chance.choice([7, 10, 14, 14, 21])
        born = date(1950 + chance.randrange(55), 1 + chance.randrange(12), 1 + chance.randrange(28))
        last = chance.randrange(0, every)
        yield {
            "given": words["given"][(number * 7 + number // 30) % len(words["given"])],
            "family": words["family"][(number * 11 + 3) % len(words["family"])],
            "age": demo.today.year - born.year - 1,
            "born": f"{born:%m-%d}",
            "language": "en",
            "matters": chance.choice(words["matters"]),
            "team": "south" if worker == "moira" else "north",
            "worker": worker,
            "accepted": accepted,
            "phones": [
                {
                    "value": f"(202) 555-01{number % 100:02d}",
                    "label": "own",
                    "call": "yes",
                    "message": chance.choice(["yes", "no"]),
                    "text": "yes",
                }
            ],
            "contacts": [
                {
                    "day": last + every * back,
                    "at": f"{9 + chance.randrange(7)}:{chance.choice(['00', '15', '30'])}",
                    "how": chance.choice(["in_person", "in_person", "phone"]),
                    "where": "home",
                    "minutes": chance.choice([15, 30, 30, 45, 60]),
                    "functions": ["monitoring"],
                    "note": chance.choice(words["notes"]),
                    "signed": True,
                }
                for back in range(3)
                if last + every * back < accepted - 3
            ],
        }
