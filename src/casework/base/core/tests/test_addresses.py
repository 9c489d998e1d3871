"""An address whose pattern is kept is the one that Django looks up."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django import urls
from django.template import Context, Template
from django.urls import NoReverseMatch

from casework.base.core.addresses import reverse


@pytest.mark.parametrize("name", ["record:record_overview", "contacts:contact_new"])
def test_it_is_what_is_looked_up(name):
    for one in (uuid4(), uuid4()):
        assert reverse(name, args=[one]) == urls.reverse(name, args=[one])
        drawn = Template("{% url name one %}").render(Context({"name": name, "one": one}))
        assert drawn == urls.reverse(name, args=[one])


def test_a_name_without_ids_and_one_with_words():
    assert reverse("myday:my_day") == urls.reverse("myday:my_day")
    # An id that comes as words is checked against the pattern, each time anew.
    one = str(uuid4())
    assert reverse("record:record_overview", args=[one]) == urls.reverse(
        "record:record_overview", args=[one]
    )
    with pytest.raises(NoReverseMatch):
        reverse("record:record_overview", args=["../../accounts"])


def test_a_server_below_a_path_of_its_own():
    one, before = uuid4(), urls.get_script_prefix()
    plain = reverse("record:record_overview", args=[one])
    urls.set_script_prefix("/{casework}/")
    try:
        assert reverse("record:record_overview", args=[one]) == urls.reverse(
            "record:record_overview", args=[one]
        )
    finally:
        urls.set_script_prefix(before)
    assert reverse("record:record_overview", args=[one]) == plain


def test_a_page_that_is_not_there_is_told():
    for args in ([], [uuid4()], [uuid4(), uuid4()]):
        with pytest.raises(NoReverseMatch):
            reverse("record:nowhere", args=args)
    with pytest.raises(NoReverseMatch):
        Template("{% url 'record:nowhere' %}").render(Context())
