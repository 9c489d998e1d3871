"""A file comes from the web: sent, read, mapped, tried out, brought over. Nothing of it stays.

What takes long is done by a job, as the leader who pressed and with the rights she has then.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from casework.base.accounts.actors import Actor
from casework.base.audit import trail
from casework.base.core import words
from casework.base.core.refusals import Refused, refuse_if
from casework.base.core.says import _
from casework.base.jobs.actions import start_progress
from casework.registry.workforce.models import Team

from .. import files, kept, rules
from ..bringing import Step, Watch, no_step
from ..models import Import, Part, Upload, UploadState
from ..reading import CannotRead, Mapping, Reading, mapping_by_hand
from ..reading.sight import refuse_at_sight, samples
from ..trying import Steps, try_out
from ..wording import refusal
from .bringing_files import bring_file

Total = Callable[[int], None]


def _no_total(_count: int) -> None:
    """Nobody watches."""


@trail.recorded
def upload_file(
    *,
    by: Actor,
    kind: str,
    team: Team,
    file_name: str,
    data: bytes,
    now: datetime,
    was_too_large: bool = False,
) -> Upload:
    """Take a file in, sealed, for its sender alone, and put the job that reads it.

    What can be told at sight is refused at once, and nothing of it is kept.
    """
    refuse_if(rules.why_not_bring(leads=team.pk in by.led_team_ids), field="team")
    refuse_if(rules.why_not_upload(size=len(data), was_too_large=was_too_large), field="file")
    waiting = (
        Upload.objects.filter(uploaded_by=by.id)
        .exclude(state__in=[UploadState.DONE, UploadState.REFUSED])
        .count()
    )
    refuse_if(rules.why_not_one_more(waiting=waiting), field="file")
    try:
        refuse_at_sight(data, file_name)
    except CannotRead as problem:
        raise Refused(refusal(problem), field="file") from problem
    digest = rules.digest(data)
    for older in Upload.objects.filter(sha256=digest, kind=kind, team=team, came_as=None):
        _remove(older)
    upload = Upload.objects.create(
        kind=kind,
        team=team,
        file_name=file_name[:200],
        size=len(data),
        sha256=digest,
        uploaded_at=now,
        uploaded_by=by.id,
    )
    kept.keep(upload, Part.FILE, data)
    trail.write("import_upload.sent", by=by, about=upload, detail={"kind": kind, "size": len(data)})
    return _work(upload, "exchange.read", "reading", by=by, now=now)


@trail.recorded
def read_upload(*, by: Actor, upload: Upload, now: datetime) -> Upload:
    """Read the file and say what its columns are taken for. One that cannot be read goes."""
    upload = _held(upload, wait=True)
    data = kept.kept(upload, Part.FILE)
    if data is None:
        trail.quiet("the file is gone: it was thrown away, or brought over")
        return upload
    try:
        told = _told_of(upload, data, by=by, now=now)
    except CannotRead as problem:
        return _refuse(upload, refusal(problem), by=by)
    kept.keep_told(upload, Part.READING, told)
    upload.state = UploadState.TO_MAP if told["by_hand"] else UploadState.READ
    upload.save(update_fields=["state"])
    trail.write("import_upload.read", by=by, about=upload, detail={"rows": told["rows"]})
    return upload


@trail.recorded
def map_upload(
    *, by: Actor, upload: Upload, mapping: dict[str, Any] | None, now: datetime
) -> Upload:
    """What its sender says the columns mean; `None` where she leaves it as proposed."""
    upload = _held(upload)
    refuse_if(rules.why_not_bring(leads=upload.team_id in by.led_team_ids))
    refuse_if(rules.why_not_map(state=upload.state, is_busy=kept.is_at_work(upload)))
    if mapping is not None:
        upload.mapping = mapping
    # What was seen before was seen under another mapping: nobody may bring that over unseen.
    kept.forget(upload, Part.TRIAL)
    if upload.state == UploadState.TRIED:
        upload.state = UploadState.READ
    upload.refusal = ""
    upload.save(update_fields=["mapping", "refusal", "state"])
    trail.write(
        "import_upload.mapped", by=by, about=upload, detail={"is_changed": mapping is not None}
    )
    return _work(upload, "exchange.try_out", "trying", by=by, now=now)


@trail.recorded
def try_upload(
    *,
    by: Actor,
    upload: Upload,
    now: datetime,
    step: Step = no_step,
    total: Total = _no_total,
) -> Upload:
    """See what the file would become: it is brought over as it would be, and that is undone."""
    upload = _held(upload, wait=True)
    data = kept.kept(upload, Part.FILE)
    if data is None:
        trail.quiet("the file is gone: it was thrown away, or brought over")
        return upload
    kept.forget(upload, Part.TRIAL)
    try:
        told, facts, mapping = _tried(upload, data, by=by, now=now, step=step, total=total)
    except (CannotRead, Refused) as problem:
        upload.state, upload.refusal = UploadState.TO_MAP, refusal(problem)[:500]
    else:
        kept.keep_told(upload, Part.TRIAL, told)
        kept.keep_told(upload, Part.READING, _with_samples(upload, facts, mapping, data))
        upload.state, upload.refusal = UploadState.TRIED, ""
    upload.save(update_fields=["state", "refusal"])
    trail.write("import_upload.tried", by=by, about=upload, detail={"state": upload.state})
    return upload


@trail.recorded
def tell_apart(*, by: Actor, upload: Upload, cell: str, is_other: bool) -> Upload:
    """A row that looks like somebody known is somebody else, and is to come; or it is not."""
    upload = _held(upload)
    refuse_if(rules.why_not_run(state=upload.state, is_busy=kept.is_at_work(upload)))
    told = kept.told(upload, Part.TRIAL) or {"lists": {}}
    offered = {f"{one['sheet']}!{one['row']}" for one in told["lists"].get("alike", ())}
    refuse_if(None if cell in offered else _("There is no such row in this file."))
    others = set(upload.separate) - {cell} | ({cell} if is_other else set())
    upload.separate = sorted(others)
    upload.save(update_fields=["separate"])
    trail.write("import_upload.told_apart", by=by, about=upload, detail={"rows": len(others)})
    return upload


@trail.recorded
def run_upload(*, by: Actor, upload: Upload, now: datetime) -> Upload:
    """Put the job that brings the file over. Pressed twice it is the same job."""
    if not _is_coming(upload):
        upload = _held(upload)
    if _is_coming(upload):
        trail.quiet("pressed twice: it comes once")
        return upload
    refuse_if(rules.why_not_bring(leads=upload.team_id in by.led_team_ids))
    refuse_if(rules.why_not_run(state=upload.state, is_busy=kept.is_at_work(upload)))
    trail.write("import_upload.run", by=by, about=upload)
    return _work(upload, "exchange.bring", "bringing", by=by, now=now)


@trail.recorded
def bring_upload(
    *,
    by: Actor,
    upload: Upload,
    now: datetime,
    step: Step = no_step,
    total: Total = _no_total,
) -> Upload:
    """Bring the file over, whole, and forget it. Run again, it changes nothing."""
    upload = _held(upload, wait=True)
    data = kept.kept(upload, Part.FILE)
    if upload.state != UploadState.TRIED or data is None:
        trail.quiet("the file came over already, or was thrown away")
        return upload
    try:
        reading = _read(upload, data, by=by, now=now)
        del data
        total(len(reading.rows))
        made = _bring(upload, reading, by=by, now=now, watch=Steps(step), is_real=True)
    except (CannotRead, Refused) as problem:
        upload.state, upload.refusal = UploadState.TO_MAP, refusal(problem)[:500]
        upload.save(update_fields=["state", "refusal"])
        trail.write("import_upload.refused", by=by, about=upload)
        return upload
    kept.forget(upload)
    upload.state, upload.came_as, upload.mapping = UploadState.DONE, made, None
    upload.save(update_fields=["state", "came_as", "mapping"])
    trail.write("import_upload.brought", by=by, about=upload, detail={"import": made.pk})
    return upload


@trail.recorded
def discard_upload(*, by: Actor, upload: Upload) -> None:
    """Its sender throws a file away that did not come over."""
    upload = _held(upload)
    refuse_if(
        _("This file was brought over already.") if upload.state == UploadState.DONE else None
    )
    trail.write("import_upload.discarded", by=by, about=upload)
    _remove(upload)


def _held(upload: Upload, *, wait: bool = False) -> Upload:
    """The upload as it stands now; nobody else works on it until the transaction ends.

    A job waits for another; a page does not, it would hang for as long as a job takes.
    """
    rows = Upload.objects.filter(pk=upload.pk).select_related("team")
    found = rows.select_for_update(skip_locked=not wait, of=("self",)).first()
    if found is None:
        there = rows.exists()
        refuse_if(rules.why_not_map(state=upload.state, is_busy=there))
        raise Refused(_("This file is not here any more. Choose it again."))
    return found


def _is_coming(upload: Upload) -> bool:
    return upload.state == UploadState.DONE or (upload.is_running and kept.is_at_work(upload))


def _work(upload: Upload, job: str, title: str, *, by: Actor, now: datetime) -> Upload:
    progress = start_progress(by=by, job=job, title=title, now=now, upload_id=upload.pk)
    upload.progress_id, upload.is_running = progress.pk, title == "bringing"
    upload.save(update_fields=["progress_id", "is_running"])
    return upload


def _remove(upload: Upload) -> None:
    kept.forget(upload)
    upload.delete()


def _refuse(upload: Upload, why: str, *, by: Actor) -> Upload:
    kept.forget(upload)
    upload.state, upload.refusal = UploadState.REFUSED, why[:500]
    upload.save(update_fields=["state", "refusal"])
    trail.write("import_upload.refused", by=by, about=upload)
    return upload


def _read(upload: Upload, data: bytes, *, by: Actor, now: datetime) -> Reading:
    return files.read(
        data,
        upload.kind,
        name=upload.file_name,
        today=words.today(by, now),
        mapping=upload.mapping,
    )


def _bring(
    upload: Upload,
    reading: Reading,
    *,
    by: Actor,
    now: datetime,
    watch: Watch,
    is_real: bool = False,
) -> Import:
    refuse_if(rules.why_not_bring(leads=upload.team_id in by.led_team_ids))
    return bring_file(
        by=by,
        team=upload.team,
        reading=reading,
        # Tried out, every row that looks like somebody is shown; who is somebody else is marked.
        create=upload.separate if is_real else (),
        is_mapped=is_real and upload.mapping is not None,
        now=now,
        watch=watch,
    )


def _told_of(upload: Upload, data: bytes, *, by: Actor, now: datetime) -> dict[str, Any]:
    """What was read; where the headings are not understood, what a person may map by hand."""
    try:
        facts, mapping = _facts(_read(upload, data, by=by, now=now))
    except CannotRead as problem:
        if problem.code != "no_table":
            raise
        mapping = mapping_by_hand(data, upload.kind, name=upload.file_name)
        facts = {"by_hand": True, "rows": 0, "unread": {}, "remarks": []}
    return _with_samples(upload, facts, mapping, data)


def _facts(reading: Reading) -> tuple[dict[str, Any], Mapping]:
    unread: dict[str, int] = {}
    for problem in reading.unreadable:
        place = f"{problem.sheet}!{problem.letter}"
        unread[place] = unread.get(place, 0) + 1
    facts = {
        "by_hand": False,
        "rows": len(reading.rows),
        "unread": unread,
        "remarks": list(reading.book.remarks),
    }
    return facts, reading.mapping


def _with_samples(
    upload: Upload, facts: dict[str, Any], mapping: Mapping, data: bytes
) -> dict[str, Any]:
    """Opened once more for a few values of each column: the rows themselves are gone by now."""
    found = samples(data, mapping, name=upload.file_name)
    return {**facts, "mapping": mapping.to_json(), "samples": found}


def _tried(
    upload: Upload, data: bytes, *, by: Actor, now: datetime, step: Step, total: Total
) -> tuple[dict[str, Any], dict[str, Any], Mapping]:
    reading = _read(upload, data, by=by, now=now)
    total(len(reading.rows))

    def bring(watch: Watch) -> Import:
        return _bring(upload, reading, by=by, now=now, watch=watch)

    return (try_out(bring, by=by, reading=reading, now=now, step=step), *_facts(reading))
