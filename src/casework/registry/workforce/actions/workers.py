from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Q

from casework.base.accounts.actors import Actor
from casework.base.accounts.models import Account
from casework.base.audit import trail
from casework.base.core import words
from casework.base.core.refusals import refuse_if

from .. import rules, tree
from ..models import DutyShift, Position, Worker


def _open_account(*, name: str, mail: str, has_account: bool = False) -> Account:
    """An account that only a one-time link lets in."""
    name, mail = name.strip().lower(), mail.strip()
    taken = Account.objects.filter(Q(name__iexact=name) | Q(mail__iexact=name))
    refuse_if(
        rules.why_not_open_account(
            name=name,
            is_taken=taken.exists(),
            is_mail_taken=bool(mail) and Account.objects.filter(mail__iexact=mail).exists(),
            has_account=has_account,
        ),
        field="account_name",
    )
    return Account.objects.create_user(name, mail=mail)


@trail.recorded
def add_worker(
    *,
    by: Actor,
    given: str,
    family: str,
    account_name: str = "",
    title: str = "",
    mail: str = "",
    phone: str = "",
    languages: Sequence[str] = (),
    started_on: date | None = None,
    now: datetime,
) -> Worker:
    """Somebody works here; with `account_name` an account is opened that a link lets in."""
    tree.hold_tree()
    refuse_if(rules.why_not_add_worker(given=given, family=family, started_on=started_on))
    account = _open_account(name=account_name, mail=mail) if account_name.strip() else None
    worker = Worker.objects.create(
        account=account,
        given=given.strip(),
        family=family.strip(),
        sort_key=rules.sort_key(given=given, family=family),
        title=title.strip(),
        mail=mail.strip(),
        phone=phone.strip(),
        languages=list(languages),
        started_on=started_on,
    )
    trail.write("worker.added", by=by, about=worker)
    if account is not None:
        trail.write("account.opened", by=by, about=account, detail={"worker": worker.pk})
    return worker


@trail.recorded
def open_account(*, by: Actor, worker: Worker, account_name: str, now: datetime) -> Account:
    """A worker who has none yet is given an account; a one-time link lets her in."""
    tree.hold_tree()
    worker.refresh_from_db(fields=["account", "version"])
    account = _open_account(
        name=account_name, mail=worker.mail, has_account=worker.account_id is not None
    )
    worker.save_over(worker.version, account=account)
    trail.write("account.opened", by=by, about=account, detail={"worker": worker.pk})
    return account


@trail.recorded
def change_worker(
    *,
    by: Actor,
    worker: Worker,
    version: int,
    given: str,
    family: str,
    title: str,
    mail: str,
    phone: str,
    languages: Sequence[str],
    started_on: date | None,
    left_on: date | None,
    now: datetime,
) -> Worker:
    """What is said of a worker changes. After her last day she opens nothing any more."""
    tree.hold_tree()
    positions: dict[str, Any] = Position.objects.filter(worker=worker).aggregate(
        last=Max("to_on"), is_open=Max("from_on", filter=Q(to_on__isnull=True))
    )
    last_shift: datetime | None = DutyShift.objects.filter(
        worker=worker, cancelled_at__isnull=True
    ).aggregate(last=Max("ends_at"))["last"]
    refuse_if(
        rules.why_not_change_worker(
            given=given,
            family=family,
            started_on=started_on,
            left_on=left_on,
            last_position_on=positions["last"],
            has_open_position=positions["is_open"] is not None,
            last_shift_on=words.local(last_shift, by).date() if last_shift else None,
        )
    )
    changes = {
        "given": given.strip(),
        "family": family.strip(),
        "sort_key": rules.sort_key(given=given, family=family),
        "title": title.strip(),
        "mail": mail.strip(),
        "phone": phone.strip(),
        "languages": list(languages),
        "started_on": started_on,
        "left_on": left_on,
    }
    changed = sorted(field for field, value in changes.items() if getattr(worker, field) != value)
    worker.save_over(version, **changes)
    trail.write("worker.changed", by=by, about=worker, detail={"fields": changed})
    return worker
