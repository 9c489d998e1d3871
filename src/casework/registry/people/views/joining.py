"""Two records of one person: found, compared, joined; and taken apart again."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.base.accounts import kept_words
from casework.base.accounts.actors import Actor
from casework.base.core.addresses import reverse
from casework.base.core.screens import screen
from casework.base.core.words import local, short_day
from casework.base.drafts import sheets
from casework.registry.door import gate
from casework.registry.workforce.permissions import Permission

from .. import actions, finding, wording
from ..forms import MergeForm, MergeUndoForm
from ..models import Address, ContactPoint, Identifier, Merge, Person, PersonName
from ..rules.identifiers import KINDS, hide_all_but_last
from ..rules.matching import Likeness, compare
from ..rules.search import LONGEST_TYPED, why_not_search
from ..tabs import record_url
from .framing import Request, bound, frame, of_person, stored
from .searching import read, rows


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _column(
    actor: Actor, person: Person, person_ids: list[UUID], day: date
) -> dict[str, list[str]]:
    """What stands in one record, as the comparison shows it."""
    names = PersonName.objects.filter(person_id__in=person_ids).order_by("pk")
    numbers = Identifier.objects.filter(person_id__in=person_ids).order_by("pk")
    points = ContactPoint.objects.filter(person_id__in=person_ids).order_by("place", "pk")
    places = Address.objects.filter(person_id__in=person_ids).order_by("-since_on", "pk")
    born = wording.born_words(person.born, today=day)
    return {
        _("Names"): [str(name) for name in names],
        _("Birth date"): [born] if born else [],
        _("Died on"): [short_day(person.died_on)] if person.died_on else [],
        _("Numbers"): [
            f"{KINDS[one.kind].label if one.kind in KINDS else one.kind}: "
            f"{hide_all_but_last(kind=one.kind, number=one.value)}"
            for one in numbers
        ],
        _("Phones"): [wording.phone_words(one, actor) for one in points],
        _("Addresses"): [wording.address_words(one) for one in places],
        _("Language"): [words] if (words := wording.language_words(person)) else [],
        _("Registered"): [short_day(local(person.registered_at, actor).date())],
    }


def _likeness(one: Person, ids: list[UUID], other: Person, other_ids: list[UUID]) -> Likeness:
    return compare(
        finding.known_of(one, person_ids=ids), finding.known_of(other, person_ids=other_ids)
    )


def _compared(actor: Actor, page: dict[str, Any], person: Person, other: Person) -> None:
    """Put both records side by side into the page."""
    joined = page.get("merge") is not None
    ids = [person.pk] if joined else page["person_ids"]
    other_ids = [other.pk] if joined else finding.record_ids(other)
    mine = _column(actor, person, ids, page["today"])
    theirs = _column(actor, other, other_ids, page["today"])
    page["compared"] = [(label, mine[label], theirs[label]) for label in mine]
    page["likeness"] = _likeness(person, ids, other, other_ids)
    page["first"], page["other"] = person, other


def _search(request: Request, person: Person, page: dict[str, Any]) -> None:
    """The other record is looked for; the one that is open already is left out."""
    typed = kept_words.typed(request, longest=LONGEST_TYPED)
    page["typed"] = typed
    if not typed:
        known = finding.known_of(person, person_ids=page["person_ids"])
        found = actions.look_for_same(by=request.actor, known=known, but=page["person_ids"])
        page["results"] = rows(request.actor, [one.card for one in found])
        return
    query = read(request, typed)
    page["refused"] = why_not_search(query)
    if page["refused"] is None:
        cards = actions.look_for(by=request.actor, query=query)
        mine = set(page["person_ids"])
        page["results"] = rows(
            request.actor, [card for card in cards if card.person_id not in mine]
        )


@screen(Permission.PERSON_MERGE, methods=("GET", "POST"))
@of_person("joining")
def person_merge(request: Request, person: Person) -> HttpResponse:
    """Look for the other record, compare both, say why, and read them as one."""
    actor = request.actor
    page = frame(request, person)
    page["cancel_url"] = reverse("people:names", args=[person.pk])
    if kept_words.is_search(request):
        return kept_words.to_results(request, longest=LONGEST_TYPED)
    other_id = _id(request.GET.get("other", ""))
    if other_id is None:
        _search(request, person, page)
        return render(request, "people/person_merge.html", page)
    other = gate.open_or_404(
        Person.objects.all(), by=actor, person="pk", pk=other_id, seen_as="joining"
    )
    if other.merged_into_id is not None:
        other = gate.open_or_404(
            Person.objects.all(), by=actor, person="pk", pk=other.merged_into_id, seen_as="joining"
        )
    if other.pk == person.pk:
        messages.info(request, _("These are one record already."))
        return redirect("people:names", person.pk)
    sheet = sheets.open_sheet(request, form="people:person_merge", about=person.pk)
    choices = [
        (str(one.pk), f"{one.number}, {one.shown_name}")
        for one in sorted((person, other), key=lambda one: one.registered_at)
    ]
    form: Any = bound(
        request,
        sheet,
        MergeForm,
        prefill={"into": choices[0][0], "other_version": other.version},
        version=person.version,
        given={"choices": choices},
    )
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        into_other = typed["into"] == str(other.pk)
        mine, theirs = typed["version"], typed["other_version"] or 0

        def act(_typed: dict[str, Any]) -> Merge:
            return actions.merge_people(
                by=actor,
                person=person if into_other else other,
                into=other if into_other else person,
                version=mine if into_other else theirs,
                into_version=theirs if into_other else mine,
                why=typed["why"],
                is_sure=typed["is_sure"],
                now=timezone.now(),
            )

        stored(sheet, form, act)
        if not form.errors:
            messages.success(request, _("Both records are read as one now. Nothing was moved."))
            return redirect(record_url(UUID(typed["into"])))
        # What is compared below is what stands now.
        form.data["version"], form.data["other_version"] = str(person.version), str(other.version)
    _compared(actor, page, person, other)
    page |= {"form": form, "draft": sheet, "form_action": request.get_full_path()}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "people/person_merge.html", page, status=status)


@screen(Permission.PERSON_MERGE, methods=("GET", "POST"))
def merge_undo(request: Request, row_id: UUID) -> HttpResponse:
    """Take a join back: both records stand as they were."""
    merge = gate.open_or_404(
        Merge.objects.select_related("person", "into", "into__merged_into"),
        by=request.actor,
        person="into_id",
        pk=row_id,
        seen_as="joining",
    )
    whole = merge.into.merged_into or merge.into
    done = reverse("people:names", args=[whole.pk])
    page = frame(request, whole)
    sheet = sheets.open_sheet(request, form="people:merge_undo", about=merge.pk)
    form: Any = bound(request, sheet, MergeUndoForm)
    if form.is_bound and form.is_valid():

        def act(typed: dict[str, Any]) -> Merge:
            return actions.undo_merge(
                by=request.actor, merge=merge, why=typed["why"], now=timezone.now()
            )

        stored(sheet, form, act)
        if not form.errors:
            messages.success(request, _("These are two records again."))
            return redirect(done)
    page |= {"form": form, "draft": sheet, "cancel_url": done, "merge": merge}
    _compared(request.actor, page, merge.into, merge.person)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "people/merge_undo.html", page, status=status)
