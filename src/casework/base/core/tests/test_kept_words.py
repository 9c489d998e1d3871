"""What is looked for stands in no address, and going back finds it again."""

from __future__ import annotations

import re

import pytest
from django.test import RequestFactory

from casework.base.core import kept_words


@pytest.fixture
def session():
    return {}


@pytest.fixture
def ask(session):
    def made(method="get", path="/people/", data=None, **headers):
        request = getattr(RequestFactory(headers=headers), method)(path, data or {})
        request.session = session
        return request

    return made


def results_of(ask, words):
    return kept_words.to_results(ask("post", data={"q": words}), longest=200).headers["Location"]


def test_the_address_of_results_says_nothing(ask):
    address = results_of(ask, "Grace  Mensah\x00 1987")
    assert re.fullmatch(r"/people/\?s=[\w-]{8}", address)
    assert kept_words.typed(ask(path=address), longest=200) == "Grace Mensah 1987"
    assert kept_words.typed(ask(path=address), longest=5) == "Grace"


def test_two_windows_do_not_mix(ask):
    one, two = results_of(ask, "Grace"), results_of(ask, "Leon")
    assert kept_words.typed(ask(path=one), longest=200) == "Grace"
    assert kept_words.typed(ask(path=two), longest=200) == "Leon"


@pytest.mark.parametrize("path", ["/people/", "/people/?s=", "/people/?s=guessed", "/people/?q=x"])
def test_an_address_that_nobody_was_led_to_finds_nothing(ask, path):
    results_of(ask, "Grace")
    assert kept_words.typed(ask(path=path), longest=200) == ""


def test_only_the_last_are_kept(ask, session):
    addresses = [results_of(ask, f"word {number}") for number in range(40)]
    assert kept_words.typed(ask(path=addresses[-1]), longest=200) == "word 39"
    assert kept_words.typed(ask(path=addresses[0]), longest=200) == ""
    assert len(session["searches"]) <= 20


def test_while_typing_one_name_stands_for_the_words_as_they_grow(ask, session):
    from django.http import HttpResponse

    def typing(words, here):
        request = ask("post", data={"q": words}, **{"HX-Current-URL": f"https://x.example{here}"})
        answer = kept_words.follow(request, HttpResponse(), longest=200)
        return answer.headers["HX-Replace-Url"]

    first = typing("gra", "/people/")
    assert typing("grace", first) == first
    assert kept_words.typed(ask(path=first), longest=200) == "grace"
    # Another page's name, or one that is gone, is not taken over.
    assert typing("leon", f"/elsewhere/{first[len('/people/') :]}") != first
    assert typing("leon", "/people/?s=guessed") not in (first, "/people/?s=guessed")
    assert kept_words.typed(ask(path=first), longest=200) == "grace"
