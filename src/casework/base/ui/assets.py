"""Where the files of the screens lie. Their addresses stay as long as the process runs."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class _Remembered:
    """Each page names a dozen files; working an address out takes longer than writing it."""

    @cached_property
    def _addresses(self) -> dict[str, str]:
        return {}

    def url(self, name: str | None, *rest: Any) -> str:
        """The address of a file. Raises `ValueError` for one that is not in the manifest."""
        if rest or name is None:
            return str(super().url(name, *rest))  # type: ignore[misc]
        if name not in self._addresses:
            self._addresses[name] = super().url(name)  # type: ignore[misc]
        return self._addresses[name]


class PlainFiles(_Remembered, StaticFilesStorage):
    """As they lie in the source."""


class HashedFiles(_Remembered, CompressedManifestStaticFilesStorage):
    """As `casework serve` gives them out: compressed, with the hash of their words in the name."""
