"""The one reader of the environment: typed, documented, and strict about typing errors."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Variable:
    """One setting: its name, what it means, and what stands when it is not given."""

    name: str
    meaning: str
    default: str | None = None


VARIABLES = [
    Variable("DATABASE_URL", "Where the application's role signs in: postgresql://ROLE@HOST/NAME."),
    Variable("CASEWORK_OWNER_DATABASE_URL", "The role that migrates, seeds and restores.", ""),
    Variable("CASEWORK_SECRET_KEY", "Signs sessions and links. At least 50 random characters."),
    Variable("CASEWORK_ALLOWED_HOSTS", "Names this site answers to, separated by commas.", ""),
    Variable("CASEWORK_BASE_URL", "The address workers type, used in letters and mail.", ""),
    Variable("CASEWORK_DEMO", "`yes` for the demo agency: mail goes to a file, no HTTPS.", "no"),
    Variable("CASEWORK_DEMO_PASSWORD", "The one password of the demo people.", "casework-demo"),
    Variable("CASEWORK_DEBUG", "`yes` shows errors to developers. Never where people are.", "no"),
    Variable("CASEWORK_HTTPS", "`yes` where a proxy in front speaks HTTPS.", "yes"),
    Variable("CASEWORK_STATIC_ROOT", "Folder that `collectstatic` fills.", ""),
    Variable("CASEWORK_MAIL_URL", "smtp://USER:PASSWORD@HOST:PORT, or file:///FOLDER.", ""),
    Variable("CASEWORK_MAIL_FROM", "The sender of mail.", "casework@localhost"),
    Variable("CASEWORK_IDLE_MINUTES", "Signed out after this long without a page.", "30"),
    Variable("CASEWORK_SESSION_HOURS", "Signed out after this long in any case.", "12"),
    Variable("CASEWORK_SECOND_FACTOR", "`required` or `offered` for workers.", "required"),
    Variable("CASEWORK_FIELD_KEY", "Base64 of 32 random bytes; of several the first seals.", ""),
    Variable("CASEWORK_DATABASE_POOL", "Connections each process keeps open at most.", "10"),
    Variable("CASEWORK_DATABASE_PREPARE", "`no` behind PgBouncer in transaction mode.", "yes"),
    Variable("CASEWORK_LOG_LEVEL", "debug, info, warning or error.", "info"),
    Variable("CASEWORK_WEB_WORKERS", "Web processes.", "2"),
    Variable("CASEWORK_WEB_THREADS", "Threads in each web process.", "4"),
    Variable("CASEWORK_TEST_SUPERUSER_URL", "Tests only: may create roles and databases.", ""),
    Variable("CASEWORK_SHARED", "Tests and benchmarks only: folder with sample data.", ""),
]

# Planning a statement under row security costs more than running it: the server keeps the plans,
# and makes each one for any values, so that it need not be made again for these.
PREPARED = {"server_side_binding": True, "prepare_threshold": 3}
PREPARED_OPTIONS = "-c plan_cache_mode=force_generic_plan"

_KNOWN = {variable.name: variable for variable in VARIABLES}


def refuse_unknown(given: Mapping[str, str]) -> None:
    """A mistyped CASEWORK_ variable stops the start; it would otherwise be silently ignored."""
    for name in given:
        if name.startswith("CASEWORK_") and name not in _KNOWN:
            raise ImproperlyConfigured(
                f"The environment has {name}, which Casework does not know. "
                "docs/reference/settings.md lists every setting."
            )


def text(name: str) -> str:
    """The variable as text, or its default. Raises ImproperlyConfigured when it must be given."""
    variable = _KNOWN[name]
    value = os.environ.get(name, variable.default)
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set. {variable.meaning}")
    return value


def flag(name: str) -> bool:
    """`yes` or `no`."""
    value = text(name).lower()
    if value not in {"yes", "no"}:
        raise ImproperlyConfigured(f"{name} is {value!r}; it is `yes` or `no`.")
    return value == "yes"


def number(name: str) -> int:
    """A whole number."""
    value = text(name)
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is {value!r}; it is a whole number.")
    return int(value)


def database(url: str) -> dict[str, Any]:
    """postgresql://ROLE:PASSWORD@HOST:PORT/NAME?host=/socket/folder&role=…&sslmode=… for Django."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured("A database URL begins with postgresql://")
    options = {key: values[0] for key, values in parse_qs(parts.query).items()}
    role = options.pop("role", "")
    socket = options.pop("host", "")
    asked = [f"-c role={role}"] if role else []
    started: dict[str, Any] = {}
    if flag("CASEWORK_DATABASE_PREPARE"):
        started |= PREPARED
        asked.append(PREPARED_OPTIONS)
    if asked:
        started["options"] = " ".join(asked)
    return {
        "ENGINE": "django.db.backends.postgresql",
        # A connection that died under a pooled process is noticed before it is used.
        "CONN_HEALTH_CHECKS": True,
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": socket or unquote(parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": {**options, **started},
    }
