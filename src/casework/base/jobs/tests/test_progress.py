"""Long work says how far it is, and the screen shows it to the one who started it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connections
from django.test import RequestFactory
from django.urls import resolve
from procrastinate.contrib.django.models import ProcrastinateJob

from casework.base.accounts.actors import Actor, ActorKind
from casework.base.audit.middleware import NotOpen
from casework.base.audit.models import Event
from casework.base.core.acting import acting
from casework.base.core.ids import new_id
from casework.base.core.refusals import Refused
from casework.base.jobs import actions, progress, queue, views
from casework.base.jobs.models import Progress
from casework.base.jobs.queue import Unfit

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
WORDS = {"rows": "Counting rows", "added": "Added", "not_a_date": "Not a date"}


@pytest.fixture(autouse=True)
def one_job(monkeypatch):
    monkeypatch.setattr(queue, "_jobs", {})
    monkeypatch.setattr(progress, "_SECONDS_BETWEEN", 0.0)
    queue.job("test.count", words=WORDS)(lambda **given: None)


@pytest.fixture
def actor() -> Actor:
    return Actor(kind=ActorKind.WORKER, id=new_id(), name="Dana")


def begun(actor: Actor, **more) -> Progress:
    with acting(actor):
        return actions.start_progress(by=actor, job="test.count", title="rows", now=NOW, **more)


def stands(actor: Actor, one: Progress) -> Progress:
    with acting(actor):
        return Progress.objects.get(pk=one.pk)


def run(work, actor: Actor, one: Progress) -> None:
    progress.watched(work)(
        progress_id=str(one.pk), by_kind=actor.kind, by_id=str(actor.id), file_id="f"
    )


@pytest.mark.django_db
def test_started_with_its_job_and_a_trail(actor):
    one = begun(actor, total=10, file_id=uuid4())
    put = ProcrastinateJob.objects.get(args__progress_id=str(one.pk))
    assert put.task_name == "test.count"
    assert put.args["by_id"] == str(actor.id)
    with acting(actor):
        assert Event.objects.get(subject_id=one.pk).action == "work.started"


# These commit: what a job tells inside its own transaction goes over another connection.
@pytest.mark.django_db(transaction=True)
class TestWatched:
    def test_done(self, actor):
        one = begun(actor, total=2)

        def work(teller, *, file_id):
            teller.step()
            assert (stands(actor, one).state, stands(actor, one).done_count) == ("running", 1)
            teller.problem("not_a_date", row=7)
            teller.step()
            teller.results(added=2)

        run(work, actor, one)
        done = stands(actor, one)
        assert (done.state, done.done_count, done.result) == ("done", 2, {"added": 2})
        assert done.problems == [{"code": "not_a_date", "row": 7}]
        assert done.finished_at

    def test_seen_before_the_work_commits(self, actor):
        one = begun(actor)
        seen = []

        def look():
            seen.append((stands(actor, one).done_count, stands(actor, one).total_count))
            connections.close_all()

        def work(teller, *, file_id):
            with acting(actor):
                teller.total(50)
                teller.step(20)
                with ThreadPoolExecutor(1) as somebody:
                    somebody.submit(look).result()

        run(work, actor, one)
        assert seen == [(20, 50)]

    def test_failed_and_tried_again(self, actor):
        one = begun(actor)

        def work(teller, *, file_id):
            with acting(actor):
                teller.step(1 // file_id.count("g"))

        with pytest.raises(ZeroDivisionError):
            run(work, actor, one)
        failed = stands(actor, one)
        assert (failed.state, failed.problems) == ("failed", [{"code": "unexpected"}])
        run(lambda teller, *, file_id: None, actor, one)
        done = stands(actor, one)
        assert (done.state, done.problems) == ("done", [])

    def test_stopped_undoes_what_was_not_saved(self, actor):
        one = begun(actor)

        def stop():
            with acting(actor):
                actions.cancel_progress(by=actor, progress=one, now=NOW)
            connections.close_all()

        def work(teller, *, file_id):
            with acting(actor):
                queue.defer("test.count", half=1)
                with ThreadPoolExecutor(1) as somebody:
                    somebody.submit(stop).result()
                teller.step()
                pytest.fail("a stopped work went on")

        run(work, actor, one)
        assert stands(actor, one).state == "cancelled"
        assert not ProcrastinateJob.objects.filter(args__half=1).exists()

    def test_stopped_before_it_began(self, actor):
        one = begun(actor)
        with acting(actor):
            actions.cancel_progress(by=actor, progress=one, now=NOW)
        run(lambda teller, *, file_id: pytest.fail("it began"), actor, one)
        assert stands(actor, one).state == "cancelled"

    def test_words_are_not_kept(self, actor):
        one = begun(actor)

        def work(teller, *, file_id):
            with pytest.raises(Unfit):
                teller.problem("unknown", said="Grace Mensah")
            with pytest.raises(Unfit):
                teller.results(said="Grace Mensah")

        run(work, actor, one)


@pytest.mark.django_db
def test_what_is_finished_is_not_stopped(actor):
    one = begun(actor)
    with acting(actor):
        actions.cancel_progress(by=actor, progress=one, now=NOW)
        with pytest.raises(Refused, match="already finished"):
            actions.cancel_progress(by=actor, progress=one, now=NOW)


@pytest.mark.django_db
def test_one_s_own_old_work_is_forgotten(actor):
    old = begun(actor)
    with acting(actor):
        actions.cancel_progress(by=actor, progress=old, now=NOW)
        actions.start_progress(
            by=actor, job="test.count", title="rows", now=NOW + timedelta(days=31)
        )
        assert not Progress.objects.filter(pk=old.pk).exists()


def ask(actor: Actor, one_id, method: str = "get", **headers):
    request = getattr(RequestFactory(headers=headers), method)(f"/jobs/{one_id}/")
    request.actor = actor
    request.resolver_match = resolve(f"/jobs/{one_id}/")
    return views.progress(request, one_id)


@pytest.mark.django_db
def test_the_screen_polls_while_it_runs_and_then_stops(actor):
    one = begun(actor, total=4)
    page = ask(actor, one.pk).content.decode()
    assert "Counting rows" in page
    assert 'hx-trigger="every 2s"' in page
    assert 'max="4"' in page
    assert "Look again" in page
    fragment = ask(actor, one.pk, HX_Request="true")
    assert "<html" not in fragment.content.decode()
    assert "HX-Request" in fragment["Vary"]
    with acting(actor):
        actions.cancel_progress(by=actor, progress=one, now=NOW)
    fragment = ask(actor, one.pk, HX_Request="true").content.decode()
    assert "hx-trigger" not in fragment
    assert "Stopped" in fragment


@pytest.mark.django_db
def test_the_screen_shows_results_and_problems_in_words(actor):
    one = begun(actor)
    with acting(actor):
        Progress.objects.filter(pk=one.pk).update(
            state="done",
            finished_at=NOW,
            result={"added": 12},
            problems=[{"code": "not_a_date", "row": 7}],
        )
    page = ask(actor, one.pk).content.decode()
    assert "Finished" in page
    assert "Added" in page
    assert "12" in page
    assert "Not a date, row 7" in page


@pytest.mark.django_db
def test_somebody_else_s_work_is_not_there(actor):
    one = begun(actor)
    other = Actor(kind=ActorKind.WORKER, id=new_id(), name="Kwame")
    for asked in (one.pk, uuid4()):
        with pytest.raises(NotOpen):
            ask(other, asked)


@pytest.mark.django_db
def test_stopping_by_the_button(actor):
    one = begun(actor)
    answer = ask(actor, one.pk, method="post")
    assert answer.status_code == 302
    assert stands(actor, one).state == "cancelled"
