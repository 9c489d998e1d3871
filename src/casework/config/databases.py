"""Which connection a table uses."""

from typing import Any


class TrailRouter:
    """The cache and allauth's limits must survive a rolled-back request, as refusals must."""

    def db_for_read(self, model: type, **hints: Any) -> str | None:
        return "trail" if model._meta.app_label == "django_cache" else None  # type: ignore[attr-defined]

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "default"
