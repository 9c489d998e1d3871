"""After a form one is where one came from, and never anywhere that somebody else named."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from casework.base.core.way_back import way_back


@pytest.mark.parametrize(
    "named",
    [
        "/",
        "/record/timeline/?before=2026-03-02",
        "/people/?q=grace+mensah",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_path_of_ours_is_gone_back_to(named, method):
    request = getattr(RequestFactory(), method)("/form/", {"next": named})
    assert way_back(request, "/otherwise/") == named


@pytest.mark.parametrize(
    "named",
    [
        "",
        "record",
        "myday:my_day",
        "//elsewhere.example/",
        "///elsewhere.example/",
        "/\\elsewhere.example/",
        "https://elsewhere.example/",
        "javascript:alert(1)",
        " /record/",
        "/\n/elsewhere.example/",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_anything_else_is_not(named, method):
    request = getattr(RequestFactory(), method)("/form/", {"next": named})
    assert way_back(request, "/otherwise/") == "/otherwise/"


def test_without_a_place_to_go_back_to():
    assert way_back(RequestFactory().post("/form/"), "/otherwise/") == "/otherwise/"
