"""What no browser sends is answered in plain words, and never by a failure of ours."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from casework.registry.episodes.tests.factories import make_episode, make_world

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


@pytest.fixture
def world(as_owner, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return make_world(as_owner)


@pytest.fixture
def screens(world):
    """A few of each kind: forms, lists, searches; one before sign-in, two without a person."""
    episode = make_episode(world, worker="dana")
    return {
        "sign in": "/accounts/login/",
        "search": reverse("people:person_search"),
        "details": reverse("people:person_edit", args=[episode.person_id]),
        "timeline": reverse("record:record_timeline", args=[episode.person_id]),
        "contact": reverse("contacts:contact_new", args=[episode.pk]),
        "end": reverse("episodes:episode_close", args=[episode.pk]),
        "diary": reverse("diary:my_diary"),
        "note search": reverse("contacts:note_search", args=[episode.person_id]),
        "drafts": reverse("drafts:draft_keep"),
        "look": reverse("ui:look_set"),
    }


@pytest.fixture(params=[False, True], ids=["with its token", "without"])
def browser(world, request):
    """Without its token a form is read before any screen is asked: a way of its own."""
    client = Client(raise_request_exception=False, enforce_csrf_checks=request.param)
    client.cookies["csrf"] = "x" * 32
    client.force_login(
        world.workers["dana"].account, backend="casework.base.accounts.backends.NameOrMailBackend"
    )
    return client


# None of them is UTF-8; some are no letters at all.
CHARSETS = [
    "utf-9",
    "x",
    "",
    "utf-16",
    "base64",
    "idna",
    "unicode_escape",
    "rot13",
    "%00",
    "latin-1",
]
BODIES = {
    **{f"charset {name}": (b"note=x&q=y", f"{FORM}; charset={name}") for name in CHARSETS},
    **{
        f"parts in charset {name}": (
            b'--b\r\nContent-Disposition: form-data; name="note"\r\n\r\nx\r\n--b--\r\n',
            f"{MULTIPART}; boundary=b; charset={name}",
        )
        for name in CHARSETS
    },
    "no boundary": (b"x", MULTIPART),
    "an empty boundary": (b"x", f"{MULTIPART}; boundary="),
    "a long boundary": (b"x", f"{MULTIPART}; boundary={'b' * 500}"),
    "a boundary with letters that are none": (b"x", f"{MULTIPART}; boundary=\xe9"),
    "parts that end nowhere": (
        b'--b\r\nContent-Disposition: form-data; name="note"\r\n\r\nx',
        f"{MULTIPART}; boundary=b",
    ),
    "a part without a name": (
        b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n",
        f"{MULTIPART}; boundary=b",
    ),
    "a part in base64 that is none": (
        (
            b'--b\r\nContent-Disposition: form-data; name="note"\r\nContent-Transfer-Encoding:'
            b" base64\r\n\r\n!\r\n--b--\r\n"
        ),
        f"{MULTIPART}; boundary=b",
    ),
    "a part in a charset that is none": (
        (
            b'--b\r\nContent-Disposition: form-data; name="note"; filename="f"\r\n'
            b"Content-Type: text/plain; charset=utf-9\r\n\r\nx\r\n--b--\r\n"
        ),
        f"{MULTIPART}; boundary=b",
    ),
    "a name in a charset that is none": (
        b"--b\r\nContent-Disposition: form-data; name*=utf-9''n%e9\r\n\r\nx\r\n--b--\r\n",
        f"{MULTIPART}; boundary=b",
    ),
    "bytes that are no letters": (b"note=%ff%fe&q=\xff\xfe&version=%", FORM),
    "a NUL": (b"note=%00&q=%00&version=%00&reason=%00&day=%00&_key=%00&_draft_about=%00", FORM),
    "numbers without end": (b"version=" + b"9" * 5000 + b"&minutes=-1&minutes=1e999", FORM),
    "too many fields": (b"&".join(b"a=1" for _ in range(3000)), FORM),
    "nothing": (b"", ""),
    "json": (b"{", "application/json"),
}


@pytest.mark.parametrize("body", BODIES)
def test_no_body_makes_a_screen_fail(browser, screens, body):
    data, kind = BODIES[body]
    failed = {
        name: answer.status_code
        for name, url in screens.items()
        if (answer := browser.generic("POST", url, data, content_type=kind)).status_code >= 500
    }
    assert failed == {}


@pytest.mark.parametrize("kind", [FORM, f"{MULTIPART}; boundary=b"])
@pytest.mark.parametrize("charset", CHARSETS)
def test_a_form_in_other_letters_is_answered_in_words_and_not_stored(
    browser, screens, kind, charset
):
    for url in screens.values():
        answer = browser.generic("POST", url, b"note=x", content_type=f"{kind}; charset={charset}")
        assert answer.status_code == 400
        assert "We could not read that" in answer.content.decode()


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8"])
def test_a_form_that_says_what_it_is_in_is_read(browser, screens, charset):
    sent = b"theme=dark"
    answer = browser.generic("POST", screens["look"], sent, f"{FORM}; charset={charset}")
    assert answer.status_code == (403 if browser.handler.enforce_csrf_checks else 302)


QUERIES = [
    "q=%00", "day=%00", "sort=%00", "before=%00", "other=%00", "next=%00", "page=%00",
    "page=-1", "page=0", "page=99999999999999999999", "page=1e9", "page=x",
    "q=%ff%fe", "q=%", "q=%zz", "day=%ff", "day=9999-12-31", "day=0001-01-01&view=day",
    "before=9999-12-31T23:59:59~1", "before=-1", "appointment=%00", "from=%ff", "from=%00",
    "q=" + "a" * 3000, "q=" + "%F0%9F%98%80" * 300, "view=%00&kind=%00", "q=%ED%A0%80",
    "s=%C3%A9", "s=%ff", "s=1.%C3%A9",
    "team=%00", "team=x", "state=%00", "show=%00", "all=%ff", "kind=%ff&before=%ff",
]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:30])
def test_no_address_makes_a_screen_fail(browser, screens, query):
    failed = {
        name: answer.status_code
        for name, url in screens.items()
        if (answer := browser.get(url, QUERY_STRING=query)).status_code >= 500
    }
    assert failed == {}


@pytest.mark.parametrize(
    "path",
    [
        "/%ff",
        "/people/%ff%fe/",
        "/%00",
        "/people/%00/names/",
        "/../etc",
        "//x",
        "/%",
        "/" + "a" * 5000,
    ],
)
def test_no_path_makes_the_site_fail(browser, path):
    assert browser.get(path).status_code < 500
    assert browser.generic("POST", path, b"x=1", content_type=FORM).status_code < 500


HEADERS = [
    {"HTTP_COOKIE": "sessionid=\xff; look=\x00; csrftoken=" + "a" * 5000},
    {"HTTP_COOKIE": "sessionid=" + "a" * 5000},
    {"HTTP_REFERER": "http://[::1"},
    {"HTTP_REFERER": "\xff" * 300},
    {"HTTP_ACCEPT_LANGUAGE": "a" * 5000},
    {"HTTP_ACCEPT_LANGUAGE": ",".join(["x-y-z;q=9"] * 300)},
    {"HTTP_HOST": "a" * 300},
    {"HTTP_HOST": "[::1"},
    {"HTTP_HOST": "\xff"},
    {"HTTP_HX_REQUEST": "\x00", "HTTP_HX_CURRENT_URL": "http://[::1"},
    {"HTTP_X_BACKGROUND": "\xff"},
    {"HTTP_X_FORWARDED_FOR": "\x00" * 50},
    {"HTTP_USER_AGENT": "\xff" * 5000},
    {"CONTENT_LENGTH": "-1"},
    {"CONTENT_LENGTH": "x"},
    {"HTTP_IF_MODIFIED_SINCE": "Thu, 99 Foo 99999999 99:99:99 GMT", "HTTP_IF_NONE_MATCH": '"'},
    {"HTTP_RANGE": "bytes=9-1"},
]


@pytest.mark.parametrize("sent", HEADERS, ids=lambda sent: next(iter(sent)))
def test_no_header_makes_a_screen_fail(browser, screens, sent):
    failed = {
        name: answer.status_code
        for name, url in screens.items()
        for method in ("GET", "POST")
        if (answer := browser.generic(method, url, b"", content_type=FORM, **sent)).status_code
        >= 500
    }
    assert failed == {}
