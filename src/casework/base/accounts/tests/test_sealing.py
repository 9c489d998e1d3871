"""What is sealed opens again, with the right key, for the right use, unchanged."""

import base64

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from casework.base.accounts import checks, sealing
from casework.base.accounts.adapters import EncryptedMFAAdapter

KEY = base64.b64encode(b"k" * 32).decode()
OTHER = base64.b64encode(b"o" * 32).decode()


@given(st.text())
def test_any_text_comes_back(text):
    adapter = EncryptedMFAAdapter()
    sealed = adapter.encrypt(text)
    assert adapter.decrypt(sealed) == text
    assert sealed != adapter.encrypt(text), "the same text is sealed differently each time"


@given(st.binary(min_size=1), st.integers(min_value=0))
def test_one_changed_letter_does_not_open(plain, place):
    sealed = sealing.seal(plain, use="test")
    at = 2 + place % (len(sealed) - 2)
    letter = "A" if sealed[at] != "A" else "B"
    changed = sealed[:at] + letter + sealed[at + 1 :]
    try:
        opened = sealing.unseal(changed, use="test")
    except ImproperlyConfigured:
        return
    # Base64 has idle bits in its last letter: those may change and mean the same.
    assert opened == plain
    assert base64.b64decode(changed[2:]) == base64.b64decode(sealed[2:])


def test_another_use_or_another_key_does_not_open(settings):
    settings.FIELD_KEY = KEY
    sealed = sealing.seal(b"secret", use="one")
    with pytest.raises(ImproperlyConfigured):
        sealing.unseal(sealed, use="two")
    settings.FIELD_KEY = OTHER
    with pytest.raises(ImproperlyConfigured):
        sealing.unseal(sealed, use="one")
    settings.FIELD_KEY = f"{OTHER}, {KEY}"
    assert sealing.unseal(sealed, use="one") == b"secret"


@pytest.mark.parametrize("key", ["short", base64.b64encode(b"k" * 31).decode()])
def test_a_key_that_is_none_is_refused(settings, key):
    settings.FIELD_KEY = key
    with pytest.raises(ImproperlyConfigured, match="32 random bytes"):
        sealing.seal(b"", use="test")


def test_only_the_demo_may_do_without_a_key(settings):
    settings.FIELD_KEY, settings.DEMO, settings.DEBUG = "", True, False
    assert sealing.unseal(sealing.seal(b"x", use="test"), use="test") == b"x"
    assert checks.field_key_is_set() == []
    settings.DEMO = False
    with pytest.raises(ImproperlyConfigured):
        sealing.seal(b"x", use="test")
    assert [error.id for error in checks.field_key_is_set()] == ["accounts.E001"]


@pytest.mark.parametrize("stored", ["", "plain", "1.", "1.*", "2.AAAA"])
def test_what_was_never_sealed_does_not_open(stored):
    with pytest.raises(ImproperlyConfigured):
        sealing.unseal(stored, use="test")
