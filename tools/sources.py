"""A name for the present state of the source, so that finished work is done once.

Standard library only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from tools.environment import REQUIREMENTS, ROOT

SOURCE = ROOT / "src" / "casework"
# What cannot change the schema, the policies or the rows that migrations write.
NOT_SCHEMA_NAMES = {"views", "urls", "forms", "rules", "actions", "panels", "templatetags"}
NOT_SCHEMA_FOLDERS = {"tests", "templates", "static", "locale", "desks", "reading"}


def digest(paths: Iterable[Path]) -> str:
    """Return a short digest of the names and the contents of the files."""
    whole = hashlib.sha256()
    for path in sorted(paths):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        whole.update(f"{path.relative_to(ROOT)} {content}\n".encode())
    return whole.hexdigest()[:16]


def everything() -> str:
    """Return a digest of all that the demo is made from."""
    return digest([*_files(SOURCE), REQUIREMENTS / "runtime.txt"])


def schema() -> str:
    """Return a digest of all that can change a migrated, empty database."""
    kept = [path for path in _files(SOURCE) if _may_change_schema(path)]
    tools = [ROOT / "tools" / "databases.py"]
    return digest([*kept, *tools, REQUIREMENTS / "runtime.txt"])


def _files(folder: Path) -> list[Path]:
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".pyc" and not path.name.startswith(".")
    ]


def _may_change_schema(path: Path) -> bool:
    """Say whether a file may matter to the schema; in doubt it does."""
    parts = set(path.relative_to(SOURCE).parts)
    if "migrations" in parts:
        return True
    names = {part.removesuffix(".py") for part in parts}
    if parts & NOT_SCHEMA_FOLDERS or names & NOT_SCHEMA_NAMES:
        return False
    return path.suffix in {".py", ".sql"} or "content" in parts
