"""Why an act on an episode may not happen. Plain Python; everything is passed in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol

from casework.base.core import words
from casework.base.core.says import _, _n

from .caseload import CaseloadFigures

# Out of touch is a suspended state with a running ladder; it leads back, never to the end.
MOVES: Mapping[str, frozenset[str]] = {
    "engaging": frozenset({"active", "suspended", "transition", "closed"}),
    "active": frozenset({"suspended", "transition", "closed"}),
    "suspended": frozenset({"engaging", "active", "transition", "closed"}),
    "transition": frozenset({"active", "suspended", "closed"}),
    "closed": frozenset(),
}

# What a manager must decide by name, because nobody else can hear the person's side.
NEEDS_LEADER = frozenset({"not_found", "not_eligible"})


class EpisodeFacts(Protocol):
    """What the rules ask of an episode."""

    state: str
    suspended_as: str
    accepted_at: datetime


def why_not_open(
    *, has_open_episode_in_team: bool, holder_name: str | None, accepted_at: datetime, now: datetime
) -> str | None:
    """An episode opens in a team that has a leader to hold it, and not in the future."""
    if has_open_episode_in_team:
        return _("This person has an open episode in this team already.")
    if holder_name is None:
        return _(
            "This team has no leader who could hold the person until a worker accepts. "
            "Fill the leader's position first."
        )
    if accepted_at > now:
        return _("The acceptance is dated in the future.")
    return None


def why_not_act(*, episode: EpisodeFacts) -> str | None:
    """Nothing moves in a closed episode."""
    if episode.state == "closed":
        return _("This episode is closed. A new referral opens a new one.")
    return None


def why_not_propose(
    *,
    episode: EpisodeFacts,
    may_propose: bool,
    to_is_responsible: bool,
    to_may_accept: bool,
    has_open_proposal: bool,
    why: str,
) -> str | None:
    """A hand-over goes to somebody else who may be responsible, one at a time, with a reason.

    It is proposed by whoever answers for the person now, or by a leader of the team.
    """
    if (closed := why_not_act(episode=episode)) is not None:
        return closed
    if not may_propose:
        return _(
            "Only the responsible worker, whoever covers for her, or a team leader"
            " can propose this."
        )
    if to_is_responsible:
        return _("This worker is responsible already.")
    if not to_may_accept:
        return _(
            "This worker holds no position in the team in which she can be responsible for people."
        )
    if has_open_proposal:
        return _("A hand-over is waiting for an answer. Take it back first, or wait.")
    if not why.strip():
        return _("Say in a few words why, for the worker who reads it.")
    return None


def _figure(number: float) -> str:
    return words.number(number, places=1, trim=True)


def over_cap_words(*, name: str, after: CaseloadFigures) -> str | None:
    """By how much a caseload would be over its cap, in numbers; None where it would not."""
    if after.is_over_people_cap:
        return _n(
            "The caseload of %(name)s would be over its cap:"
            " %(people)d person, the cap is %(cap)d.",
            "The caseload of %(name)s would be over its cap:"
            " %(people)d people, the cap is %(cap)d.",
            after.people,
        ) % {"name": name, "people": after.people, "cap": after.caps.people}
    if after.is_over_weighted_cap and after.caps.weighted is not None:
        return _(
            "The caseload of %(name)s would be over its cap: %(weighted)s when each person counts"
            " by how often they are seen; the cap is %(cap)s."
        ) % {
            "name": name,
            "weighted": _figure(after.weighted),
            "cap": _figure(after.caps.weighted),
        }
    return None


def why_not_over_cap(
    *, name: str, after: CaseloadFigures, may_override: bool, reason: str
) -> str | None:
    """Nobody is given more than the cap, unless a leader says why; above the ceiling nobody is."""
    if after.is_above_ceiling and after.caps.never_above_people is not None:
        return _n(
            "%(name)s would be responsible for %(people)d person. No reason passes"
            " %(ceiling)d: choose another worker.",
            "%(name)s would be responsible for %(people)d people. No reason passes"
            " %(ceiling)d: choose another worker.",
            after.people,
        ) % {
            "name": name,
            "people": after.people,
            "ceiling": after.caps.never_above_people,
        }
    if (over := over_cap_words(name=name, after=after)) is None:
        return None
    if not may_override:
        return f"{over} " + _("A team leader can decide that.")
    if not reason.strip():
        return f"{over} " + _("Say why it must be, or choose another worker.")
    return None


def why_not_answer(*, state: str, is_addressee: bool, may_answer_for_team: bool) -> str | None:
    """A hand-over is answered by the worker it was offered to, once."""
    if state != "proposed":
        return _("This hand-over was answered or taken back already.")
    if not is_addressee and not may_answer_for_team:
        return _("This hand-over was offered to somebody else.")
    return None


def why_not_accept(*, episode: EpisodeFacts, may_be_responsible: bool) -> str | None:
    """Whoever accepts holds, at that moment, a position in which she may be responsible."""
    if (closed := why_not_act(episode=episode)) is not None:
        return closed
    if not may_be_responsible:
        return _("You hold no position in this team in which you can be responsible for people.")
    return None


def why_not_decline(*, words: str) -> str | None:
    """No needs a reason: whoever offered reads it and has to find another way."""
    if not words.strip():
        return _("Say in a few words why, so that another way can be found.")
    return None


def why_not_receive(*, name: str, may_accept: bool) -> str | None:
    """Nobody is offered somebody for whom she cannot be responsible."""
    if may_accept:
        return None
    return _(
        "%(name)s holds no position in the team in which she can be responsible for people."
    ) % {"name": name}


def why_not_move(*, chosen: int, moved_meanwhile: int, why: str) -> str | None:
    """A caseload moves as it stands, all of it or nothing."""
    if moved_meanwhile:
        return _(
            "Somebody moved or closed part of this caseload meanwhile. Nothing was moved. "
            "Look at it again below, and send it again."
        )
    if not chosen:
        return _("Choose who is to take over whom.")
    if not why.strip():
        return _("Say in a few words why, for the workers who read it.")
    return None


def why_not_confirm(*, chosen: int) -> str | None:
    """At least one person is named."""
    return None if chosen else _("Tick the people you mean.")


def why_not_introduce(*, on: date, today: date, since: date) -> str | None:
    """An introduction has happened, and not before the worker became responsible."""
    if on > today:
        return _("The day lies in the future. Book the meeting in the diary instead.")
    if on < since:
        return _("That day lies before this worker became responsible.")
    return None


def why_not_change_state(
    *,
    episode: EpisodeFacts,
    to: str,
    suspended_as: str,
    happened_at: datetime,
    last_change_at: datetime,
    now: datetime,
) -> str | None:
    """A state changes along the lines of `MOVES`, in the order in which things happened."""
    if (closed := why_not_act(episode=episode)) is not None:
        return closed
    same = episode.state == to and (to != "suspended" or episode.suspended_as == suspended_as)
    if same:
        return _("It is in this state already.")
    if to not in MOVES[episode.state] and episode.state != to:
        return _("An episode cannot go from here to there.")
    if to == "suspended" and not suspended_as:
        return _("Say whether the person is in hospital, in custody, away or out of touch.")
    if happened_at > now:
        return _("That lies in the future.")
    if happened_at < last_change_at:
        return _("That lies before the last change. Correct the earlier one first.")
    return None


def why_not_close(
    *,
    episode: EpisodeFacts,
    reason: str,
    known_reasons: frozenset[str],
    is_leader: bool,
    receiver_accepted: bool,
    closed_at: datetime,
    last_change_at: datetime,
    responsible_since: datetime,
    now: datetime,
) -> str | None:
    """A missed appointment closes nothing; a transfer waits for the receiver; a leader decides
    when somebody was not found."""
    if (closed := why_not_act(episode=episode)) is not None:
        return closed
    if reason not in known_reasons:
        return _("Choose one of the reasons. A missed appointment is not a reason to end.")
    if reason == "transferred" and not receiver_accepted:
        return _("The other service has not accepted yet. Until it does, you stay responsible.")
    if reason in NEEDS_LEADER and not is_leader:
        return _("Only a team leader can end an episode for this reason.")
    if closed_at > now:
        return _("The end is dated in the future.")
    if closed_at < max(episode.accepted_at, last_change_at):
        return _("The end is dated before the last change of this episode.")
    if closed_at <= responsible_since:
        return _("The end is dated before the responsible worker took over.")
    return None


def why_not_choose_model(
    *,
    code: str,
    known: frozenset[str],
    team_model: str,
    mode: str,
    known_modes: frozenset[str],
    reason: str,
) -> str | None:
    """A person may be worked with differently from the team, with a reason."""
    if code and code not in known:
        return _("There is no such practice model.")
    if mode and mode not in known_modes:
        return _("This practice model has no such mode.")
    if code and code != team_model and not reason.strip():
        return _("Say why this person is worked with differently from the team.")
    return None


def why_not_target(*, days: float | None, reason: str) -> str | None:
    """A contact target is between half a day and a year, and a person's own has a reason."""
    if days is None:
        return None
    if not 0.25 <= days <= 366:
        return _("A target is between a quarter of a day and 366 days.")
    if not reason.strip():
        return _("Say why this person's target differs.")
    return None


def why_not_cover(
    *,
    absent_is_covering: bool,
    starts_at: datetime,
    ends_at: datetime,
    may_arrange: bool,
    covering_may: bool,
    covering_is_colleague: bool,
    covering_is_away: bool,
    overlaps: bool,
    now: datetime,
) -> str | None:
    """Cover is arranged with one other worker who is there, for a time that is not over."""
    if absent_is_covering:
        return _("Nobody covers for themselves.")
    if ends_at <= starts_at:
        return _("The last day lies before the first.")
    if ends_at <= now:
        return _("This time is over already.")
    if not may_arrange:
        return _("Only the worker herself or a leader of her team can arrange cover for her.")
    if not covering_may:
        return _("This worker holds no position in which she can answer for people.")
    if not covering_is_colleague:
        return _("A worker of another team covers only when a team leader arranges it.")
    if covering_is_away:
        return _("This worker is away herself at that time.")
    if overlaps:
        return _("There is cover for part of this time already. Cancel it, or choose other days.")
    return None


def why_not_change_cover(*, is_over: bool, may_arrange: bool) -> str | None:
    """Cover is changed while it runs or is still to come, by those who may arrange it."""
    if is_over:
        return _("This cover is over or was cancelled.")
    if not may_arrange:
        return _("Only the worker herself or a leader of her team can change this cover.")
    return None


def why_not_cancel_cover(*, is_over: bool, may_arrange: bool, is_for_others: bool) -> str | None:
    """Nobody closes the records of another team's people to whoever covers for them."""
    why_not = why_not_change_cover(is_over=is_over, may_arrange=may_arrange)
    if why_not is None and is_for_others:
        return _(
            "This cover is also for people of teams you do not lead. Only the worker herself, or "
            "whoever leads all of these teams, can cancel it."
        )
    return why_not


def why_not_request(
    *, has_open_request: bool, words: str, asked_on: date, today: date
) -> str | None:
    """A wish for another worker is written down once, in the person's own words."""
    if has_open_request:
        return _("A request is open already. Add to it by talking with the leader.")
    if asked_on > today:
        return _("That day lies in the future.")
    if not words.strip():
        return _("Write what the person said, in their own words.")
    return None


def why_not_answer_request(
    *, outcome: str, words: str, is_answered: bool, may_answer: bool, is_own: bool, other: str
) -> str | None:
    """An answer says what came of it, and why. A leader answers, and not about herself.

    In an agency where nobody else leads she does, and says with whom she looked at it.
    """
    if is_answered:
        return _("This request was answered already.")
    if not may_answer:
        return _("A leader of the team answers this.")
    if is_own and other:
        return _("This wish is about you. %(name)s answers it.") % {"name": other}
    if outcome not in {"changed", "stayed", "withdrawn"}:
        return _("Say what came of it.")
    if is_own and not words.strip():
        return _("This wish is about you. Say with whom outside the team you talked it over.")
    if outcome != "withdrawn" and not words.strip():
        return _("Say in a few words how it was decided, so that the person can be told.")
    return None
