"""How well the shared spreadsheets are read, against what a careful person reads out of them."""

from __future__ import annotations

import json

import pytest

from .reading_files import shared, told

COUNTED = {
    "family": "family",
    "given": "given",
    "dob": "born_on",
    "status": "status",
    "referral_date": "referred_on",
    "opened": "opened_on",
    "worker": "worker",
}


@pytest.fixture(scope="module")
def folder():
    return shared("spreadsheets-us")


@pytest.fixture(scope="module")
def key(folder):
    return json.loads((folder / "answer-key.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def people(folder):
    return told(folder / "caseload-tracker.xlsx")


def test_counted_fields_are_right_and_nothing_is_silently_wrong(key, people, record_property):
    found = {(row["sheet"], row["row"]): row for row in people["rows"]}
    unread = {(problem["sheet"], problem["row"]) for problem in people["unreadable"]}
    right, total, silent = 0, 0, []
    for expected in key["rows"]:
        place = (expected["sheet"], expected["row"])
        row = found.pop(place, None)
        total += 2 + len(COUNTED)
        if row is None:
            continue
        right += 2
        for name, ours in COUNTED.items():
            if row[ours] == expected.get(name):
                right += 1
            elif row[ours] is not None or place not in unread:
                silent.append((place, ours, row[ours], expected.get(name)))
    record_property("counted_fields_right", f"{right}/{total}")
    assert not found, f"rows that are none: {list(found)[:5]}"
    assert silent == []
    assert right / total >= 0.95, f"{right} of {total}"


def test_every_unreadable_cell_of_the_key_is_listed(key, people):
    ours = [(p["sheet"], p["column"], p["value"]) for p in people["unreadable"]]
    for cell in key["unreadable"]:
        ours.remove((cell["sheet"], cell["column"], cell["value"]))


def test_whoever_was_closed_and_is_open_again_is_offered_once(key, people):
    offered = [
        {(row["family"], row["given"]) for row in group["rows"]} for group in people["duplicates"]
    ]
    assert sorted(map(sorted, offered)) == sorted(
        [[(person["family"], person["given"])] for person in key["returned_people"]]
    )


def test_scores_risk_log_and_comments(key, people):
    found = {(row["sheet"], row["row"]): row for row in people["rows"]}
    for expected in key["rows"]:
        if "phq9" not in expected:
            continue
        row = found[expected["sheet"], expected["row"]]
        score = row["scores"][0] if row["scores"] else {"score": None, "on": None}
        assert (score["score"], score["on"]) == (expected["phq9"], expected["phq9_date"])
        assert row["risk"] == expected["risk"]
        assert len(row["log"]) == expected["log_lines"]
        assert bool(row["comments"]) == bool(expected.get("comment"))


def test_contacts_and_their_minutes(folder, key):
    answer = told(folder / "contact-log-2026.csv", "contacts")
    assert len(answer["rows"]) == key["contacts"]
    assert sum(row["minutes"] for row in answer["rows"]) == key["contact_minutes"]
    assert answer["unreadable"] == []
    assert answer["file"]["encoding"] == "cp1252"


def test_what_came_of_referrals(folder, key):
    answer = told(folder / "referrals-out.csv", "referrals")
    counted: dict[str, int] = {}
    for row in answer["rows"]:
        counted[str(row["status"])] = counted.get(str(row["status"]), 0) + 1
    assert counted == key["referrals_out"]
    assert sum(problem["column"] == "status" for problem in answer["unreadable"]) == counted["None"]
