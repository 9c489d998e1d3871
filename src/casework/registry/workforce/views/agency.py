from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.core import words
from casework.base.core.addresses import reverse
from casework.base.core.screens import screen
from casework.base.drafts import sheets
from casework.base.ui.rows import asked_for_rows, rows_kept

from .. import actions
from ..forms import AgencyForm
from ..models import Agency
from ..permissions import GRANTS, LEADS, MAY_BE_ON_DUTY, OPENS_TEAM_RECORDS, Permission, Role
from .forms_answered import answer


@screen(Permission.AGENCY_EDIT, methods=("GET", "POST"))
def agency_settings(request: HttpRequest) -> HttpResponse:
    """What the agency decides about itself: name, place, calendar, telephone, words."""
    agency = get_object_or_404(Agency)
    sheet = sheets.open_sheet(request, form="workforce:agency_settings", about=agency.pk)
    form = AgencyForm(
        request.POST if request.method == "POST" else None,
        initial=sheets.initial(
            sheet,
            version=agency.version,
            name=agency.name,
            place=agency.place,
            time_zone=agency.time_zone,
            working_weekdays=agency.working_weekdays,
            holidays=[
                {"day": day, "name": agency.holiday_names.get(day.isoformat(), "")}
                for day in agency.holidays
            ],
            phone=agency.phone,
            crisis_line=agency.crisis_line,
            person_word=agency.person_word,
            people_word=agency.people_word,
            worker_word=agency.worker_word,
        ),
    )

    if (kept := rows_kept(form.fields["holidays"], sheet.saved, "holidays")) is not None:
        form.initial["holidays"] = kept
    if request.method == "POST" and (typed_so_far := asked_for_rows(form)) is not None:
        form = AgencyForm(initial=typed_so_far)
        page = {"form": form, "draft": sheet, "cancel_url": reverse("workforce:team_list")}
        return render(request, "workforce/agency_settings.html", page)

    def act(typed: dict[str, Any]) -> Agency:
        return actions.change_agency(by=request.actor, agency=agency, now=timezone.now(), **typed)

    def done(_made_id: UUID) -> HttpResponse:
        messages.success(request, _("Saved. It holds for everybody from now on."))
        return redirect("workforce:agency_settings")

    return answer(
        request,
        "workforce/agency_settings.html",
        sheet=sheet,
        form=form,
        act=act,
        done=done,
        cancel_url=reverse("workforce:team_list"),
    )


@screen(Permission.ROLES_VIEW)
def role_table(request: HttpRequest) -> HttpResponse:
    """Every permission and every role in one table, straight from the policy that is enforced."""
    now = timezone.now()
    page = {
        "roles": [str(role.label) for role in Role],
        "rows": [
            {
                # The sentence is marked for translation where it is defined.
                "words": _(permission.value),
                "cells": [
                    {"role": str(role.label), "may": permission in GRANTS[role]} for role in Role
                ],
            }
            for permission in Permission
        ],
        "reach": [
            {
                "words": words_,
                "cells": [{"role": str(role.label), "may": role in roles} for role in Role],
            }
            for words_, roles in (
                (_("Opens the records of the team's people"), OPENS_TEAM_RECORDS),
                (_("Also those of every team below, and holds people without a worker"), LEADS),
                (
                    _("Can be put on duty for another team, for the hours of a shift"),
                    MAY_BE_ON_DUTY,
                ),
            )
        ],
        "printed_on": words.short_day(words.today(request.actor, now)),
    }
    return render(request, "workforce/role_table.html", page)
