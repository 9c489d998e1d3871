"""What is looked for stands in no address, and going back finds it again."""

from __future__ import annotations

from types import SimpleNamespace
from urllib.parse import unquote

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from casework.base.accounts import kept_words


def ask(method="get", path="/people/", data=None, who="dana"):
    request = getattr(RequestFactory(), method)(path, data or {})
    request.user = SimpleNamespace(pk=who)
    return request


def results_of(words, who="dana"):
    sent = ask("post", data={"q": words}, who=who)
    return kept_words.to_results(sent, longest=200).headers["Location"]


def found(address, who="dana", longest=200):
    return kept_words.typed(ask(path=address, who=who), longest=longest)


def test_the_address_of_results_says_nothing():
    address = results_of("Grace  Mensah\x00 1987")
    assert "grace" not in unquote(address).lower()
    assert "1987" not in unquote(address)
    assert found(address) == "Grace Mensah 1987"
    assert found(address, longest=5) == "Grace"


@pytest.mark.parametrize("words", ["محمد الفاسي", "Siobhán Ríos", "😀" * 60, "o'neil+&=%#"])
def test_every_letter_comes_back(words):
    address = results_of(words)
    assert len(address) < 2_000
    assert found(address) == words


def test_two_windows_and_quick_typing_do_not_mix():
    # Nothing is stored: of two requests at once neither takes the other's words away.
    one, two = results_of("Grace"), results_of("Leon")
    assert (found(two), found(one)) == ("Leon", "Grace")


def test_it_is_read_by_whoever_typed_it_alone():
    assert found(results_of("Grace"), who="moira") == ""


@pytest.mark.parametrize(
    "path",
    [
        "/people/",
        "/people/?s=",
        "/people/?s=guessed",
        "/people/?s=1.AAAA",
        "/people/?s=%C3%A9",
        "/people/?s=1.%ff",
        "/people/?q=x",
    ],
)
def test_an_address_that_was_made_up_finds_nothing(path):
    assert found(path) == ""


def test_while_typing_the_address_follows_the_words():
    sent = ask("post", data={"q": "grac"})
    answer = kept_words.follow(sent, HttpResponse(), longest=200)
    assert found(answer.headers["HX-Replace-Url"]) == "grac"
