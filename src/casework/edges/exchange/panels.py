"""The card this room lends to a person's overview."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from casework.base.core import words
from casework.base.core.addresses import reverse
from casework.base.ui.parts import Panel
from casework.registry.people.models import Person
from casework.registry.workforce.permissions import Permission

from .models import QuotedText


def quoted(actor: Any, person: Person, person_ids: Sequence[UUID], now: datetime) -> Panel | None:
    """What came from a file with somebody and has no room yet. No query for who was not brought
    over, else one."""
    if not (person.is_brought_over and actor.may(Permission.CONTACT_VIEW)):
        return None
    count = QuotedText.objects.filter(person_id__in=person_ids).count()
    return Panel(
        title=_("Brought over"),
        template="exchange/_panel_quoted.html",
        context={
            "on": words.short_day(person.brought_over_on) if person.brought_over_on else "",
            "count": count,
        },
        url=reverse("exchange:quoted_list", args=[person.pk]) if count else "",
        link=_("Read it") if count else "",
    )
