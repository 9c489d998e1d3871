"""Whoever does not speak English finds no word that a translator could not reach.

The demo agency speaks the language of `pseudo.py`, and its people wrote in Cyrillic letters.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from casework.base.accounts.models import Account
from casework.base.core.acting import acting
from casework.config.demo import agency
from casework.cycle.intake import actions as intake
from casework.cycle.intake.models import Referral
from casework.edges.exchange import wording
from casework.edges.exchange.reading import CannotRead
from casework.edges.exchange.reading.reasons import REASONS, REFUSALS, why
from casework.edges.exchange.tests.test_uploads import read, send, tried
from casework.registry.episodes.tests.factories import World

from . import cyrillic, pseudo
from .cyrillic import Cyrillic
from .walking import screens

# Each screen is read by the first two of them who come to it. What leads to others is opened by
# all: their own navigation.
WALKERS = ("adam", "dana", "lee", "ines", "quinn", "bill", "petra")
# The samples of the gallery are invented; the others end the visit, or are read below.
NOT_WALKED = {"ui:gallery", "account_logout"}
READ_BELOW = {"accounts:link_open", "diary:calendar_feed", "exchange:upload_mapping"}
READ_BELOW |= {"exchange:upload_preview", "exchange:work_result", "jobs:progress"}
FILE = (
    "Номер,Фамилия,Имя,Дата рождения,Открыто,Закрыто,Сотрудник,Статус,Заметка\n"
    "1,Окафор,Ада,17.04.1990,05.01.2026,,Дана,открыто,Любит петь\n"
    "2,Линд,Олоф,23.06.1955,16.02.2026,,Кто-то,открыто,\n"
    "3,Новак,Ян,1981,20.03.2026,,,непонятно,\n"
    "4,,,,,,,,\n"
)


@pytest.fixture
def spoken() -> Iterator[None]:
    # In English, as a server imports it: what is said while it is read in stays English.
    assert list(screens())
    with pseudo.spoken():
        yield


@pytest.fixture
def empty(db, as_owner, settings, spoken) -> Cyrillic:
    """The agency before it knows anybody."""
    settings.SECOND_FACTOR_REQUIRED = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with as_owner():
        demo = agency.build_agency(cyrillic.content(), password="casework-demo")
    return Cyrillic(demo, cyrillic.names(demo))


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _links(page: str) -> list[str]:
    found = re.findall(r'<a [^>]*href="(/[^"]*)"', page)
    return [html.unescape(address).partition("#")[0] for address in found]


def _refused(client: Client, address: str, page: str) -> HttpResponse | None:
    """What comes of the page's own form when it is sent as it stands, with nothing filled in."""
    main = page[page.find("<main") :]
    form = re.search(r'<form[^>]*method="post"[^>]*>', main)
    if form is None:
        return None
    to = re.search(r'action="([^"]*)"', form[0])
    hidden = dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', main))
    with _undone():
        return client.post(html.unescape(to[1]) if to else address, hidden, follow=True)


def _walk(made: Cyrillic, who: str, seen: dict[str, int], also: list[str]) -> dict[str, set[str]]:
    """What is wrong on the pages that links lead `who` to, each with its screens."""
    client, here = made.client(who), set()
    waiting = [(address, 0) for address in ("/", *also)]
    found: dict[str, set[str]] = defaultdict(set)
    while waiting:
        address, steps = waiting.pop(0)
        try:
            screen = resolve(address.partition("?")[0]).view_name
        except Resolver404:
            continue
        if screen in here or screen in NOT_WALKED:
            continue
        here.add(screen)
        if seen[screen] >= 2 and steps > 1:
            continue
        answer = client.get(address)
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        page = answer.content.decode()
        waiting += [(link, steps + 1) for link in _links(page)]
        for wrong in made.wrong(answer):
            found[wrong].add(screen)
        if not seen[screen]:
            after = _refused(client, address, page)
            for wrong in made.wrong(after) if after is not None else []:
                found[wrong].add(f"{screen}, sent empty")
        seen[screen] += 1
    return found


def _shown(found: dict[str, set[str]]) -> str:
    return "\n".join(f"{min(where)}: {wrong}" for wrong, where in sorted(found.items()))


def test_every_word_of_every_page_can_be_translated(empty, as_owner):
    made, seen = empty, defaultdict(int)
    with as_owner():
        cyrillic.everything(made)
    found: dict[str, set[str]] = defaultdict(set)
    unlinked = list(cyrillic.unlinked(made))
    for who in WALKERS:
        also = [address for opened_by, address in unlinked if opened_by == who]
        for wrong, where in _walk(made, who, seen, also).items():
            found[wrong] |= where
    assert not found, _shown(found)
    shown = {
        f"{room}:{pattern.name}"
        for room, pattern in screens()
        if room and "GET" in pattern.callback.screen_methods
    }
    assert shown - set(seen) - NOT_WALKED == READ_BELOW, "a screen that nobody came to"


def test_an_empty_agency_says_in_the_readers_language_that_it_is_empty(empty):
    found: dict[str, set[str]] = defaultdict(set)
    seen: dict[str, int] = defaultdict(int)
    for who in ("dana", "lee", "ines"):
        for wrong, where in _walk(empty, who, seen, []).items():
            found[wrong] |= where
    assert not found, _shown(found)


def _decisions(lee: Any, now: Any) -> dict[str, Callable[[Referral], Any]]:
    """Each kind of letter, and what is decided first."""
    no = {"reason": "no_place", "alternative": "Клиника", "appeal_told": True}
    by = {"by": lee, "now": now}
    return {
        "accepted": lambda one: intake.accept_referral(referral=one, **by),
        "declined": lambda one: intake.decline_referral(referral=one, **no, **by),
        "waiting": lambda one: intake.put_on_waiting_list(referral=one, **by),
        "information": lambda one: intake.request_information(referral=one, words="Адрес", **by),
    }


def test_every_letter_can_be_translated(empty, as_owner):
    with as_owner():
        cyrillic.people_of(empty, "jonah")
    lee, now, client = empty.demo.actors["lee"], timezone.now(), empty.client("lee")
    for kind, decide in _decisions(lee, now).items():
        with _undone():
            with acting(lee):
                referral = cyrillic.referral_of("Jonah Abrams")
                intake.take_up(by=lee, referral=referral, now=now)
                decide(referral)
            letter = client.get(reverse("intake:referral_letter", args=[referral.pk]))
            assert letter.status_code == 200, kind
            assert empty.wrong(letter) == [], kind


def test_a_file_that_is_brought_over_is_told_of_in_the_readers_language(empty):
    made = empty
    demo, names = made.demo, made.names
    world = World(teams=demo.teams, workers={"lee": demo.workers["lee"]})
    world.workers["lee"].account = Account.objects.get(name="lee")
    client = made.client("lee")
    found: dict[str, set[str]] = defaultdict(set)
    for upload in (
        send(world, FILE, name="люди"),
        read(world, FILE.replace("Ада", "Ева"), name="люди"),
        tried(world, FILE.replace("Ада", "Эда"), name="люди"),
    ):
        waiting, here = [f"/exchange/uploads/{upload.pk}/"], set()
        while waiting:
            address = waiting.pop(0)
            if address in here or f"{upload.pk}" not in address:
                continue
            here.add(address)
            answer = client.get(address, follow=True)
            waiting += _links(answer.content.decode())
            for wrong in made.wrong(answer):
                found[wrong].add(address.replace(str(upload.pk), upload.state))
    assert not found, _shown(found)
    blanks = dict.fromkeys(re.findall(r"\{(\w+)\}", str(REASONS | REFUSALS)), "9")
    for code in REASONS:
        said = wording.reason(why(code, **blanks))
        assert pseudo.why_not_translatable(said, names) is None, said
    for code in REFUSALS:
        said = wording.refusal(CannotRead(code, **blanks))
        assert pseudo.why_not_translatable(said, names) is None, said


def test_every_page_before_and_after_signing_in_can_be_translated(empty):
    made = empty
    stranger, dana = Client(), made.client("dana")
    dana.post("/accounts/reauthenticate/", {"password": "casework-demo"})
    wrong_password = {"login": "dana", "password": "это не пароль"}
    answers = {
        "sign in": stranger.get("/accounts/login/"),
        "wrong password": stranger.post("/accounts/login/", wrong_password),
        "nothing typed": stranger.post("/accounts/login/", {}),
        "forgotten": stranger.get("/accounts/password/reset/"),
        "forgotten, sent": stranger.get("/accounts/password/reset/done/"),
        "a key that is none": stranger.get("/accounts/password/reset/key/1-set-password/"),
        "an old link": stranger.get("/account/link/none/"),
        "not found": dana.get("/nothing/here/"),
        "not allowed": dana.get(reverse("oversight:upkeep")),
        "too old": Client(enforce_csrf_checks=True).post("/accounts/login/", wrong_password),
        "still you": made.client("dana").get("/accounts/reauthenticate/"),
        "second step": dana.get(reverse("mfa_index")),
        "an app": dana.get(reverse("mfa_activate_totp")),
        "an app, wrong figures": dana.post(reverse("mfa_activate_totp"), {"code": "1"}),
        "a key": dana.get(reverse("mfa_add_webauthn")),
        "a wrong password": dana.post(reverse("account_change_password"), {"oldpassword": "х"}),
    }
    found = {name: made.wrong(answer) for name, answer in answers.items()}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_mail_and_the_calendar_can_be_translated(empty, as_owner):
    made = empty
    with as_owner():
        cyrillic.people_of(made, "grace")
        Account.objects.filter(name="dana").update(mail="dana@example.org")
    Client().post("/accounts/password/reset/", {"email": "dana@example.org"})
    given = {
        "oldpassword": "casework-demo",
        "password1": "фонарь над тихим каналом",
        "password2": "фонарь над тихим каналом",
    }
    made.client("dana").post(reverse("account_change_password"), given)
    assert len(mail.outbox) == 2
    for letter in mail.outbox:
        for words in (letter.subject, letter.body):
            assert pseudo.why_not_translatable(words, made.names) is None, words
    dana = made.client("dana")
    page = dana.post(reverse("diary:calendar_feed_settings"), {"act": "start"}, follow=True)
    address = re.search(r'value="https?://[^/]+(/[^"]+)"', page.content.decode())
    assert address is not None
    calendar = Client().get(address[1]).content.decode().replace("\r\n ", "")
    said = re.findall(
        r"^(?:SUMMARY|LOCATION|X-WR-CALNAME|DESCRIPTION):(.*)$", calendar, re.MULTILINE
    )
    assert said
    for words in said:
        assert pseudo.why_not_translatable(words.strip(), made.names) is None, words
