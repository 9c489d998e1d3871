"""A clock that is to start, and what runs already in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import QuerySet

from casework.base.core.questions import Asked, question

from . import rules
from .models import OPEN, Clock

Subject = tuple[str, UUID]
Thing = models.Model | Subject


@dataclass(frozen=True)
class Start:
    """One clock to start: by which rule, for what, in whose record, from when."""

    rule: rules.Rule
    subject: Thing
    about_id: UUID | None
    started_at: datetime


def named(thing: Thing) -> Subject:
    """Its kind and id."""
    if isinstance(thing, models.Model):
        return thing._meta.label_lower, thing.pk
    return thing


@question
def running(rules: Sequence[str], subjects: Sequence[UUID]) -> QuerySet[Clock]:
    """The open clocks of these rules and subjects, locked."""
    return Clock.objects.filter(
        OPEN, rule__among=rules, subject_id__among=subjects
    ).select_for_update(no_key=True)


def asked(starts: Sequence[Start]) -> dict[str, Any]:
    """The rules and subjects of these, as `running` is asked for them."""
    codes, subjects = set(), set()
    for one in starts:
        codes.add(one.rule.code)
        subjects.add(named(one.subject)[1])
    return {"rules": sorted(codes), "subjects": sorted(subjects)}


def restarting(starts: Sequence[Start]) -> list[Asked]:
    """What `restart_clocks` will ask, for a journey that is under way already."""
    return [running.ahead(**asked(starts))] if starts else []
