"""The worker: a process of its own (`casework jobs`), or a thread of the demo's web process."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import threading
from collections.abc import Callable
from typing import Any

from procrastinate import exceptions, retry
from procrastinate.contrib.django import DjangoApp, connector_params
from procrastinate.jobs import Job as StoredJob
from procrastinate.psycopg_connector import PsycopgConnector

from . import rules
from .failures import BY_THE_CLOCK, noted
from .queue import Job, all_jobs

log = logging.getLogger("casework.jobs")

CONCURRENCY = 2
_WAIT_AFTER_A_FALL = 5.0


class _Retry(retry.BaseRetryStrategy):
    """Says to the library what the job's own `Retry` says."""

    def __init__(self, told: rules.Retry) -> None:
        self.told = told

    def get_retry_decision(
        self, *, exception: BaseException, job: StoredJob
    ) -> retry.RetryDecision | None:
        if isinstance(exception, exceptions.TaskNotFound):
            return None
        wait = self.told.wait(job.attempts)
        if wait is None:
            return None
        return retry.RetryDecision(retry_in={"seconds": int(wait.total_seconds())})


def _by_the_clock(work: Callable[..., object]) -> Callable[..., object]:
    """The library tells a periodic job when it was due; ours read the time themselves."""

    def run(timestamp: int, **given: Any) -> object:
        return work(**given)

    return run


def _register(app: DjangoApp, one: Job) -> None:
    app.task(name=one.name, retry=_Retry(one.retry), pass_context=True)(noted(one.work))
    if one.cron:
        # Its own name: the same job may also be put by hand, without a time.
        timed = app.task(
            name=f"{one.name}{BY_THE_CLOCK}",
            retry=False,
            queueing_lock=f"{one.name}{BY_THE_CLOCK}",
            pass_context=True,
        )(noted(_by_the_clock(one.work)))
        app.periodic(cron=one.cron)(timed)


def working_app() -> DjangoApp:
    """The library's application for a worker, with connections of its own."""
    connector = PsycopgConnector(
        kwargs=connector_params("default"),
        min_size=1,
        max_size=CONCURRENCY + 1,
    )
    app = DjangoApp(connector=connector)
    for one in all_jobs():
        _register(app, one)
    return app


async def _work(*, wait: bool) -> None:
    app = working_app()
    async with app.open_async():
        await app.run_worker_async(
            name="casework",
            wait=wait,
            concurrency=CONCURRENCY,
            delete_jobs="successful",
            install_signal_handlers=False,
            stalled_worker_timeout=rules.STALLED_AFTER.total_seconds(),
        )


async def _keep_working() -> None:
    """Work until cancelled. The database may go and come back; the worker gets up again."""
    while True:
        try:
            await _work(wait=True)
        except Exception:
            # Whatever felled it, work must go on.
            log.exception("The job worker fell; it starts again in a moment.")
        await asyncio.sleep(_WAIT_AFTER_A_FALL)


async def _until_signalled() -> None:
    loop, working = asyncio.get_running_loop(), asyncio.ensure_future(_keep_working())
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, working.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await working


def run_worker(*, wait: bool = True) -> None:
    """Work until told to stop by a signal; without `wait`, until nothing is left to do."""
    asyncio.run(_until_signalled() if wait else _work(wait=False))


class WorkerThread(threading.Thread):
    """A worker beside the web's threads, for the demo."""

    def __init__(self) -> None:
        super().__init__(name="jobs", daemon=True)
        self._loop = asyncio.new_event_loop()
        self._working: asyncio.Task[None] | None = None

    def run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._working = self._loop.create_task(_keep_working())
        try:
            with contextlib.suppress(asyncio.CancelledError):
                self._loop.run_until_complete(self._working)
        finally:
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.run_until_complete(self._loop.shutdown_default_executor())
            self._loop.close()

    def _cancel(self) -> None:
        if self._working:
            self._working.cancel()

    def stop(self, timeout: float = 10.0) -> None:
        """Let running jobs finish, take no new ones, and end."""
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._cancel)
        self.join(timeout)


def thread_in_web_process() -> WorkerThread:
    """Start a worker in this process; gunicorn calls this in `post_worker_init`."""
    thread = WorkerThread()
    thread.start()
    return thread
