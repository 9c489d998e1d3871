"""The worker dies in the middle of a file; with real processes and transactions that commit."""

from __future__ import annotations

import signal
import subprocess
import sys

from .factories import PEOPLE

BEGIN = """
import sys, django; django.setup()
from casework.base.accounts.models import Account
from casework.base.core.acting import acting
from casework.base.jobs import queue
from casework.base.jobs.models import Progress
from casework.edges.exchange import actions
from casework.edges.exchange.models import Import, Upload
from casework.registry.people.models import Person
from casework.registry.workforce.actors import worker_actor
from casework.registry.workforce.models import Team
from django.utils import timezone
lee = worker_actor(Account.objects.get(name="lee"))
def job(name, upload):
    queue.run_now(name, progress_id=upload.progress_id, by_kind="worker", by_id=lee.id,
                  upload_id=upload.pk)
def facts():
    with acting(lee):
        upload = Upload.objects.get()
        state = Progress.objects.get(pk=upload.progress_id).state
        people = Person.objects.filter(brought_over_by__isnull=False).count()
        print(upload.state, state, Import.objects.count(), people, upload.parts.count())
"""
SEND = """
with acting(lee):
    upload = actions.upload_file(by=lee, kind="people", team=Team.objects.get(pk=lee.led_team_ids[0]),
        file_name="people.csv", data=sys.stdin.buffer.read(), now=timezone.now())
job("exchange.read", upload)
with acting(lee):
    upload = actions.map_upload(by=lee, upload=upload, mapping=None, now=timezone.now())
job("exchange.try_out", upload)
with acting(lee):
    actions.run_upload(by=lee, upload=upload, now=timezone.now())
facts()
"""
DIE = """
import os, signal
from casework.base.jobs.progress import Teller
class Mortal(Teller):
    def step(self, count=1):
        super().step(count)
        if self.done == 4:
            os.kill(os.getpid(), signal.SIGKILL)
from casework.base.jobs import progress
progress.Teller = Mortal
with acting(lee):
    upload = Upload.objects.get()
job("exchange.bring", upload)
"""
BRING = """
with acting(lee):
    upload = Upload.objects.get()
job("exchange.bring", upload)
facts()
"""


def test_nothing_is_half_brought_over_and_the_job_comes_again(cloned_database):
    clone = cloned_database("killed import")
    variables = clone.variables({"CASEWORK_DEMO": "yes"})

    def run(*words, given="", code=0):
        done = subprocess.run(
            [sys.executable, *words],
            env=variables | {"DJANGO_SETTINGS_MODULE": "casework.config.settings"},
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stderr
        return done.stdout.split()

    run("-m", "casework.config.cli", "demo", "--people", "0")
    sent = run("-c", BEGIN + SEND, given=PEOPLE)
    assert sent == ["tried", "waiting", "0", "0", "3"]
    run("-c", BEGIN + DIE, code=-signal.SIGKILL)
    after = run("-c", BEGIN + "facts()")
    assert after == ["tried", "running", "0", "0", "3"]
    assert run("-c", BEGIN + BRING) == ["done", "done", "1", "6", "0"]
    # The queue may run what it gave out once more.
    assert run("-c", BEGIN + BRING) == ["done", "done", "1", "6", "0"]
