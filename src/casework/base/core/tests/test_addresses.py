"""An address made for a row is the one that is looked up."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import NoReverseMatch, reverse

from casework.base.core.addresses import each_at


@pytest.mark.parametrize("name", ["record:record_overview", "contacts:contact_new"])
def test_it_is_what_is_looked_up(name):
    at = each_at(name)
    for one in (uuid4(), uuid4()):
        assert at(one) == reverse(name, args=[one])


def test_a_page_that_is_not_there_is_told():
    with pytest.raises(NoReverseMatch):
        each_at("record:nowhere")
