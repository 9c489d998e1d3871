"""What the screens of one referral share: the open door, the header, the one way of saving."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect, render

from casework.base.core.addresses import reverse
from casework.base.drafts import sheets
from casework.base.drafts.sheets import Sheet
from casework.registry.door import gate
from casework.registry.people.models import Person
from casework.registry.people.views.framing import Request, bound, frame, stored

from ..models import Referral

View = Callable[..., HttpResponse]


_open = gate.opener(
    lambda: Referral.objects.select_related(
        "person__merged_into", "team", "owner", "redirected_to__team"
    ),
    person="person_id",
)


def of_referral(page: str) -> Callable[[View], View]:
    """The referral of the address, opened, and the person whose record it is read in."""

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(request: Request, referral_id: UUID) -> HttpResponse:
            referral = _open(referral_id, by=request.actor, seen_as=page)
            return view(request, referral, referral.person.merged_into or referral.person)

        return opened

    return decorate


def detail_url(referral: Referral) -> str:
    return reverse("intake:referral_detail", args=[referral.pk])


def fill(
    request: Request,
    sheet: Sheet,
    form_class: type[forms.Form],
    *,
    prefill: dict[str, Any] | None = None,
    version: int | None = None,
    given: dict[str, Any] | None = None,
) -> Any:
    """The form as sent or fresh; a draft's day and time come back in the shape of their field."""
    form = bound(request, sheet, form_class, prefill=prefill, version=version or None, given=given)
    if not form.is_bound and sheet.saved:
        for name, one in form.fields.items():
            if isinstance(one, forms.MultiValueField) and f"{name}_day" in sheet.saved:
                parts = (f"{name}_day", f"{name}_time")
                form.initial[name] = [(sheet.saved.get(part) or [""])[0] for part in parts]
    return form


def form_screen(
    request: Request,
    person: Person,
    form_class: type[forms.Form],
    *,
    screen: str,
    about: UUID,
    act: Callable[[Any], models.Model],
    done: str | Callable[[UUID], str],
    saved: str,
    cancel_url: str,
    prefill: dict[str, Any] | None = None,
    version: int | None = None,
    context: dict[str, Any] | None = None,
    given: dict[str, Any] | None = None,
) -> HttpResponse:
    """One form: shown with its draft, stored once, or answered with what to mend.

    `act` gets the valid form. `done` may need the id of the row that was made.
    """
    sheet = sheets.open_sheet(request, form=f"intake:{screen}", about=about)
    form = fill(request, sheet, form_class, prefill=prefill, version=version or None, given=given)
    page = frame(request, person)
    if request.method == "POST" and form.is_valid():
        outcome = stored(sheet, form, lambda _typed: act(form))
        if outcome.row_id is not None and not form.errors:
            messages.success(request, saved)
            return redirect(done if isinstance(done, str) else done(outcome.row_id))
        page["stale"] = outcome.stale
    page |= {"form": form, "draft": sheet, "cancel_url": cancel_url, **(context or {})}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, f"intake/{screen}.html", page, status=status)
