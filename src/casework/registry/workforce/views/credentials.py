from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.core import words
from casework.base.core.addresses import reverse
from casework.base.core.screens import screen
from casework.base.drafts import sheets

from .. import actions
from ..forms import CredentialCheckForm, CredentialForm, CredentialWithdrawForm
from ..models import Credential, CredentialState, Worker
from ..permissions import Permission
from .forms_answered import answer


def _answer(request: HttpRequest, template: str, worker: Worker, **given: Any) -> HttpResponse:
    """All of them end on the worker's page."""

    def done(_made_id: UUID) -> HttpResponse:
        messages.success(request, _("Saved."))
        return redirect("workforce:worker_detail", worker.pk)

    back = reverse("workforce:worker_detail", args=[worker.pk])
    return answer(request, template, done=done, cancel_url=back, worker=worker, **given)


@screen(Permission.WORKFORCE_EDIT, methods=("GET", "POST"))
def credential_new(request: HttpRequest, worker_id: UUID) -> HttpResponse:
    """A qualification, registration, check or training of one worker."""
    worker = get_object_or_404(Worker, pk=worker_id)
    sheet = sheets.open_sheet(request, form="workforce:credential_new", about=worker.pk)
    form = CredentialForm(
        request.POST if request.method == "POST" else None, initial=sheets.initial(sheet)
    )

    def act(typed: dict[str, Any]) -> Credential:
        return actions.add_credential(by=request.actor, worker=worker, now=timezone.now(), **typed)

    return _answer(
        request, "workforce/credential_new.html", worker, sheet=sheet, form=form, act=act
    )


def _open(credential_id: UUID) -> Credential:
    return get_object_or_404(Credential.objects.select_related("worker"), pk=credential_id)


@screen(Permission.WORKFORCE_EDIT, methods=("GET", "POST"))
def credential_check(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """The document was seen, or the issuer asked."""
    credential = _open(credential_id)
    sheet = sheets.open_sheet(request, form="workforce:credential_check", about=credential.pk)
    form = CredentialCheckForm(
        request.POST if request.method == "POST" else None,
        initial=sheets.initial(sheet, version=credential.version),
    )

    def act(typed: dict[str, Any]) -> Credential:
        return actions.check_credential(
            by=request.actor,
            credential=credential,
            version=typed["version"],
            state=CredentialState(typed["state"]),
            now=timezone.now(),
        )

    return _answer(
        request,
        "workforce/credential_check.html",
        credential.worker,
        sheet=sheet,
        form=form,
        act=act,
        credential=credential,
    )


@screen(Permission.WORKFORCE_EDIT, methods=("GET", "POST"))
def credential_withdraw(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """The credential does not count any more."""
    credential = _open(credential_id)
    today = words.today(request.actor, timezone.now())
    sheet = sheets.open_sheet(request, form="workforce:credential_withdraw", about=credential.pk)
    form = CredentialWithdrawForm(
        request.POST if request.method == "POST" else None,
        initial=sheets.initial(sheet, version=credential.version, withdrawn_on=today),
    )

    def act(typed: dict[str, Any]) -> Credential:
        return actions.withdraw_credential(
            by=request.actor, credential=credential, now=timezone.now(), **typed
        )

    return _answer(
        request,
        "workforce/credential_withdraw.html",
        credential.worker,
        sheet=sheet,
        form=form,
        act=act,
        credential=credential,
    )
