from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from casework.registry.workforce import rules
from casework.registry.workforce.rules import Standing

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def check(said, reason):
    assert (said is None) if reason is None else (said is not None and reason in said), said


@pytest.mark.parametrize(
    ("given", "family", "key"),
    [
        ("Siobhán", "Ríos", "rios siobhan"),
        ("Lee", "", "lee"),
        (" Ana ", " Öz ", "oz ana"),
        ("Straße", "Groß", "gross strasse"),
    ],
)
def test_sort_key(given, family, key):
    assert rules.sort_key(given=given, family=family) == key


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        pytest.param({}, None, id="all right"),
        pytest.param({"name": "dana.o-k@x.org"}, None, id="like a mail address"),
        pytest.param({"name": "DANA"}, None, id="capitals are let down"),
        pytest.param({"name": "da na"}, "no spaces", id="a space"),
        pytest.param({"name": ""}, "letters", id="nothing"),
        pytest.param({"is_taken": True}, "already", id="taken"),
        pytest.param({"is_mail_taken": True}, "mail address", id="somebody's mail"),
        pytest.param({"has_account": True}, "account already", id="a second account"),
    ],
)
def test_why_not_open_account(changed, reason):
    check(rules.why_not_open_account(**({"name": "dana", "is_taken": False} | changed)), reason)


WORKER = {
    "given": "Dana",
    "family": "Okafor",
    "started_on": TODAY,
    "left_on": None,
    "last_position_on": None,
    "has_open_position": False,
    "last_shift_on": None,
}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        pytest.param({}, None, id="all right"),
        pytest.param({"given": "", "family": " "}, "name", id="nobody"),
        pytest.param({"left_on": TODAY - DAY}, "before the first", id="left before starting"),
        pytest.param({"left_on": TODAY}, None, id="leaves"),
        pytest.param(
            {"left_on": TODAY, "has_open_position": True}, "End them first", id="open position"
        ),
        pytest.param({"has_open_position": True}, None, id="open position, and stays"),
        pytest.param(
            {"left_on": TODAY, "last_position_on": TODAY + DAY}, "End them", id="a position longer"
        ),
        pytest.param({"left_on": TODAY, "last_position_on": TODAY}, None, id="to the day"),
        pytest.param(
            {"left_on": TODAY, "last_shift_on": TODAY + DAY}, "Cancel them", id="a shift after"
        ),
    ],
)
def test_why_not_change_worker(changed, reason):
    check(rules.why_not_change_worker(**(WORKER | changed)), reason)


POSITION = {
    "team_is_open": True,
    "full_time_share": Decimal("0.5"),
    "from_on": TODAY,
    "to_on": None,
    "is_vacant": False,
}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        pytest.param({}, None, id="filled"),
        pytest.param({"is_vacant": True, "left_on": TODAY - DAY}, None, id="vacant"),
        pytest.param({"team_is_open": False}, "closed", id="closed team"),
        pytest.param({"full_time_share": Decimal(0)}, "above 0", id="no share"),
        pytest.param({"full_time_share": Decimal("1.01")}, "full time", id="more than full time"),
        pytest.param({"full_time_share": Decimal(1)}, None, id="full time"),
        pytest.param({"to_on": TODAY - DAY}, "before the first", id="ends before it begins"),
        pytest.param({"to_on": TODAY}, None, id="one day"),
        pytest.param({"has_it": True}, "same position", id="twice the same"),
        pytest.param({"started_on": TODAY + DAY}, "first day", id="before she came"),
        pytest.param({"left_on": TODAY + DAY}, "has left", id="open end of one who leaves"),
        pytest.param({"left_on": TODAY + DAY, "to_on": TODAY + DAY}, None, id="until she leaves"),
    ],
)
def test_why_not_add_position(changed, reason):
    check(rules.why_not_add_position(**(POSITION | changed)), reason)


FILL = {
    "is_vacant": True,
    "began_on": TODAY,
    "ends_on": None,
    "from_on": TODAY,
    "started_on": None,
    "left_on": None,
    "has_it": False,
}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        pytest.param({}, None, id="vacant"),
        pytest.param({"is_vacant": False}, "already", id="filled"),
        pytest.param({"from_on": TODAY - DAY}, "did not exist", id="too early"),
        pytest.param({"ends_on": TODAY, "from_on": TODAY + DAY}, "ended by", id="too late"),
        pytest.param({"has_it": True}, "same position", id="has one like it"),
        pytest.param({"left_on": TODAY}, "has left", id="somebody who leaves"),
    ],
)
def test_why_not_fill_position(changed, reason):
    check(rules.why_not_fill_position(**(FILL | changed)), reason)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        pytest.param({}, None, id="less from today"),
        pytest.param({"full_time_share": Decimal(1)}, "it has", id="the same"),
        pytest.param({"full_time_share": Decimal(2)}, "full time", id="two"),
        pytest.param({"from_on": TODAY - DAY}, "did not exist", id="too early"),
        pytest.param({"ends_on": TODAY, "from_on": TODAY + DAY}, "ended by", id="too late"),
    ],
)
def test_why_not_change_share(changed, reason):
    given = {
        "full_time_share": Decimal("0.5"),
        "stands": Decimal(1),
        "from_on": TODAY,
        "began_on": TODAY,
        "ends_on": None,
    }
    check(rules.why_not_change_share(**(given | changed)), reason)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        pytest.param({}, None, id="today"),
        pytest.param({"to_on": TODAY + 30 * DAY}, None, id="next month"),
        pytest.param({"to_on": TODAY - 10 * DAY}, None, id="written down late"),
        pytest.param({"to_on": TODAY - 99 * DAY}, "before the first", id="before it began"),
        pytest.param({"ends_on": TODAY - DAY}, "ended already", id="long over"),
        pytest.param({"ends_on": TODAY + DAY}, None, id="sooner than planned"),
        pytest.param(
            {"ends_on": TODAY + DAY, "to_on": TODAY + 2 * DAY}, "sooner", id="later than planned"
        ),
        pytest.param(
            {"would_be_leaderless": {1: "North", 2: "East"}}, "East, North", id="the last leader"
        ),
        pytest.param({"is_last_administrator": True}, "administrator", id="the last administrator"),
    ],
)
def test_why_not_end_position(changed, reason):
    given = {
        "began_on": TODAY - 90 * DAY,
        "ends_on": None,
        "to_on": TODAY,
        "today": TODAY,
        "would_be_leaderless": {},
    }
    check(rules.why_not_end_position(**(given | changed)), reason)


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (None, Standing.VALID),
        (91, Standing.VALID),
        (90, Standing.WITHIN_90),
        (61, Standing.WITHIN_90),
        (60, Standing.WITHIN_60),
        (31, Standing.WITHIN_60),
        (30, Standing.WITHIN_30),
        (0, Standing.WITHIN_30),
        (-1, Standing.EXPIRED),
    ],
)
def test_standing(days, state):
    ends = None if days is None else TODAY + days * DAY
    assert rules.standing(expires_on=ends, withdrawn_on=None, today=TODAY) is state
    assert rules.standing(expires_on=ends, withdrawn_on=TODAY, today=TODAY) is Standing.WITHDRAWN


def test_a_credential_withdrawn_tomorrow_still_counts():
    said = rules.standing(expires_on=None, withdrawn_on=TODAY + DAY, today=TODAY)
    assert said is Standing.VALID


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        pytest.param({}, None, id="named only"),
        pytest.param({"kind": " "}, "what it is", id="nothing"),
        pytest.param({"issued_on": TODAY + DAY}, "not come", id="issued tomorrow"),
        pytest.param(
            {"issued_on": TODAY, "expires_on": TODAY - DAY}, "before it was", id="expires first"
        ),
        pytest.param({"hours_done": 4}, "how many hours", id="hours of nothing"),
        pytest.param({"hours_done": 4, "hours_required": 80}, None, id="hours"),
    ],
)
def test_why_not_add_credential(changed, reason):
    given = {
        "kind": "Licence",
        "issued_on": None,
        "expires_on": None,
        "hours_required": None,
        "hours_done": None,
        "today": TODAY,
    }
    check(rules.why_not_add_credential(**(given | changed)), reason)


@pytest.mark.parametrize(
    ("stands", "to", "own", "alone", "withdrawn", "reason"),
    [
        ("claimed", "seen", False, False, False, None),
        ("claimed", "verified", False, False, False, None),
        ("seen", "verified", False, False, False, None),
        ("seen", "seen", False, False, False, "known already"),
        ("verified", "seen", False, False, False, "known already"),
        ("claimed", "claimed", False, False, False, "known already"),
        ("claimed", "nonsense", False, False, False, "known already"),
        ("claimed", "seen", True, False, False, "somebody else"),
        ("claimed", "seen", True, True, False, None),
        ("claimed", "seen", False, False, True, "withdrawn"),
    ],
)
def test_why_not_check_credential(stands, to, own, alone, withdrawn, reason):
    said = rules.why_not_check_credential(
        stands=stands, to=to, is_own=own, alone=alone, is_withdrawn=withdrawn
    )
    check(said, reason)


@pytest.mark.parametrize(
    ("withdrawn", "why", "on", "reason"),
    [
        (False, "Suspended", TODAY, None),
        (False, " ", TODAY, "Say why"),
        (False, "Suspended", TODAY + DAY, "not come"),
        (True, "Suspended", TODAY, "already"),
    ],
)
def test_why_not_withdraw_credential(withdrawn, why, on, reason):
    said = rules.why_not_withdraw_credential(
        is_withdrawn=withdrawn, reason=why, withdrawn_on=on, today=TODAY
    )
    check(said, reason)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        pytest.param({}, None, id="tonight"),
        pytest.param({"starts_at": NOON - HOUR}, None, id="begun already"),
        pytest.param({"starts_at": NOON - 9 * HOUR, "ends_at": NOON}, "over already", id="over"),
        pytest.param({"ends_at": NOON + HOUR}, "before it begins", id="no length"),
        pytest.param({"ends_at": NOON + 9 * 24 * HOUR}, "a week at most", id="nine days"),
        pytest.param({"ends_at": NOON + 169 * HOUR}, None, id="a week on call"),
        pytest.param({"team_is_open": False}, "closed", id="closed team"),
        pytest.param({"plans_for_team": False}, "teams you lead", id="another leader's team"),
        pytest.param({"left_on": TODAY - DAY}, "left by then", id="left"),
        pytest.param({"left_on": TODAY}, None, id="her last day"),
        pytest.param({"may_open_records": False}, "opens records", id="a billing clerk"),
        pytest.param({"has_other": True}, "already", id="twice"),
    ],
)
def test_why_not_plan_shift(changed, reason):
    given = {
        "plans_for_team": True,
        "team_is_open": True,
        "starts_at": NOON + HOUR,
        "ends_at": NOON + 9 * HOUR,
        "now": NOON,
        "first_day": TODAY,
        "last_day": TODAY,
        "left_on": None,
        "may_open_records": True,
        "has_other": False,
    }
    check(rules.why_not_plan_shift(**(given | changed)), reason)


@pytest.mark.parametrize(
    ("plans", "cancelled", "ends_at", "reason"),
    [
        (True, False, NOON + HOUR, None),
        (True, True, NOON + HOUR, "already"),
        (True, False, NOON, "is over"),
        (False, False, NOON + HOUR, "teams you lead"),
    ],
)
def test_why_not_cancel_shift(plans, cancelled, ends_at, reason):
    said = rules.why_not_cancel_shift(
        plans_for_team=plans, is_cancelled=cancelled, ends_at=ends_at, now=NOON
    )
    check(said, reason)


@pytest.mark.parametrize(
    ("has_agency", "name", "zone", "reason"),
    [
        (False, "Alder House", "America/New_York", None),
        (False, "Alder House", "UTC", None),
        (True, "Alder House", "UTC", "already"),
        (False, " ", "UTC", "name"),
        (False, "Alder House", "Moon/Tycho", "not a time zone"),
        (False, "Alder House", "../../etc/passwd", "not a time zone"),
        (False, "Alder House", "EST", "not a time zone"),
    ],
)
def test_why_not_set_up_agency(has_agency, name, zone, reason):
    check(rules.why_not_set_up_agency(has_agency=has_agency, name=name, time_zone=zone), reason)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        pytest.param({}, None, id="all right"),
        pytest.param({"name": ""}, "name", id="nameless"),
        pytest.param({"time_zone": "Nowhere"}, "not a time zone", id="nowhere"),
        pytest.param({"working_weekdays": []}, "at least one", id="never works"),
        pytest.param({"working_weekdays": [7]}, "seven days", id="an eighth day"),
        pytest.param({"words": ["person", "", "worker"]}, "three words", id="a word missing"),
    ],
)
def test_why_not_change_agency(changed, reason):
    given = {
        "name": "Alder House",
        "time_zone": "Europe/London",
        "working_weekdays": [0],
        "words": ["person", "people", "worker"],
    }
    check(rules.why_not_change_agency(**(given | changed)), reason)
