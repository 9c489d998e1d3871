"""Two who write at the same time are each offered their own lists."""

from datetime import UTC

import pytest

from casework.cycle.contacts.forms import CheckInForm, ContactForm


def offered(form_class, whose):
    form = form_class(zone=UTC)
    lists = {
        name: lambda name=name: [(whose, f"{name} of {whose}")]
        for name in ("appointments", "workers", "people")
    }
    form.offer(**lists)
    return form


def choices(form):
    names = [name for name in ("appointment", "workers", "people") if name in form.fields]
    return {name: list(form.fields[name].choices) for name in names}


@pytest.mark.parametrize("form_class", [ContactForm, CheckInForm])
def test_the_lists_of_one_form_are_not_those_of_the_next(form_class):
    first = offered(form_class, "dana")
    before = choices(first)
    second = offered(form_class, "kwame")
    assert choices(first) == before
    assert {value for some in before.values() for value, _label in some} >= {"dana"}
    assert "dana" not in str(choices(second))
    for name, field in form_class.base_fields.items():
        assert "dana" not in str(list(getattr(field, "choices", []))), name
