"""One way to answer a form: stored once, refused in words, both texts shown when two wrote."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from casework.base.core.refusals import Refused, Stale
from casework.base.drafts.sheets import Sheet
from casework.base.ui.forms import in_words


def answer(
    request: HttpRequest,
    template: str,
    *,
    sheet: Sheet,
    form: forms.Form,
    act: Callable[[dict[str, Any]], models.Model],
    done: Callable[[UUID], HttpResponse],
    cancel_url: str,
    **page: Any,
) -> HttpResponse:
    """Run `act` once with what was typed and go on with `done`; or show the form, 422 if not."""
    if request.method == "POST" and form.is_valid():
        try:
            _kind, made_id, _is_new = sheet.once(lambda: act(dict(form.cleaned_data)))
            return done(made_id)
        except Stale as other:
            form.add_error(None, str(other))
            page["stale"] = _as_it_stands(form, other)
            # The next press is over what is shown now.
            data = request.POST.copy()
            data["version"] = str(other.version)
            form.data = data
        except Refused as refusal:
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, str(refusal))
    page |= {"form": form, "draft": sheet, "cancel_url": cancel_url}
    return render(request, template, page, status=422 if form.errors else 200)


def _as_it_stands(form: forms.Form, other: Stale) -> dict[str, str]:
    """Label → what stands there now, for every field that differs from what was typed."""
    shown = {}
    typed = form.as_stored() if hasattr(form, "as_stored") else form.cleaned_data
    for name, stands in other.now_stands.items():
        if name in form.fields and stands != typed.get(name):
            field = form.fields[name]
            shown[str(field.label or name)] = in_words(field, stands) or _("(nothing)")
    return shown
