"""What a worker can understand and mend is refused in words; everything else is a bug."""

from collections.abc import Mapping
from typing import Any


class Refused(Exception):
    """An action that may not happen now. The text says why and what to do, in plain words."""

    def __init__(self, reason: object, *, field: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field

    def __str__(self) -> str:
        return str(self.reason)


class Stale(Refused):
    """Somebody saved another version meanwhile. Carries what stands there now, field by field."""

    def __init__(self, reason: object, *, now_stands: Mapping[str, Any], version: int) -> None:
        super().__init__(reason)
        self.now_stands = dict(now_stands)
        self.version = version


def refuse_if(reason: object | None, *, field: str | None = None) -> None:
    """Raise `Refused` when a rule answers with a reason; with `None` nothing is in the way."""
    if reason is not None:
        raise Refused(reason, field=field)
