"""Print the files of one screen: address, view, template, tests.

Runs inside the virtual environment: `python -m tools.screens NAME`.
"""

from __future__ import annotations

import argparse
import inspect
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
from django.urls import URLPattern, URLResolver, get_resolver

from tools.environment import ROOT


@dataclass(frozen=True)
class Screen:
    """One named address and the function that answers it."""

    name: str
    address: str
    view: Callable[..., Any]

    @property
    def own_view(self) -> Callable[..., Any]:
        """The function as it is written, under its decorators."""
        return inspect.unwrap(self.view)


def screens() -> list[Screen]:
    """Return every named address of the project, in the order of the resolver."""
    return list(_walk(get_resolver().url_patterns, prefix="/", namespace=""))


def _walk(
    patterns: list[URLPattern | URLResolver], *, prefix: str, namespace: str
) -> Iterator[Screen]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, prefix=address, namespace=inner)
        elif pattern.name:
            yield Screen(namespace + pattern.name, address, pattern.callback)


def files_of(screen: Screen) -> list[tuple[str, str]]:
    """Return what a screen is made of, as label and place."""
    view = screen.own_view
    code, line = inspect.getsourcefile(view), inspect.getsourcelines(view)[1]
    found = [("address", screen.address), ("view", f"{_shown(Path(str(code)))}:{line}")]
    room = next(
        (folder for folder in Path(str(code)).parents if (folder / "apps.py").exists()), None
    )
    if room is None:
        return found
    short = screen.name.rpartition(":")[2]
    found += [
        ("template", _shown(path)) for path in sorted(room.rglob(f"templates/**/{short}.html"))
    ]
    tests = [*room.rglob("tests/test_*.py"), *(ROOT / "tests").rglob("test_*.py")]
    found += [("test", _shown(path)) for path in sorted(tests) if _names(path, short)]
    return found


def _names(path: Path, short: str) -> bool:
    return short in path.stem or short in path.read_text(encoding="utf-8")


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def main() -> int:
    """Print the files of the screen, or the names that come near."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("name")
    name = parser.parse_args().name
    django.setup()
    known = screens()
    found = [one for one in known if name in {one.name, one.name.rpartition(":")[2]}]
    if not found:
        near = sorted({one.name for one in known if name.rpartition(":")[2] in one.name})
        print(f"No screen is called {name}.", file=sys.stderr)
        print(f"Perhaps: {', '.join(near)}" if near else "No name comes near.", file=sys.stderr)
        return 2
    for one in found:
        print(one.name)
        for label, place in files_of(one):
            print(f"  {label:10}{place}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
