import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.registry.people.rules import phones
from casework.registry.people.rules.phones import PhoneSafety, Safe


@pytest.mark.parametrize(
    ("typed", "region", "stored", "shown"),
    [
        ("(503) 555-0142", "US", "+15035550142", "(503) 555-0142"),
        ("503.555.0142", "US", "+15035550142", "(503) 555-0142"),
        ("020 7946 0958", "GB", "+442079460958", "020 7946 0958"),
        ("07700 900123", "GB", "+447700900123", "07700 900123"),
        ("+44 7700 900123", "US", "+447700900123", "+44 7700 900123"),
        ("503 555 0142 x12", "US", "+15035550142;ext=12", "(503) 555-0142 ext. 12"),
    ],
)
def test_normalise_and_show(typed, region, stored, shown):
    assert phones.why_not_phone(typed, region) is None
    assert phones.normalise(typed, region) == stored
    assert phones.show(stored, region) == shown


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "Write the phone"),
        ("Grace", "not a phone number"),
        ("12", "too short"),
        ("555-0142", "area code"),
        ("503 555 0142 0142 0142", "too long"),
        ("+999 123456", "not a phone number"),
    ],
)
def test_why_not_phone(typed, reason):
    assert reason in phones.why_not_phone(typed, "US")
    assert phones.normalise(typed, "US") == ""


STATES = [Safe.YES, Safe.NO, Safe.NOT_ASKED]


@pytest.mark.parametrize("call", STATES)
@pytest.mark.parametrize("message", STATES)
@pytest.mark.parametrize("text", STATES)
def test_nothing_goes_to_an_unsafe_phone(call, message, text):
    safety = PhoneSafety(call=call, leave_message=message, text=text)
    assert (phones.why_no_call(safety) is None) is (call != Safe.NO)
    assert (phones.why_no_message(safety) is None) is (call != Safe.NO and message == Safe.YES)
    assert (phones.why_no_text(safety) is None) is (call != Safe.NO and text == Safe.YES)
    assert bool(phones.tel_link("+15035550142", safety)) is (call != Safe.NO)
    assert phones.why_no_call(safety, is_current=False)
    words = phones.safety_words(safety)
    assert words[0] == phones.CALL_WORDS[call]
    assert len(words) == (1 if call == Safe.NO else 3)


def test_a_no_to_calls_contradicts_a_yes_to_texts():
    assert phones.why_not_safety(PhoneSafety(call=Safe.NO, text=Safe.YES))
    assert phones.why_not_safety(PhoneSafety(call=Safe.NO, text=Safe.NOT_ASKED)) is None
    assert phones.why_not_safety(PhoneSafety(who_answers="x" * 121))


def test_who_answers_is_said():
    safety = PhoneSafety(call=Safe.NO, who_answers=" ex-partner ")
    assert phones.safety_words(safety) == ("Do not call", "Who answers: ex-partner")
    assert phones.neutral_opening(safety)
    assert phones.neutral_opening(PhoneSafety(call=Safe.YES)) == ""


@given(st.text(max_size=40))
def test_no_text_breaks_it(typed):
    stored = phones.normalise(typed, "US")
    assert (phones.why_not_phone(typed, "US") is None) == bool(stored)
    if stored:
        assert phones.normalise(stored, "GB") == stored
    phones.show(typed, "US")
