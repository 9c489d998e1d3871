"""Why a move of a referral may not happen. Plain Python; everything is passed in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from casework.base.core.says import _

LONGEST_WORDS = 4000
REFUSALS_WITHIN = timedelta(days=90)
# Somebody who waits is not turned away without being looked at again: escalate first.
_LOOKED_AT = frozenset({"info_requested", "waiting", "accepted", "declined", "redirected"})
MOVES: Mapping[str, frozenset[str]] = {
    "received": frozenset({"triage", "withdrawn"}),
    "triage": _LOOKED_AT | {"withdrawn"},
    "info_requested": _LOOKED_AT - {"info_requested"} | {"triage", "withdrawn"},
    "waiting": frozenset({"accepted", "withdrawn", "escalated"}),
    "escalated": _LOOKED_AT | {"withdrawn"},
    "accepted": frozenset(),
    "redirected": frozenset(),
    "declined": frozenset(),
    "withdrawn": frozenset(),
}
# From here somebody looks first; then all that can be decided may be decided.
LOOKED_AT_FIRST: Mapping[str, str] = {"received": "triage", "waiting": "escalated"}
# What comes first on every list.
URGENCY_ORDER = ("emergency", "very_urgent", "urgent", "routine")
PRESSING = frozenset(URGENCY_ORDER[:3])


def why_not_move(*, state: str, to: str, happened_at: datetime, now: datetime) -> str | None:
    """A referral moves along the lines of `MOVES`; an ended one stays; nothing is in the future."""
    if happened_at > now:
        return _("That lies in the future.")
    if not MOVES[state]:
        return _("This referral has ended already. A new request is a new referral.")
    if to in MOVES[state]:
        return None
    if state == to:
        return _("Somebody did this already.")
    if state == "received":
        return _("Nobody is looking at this referral yet. Take it up first.")
    if state == "waiting":
        return _("This person was promised a place. Look at the referral again first.")
    return _("A referral cannot go from here to there.")


def comes_later(*, state: str, to: str) -> bool:
    """What cannot be done yet, and can be as soon as somebody has looked at the referral."""
    look = LOOKED_AT_FIRST.get(state, "")
    return bool(look) and to != state and to not in MOVES[state] and to in MOVES[look]


def why_not_accept(*, has_died: bool, has_open_episode: bool) -> str | None:
    """Nothing begins for somebody who has died, nor twice in one team for one person."""
    if has_died:
        return _("This person has died. Nothing is asked for any more.")
    if has_open_episode:
        return _("This team works with the person already.")
    return None


def why_not_theirs(*, is_theirs: bool) -> str | None:
    """Only its owner and those who decide for its team move a referral."""
    if is_theirs:
        return None
    return _("This referral is another team's. Speak with whoever owns it.")


def why_not_words(words: str, *, most: int = LONGEST_WORDS) -> str | None:
    """What somebody else has to read is written, and fits."""
    if not words.strip():
        return _("Write it in a few words.")
    if len(words) > most:
        return _("This is longer than %(most)d letters.") % {"most": most}
    return None


def why_not_receive(
    *,
    reason: str,
    received_at: datetime,
    now: datetime,
    is_working_team: bool,
    has_open_referral: bool,
    has_open_episode: bool,
    has_died: bool,
    agrees: str,
    without_agreement: str,
) -> str | None:
    """A referral names a team that works with people, once, with a reason."""
    if has_died:
        return _("This person has died. Nothing is asked for any more.")
    if not is_working_team:
        return _("Choose a team that works with people and is open.")
    if has_open_referral:
        return _("There is an open referral to this team already. Add to that one.")
    if has_open_episode:
        return _("This team works with the person already.")
    if received_at > now:
        return _("It cannot have come in the future.")
    if agrees == "no" and not without_agreement.strip():
        return _("The person does not agree. Say on what ground you go on, and how.")
    return why_not_words(reason)


def why_not_owner(*, name: str | None, may_decide: bool) -> str | None:
    """A referral belongs to somebody who decides on referrals there."""
    if name is None:
        return _("Nobody decides on referrals for this team. Fill a position there first.")
    if not may_decide:
        return _("%(name)s does not decide on referrals for this team.") % {"name": name}
    return None


def why_not_change_owner(*, state: str, is_same: bool, why: str) -> str | None:
    """An open referral goes to somebody else, with a word why."""
    if not MOVES[state]:
        return _("This referral has ended already. A new request is a new referral.")
    if is_same:
        return _("This worker has it already.")
    return why_not_words(why, most=1000)


def why_not_wait(*, check_in_every_days: int) -> str | None:
    """Waiting is a care state: somebody asks at least every two months, or oftener."""
    if not 1 <= check_in_every_days <= 60:
        return _("Check in at least every 60 days, at the most every day.")
    return None


def why_not_escalate(*, urgency: str) -> str | None:
    """What is looked at again is at least urgent."""
    if urgency not in PRESSING:
        return _("Say how soon somebody must look: at once, within 4 hours or within 24.")
    return None


def why_not_decline(
    *, reason: str, known_reasons: frozenset[str], alternative: str, appeal_told: bool, words: str
) -> str | None:
    """No has a reason, something else to turn to, and the way to ask again."""
    if reason not in known_reasons:
        return _("Choose one of the reasons. Missed appointments are not one.")
    if not alternative.strip():
        return _("Name what the person can turn to instead.")
    if reason == "other" and not words.strip():
        return _("Write the reason in a few words.")
    if not appeal_told:
        return _("Tell the person how to have this looked at again, or that the letter does.")
    return None


def why_not_redirect(
    *, is_same_team: bool, is_working_team: bool, has_open_referral: bool, has_open_episode: bool
) -> str | None:
    """A referral is passed on to another working team that does not have it yet."""
    if is_same_team:
        return _("This team has it already. Choose another one.")
    if not is_working_team:
        return _("Choose a team that works with people and is open.")
    if has_open_referral:
        return _("That team has an open referral already. Withdraw this one.")
    if has_open_episode:
        return _("That team works with the person already.")
    return None


def why_not_answer(*, state: str, is_known: bool) -> str | None:
    """The worksheet belongs to an open referral, and its lines to the rule set."""
    if not MOVES[state]:
        return _("This referral has ended already. The worksheet stays as it is.")
    if not is_known:
        return _("This line is not in the rule set.")
    return None


def why_not_decide_level(
    *, state: str, recommended: str, decided: str, variance: str
) -> str | None:
    """Another level than the recommended one says why, by a code."""
    if not MOVES[state]:
        return _("This referral has ended already.")
    if not decided:
        return _("Choose the level.")
    if recommended and decided != recommended and not variance:
        return _("Say why it differs from what was recommended.")
    return None


def why_not_reach_plan(*, words: Iterable[str], did_not_want_to_say: bool) -> str | None:
    """Either something to go by, or that the person did not want to say."""
    said = any(one.strip() for one in words)
    if not said and not did_not_want_to_say:
        return _("Write what was said, or that the person did not want to say.")
    return None


def why_not_letter(*, state: str) -> str | None:
    """There is a letter for what was decided or asked."""
    if state in {"accepted", "declined", "waiting", "escalated", "info_requested"}:
        return None
    return _("There is no letter for this yet: nothing was decided.")


def refusals_in_90_days(
    refusals: Iterable[tuple[UUID, datetime]], *, now: datetime
) -> frozenset[UUID]:
    """The teams that said no in the last 90 days."""
    return frozenset(team for team, at in refusals if now - REFUSALS_WITHIN <= at <= now)


def two_refusals_in_90_days(refusals: Iterable[tuple[UUID, datetime]], *, now: datetime) -> bool:
    """Two teams said no in the last 90 days: somebody is being sent from door to door."""
    return len(refusals_in_90_days(refusals, now=now)) >= 2
