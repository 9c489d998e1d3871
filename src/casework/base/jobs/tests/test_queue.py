"""Jobs are put with their transaction, run, are tried again, and come back from the dead."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from casework.base.jobs import (
    Retry,
    Unfit,
    defer,
    failed_count,
    health,
    is_alive,
    job,
    lag_seconds,
    queue,
    run_now,
    service,
)
from casework.base.jobs.worker import run_worker, thread_in_web_process

pytestmark = pytest.mark.oldest_postgres

RAN: list[dict[str, object]] = []


def work_off() -> None:
    """Run what is due in a thread of its own: a browser test before may have left a loop here."""
    with ThreadPoolExecutor(1) as beside:
        beside.submit(run_worker, wait=False).result()


@pytest.fixture(autouse=True)
def jobs_of_this_test(monkeypatch):
    monkeypatch.setattr(queue, "_jobs", {})
    RAN.clear()

    @job("test.note")
    def note(**given):
        RAN.append(given)
        return len(RAN)

    @job("test.fall", retry=Retry(times=1, first_wait=timedelta(0)))
    def fall():
        RAN.append({})
        raise ValueError("Grace Mensah")


def test_a_job_is_named_once():
    with pytest.raises(Unfit, match="twice"):
        job("test.note")(lambda: None)
    with pytest.raises(Unfit, match=r"room\.verb"):
        job("note")(lambda: None)
    with pytest.raises(Unfit, match="No room"):
        defer("test.unknown")


def test_run_now_is_given_what_the_worker_would_be_given():
    thing = uuid4()
    assert run_now("test.note", thing=thing, count=2) == 1
    assert [{"thing": str(thing), "count": 2}] == RAN


def test_a_service_has_a_lasting_id():
    assert service("test.note").id == service("test.note").id != service("test.fall").id


@pytest.mark.django_db
def test_words_never_enter_the_queue():
    with pytest.raises(Unfit, match="who is no id"):
        defer("test.note", who="Grace Mensah")
    assert not ProcrastinateJob.objects.filter(task_name="test.note").exists()


@pytest.mark.django_db
def test_a_job_goes_with_its_transaction():
    point = transaction.savepoint()
    defer("test.note", count=1)
    assert ProcrastinateJob.objects.filter(args__count=1).exists()
    transaction.savepoint_rollback(point)
    assert not ProcrastinateJob.objects.filter(args__count=1).exists()
    defer("test.note", count=2)
    assert ProcrastinateJob.objects.get(task_name="test.note").args == {"count": 2}


@pytest.mark.django_db(transaction=True)
def test_the_worker_runs_what_is_committed_and_keeps_nothing_of_it():
    thing = uuid4()
    defer("test.note", thing=thing)
    defer("test.note", run_at=timezone.now() + timedelta(hours=1))
    assert not is_alive(timezone.now() + timedelta(minutes=5))
    work_off()
    assert [{"thing": str(thing)}] == RAN
    assert ProcrastinateJob.objects.get(task_name="test.note").status == "todo"
    assert lag_seconds(timezone.now() + timedelta(hours=2)) > 3000


@pytest.mark.django_db(transaction=True)
def test_what_fails_is_tried_again_and_then_kept_as_failed():
    before = failed_count()
    defer("test.fall")
    work_off()
    work_off()
    assert len(RAN) == 2
    assert failed_count() == before + 1


@pytest.mark.django_db
def test_jobs_of_a_dead_worker_run_again_and_at_last_are_given_up():
    defer("test.note", count=1)
    defer("test.note", count=2)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 hour')"
        )
        cursor.execute(
            "update procrastinate_jobs set status = 'doing', worker_id ="
            " (select max(id) from procrastinate_workers) where task_name = 'test.note'"
        )
        cursor.execute("update procrastinate_jobs set attempts = 5 where args->>'count' = '2'")
    assert health.put_back_stalled(timezone.now()) == (1, 1)
    ours = ProcrastinateJob.objects.filter(task_name="test.note")
    assert dict(ours.values_list("args__count", "status")) == {1: "todo", 2: "failed"}
    health.forget_old()
    assert ours.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_thread_works_beside_the_web_and_stops():
    thread = thread_in_web_process()
    try:
        defer("test.note", count=7)
        _until(lambda: RAN == [{"count": 7}])
        assert is_alive(timezone.now())
    finally:
        thread.stop()
    assert not thread.is_alive()


def _until(true, seconds: float = 15.0) -> None:
    """Look again, until it is so: the worker has threads of its own."""
    from threading import Event

    pause, ends = Event(), timezone.now() + timedelta(seconds=seconds)
    while not true():
        assert timezone.now() < ends, "it did not happen"
        pause.wait(0.02)
