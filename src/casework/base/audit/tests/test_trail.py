"""Every action leaves a trail, and a refusal does too."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import Http404

from casework.base.audit import trail
from casework.base.audit.models import Event
from casework.base.core.acting import acting
from casework.base.core.ids import new_id

from .somebody import Somebody

pytestmark = [pytest.mark.django_db, pytest.mark.oldest_postgres]

SOMEBODY = Somebody()


def _count(action):
    with acting(SOMEBODY):
        return Event.objects.filter(action=action).count()


def test_an_action_that_forgets_its_trail_is_undone():
    @trail.recorded
    def forgetful(*, by):
        with connection.cursor() as cursor:
            cursor.execute("select set_config('casework.test', 'written', true)")

    with pytest.raises(trail.Unrecorded, match="forgetful"):
        forgetful(by=SOMEBODY)
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('casework.test', true)")
        assert cursor.fetchone()[0] != "written"


def test_an_action_within_an_action_counts_for_both():
    @trail.recorded
    def inner(*, by):
        trail.write("test.inner", by=by)

    @trail.recorded
    def outer(*, by):
        inner(by=by)

    outer(by=SOMEBODY)
    assert _count("test.inner") == 1


def test_what_fails_within_a_whole_undoes_all_of_it_and_nothing_before():
    @trail.recorded
    def first(*, by):
        trail.write("test.first", by=by)

    @trail.recorded
    def failing(*, by):
        trail.write("test.failing", by=by)
        raise Http404

    def both():
        with trail.as_a_whole():
            first(by=SOMEBODY)
            failing(by=SOMEBODY)

    with acting(SOMEBODY):
        first(by=SOMEBODY)
        with pytest.raises(Http404):
            both()
        assert Event.objects.filter(action="test.first").count() == 1
        assert Event.objects.filter(action="test.failing").count() == 0


def test_what_is_done_together_is_written_together(django_assert_num_queries):
    @trail.recorded
    def one(*, by):
        trail.write("test.one", by=by)

    @trail.recorded
    def all_three(*, by):
        with trail.together():
            with trail.together():
                one(by=by)
            one(by=by)
            trail.write_many("test.many", by=by, about=[(None, None)])

    with acting(SOMEBODY), trail.as_a_whole(), django_assert_num_queries(1):
        all_three(by=SOMEBODY)
    assert (_count("test.one"), _count("test.many")) == (2, 1)


def test_what_fails_together_leaves_no_event_and_holds_back_none_after_it():
    def failing():
        with trail.together():
            trail.write("test.failing", by=SOMEBODY)
            raise Http404

    with acting(SOMEBODY):
        with pytest.raises(Http404):
            failing()
        trail.write("test.after", by=SOMEBODY)
    assert (_count("test.failing"), _count("test.after")) == (0, 1)


def test_a_failed_action_leaves_neither_change_nor_event():
    @trail.recorded
    def failing(*, by):
        trail.write("test.failing", by=by)
        raise Http404

    with pytest.raises(Http404):
        failing(by=SOMEBODY)
    assert _count("test.failing") == 0


def test_many_events_are_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        trail.write_many(
            "test.many", by=SOMEBODY, about=[(("thing", new_id()), None) for _ in range(20)]
        )
    assert _count("test.many") == 20


def test_an_event_lies_in_the_partition_of_its_month():
    trail.write("test.month", by=SOMEBODY)
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from audit_event e where action = 'test.month'"
            " and tableoid::regclass::text = 'audit_event_' || to_char(now(), 'YYYYMM')"
        )
    assert _count("test.month") == 1
