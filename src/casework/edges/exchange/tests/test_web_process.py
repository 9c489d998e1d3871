"""A worker that dies in the middle of a file, and a large file: in processes of their own."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

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
        made = Import.objects.filter(file_name="people.csv")
        people = Person.objects.filter(brought_over_by__in=made.values("pk")).count()
        print(upload.state, state, made.count(), people, upload.parts.count())
"""
SEND = """
with acting(lee):
    team = Team.objects.get(pk=lee.led_team_ids[0])
    upload = actions.upload_file(by=lee, kind="people", team=team,
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


# Many short columns take more than a few long ones.
READ = """
made = ["Family name,Given name,Date of birth,Opened,Status,Phone,Mail,City,Postcode,Language,"
        "Worker,Note"]
for n in range(150_000):
    letters = "".join(chr(97 + n // 26**power % 26) for power in range(4))
    day = f"{n % 28 + 1:02d}/{n % 12 + 1:02d}"
    made.append(f"Fam{letters},Giv{letters},{day}/1980,{day}/2025,Open,555-{n % 9000 + 1000},"
                f"a{n}@example.org,Town{n % 50},{n % 90000 + 10000},English,Dana Reyes,seen")
data = "\\n".join(made).encode()
del made
assert len(data) > 10 * 2**20, len(data)
with acting(lee):
    upload = actions.upload_file(by=lee, kind="people",
        team=Team.objects.get(pk=lee.led_team_ids[0]), file_name="people.csv", data=data,
        now=timezone.now())
del data
job("exchange.read", upload)
with acting(lee):
    print(Upload.objects.get().state)
# Not ru_maxrss: that counts the process from which this one was started.
with open("/proc/self/status") as status:
    print(next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM")))
"""


@pytest.fixture
def demo(cloned_database):
    """`demo("-c", code)` runs Python on the demo agency and answers with the words it printed."""
    variables = cloned_database("import process").variables({"CASEWORK_DEMO": "yes"})

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
    return run


def test_nothing_is_half_brought_over_and_the_job_comes_again(demo):
    sent = demo("-c", BEGIN + SEND, given=PEOPLE)
    assert sent == ["tried", "waiting", "0", "0", "3"]
    demo("-c", BEGIN + DIE, code=-signal.SIGKILL)
    after = demo("-c", BEGIN + "facts()")
    assert after == ["tried", "running", "0", "0", "3"]
    assert demo("-c", BEGIN + BRING) == ["done", "done", "1", "6", "0"]
    # The queue may run what it gave out once more.
    assert demo("-c", BEGIN + BRING) == ["done", "done", "1", "6", "0"]


def test_ten_megabytes_are_read_within_300(demo):
    state, megabytes = demo("-c", BEGIN + READ)
    assert state == "read"
    assert int(megabytes) < 300
