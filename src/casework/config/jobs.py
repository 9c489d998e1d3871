"""Work by the clock that belongs to rooms below the jobs themselves."""

from dataclasses import replace

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.base.accounts.actions import notice_guessing
from casework.base.core.acting import acting
from casework.base.core.words import today
from casework.base.drafts.actions import tidy_drafts
from casework.base.jobs import queue
from casework.base.notify.actions import queue_message
from casework.registry.workforce.actors import this_agency
from casework.registry.workforce.models import Position
from casework.registry.workforce.permissions import GRANTS, Permission


@queue.job("audit.seal", label=gettext_lazy("Sealing the trail"), cron="* * * * *")
def seal() -> None:
    """The trail: one seal over what happened since the last."""
    with connection.cursor() as cursor:
        cursor.execute("select audit_make_seal()")


@queue.job(
    "audit.make_months",
    label=gettext_lazy("Making room for the trail of the coming months"),
    cron="17 3 * * *",
)
def make_months() -> None:
    """The trail: partitions stand ready a year ahead."""
    with connection.cursor() as cursor:
        cursor.execute("select audit_make_months(14)")


@queue.job("drafts.tidy", label=gettext_lazy("Clearing away empty drafts"), cron="41 3 * * *")
def tidy() -> None:
    """Empty drafts go after a week, receipts after a month."""
    service = queue.service("drafts.tidy")
    with acting(service):
        tidy_drafts(by=service)


@queue.job(
    "accounts.forget_sessions",
    label=gettext_lazy("Ending sessions whose time is over"),
    cron="29 3 * * *",
)
def forget_sessions() -> None:
    """Sessions whose time is over go."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()


@queue.job(
    "accounts.look_for_guessing",
    label=gettext_lazy("Looking for somebody who guesses passwords"),
    cron="* * * * *",
    retry=queue.Retry(times=0),
)
def look_for_guessing() -> None:
    """Somebody tries many names from many addresses: those who look after the system are told."""
    now, service = timezone.now(), queue.service("accounts.look_for_guessing")
    with acting(service):
        found = notice_guessing(by=service, now=now)
        if found is None:
            return
        text = _(
            "In the last fifteen minutes signing in failed for %(names)d names, from "
            "%(addresses)d addresses. That looks as if somebody tried passwords on everybody. "
            "Nobody was locked out.\n\nSign in and open Upkeep. It says what to do: %(site)s"
        ) % {"names": found.names, "addresses": found.addresses, "site": settings.BASE_URL}
        roles = [role.value for role in GRANTS if Permission.UPKEEP_VIEW in GRANTS[role]]
        held = Position.objects.held_on(today(replace(service, agency=this_agency()), now)).filter(
            role__in=roles
        )
        mails = held.exclude(worker__account__mail="").values_list("worker__account__mail")
        for mail in sorted({mail for (mail,) in mails if mail}):
            queue_message(
                by=service,
                to=mail,
                subject=_("Many wrong tries to sign in"),
                body=text,
                dedupe_key=f"guessing:{found.pk}:{mail}"[:100],
                now=now,
            )
