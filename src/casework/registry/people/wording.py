"""Facts about a person as a screen says them, made once in Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from casework.base.core import words
from casework.base.ui.parts import Alert, Mark, Phone, Tone

from .finding import region_of
from .models import Address, AddressWarning, Channel, ContactPoint, Person, YesNo
from .rules import addresses as address_rules
from .rules import phones, reaching
from .rules.partial_dates import PartialDate, age, years_between
from .rules.tables import language_name, relations


def born_words(born: str, *, today: date) -> str:
    """3 Mar 1987, March 1987, or 1987: as far as it is known."""
    known = PartialDate.parse_or_none(born)
    if known is None:
        return ""
    if known.is_whole:
        return words.short_day(known.earliest)
    return words.month_year(known.earliest) if known.month else str(known.year)


def age_words(person: Person, *, today: date) -> str:
    """39, or 38 or 39 where the day is not known; at death where somebody died."""
    born = PartialDate.parse_or_none(person.born)
    if person.died_on is not None:
        died = _("died %(day)s") % {"day": words.short_day(person.died_on)}
        if born is None or not born.is_whole:
            return died
        years = years_between(born.earliest, person.died_on)
        return _("%(died)s, aged %(years)d") % {"died": died, "years": years}
    if born is None:
        return ""
    years_now = age(born, today)
    if years_now.low == years_now.high:
        return str(years_now.low)
    return _("%(low)d or %(high)d") % {"low": years_now.low, "high": years_now.high}


def language_words(person: Person) -> str:
    """The first language, then the others."""
    codes = [code for code in (person.first_language, *person.other_languages) if code]
    return ", ".join(language_name(code) for code in dict.fromkeys(codes))


def interpreter_words(person: Person) -> str:
    """Only what somebody must do something about."""
    if person.needs_interpreter == YesNo.YES:
        if person.interpreter_note:
            return _("Interpreter: %(note)s") % {"note": person.interpreter_note}
        return _("Needs an interpreter")
    return ""


def _safety_marks(point: ContactPoint) -> list[Mark]:
    answers = reaching.safety(point)
    said = phones.safety_words(answers)
    tones = {
        phones.Safe.YES: Tone.OK,
        phones.Safe.NO: Tone.ALERT,
        phones.Safe.NOT_ASKED: Tone.WARN,
    }
    marks = [Mark(said[0], tones[answers.call])]
    for text in said[1:]:
        marks.append(Mark(text, Tone.PLAIN))
    if answers.call != phones.Safe.NO:
        if answers.leave_message == phones.Safe.NO:
            marks[1] = Mark(said[1], Tone.ALERT)
        if answers.text == phones.Safe.NO:
            marks[2] = Mark(said[2], Tone.ALERT)
    return marks


def careful(
    points: Iterable[ContactPoint], *, whole: Mapping[UUID, UUID] | None = None
) -> list[ContactPoint]:
    """The same points; a number that was written down twice is as unsafe as either says.

    Two records that were joined may disagree: whoever rings reads one line of them. Where the
    points are of several people, `whole` names the record that each is read with: a number that
    people share is each one's own question.
    """
    found = list(points)

    def number(one: ContactPoint) -> tuple[UUID | None, str]:
        return (whole or {}).get(one.person_id), one.normal

    for use in ("safe_to_call", "safe_to_leave_message", "safe_to_text"):
        unsafe = {number(one) for one in found if one.normal and getattr(one, use) == YesNo.NO}
        for one in found:
            if number(one) in unsafe:
                setattr(one, use, YesNo.NO)
    return found


def phone_part(point: ContactPoint, actor: Any, *, is_short: bool = False) -> Phone:
    """A number with its marks; never the number alone. `is_short` leaves out what is no danger."""
    marks = _safety_marks(point)
    if is_short:
        who = _("%(who)s may answer") % {"who": point.who_answers} if point.who_answers else ""
        loud = [mark for mark in marks[1:] if mark.tone == Tone.ALERT]
        marks = [marks[0], *loud, *([Mark(who, Tone.WARN)] if who else [])]
    if point.channel == Channel.MAIL:
        return Phone(point.value, "", marks, is_safe=False)
    number = phones.show(point.normal or point.value, region_of(actor))
    tel = phones.tel_link(point.normal, reaching.safety(point)).removeprefix("tel:")
    if point.label:
        number = f"{number} ({point.label})"
    return Phone(number, tel, tuple(marks), is_safe=bool(tel))


def phone_words(point: ContactPoint, actor: Any) -> str:
    """A number in one line of text, with whether it is safe."""
    part = phone_part(point, actor, is_short=True)
    return ", ".join((part.number, *(mark.words for mark in part.marks)))


def address_words(address: Address) -> str:
    """An address in one line."""
    return address_rules.one_line(
        kind=address.kind,
        lines=address.lines,
        city=address.city,
        region=address.region,
        postcode=address.postcode,
    )


def warning_marks(warning: AddressWarning, *, today: date) -> list[Mark]:
    """Two workers, and whether somebody has to look again. Late is not gone."""
    marks = [Mark(_("Two workers"), Tone.ALERT)] if warning.needs_two else []
    state = address_rules.warning_state(
        look_again_on=warning.look_again_on, ended=warning.ended_at is not None, today=today
    )
    day = words.short_day(warning.look_again_on, this_year=today.year)
    if state.code == "overdue":
        marks.append(Mark(_("To be checked since %(day)s") % {"day": day}, Tone.WARN))
    elif state.code == "soon":
        marks.append(Mark(_("To be checked by %(day)s") % {"day": day}))
    return marks


def warning_alerts(warnings: Sequence[AddressWarning], url: str) -> list[Alert]:
    """What must be known at the door, two workers first."""
    ordered = sorted(warnings, key=lambda one: (not one.needs_two, one.known_since_on))
    return [
        Alert(
            _("Two workers: %(words)s") % {"words": one.words} if one.needs_two else one.words,
            url,
            Tone.ALERT,
        )
        for one in ordered
    ]


def relation_words(code: str) -> str:
    """What somebody is to the person; words of our own show themselves."""
    known = relations().get(code)
    return _(known.label) if known else code


def span_words(since: date | None, until: date | None, *, today: date, about: bool = False) -> str:
    """since 3 Nov, until 4 Dec, from 3 Nov to 4 Dec; empty when neither is known."""
    first = words.short_day(since, this_year=today.year) if since else ""
    last = words.short_day(until, this_year=today.year) if until else ""
    if first and about:
        first = _("about %(day)s") % {"day": first}
    if first and last:
        return _("%(first)s to %(last)s") % {"first": first, "last": last}
    if first:
        return _("since %(day)s") % {"day": first}
    return _("until %(day)s") % {"day": last} if last else ""
