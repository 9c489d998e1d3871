"""Referrals of the demo: who waits, who was told no, who has no answer yet."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from casework.base.core.acting import acting
from casework.cycle.contacts import actions as contacts
from casework.cycle.contacts.parts import Part
from casework.cycle.intake import actions as intake
from casework.registry.people.models import Person

from .agency import Demo


def build_referral(demo: Demo, person: Person, asked: dict[str, Any]) -> None:
    """What the content file says: an earlier no from another team, then this one."""
    earlier = asked.get("earlier")
    by = demo.actors["ines"]
    common = {
        "person": person,
        "source": asked["source"],
        "method": asked["method"],
        "reason": asked["reason"],
        "person_words": asked.get("words", ""),
        "person_knows": "yes",
        "person_agrees": "yes",
    }
    if earlier:
        received = demo.at(earlier["day"], "10:00")
        with acting(by):
            first = intake.receive_referral(
                by=by,
                team=demo.teams[earlier["team"]],
                received_at=received,
                now=received,
                **common,
            )
        decider = demo.leader(earlier["team"])
        decided = demo.at(earlier["day"] - 5, "14:00")
        with acting(decider):
            intake.take_up(by=decider, referral=first, now=decided)
            intake.decline_referral(
                by=decider,
                referral=first,
                reason=earlier["declined"],
                alternative=earlier["alternative"],
                appeal_told=True,
                now=decided + timedelta(minutes=30),
            )
    received = demo.at(asked["day"], "11:00")
    with acting(by):
        referral = intake.receive_referral(
            by=by,
            team=demo.teams[asked["team"]],
            received_at=received,
            urgency=asked["urgency"],
            now=received,
            **common,
        )
        if asked["state"] != "waiting":
            return
        looked = demo.at(asked["day"] - 1, "09:30")
        intake.take_up(by=by, referral=referral, now=looked)
        referral.refresh_from_db()
        intake.put_on_waiting_list(by=by, referral=referral, now=looked + timedelta(hours=1))
        called = demo.at(max(1, asked["day"] - 12), "10:00")
        contacts.record_contact(
            by=by,
            parts=[
                Part(
                    person_id=person.pk,
                    referral_id=referral.pk,
                    attendance="seen",
                    functions=["monitoring"],
                    note="Rang to ask how the waiting is. Her mother stays with her at night now.",
                )
            ],
            started_at=called,
            minutes=15,
            mode="phone",
            sign=True,
            now=called + timedelta(minutes=20),
        )
