"""What may be written about a person, and when two records may be joined or parted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casework.base.core.says import _

from .marking import gettext_noop
from .names import why_not_name
from .partial_dates import PartialDate, why_not_birth_date

LONGEST_TEXT = 4000
LONGEST_WHY = 1000

READING_ONLY = gettext_noop(
    "You may read this record but not change it: your team does not work with this person now."
)


def why_not_change_record(*, may_change: bool) -> str | None:
    """Those who only read a record, such as the last team after closing, change nothing in it."""
    return None if may_change else _(READING_ONLY)


def why_not_names(*, given: str, family: str) -> str | None:
    """One of the two is enough; neither holds hidden signs."""
    if not (given.strip() or family.strip()):
        return _("Write a given name or a family name. One of them is enough.")
    for part in (given, family):
        if part.strip() and (reason := why_not_name(part)):
            return reason
    return None


def why_not_born(*, born: PartialDate | None, died_on: date | None, today: date) -> str | None:
    """A birth date is in the past, before a death, and within a human life."""
    if born is not None and (reason := why_not_birth_date(born, today)):
        return reason
    if died_on is not None and died_on > today:
        return _("This date of death is in the future.")
    return why_not_die_before_birth(born=born, died_on=died_on)


def why_not_die_before_birth(*, born: PartialDate | None, died_on: date | None) -> str | None:
    """A death comes after the birth, also where one record says the one and another the other."""
    if born is not None and died_on is not None and died_on < born.earliest:
        return _("This date of death is before the birth date.")
    return None


def why_not_texts(texts: Iterable[str]) -> str | None:
    """Free text has an end: what is longer is a document and belongs there."""
    if any(len(text) > LONGEST_TEXT for text in texts):
        return _("Keep each text under %(most)s characters.") % {"most": LONGEST_TEXT}
    return None


def why_not_end(
    *, ended_on: date | None, ends_on: date, began_on: date | None, today: date
) -> str | None:
    """A thing ends once, not before it began and not in the future."""
    if ended_on is not None:
        return _("This has ended already.")
    if ends_on > today:
        return _("The end is in the future. Record it when it has happened.")
    if began_on is not None and ends_on < began_on:
        return _("The end is before the start.")
    return None


def why_not_end_name(*, current_names: int, is_current: bool) -> str | None:
    """Somebody always has a name: the last one is replaced, not ended."""
    if is_current and current_names <= 1:
        return _("This is the only current name. Add the new name first.")
    return None


def why_not_member(
    *, name: str, closeness: int | None, helps: int | None, ended_on: date | None, today: date
) -> str | None:
    """Somebody in the network has a name or a word for who they are, and answers of 0 to 4."""
    if reason := why_not_name(name):
        return reason
    for answer in (closeness, helps):
        if answer is not None and not 0 <= answer <= 4:
            return _("Choose one of the five answers.")
    if ended_on is not None and ended_on > today:
        return _("The end is in the future. Record it when it has happened.")
    return None


def why_not_merge(*, is_same: bool, may_change_both: bool, why: str, is_sure: bool) -> str | None:
    """Two different records, both open to change, a reason, and a person who is sure."""
    if is_same:
        return _("These are one record already.")
    if not may_change_both:
        return _(
            "You may join two records only when both are open to you to change. "
            "Ask the team that works with the other one."
        )
    if len(why.split()) < 2:
        return _("Write how you know that both are the same person.")
    if len(why) > LONGEST_WHY:
        return _("Keep this under %(most)s characters.") % {"most": LONGEST_WHY}
    if not is_sure:
        return _("Tick that you have compared both records.")
    return None


def why_not_undo_merge(*, is_undone: bool, may_change: bool, why: str) -> str | None:
    """A join that stands is taken back by somebody who may change the record, with a reason."""
    if is_undone:
        return _("This join was taken back already.")
    if not may_change:
        return why_not_change_record(may_change=False)
    if len(why.split()) < 2:
        return _("Write why these are two people.")
    if len(why) > LONGEST_WHY:
        return _("Keep this under %(most)s characters.") % {"most": LONGEST_WHY}
    return None


def why_not_end_warning(*, is_ended: bool) -> str | None:
    """A warning that was ended is not looked at again: a new fact is a new warning."""
    return _("This warning has ended. Write a new one if it is so again.") if is_ended else None


def why_not_void(*, is_voided: bool) -> str | None:
    """What was struck through stays struck through."""
    return _("This was marked as a mistake already.") if is_voided else None
