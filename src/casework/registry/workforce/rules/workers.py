"""Who works here, and with which account."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from casework.base.core.says import _

_ACCOUNT_NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,149}")


def sort_key(*, given: str, family: str) -> str:
    """Family name first, without accents and capitals: Ríos before Ritter."""
    plain = unicodedata.normalize("NFKD", f"{family.strip()} {given.strip()}".strip())
    return "".join(mark for mark in plain if not unicodedata.combining(mark)).casefold()[:170]


def _why_not_named(*, given: str, family: str) -> str | None:
    if not given.strip() and not family.strip():
        return _("Give the worker's name.")
    return None


def why_not_open_account(
    *, name: str, is_taken: bool, is_mail_taken: bool = False, has_account: bool = False
) -> str | None:
    """A worker signs in with one account, under a name that nobody else signs in with."""
    if has_account:
        return _("This worker has an account already.")
    if not _ACCOUNT_NAME.fullmatch(name.strip().lower()):
        return _("A name to sign in with has letters, figures and . _ - @ + only, and no spaces.")
    if is_taken:
        return _("Somebody signs in with this name already. Choose another.")
    if is_mail_taken:
        return _("Somebody else signs in with this mail address already.")
    return None


def why_not_add_worker(
    *, given: str, family: str, started_on: date | None, left_on: date | None = None
) -> str | None:
    """A worker has a name, and does not leave before starting."""
    if reason := _why_not_named(given=given, family=family):
        return reason
    if started_on and left_on and left_on < started_on:
        return _("The last day lies before the first.")
    return None


def why_not_change_worker(
    *,
    given: str,
    family: str,
    started_on: date | None,
    left_on: date | None,
    last_position_on: date | None,
    has_open_position: bool,
    last_shift_on: date | None,
) -> str | None:
    """As for a new worker; and who leaves has ended every position and duty shift by then.

    Positions are ended one by one, because people come with them.
    """
    if reason := why_not_add_worker(
        given=given, family=family, started_on=started_on, left_on=left_on
    ):
        return reason
    if left_on is None:
        return None
    if has_open_position or (last_position_on is not None and last_position_on > left_on):
        return _("Positions go on after that day. End them first: people may come with them.")
    if last_shift_on is not None and last_shift_on > left_on:
        return _("Duty shifts are planned after that day. Cancel them first.")
    return None
