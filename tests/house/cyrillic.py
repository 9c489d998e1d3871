"""The demo agency as people would have written it who write in Cyrillic letters.

What they wrote is told from what the product says by its letters (see `pseudo.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.base.accounts.models import Account
from casework.base.core.acting import acting
from casework.config.demo import agency, brought, people, rota
from casework.config.demo.agency import Demo
from casework.cycle.contacts.models import ContactNote
from casework.cycle.intake import actions as intake
from casework.cycle.intake.models import Referral
from casework.registry.episodes import practice_models
from casework.registry.people import actions as persons
from casework.registry.people.keeping import NewIdentifier
from casework.registry.people.models import AddressWarning, Identifier, Merge, Person
from casework.registry.people.rules.tables import languages
from casework.registry.workforce import actions as workforce
from casework.registry.workforce.models import Credential, Position, Worker
from casework.registry.workforce.permissions import Role

from . import pseudo

BROUGHT_OVER = {
    "file": "старый список",
    "columns": "Номер|Фамилия|Имя|Дата рождения|Открыто|Сотрудник|Статус|PHQ-9".split("|"),
}


@dataclass
class Cyrillic:
    """The demo agency, and what is called the same in every language."""

    demo: Demo
    names: re.Pattern[str]

    def client(self, who: str) -> Client:
        client = Client()
        client.force_login(
            Account.objects.get(name=who),
            backend="casework.base.accounts.backends.NameOrMailBackend",
        )
        return client

    def wrong(self, answer: HttpResponse) -> list[str]:
        """What of this answer no translator can reach."""
        return pseudo.untranslatable(answer.content.decode(), self.names)


def content() -> dict[str, Any]:
    """The demo's content as somebody would have written it in Cyrillic letters."""
    content = pseudo.written(agency.read("us"))
    content["brought_over"] |= BROUGHT_OVER
    for row in content["brought_over"]["rows"]:
        row["status"] = "открыто"
    for one in content["people"]:
        for phone in one.get("phones", []):
            phone["label"] = pseudo.written(phone["label"].title())
    return content


def names(demo: Demo) -> re.Pattern[str]:
    """The product, how languages call themselves, publications, time zones, names to sign in."""
    cited = {
        source.title
        for model in practice_models.all_models()
        for source in model.sources.values()
        if source.kind == "published"
    }
    own = {one.own for one in languages().values() if one.own}
    zones = {name.replace("_", " ") for name in available_timezones()}
    # What the demo's spreadsheet holds is shown as it was written.
    rows = demo.content["brought_over"]["rows"]
    told = demo.today - timedelta(days=demo.content["brought_over"]["day"])
    days = {(told - timedelta(days=row["opened"])).isoformat() for row in rows}
    return pseudo.names_pattern({"Casework", "phq-9", *cited, *own, *zones, *days, *demo.workers})


def people_of(cyrillic: Cyrillic, *keys: str) -> None:
    """These people of the cast, or all. Call inside `as_owner()`."""
    for one in cyrillic.demo.content["people"]:
        if not keys or one["key"] in keys:
            people.build_person(cyrillic.demo, one)


def everything(cyrillic: Cyrillic) -> None:
    """The cast, the roster, what was brought over, and what the demo does without."""
    people_of(cyrillic)
    rota.build_rota(cyrillic.demo)
    brought.build_brought_over(cyrillic.demo)
    _more_staff(cyrillic.demo)
    _more_of_people(cyrillic.demo)


def person(name: str) -> Person:
    """One of the cast, by the name that the content file has."""
    return Person.objects.get(shown_name=pseudo.written(name))


def _more_staff(demo: Demo) -> None:
    """Somebody without an account, a vacancy, a credential."""
    by, now, day = demo.actors["adam"], timezone.now(), demo.today
    with acting(by):
        workforce.add_worker(by=by, given="Ана", family="Браун", started_on=day, now=now)
        workforce.add_position(
            by=by,
            team=demo.teams["north"],
            role=Role.CASE_MANAGER,
            worker=None,
            full_time_share=Decimal("0.5"),
            from_on=day,
            now=now,
        )
        workforce.add_credential(
            by=by,
            worker=demo.workers["dana"],
            kind="Лицензия",
            number="12",
            issuer="Палата",
            expires_on=day + timedelta(days=20),
            now=now,
        )


def _more_of_people(demo: Demo) -> None:
    """A number, two records joined, a referral that somebody looks at."""
    lee, now = demo.actors["lee"], timezone.now()
    with acting(lee):
        new = NewIdentifier(kind="other", value="77", issuer="Банк")
        persons.add_identifier(by=lee, person=person("Grace Mensah"), new=new, now=now)
        one, other = person("Samantha Ellis"), person("Sam Ellis")
        persons.merge_people(
            by=lee,
            person=one,
            into=other,
            version=one.version,
            into_version=other.version,
            why="Один человек",
            is_sure=True,
            now=now,
        )
        intake.take_up(by=lee, referral=referral_of("Jonah Abrams"), now=now)


def referral_of(name: str) -> Referral:
    """The newest referral of one of the cast."""
    return Referral.objects.filter(person=person(name)).latest("received_at")


def unlinked(cyrillic: Cyrillic) -> Iterator[tuple[str, str]]:
    """Pages that no first link leads to: who opens them, and where they are."""
    demo = cyrillic.demo
    with acting(demo.actors["lee"]):
        looked_at, waiting = referral_of("Jonah Abrams").pk, referral_of("Mei Tanaka").pk
        for name in ("accept", "decline", "information", "redirect", "wait", "letter"):
            yield "lee", reverse(f"intake:referral_{name}", args=[looked_at])
        yield "lee", reverse("intake:referral_escalate", args=[waiting])
        yield "lee", reverse("contacts:checkin_new", args=[waiting])
        yield "lee", reverse("intake:waiting_list")
        yield "lee", reverse("episodes:brought_over_confirm")
        yield "lee", reverse("intake:referral_known", args=[person("Ray Begay").pk])
        warning = AddressWarning.objects.latest("pk").pk
        yield "lee", reverse("people:warning_check", args=[warning])
        number = Identifier.objects.latest("pk").pk
        yield "lee", reverse("people:identifier_end", args=[number])
        yield "lee", reverse("people:merge_undo", args=[Merge.objects.latest("pk").pk])
    with acting(demo.actors["dana"]):
        for state, screen in (("saved", "note_edit"), ("signed", "note_add")):
            notes = ContactNote.objects.filter(state=state, written_by=demo.workers["dana"].pk)
            entry = notes.latest("written_at").contact_person_id
            yield "dana", reverse(f"contacts:{screen}", args=[entry])
    with acting(demo.actors["adam"]):
        vacant = Position.objects.get(worker=None).pk
        held = Position.objects.get(worker=demo.workers["dana"]).pk
        nameless = Worker.objects.get(account=None).pk
        license_ = Credential.objects.get().pk
    yield "adam", reverse("workforce:position_fill", args=[vacant])
    yield "lee", reverse("episodes:position_end", args=[held])
    yield "adam", reverse("workforce:worker_account", args=[nameless])
    yield "adam", reverse("workforce:team_close", args=[demo.teams["south"].pk])
    yield "adam", reverse("workforce:credential_check", args=[license_])
    yield "adam", reverse("workforce:credential_withdraw", args=[license_])
