"""Why an act may not happen, as tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from casework.registry.episodes import rules
from casework.registry.episodes.caseload import Caps, CaseloadFigures

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass
class Facts:
    state: str = "active"
    suspended_as: str = ""
    accepted_at: datetime = NOW - 30 * DAY


def says(said, expected):
    assert (said is None) if expected is None else (said is not None and expected in said), said


OPENING = {"has_open_episode_in_team": False, "holder_name": "Lee", "accepted_at": NOW, "now": NOW}
PROPOSING = {
    "episode": Facts(),
    "may_propose": True,
    "to_is_responsible": False,
    "to_may_accept": True,
    "has_open_proposal": False,
    "why": "Leave",
}
CHANGING = {
    "episode": Facts(),
    "to": "suspended",
    "suspended_as": "away",
    "happened_at": NOW,
    "last_change_at": NOW - DAY,
    "now": NOW,
}
CLOSING = {
    "episode": Facts(),
    "reason": "completed",
    "known_reasons": frozenset({"completed", "transferred", "not_found"}),
    "is_leader": False,
    "receiver_accepted": False,
    "closed_at": NOW,
    "last_change_at": NOW - DAY,
    "responsible_since": NOW - DAY,
    "now": NOW,
}
COVERING = {
    "absent_is_covering": False,
    "starts_at": NOW,
    "ends_at": NOW + DAY,
    "may_arrange": True,
    "covering_may": True,
    "covering_is_colleague": True,
    "covering_is_away": False,
    "overlaps": False,
    "now": NOW,
}
ANSWERING = {
    "outcome": "stayed",
    "words": "They talked",
    "is_answered": False,
    "may_answer": True,
    "is_own": False,
    "other": "",
}
CHOOSING = {
    "code": "assertive",
    "known": frozenset({"clinical", "assertive"}),
    "team_model": "clinical",
    "mode": "",
    "known_modes": frozenset({"board"}),
    "reason": "In crisis",
}

TABLE = [
    ("why_not_open", OPENING, {}, None),
    ("why_not_open", OPENING, {"holder_name": None}, "no leader"),
    ("why_not_open", OPENING, {"has_open_episode_in_team": True}, "open episode"),
    ("why_not_open", OPENING, {"accepted_at": NOW + DAY}, "in the future"),
    ("why_not_propose", PROPOSING, {}, None),
    ("why_not_propose", PROPOSING, {"episode": Facts("closed")}, "closed"),
    ("why_not_propose", PROPOSING, {"may_propose": False}, "Only the responsible worker"),
    ("why_not_propose", PROPOSING, {"to_is_responsible": True}, "already"),
    ("why_not_propose", PROPOSING, {"to_may_accept": False}, "no position"),
    ("why_not_propose", PROPOSING, {"has_open_proposal": True}, "waiting for an answer"),
    ("why_not_propose", PROPOSING, {"why": " "}, "why"),
    ("why_not_change_state", CHANGING, {}, None),
    ("why_not_change_state", CHANGING, {"suspended_as": ""}, "in hospital"),
    ("why_not_change_state", CHANGING, {"to": "engaging"}, "cannot go from here"),
    ("why_not_change_state", CHANGING, {"to": "active"}, "in this state already"),
    ("why_not_change_state", CHANGING, {"happened_at": NOW + DAY}, "future"),
    ("why_not_change_state", CHANGING, {"happened_at": NOW - 2 * DAY}, "before the last change"),
    (
        "why_not_change_state",
        CHANGING,
        {"episode": Facts("suspended", "away"), "suspended_as": "in_custody"},
        None,
    ),
    ("why_not_close", CLOSING, {}, None),
    ("why_not_close", CLOSING, {"reason": "did_not_attend"}, "missed appointment"),
    ("why_not_close", CLOSING, {"reason": "transferred"}, "has not accepted"),
    ("why_not_close", CLOSING, {"reason": "transferred", "receiver_accepted": True}, None),
    ("why_not_close", CLOSING, {"reason": "not_found"}, "team leader"),
    ("why_not_close", CLOSING, {"reason": "not_found", "is_leader": True}, None),
    ("why_not_close", CLOSING, {"closed_at": NOW + DAY}, "future"),
    ("why_not_close", CLOSING, {"closed_at": NOW - 2 * DAY}, "before the last change"),
    ("why_not_close", CLOSING, {"responsible_since": NOW}, "took over"),
    ("why_not_cover", COVERING, {}, None),
    ("why_not_cover", COVERING, {"absent_is_covering": True}, "themselves"),
    ("why_not_cover", COVERING, {"ends_at": NOW}, "before the first"),
    ("why_not_cover", COVERING, {"starts_at": NOW - 2 * DAY, "ends_at": NOW - DAY}, "over already"),
    ("why_not_cover", COVERING, {"may_arrange": False}, "a leader of her team"),
    ("why_not_cover", COVERING, {"covering_may": False}, "no position"),
    ("why_not_cover", COVERING, {"covering_is_colleague": False}, "another team"),
    ("why_not_cover", COVERING, {"covering_is_away": True}, "away herself"),
    ("why_not_cover", COVERING, {"overlaps": True}, "cover for part"),
    ("why_not_answer_request", ANSWERING, {}, None),
    ("why_not_answer_request", ANSWERING, {"is_answered": True}, "already"),
    ("why_not_answer_request", ANSWERING, {"may_answer": False}, "A leader"),
    ("why_not_answer_request", ANSWERING, {"is_own": True, "other": "Ann"}, "Ann answers it"),
    ("why_not_answer_request", ANSWERING, {"is_own": True}, None),
    ("why_not_answer_request", ANSWERING, {"is_own": True, "words": ""}, "with whom outside"),
    ("why_not_answer_request", ANSWERING, {"outcome": "open"}, "what came of it"),
    ("why_not_answer_request", ANSWERING, {"words": ""}, "how it was decided"),
    ("why_not_answer_request", ANSWERING, {"words": "", "outcome": "withdrawn"}, None),
    ("why_not_choose_model", CHOOSING, {}, None),
    ("why_not_choose_model", CHOOSING, {"code": "magic"}, "no such practice model"),
    ("why_not_choose_model", CHOOSING, {"mode": "other"}, "no such mode"),
    ("why_not_choose_model", CHOOSING, {"mode": "board"}, None),
    ("why_not_choose_model", CHOOSING, {"reason": ""}, "Say why"),
    ("why_not_choose_model", CHOOSING, {"code": "clinical", "reason": ""}, None),
    ("why_not_target", {"days": None, "reason": ""}, {}, None),
    ("why_not_target", {"days": 0.25, "reason": "x"}, {}, None),
    ("why_not_target", {"days": 0.1, "reason": "x"}, {}, "quarter of a day"),
    ("why_not_target", {"days": 366.5, "reason": "x"}, {}, "366"),
    ("why_not_target", {"days": 7, "reason": " "}, {}, "Say why"),
    ("why_not_move", {"chosen": 2, "moved_meanwhile": 0, "why": "x"}, {}, None),
    ("why_not_move", {"chosen": 2, "moved_meanwhile": 1, "why": "x"}, {}, "meanwhile"),
    ("why_not_move", {"chosen": 0, "moved_meanwhile": 0, "why": "x"}, {}, "Choose who"),
    ("why_not_move", {"chosen": 2, "moved_meanwhile": 0, "why": ""}, {}, "why"),
    ("why_not_decline", {"words": ""}, {}, "why"),
    ("why_not_confirm", {"chosen": 0}, {}, "Tick"),
    (
        "why_not_request",
        {"has_open_request": False, "words": "x", "asked_on": date.max, "today": date.min},
        {},
        "in the future",
    ),
    (
        "why_not_introduce",
        {"on": date(2026, 1, 2), "today": date(2026, 1, 3), "since": date(2026, 1, 3)},
        {},
        "before this worker",
    ),
]


@pytest.mark.parametrize(
    ("rule", "facts", "changed", "expected"),
    TABLE,
    ids=[f"{row[0]}-{row[3] or 'nothing in the way'}-{n}" for n, row in enumerate(TABLE)],
)
def test_why_not(rule, facts, changed, expected):
    says(getattr(rules, rule)(**(facts | changed)), expected)


def figures(people, weighted=1.0):
    caps = Caps(people=30, weighted=20.0, never_above_people=40)
    return CaseloadFigures(people, weighted, 0, 0, caps)


@pytest.mark.parametrize(
    ("after", "may_override", "reason", "expected"),
    [
        (figures(30), False, "", None),
        (figures(31), False, "x", "31 people, the cap is 30. A team leader"),
        (figures(31), True, "", "Say why it must be"),
        (figures(31), True, "Only until Monday", None),
        (figures(41), True, "Only until Monday", "No reason passes 40"),
        (figures(20, 20.25), False, "", "20.2"),
    ],
)
def test_over_a_cap(after, may_override, reason, expected):
    said = rules.why_not_over_cap(
        name="Dana", after=after, may_override=may_override, reason=reason
    )
    says(said, expected)


@pytest.mark.parametrize("here", sorted(rules.MOVES))
def test_out_of_touch_never_leads_to_the_end_by_itself(here):
    for to in rules.MOVES[here]:
        assert to in rules.MOVES
    assert rules.MOVES["closed"] == frozenset()
