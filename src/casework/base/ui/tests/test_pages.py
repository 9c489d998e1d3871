"""The frame of every page, the gallery, and the pages that say no."""

import json
import re

import pytest
from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.test import RequestFactory

from casework.base.ui import views
from casework.base.ui.look import Look, look_of
from casework.base.ui.middleware import SubmitRedirects

REFUSALS = ["400", "403", "403_csrf", "404", "500"]


@pytest.fixture
def get():
    from django.contrib.messages.storage.cookie import CookieStorage

    def request(path: str = "/ui/gallery/", **how: object):
        made = RequestFactory().get(path, **how)
        made.actor = None
        made.resolver_match = None
        made._messages = CookieStorage(made)
        return made

    return request


@pytest.mark.parametrize("theme", ["auto", "light", "dark", "purple"])
def test_the_gallery_is_drawn(get, theme):
    html = views.gallery(get(f"/ui/gallery/?theme={theme}")).content.decode()
    assert ('data-bs-theme="' in html) is (theme in {"light", "dark"})
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert "style=" not in html
    assert html.count("<h1") == 1


def test_htmx_keeps_nothing_and_swaps_refusals(get):
    html = views.gallery(get()).content.decode()
    settings = json.loads(re.search(r"name=\"htmx-config\"\s+content='([^']+)'", html)[1])
    assert settings["historyCacheSize"] == 0
    assert settings["refreshOnHistoryMiss"] is True
    assert not settings["allowEval"]
    assert not settings["allowScriptTags"]
    assert not settings["includeIndicatorStyles"]
    swapped = [one["code"] for one in settings["responseHandling"] if one["swap"]]
    for status, is_swapped in {"200": True, "409": True, "422": True, "404": False}.items():
        first = next(one for one in settings["responseHandling"] if re.search(one["code"], status))
        assert first["swap"] is is_swapped, (status, swapped)


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_says_nothing_of_the_request(get, name):
    plain = render_to_string(f"{name}.html")
    seen = get("/people/canary/?q=canary", HTTP_COOKIE="look-theme=dark")
    asked = render_to_string(f"{name}.html", {"exception": "canary", "reason": "canary"}, seen)
    assert asked == plain
    assert "csrf" not in plain
    assert "<form" not in plain


@pytest.mark.django_db
def test_two_addresses_that_do_not_exist_answer_alike(client):
    answers = [client.get(path) for path in ("/people/nobody/", "/no/such/page/?q=1")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert b"This page does not exist, or it is not open to you." in answers[0].content


def test_only_known_words_are_taken_from_a_cookie(get):
    chosen = get(HTTP_COOKIE='look-theme=dark; look-face="><script>; look-keys=off')
    assert look_of(chosen) == Look(theme="dark", face="standard", keys="off")


def test_the_look_is_kept_and_leads_back_only_here():
    for back, leads_to in (("/day/", "/day/"), ("https://example.org/", "/ui/look/")):
        request = RequestFactory().post("/ui/look/", {"theme": "dark", "face": "x", "next": back})
        request.actor = None
        answer = views.look_set(request)
        assert answer.headers["Location"] == leads_to
        assert answer.cookies["look-theme"].value == "dark"
        assert answer.cookies["look-theme"]["httponly"]
        assert "look-face" not in answer.cookies


def test_a_script_is_told_where_to_go():
    def view(request):
        return HttpResponseRedirect("/people/1/")

    told = SubmitRedirects(view)(RequestFactory().post("/", headers={"X-Submit": "1"}))
    assert (told.status_code, told.headers["X-Location"]) == (204, "/people/1/")
    assert "Location" not in told.headers
    taken = SubmitRedirects(view)(RequestFactory().post("/"))
    assert taken.status_code == 302
    refused = SubmitRedirects(lambda r: HttpResponse(status=422))(
        RequestFactory().post("/", headers={"X-Submit": "1"})
    )
    assert refused.status_code == 422


def test_a_form_with_a_draft_carries_its_fields(get):
    draft = {"key": "k-1", "form": "contact", "about": "p-1", "version": 3, "url": "/drafts/keep/"}
    html = render_to_string("ui/form_page.html", {"draft": draft, "form": None}, get())
    for field in ("_key", "_draft_form", "_draft_about", "_draft_version", "_tab"):
        assert html.count(f'name="{field}"') == 1
    assert 'data-draft-url="/drafts/keep/"' in html
    assert "js/drafts.js" in html
    assert "drafts.js" not in render_to_string("ui/form_page.html", {"form": None}, get())
