"""Files at work: each job acts as the leader who pressed, with the rights she has when it runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core.acting import acting
from casework.base.core.refusals import Refused
from casework.base.jobs import progress, queue
from casework.base.jobs.rules import Retry
from casework.registry.workforce.actors import worker_actor
from casework.registry.workforce.models import Worker
from casework.registry.workforce.permissions import Permission

from . import actions
from .models import Import, Upload

WORDS = {
    "reading": _("Reading the file"),
    "trying": _("Trying the file out"),
    "bringing": _("Bringing the file over"),
    "taking_back": _("Taking the file back"),
    "not_allowed": _("You may not bring files over any more. Nothing was changed."),
    "refused": _("It could not be done now. Nothing was changed."),
    "unexpected": _("Something went wrong on our side. Nothing was changed."),
}
# What failed is pressed again by the one who watches. A worker that died is another matter: the
# queue puts its jobs back.
_HOW: dict[str, Any] = {
    "retry": Retry(times=0),
    "words": WORDS,
    "next_screen": "exchange:work_result",
}


@contextmanager
def _as_sender(teller: progress.Teller) -> Iterator[Actor | None]:
    """The one who pressed, as she stands now; None where she may not bring files over any more."""
    worker = Worker.objects.select_related("account").filter(pk=teller.by_id).first()
    actor = worker_actor(worker.account) if worker and worker.account else None
    if actor is None or not actor.may(Permission.IMPORT_RUN):
        teller.problem("not_allowed")
        yield None
        return
    with acting(actor):
        yield actor


@queue.job("exchange.read", label=_("Reading a file"), **_HOW)
@progress.watched
def read(teller: progress.Teller, *, upload_id: str) -> None:
    """What the columns of an uploaded file are taken for."""
    with _as_sender(teller) as by:
        upload = _upload(upload_id)
        if by and upload:
            actions.read_upload(by=by, upload=upload, now=timezone.now())


@queue.job("exchange.try_out", label=_("Trying a file out"), **_HOW)
@progress.watched
def try_out(teller: progress.Teller, *, upload_id: str) -> None:
    """What would become of an uploaded file."""
    with _as_sender(teller) as by:
        upload = _upload(upload_id)
        if by and upload:
            actions.try_upload(
                by=by, upload=upload, now=timezone.now(), step=teller.step, total=teller.total
            )


@queue.job("exchange.bring", label=_("Bringing a file over"), **_HOW)
@progress.watched
def bring(teller: progress.Teller, *, upload_id: str) -> None:
    """An uploaded file comes over, in one transaction: whole, or not at all."""
    with _as_sender(teller) as by:
        upload = _upload(upload_id)
        if by and upload:
            actions.bring_upload(
                by=by, upload=upload, now=timezone.now(), step=teller.step, total=teller.total
            )


@queue.job("exchange.take_back", label=_("Taking a file back"), **_HOW)
@progress.watched
def take_back(teller: progress.Teller, *, import_id: str) -> None:
    """An import is taken back, in one transaction."""
    try:
        with _as_sender(teller) as by:
            led = by.led_team_ids if by else ()
            made = Import.objects.filter(pk=UUID(import_id), team_id__in=led).first()
            if by and made:
                actions.take_back(by=by, made=made, now=timezone.now(), step=teller.step)
    except Refused:
        teller.problem("refused")


@queue.job(
    "exchange.tidy", label=_("Clearing away files that were not brought over"), cron="47 3 * * *"
)
def tidy() -> None:
    """Uploaded files that were not brought over go after a week."""
    by = queue.service("exchange.tidy")
    with acting(by), connection.cursor() as cursor:
        cursor.execute("select exchange_tidy()")
        gone = int(cursor.fetchone()[0])
        trail.write("import_upload.tidied", by=by, detail={"count": gone})


def _upload(upload_id: str) -> Upload | None:
    return Upload.objects.select_related("team").filter(pk=UUID(upload_id)).first()
