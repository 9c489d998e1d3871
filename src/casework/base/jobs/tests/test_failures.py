"""Jobs that failed for good wait for somebody, by kind and never by content."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.utils import timezone

from casework.base.accounts.actors import Actor, ActorKind
from casework.base.audit.models import Event
from casework.base.core.acting import acting
from casework.base.core.ids import new_id
from casework.base.core.refusals import Refused
from casework.base.jobs import Retry, actions, defer, failed_count, health, job, queue
from casework.base.jobs.failures import failed_jobs
from casework.base.jobs.models import Failure
from casework.base.jobs.worker import run_worker

pytestmark = pytest.mark.django_db(transaction=True)
RAN: list[int] = []


@pytest.fixture(autouse=True)
def jobs_of_this_test(monkeypatch):
    monkeypatch.setattr(queue, "_jobs", {})
    RAN.clear()

    @job("test.fall", retry=Retry(times=0))
    def fall(count):
        RAN.append(count)
        raise ValueError("Grace Mensah")


@pytest.fixture
def actor():
    return Actor(kind=ActorKind.WORKER, id=new_id(), name="Adam")


def fail_once():
    defer("test.fall", count=7)
    work_off()
    (one,) = failed_jobs()
    return one


def work_off():
    with ThreadPoolExecutor(1) as beside:
        beside.submit(run_worker, wait=False).result()


def told(actor):
    with acting(actor):
        return list(Event.objects.order_by("at").values_list("action", "detail"))


def test_what_failed_says_which_when_how_often_and_what_kind_of_error():
    before = timezone.now() - timedelta(minutes=1)
    one = fail_once()
    assert (one.name, one.tries, one.error) == ("test.fall", 1, "ValueError")
    assert before < one.at <= timezone.now() + timedelta(minutes=1)
    assert "Grace" not in str(one)
    assert "Grace" not in str(list(Failure.objects.values()))


def test_it_runs_once_more_and_comes_back_when_it_fails_again(actor):
    one = fail_once()
    with acting(actor):
        actions.try_job_again(by=actor, number=one.number, now=timezone.now())
    assert failed_jobs() == []
    work_off()
    assert RAN == [7, 7]
    (again,) = failed_jobs()
    assert (again.number, again.tries) == (one.number, one.tries + 2)
    assert told(actor) == [("job.tried_again", {"job": "test.fall", "number": one.number})]


def test_it_is_let_go_for_a_reason_and_counts_no_more(actor):
    one = fail_once()
    with acting(actor), pytest.raises(Refused, match="Say why"):
        actions.let_job_go(by=actor, number=one.number, why="", now=timezone.now())
    assert failed_count() == 1
    with acting(actor):
        actions.let_job_go(by=actor, number=one.number, why="not_needed", now=timezone.now())
    assert failed_count() == 0
    work_off()
    assert RAN == [7]
    detail = {"job": "test.fall", "number": one.number, "why": "not_needed"}
    assert told(actor) == [("job.let_go", detail)]
    for act in (
        lambda: actions.try_job_again(by=actor, number=one.number, now=timezone.now()),
        lambda: actions.let_job_go(
            by=actor, number=one.number, why="not_needed", now=timezone.now()
        ),
    ):
        with acting(actor), pytest.raises(Refused, match="not waiting to be looked at"):
            act()


def test_what_is_forgotten_is_forgotten_whole():
    fail_once()
    Failure.objects.update(at=timezone.now() - timedelta(days=31))
    health.forget_old()
    assert not Failure.objects.exists()
