"""When mail is tried again, given up, and what is said about it."""

from datetime import UTC, datetime, timedelta

import pytest

from casework.base.notify import rules

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def test_waits_grow_and_end():
    moments = [rules.next_try_at(attempts=n, now=NOW) for n in range(1, rules.TRIES)]
    assert moments[0] == NOW + timedelta(minutes=1)
    assert moments == sorted(moments)
    assert rules.next_try_at(attempts=rules.TRIES, now=NOW) is None


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, None),
        ({"to": "Dana <dana@example.org>"}, "to_one_address"),
        ({"to": "a@example.org,b@example.org"}, "to_one_address"),
        ({"to": "a@example.org\nBcc: b@example.org"}, "to_one_address"),
        ({"to": "dana"}, "to_one_address"),
        ({"subject": "Hello\nBcc: b@example.org"}, "subject_one_line"),
        ({"subject": " "}, "subject_one_line"),
        ({"subject": "x" * 201}, "subject_one_line"),
        ({"dedupe_key": ""}, "dedupe_key"),
    ],
)
def test_why_not_queue(changed, reason):
    given = {"to": "dana@example.org", "subject": "Hello", "dedupe_key": "a", **changed}
    assert rules.why_not_queue(**given) == reason


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("smtp://mail.example.org", None),
        ("smtps://user:pass@mail.example.org:465", None),
        ("file:///var/mail", None),
        ("file://mail", "names a folder"),
        ("file:///", "names a folder"),
        ("smtp://", "no mail server"),
        ("http://mail.example.org", "begins with"),
    ],
)
def test_why_not_url(url, said):
    reason = rules.why_not_url(url)
    assert reason is None if said is None else said in reason


@pytest.mark.parametrize(
    ("url", "oldest", "dead", "said"),
    [
        ("smtp://mail", None, 0, None),
        ("smtp://mail", timedelta(minutes=4), 0, None),
        ("smtp://mail", timedelta(minutes=6), 0, "waited for 6 minutes"),
        ("smtp://mail", None, 2, "2 messages"),
        ("", timedelta(minutes=6), 0, "is not set"),
        ("ftp://mail", None, 0, "begins with"),
    ],
)
def test_why_mail_does_not_go(url, oldest, dead, said):
    reason = rules.why_mail_does_not_go(
        mail_url=url, oldest_due_at=NOW - oldest if oldest else None, dead_count=dead, now=NOW
    )
    assert reason is None if said is None else said in reason


@pytest.mark.parametrize(
    ("state", "body", "reason"),
    [("dead", "x", None), ("sent", "x", "not_given_up"), ("dead", "", "text_is_gone")],
)
def test_why_not_try_again(state, body, reason):
    assert rules.why_not_try_again(state=state, body=body) == reason
