"""What the guards walk over: rooms, screens, models, actions."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

SOURCE = Path(__file__).resolve().parents[2] / "src" / "casework"
REPOSITORY = SOURCE.parents[1]
FLOORS = ("base", "registry", "cycle", "desks", "edges")


def rooms() -> list[Path]:
    """Every room: a folder on a floor that is an installed application."""
    return sorted(
        Path(config.path)
        for config in apps.get_app_configs()
        if config.name.startswith("casework.") and config.label != "config"
    )


def screens() -> Iterator[tuple[str, URLPattern]]:
    """Every pattern of our own, with the room that its namespace names ('' for the wiring)."""

    def walk(resolver: URLResolver, room: str) -> Iterator[tuple[str, URLPattern]]:
        for one in resolver.url_patterns:
            if isinstance(one, URLResolver):
                yield from walk(one, one.app_name or room)
            else:
                yield room, one

    for room, pattern in walk(get_resolver(), ""):
        module = inspect.unwrap(pattern.callback).__module__
        if module.startswith("casework."):
            yield room, pattern


def our_models() -> list[Any]:
    """Every model of the house."""
    return [m for m in apps.get_models() if m.__module__.startswith("casework.")]


def modules(name: str) -> Iterator[ModuleType]:
    """Every module called `name` (or a package's parts) in any room."""
    for room in rooms():
        dotted = "casework." + ".".join(room.relative_to(SOURCE).parts) + f".{name}"
        try:
            module = importlib.import_module(dotted)
        except ModuleNotFoundError as missing:
            if missing.name and dotted.startswith(missing.name):
                continue
            raise
        yield module
        if hasattr(module, "__path__"):
            for part in pkgutil.iter_modules(module.__path__):
                yield importlib.import_module(f"{dotted}.{part.name}")


def python_files() -> list[Path]:
    """Our own source, migrations left out: they are made."""
    return [p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts]
