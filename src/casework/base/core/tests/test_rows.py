"""A row that is read is made the short way; it is the row that Django would make."""

import pytest
from django.apps import apps
from django.db import models
from django.db.models.signals import post_init, pre_init

from casework.base.accounts.models import Account
from casework.base.accounts.tests.factories import make_account
from casework.base.core.models import Record

RECORDS = [model for model in apps.get_models() if issubclass(model, Record)]


def by_django(model, names, values):
    return models.Model.from_db.__func__(model, "default", names, values)


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model._meta.label)
def test_the_short_way_makes_the_same_row(model):
    names = [field.attname for field in model._meta.concrete_fields]
    values = [f"value of {name}" for name in names]
    short, long = model.from_db("default", names, values), by_django(model, names, values)
    own, djangos = dict(short.__dict__), dict(long.__dict__)
    state, other = own.pop("_state"), djangos.pop("_state")
    assert own == djangos
    assert (state.db, state.adding) == (other.db, other.adding) == ("default", False)
    assert state.fields_cache == other.fields_cache == {}


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model._meta.label)
def test_nobody_misses_what_the_short_way_leaves_out(model):
    assert model.__init__ is models.Model.__init__
    assert not pre_init.has_listeners(model)
    assert not post_init.has_listeners(model)


def test_what_was_not_read_is_read_when_it_is_asked_for(db, django_assert_num_queries):
    made = make_account("rosa")
    with django_assert_num_queries(2):
        read = Account.objects.only("name").get(pk=made.pk)
        assert read.get_deferred_fields() == {
            field.attname for field in Account._meta.concrete_fields
        } - {"id", "name"}
        assert read.date_joined == made.date_joined


def test_a_row_that_was_read_is_written_over_not_added(db):
    read = Account.objects.get(pk=make_account("rosa").pk)
    read.look = "dark"
    read.save()
    assert Account.objects.get(name="rosa").look == "dark"
