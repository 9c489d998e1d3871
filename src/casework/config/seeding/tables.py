"""Which table a made row goes into, and what stands in the columns that it does not say."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import models

from casework.base.audit.models import Event
from casework.base.clocks.models import Clock
from casework.cycle.contacts.models import Contact, ContactNote, ContactPerson, ContactWorker
from casework.cycle.intake.models import Referral, ReferralStep
from casework.registry.diary.models import Appointment, AppointmentWorker
from casework.registry.episodes.models import Episode, Responsibility, StateChange
from casework.registry.people.models import (
    Address,
    Circumstance,
    ContactPoint,
    NetworkMember,
    Person,
    PersonName,
    SearchName,
)

NULL = "\\N"


@dataclass(frozen=True)
class Table:
    """The columns that rows give, then those that are the same in each row."""

    model: type[models.Model]
    columns: tuple[str, ...]
    constants: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def all_columns(self) -> tuple[str, ...]:
        return (*self.columns, *(name for name, _text in self.constants))

    @property
    def tail(self) -> str:
        """The end of each line."""
        return "".join(f"\t{text}" for _name, text in self.constants) + "\n"


def _text(value: Any) -> str:
    """A default as COPY reads it."""
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, dict):
        return json.dumps(value)
    if isinstance(value, list):
        return "{" + ",".join(map(str, value)) + "}"
    return str(value.value if isinstance(value, models.Choices) else value)


def _table(model: type[models.Model], columns: str, *but: str) -> Table:
    given = tuple(columns.split())
    constants = tuple(
        (str(field.column), _text(field.get_default()))
        for field in model._meta.local_concrete_fields
        if field.column not in given and field.column not in but and not field.null
    )
    return Table(model, given, constants)


# In this order: a table stands after those its foreign keys point at.
TABLES: dict[str, Table] = {
    "person": _table(
        Person,
        "id number shown_name legal_name sort_key initials born born_on pronouns first_language"
        " needs_interpreter best_way what_matters registered_at registered_by",
    ),
    "name": _table(PersonName, "id person_id kind given family"),
    "search": _table(
        SearchName,
        "id person_id given_key family_key full_key born_year born_on is_former",
        "keys",
    ),
    "phone": _table(
        ContactPoint,
        "id person_id value normal label safe_to_call safe_to_leave_message safe_to_text place",
    ),
    "address": _table(Address, "id person_id kind lines city region postcode since_on"),
    "network": _table(NetworkMember, "id person_id kind name relation phone closeness helps"),
    "circumstance": _table(Circumstance, "id person_id kind code since_on noted_at noted_by"),
    "referral": _table(
        Referral,
        "id person_id team_id source method urgency received_at reason state owner_id next_step"
        " due_at waiting_since_at check_in_every_days decided_at decided_by episode_id recorded_at"
        " recorded_by",
    ),
    "step": _table(
        ReferralStep, "id referral_id person_id state owner_id happened_at recorded_at recorded_by"
    ),
    "episode": _table(
        Episode,
        "id person_id team_id referral_id state suspended_as accepted_at accepted_by closed_at"
        " closed_by close_reason responsible_id is_held last_contact_at last_attempt_at usual_days"
        " next_due_at recorded_at",
    ),
    "change": _table(
        StateChange,
        "id episode_id person_id state suspended_as happened_at recorded_at recorded_by",
    ),
    "ledger": _table(
        Responsibility,
        "id episode_id person_id worker_id is_holding reason from_at until_at recorded_at"
        " recorded_by told_at told_by",
    ),
    "contact": _table(Contact, "id started_at minutes mode where team_id recorded_at recorded_by"),
    "entry": _table(
        ContactPerson,
        "id contact_id person_id episode_id started_at attendance is_contact functions minutes",
    ),
    "there": _table(ContactWorker, "id contact_id worker_id started_at"),
    "note": _table(
        ContactNote,
        "id contact_person_id person_id text state written_by written_at signed_at signed_by",
    ),
    "appointment": _table(
        Appointment,
        "id person_id episode_id mode where address_id starts_at ends_at is_visit booked_at"
        " booked_by",
    ),
    "goes": _table(AppointmentWorker, "id appointment_id worker_id starts_at ends_at"),
    "clock": _table(
        Clock,
        "id rule unit warn_before subject_kind subject_id about_id started_at started_by_kind"
        " started_by_id due_at warn_at",
    ),
    "event": _table(
        Event, "id at actor_kind actor_id action subject_kind subject_id person_id purpose", "hash"
    ),
}
