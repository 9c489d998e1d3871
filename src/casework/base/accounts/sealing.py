"""What must not be readable in a stolen copy of the database is encrypted before it is stored."""

from __future__ import annotations

import base64
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_KEY_BYTES, _NONCE_BYTES = 32, 12
# Names the way of sealing, so that a later way can be told from this one.
_FORMAT = "1."

NO_KEY = (
    "CASEWORK_FIELD_KEY is not set: it encrypts second-factor secrets. Make one with "
    "`openssl rand -base64 32` and keep a copy apart from the backups."
)


def key_is_missing() -> bool:
    """Outside the demo and development a key of its own is a must."""
    return not settings.FIELD_KEY and not settings.DEMO and not settings.DEBUG


def key_is_guessable() -> bool:
    """Whether a key was typed and not drawn: 32 random bytes are hardly ever all letters."""
    words = [word.strip() for word in settings.FIELD_KEY.split(",") if word.strip()]
    keys = [base64.b64decode(word, validate=True) for word in words]
    return any(len(set(key)) < 12 or all(32 <= byte < 127 for byte in key) for key in keys)


@lru_cache(maxsize=4)
def _ciphers(given: str, secret: str) -> tuple[AESGCM, ...]:
    if not given:
        derived = HKDF(SHA256(), _KEY_BYTES, salt=None, info=b"casework field key")
        return (AESGCM(derived.derive(secret.encode())),)
    found = []
    for word in given.split(","):
        try:
            key = base64.b64decode(word.strip(), validate=True)
        except ValueError:
            key = b""
        if len(key) != _KEY_BYTES:
            raise ImproperlyConfigured("CASEWORK_FIELD_KEY must be base64 of 32 random bytes.")
        found.append(AESGCM(key))
    return tuple(found)


def _keys() -> tuple[AESGCM, ...]:
    """The key that seals first, then older ones that still open what they sealed."""
    if key_is_missing():
        raise ImproperlyConfigured(NO_KEY)
    return _ciphers(settings.FIELD_KEY, settings.SECRET_KEY)


def seal(plain: bytes, *, use: str) -> str:
    """Encrypt for one `use`; what was sealed for another does not open as this one."""
    nonce = os.urandom(_NONCE_BYTES)
    sealed = nonce + _keys()[0].encrypt(nonce, plain, use.encode())
    return _FORMAT + base64.b64encode(sealed).decode()


def unseal(sealed: str, *, use: str) -> bytes:
    """What was sealed. Raises ImproperlyConfigured when no key we have opens it."""
    try:
        raw = base64.b64decode(sealed.removeprefix(_FORMAT), validate=True)
    except ValueError:
        raw = b""
    if sealed.startswith(_FORMAT):
        for cipher in _keys():
            try:
                return cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], use.encode())
            except (InvalidTag, ValueError):
                continue
    raise ImproperlyConfigured("A sealed value does not open with CASEWORK_FIELD_KEY.")
