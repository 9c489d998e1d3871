"""The list, the page and the forms of a worker; her account, her link, her credentials."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.base.accounts.models import Account
from casework.registry.workforce.models import Credential, Position, Worker
from casework.registry.workforce.permissions import Role
from casework.registry.workforce.views import workers as views

from .factories import DAY, make_credential, make_position, make_shift, make_worker, now, today
from .sending import errors_of, form_of, send

pytestmark = pytest.mark.django_db
LIST = "/workforce/workers/"


@pytest.fixture
def adam(world):
    return world.client("adam")


def names(page):
    return [row["worker"].given for row in page.context["rows"]]


def test_worker_list_by_family_name(world, adam):
    make_worker("Zoe", "Abbot")
    assert names(adam.get(LIST)) == ["Zoe", "Adam", "Bill", "Dana", "Lee", "Moira", "Sana"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "da"}, ["Dana"]),
        ({"q": "tester da"}, ["Dana"]),
        ({"q": "nobody"}, []),
        ({"show": "left"}, ["Gone"]),
        ({"show": "without"}, ["Nadia"]),
        ({"show": "due"}, ["Lee"]),
        ({"show": "nonsense", "q": "dana"}, ["Dana"]),
    ],
)
def test_worker_list_shows_what_is_asked(world, adam, asked, found):
    make_worker("Gone", left_on=today() - DAY)
    make_worker("Nadia", account=False)
    make_credential(world.workers["lee"], expires_on=today())
    assert names(adam.get(LIST, asked)) == found


def test_worker_list_takes_what_no_name_has_in_it(world, adam):
    assert adam.get(LIST, {"q": "Da\x00na"}).status_code == 200


def test_worker_list_goes_on_where_the_page_ended(world, adam, monkeypatch):
    monkeypatch.setattr(views, "PAGE", 4)
    first = adam.get(LIST)
    assert names(first) == ["Adam", "Bill", "Dana", "Lee"]
    second = adam.get(LIST + first.context["older"])
    assert names(second) == ["Moira", "Sana"]
    assert second.context["older"] == ""
    assert names(adam.get(LIST, {"after": "nonsense"}))[0] == "Adam"


def test_worker_detail(world, adam):
    dana = world.workers["dana"]
    make_position(world.teams["south"], dana, Role.NURSE, full_time_share="0.5")
    make_credential(dana, "Licence", expires_on=today() + 5 * DAY, number="RN-1")
    make_shift(world.teams["south"], dana, now() - DAY / 24, now() + DAY / 24)
    text = adam.get(reverse("workforce:worker_detail", args=[dana.pk])).content.decode()
    for words in (
        "Dana Tester",
        "Together 1.5 of full time",
        "Runs out soon",
        "RN-1",
        "Never signed in",
        "North",
        "South",
    ):
        assert words in text, words


def test_worker_detail_for_those_who_only_see(world):
    url = reverse("workforce:worker_detail", args=[world.workers["lee"].pk])
    text = world.client("dana").get(url).content.decode()
    assert "one-time link" not in text
    assert "Change" not in text


def test_worker_new_with_an_account(world, adam):
    answer = send(
        adam,
        reverse("workforce:worker_new"),
        given="Siobhán",
        family="Ríos",
        account_name="siobhan",
        languages=["es", "pl"],
        started_on=today().isoformat(),
    )
    worker = Worker.objects.get(given="Siobhán")
    assert answer.headers["Location"] == reverse("workforce:worker_detail", args=[worker.pk])
    assert worker.account.name == "siobhan"
    assert worker.languages == ["es", "pl"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"given": "", "family": ""}, "name"),
        ({"languages": ["tlh"]}, "tlh"),
        ({"mail": "not a mail"}, "mail address"),
        ({"account_name": "taken"}, "already"),
        ({"account_name": "two words"}, "no spaces"),
        ({"started_on": "yesterday"}, "year-month-day"),
    ],
)
def test_worker_new_refused(world, adam, typed, said):
    Account.objects.create_user("taken")
    answer = send(
        adam, reverse("workforce:worker_new"), **({"given": "Kwame", "family": "Boateng"} | typed)
    )
    assert answer.status_code == 422
    assert said in errors_of(answer)
    assert not Worker.objects.filter(family="Boateng").exists()


def test_worker_change(world, adam):
    dana = world.workers["dana"]
    url = reverse("workforce:worker_change", args=[dana.pk])
    given = form_of(adam.get(url)).initial
    refused = send(adam, url, **(given | {"left_on": today().isoformat()}))
    assert refused.status_code == 422
    assert "Positions go on" in errors_of(refused)
    Position.objects.filter(worker=dana).update(to_on=today())
    answer = send(adam, url, **(given | {"left_on": today().isoformat(), "title": "RN"}))
    assert answer.status_code == 302
    dana.refresh_from_db()
    assert (dana.title, dana.left_on) == ("RN", today())


def test_an_account_later_and_a_link(world, adam, trail_of):
    nadia = make_worker("Nadia", account=False)
    url = reverse("workforce:worker_account", args=[nadia.pk])
    assert send(adam, url, account_name="").status_code == 422
    assert send(adam, url, account_name="nadia").status_code == 302
    answer = adam.post(reverse("workforce:worker_link", args=[nadia.pk]))
    assert "/account/link/" in answer.context["link"]
    assert "account.link_issued" in [action for action, _detail in trail_of()]


def test_no_link_for_a_closed_account(world, adam):
    account = world.workers["dana"].account
    account.is_active = False
    account.save()
    answer = adam.post(
        reverse("workforce:worker_link", args=[world.workers["dana"].pk]), follow=True
    )
    assert "This account is closed" in answer.content.decode()


def test_credential_new_check_and_withdraw(world, adam):
    dana = world.workers["dana"]
    url = reverse("workforce:credential_new", args=[dana.pk])
    refused = send(adam, url, kind="Licence", hours_done="3")
    assert refused.status_code == 422
    assert "how many hours" in errors_of(refused)
    assert send(adam, url, kind="Licence", expires_on=today().isoformat()).status_code == 302
    credential = Credential.objects.get()

    url = reverse("workforce:credential_check", args=[credential.pk])
    assert send(adam, url, version=1, state="seen").status_code == 302
    again = send(adam, url, version=2, state="seen")
    assert again.status_code == 422
    assert "known already" in errors_of(again)

    url = reverse("workforce:credential_withdraw", args=[credential.pk])
    given = {"version": 2, "withdrawn_on": today().isoformat(), "reason": ""}
    assert send(adam, url, **given).status_code == 422
    assert send(adam, url, **(given | {"reason": "Suspended"})).status_code == 302
    credential.refresh_from_db()
    assert (credential.state, credential.withdrawn_reason) == ("seen", "Suspended")
    detail = adam.get(reverse("workforce:worker_detail", args=[dana.pk]))
    assert "Withdrawn: Suspended" in detail.content.decode()
