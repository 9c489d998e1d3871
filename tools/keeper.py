"""The process that owns one trial server and ends when nobody uses it any more.

Started by tools/postgres.py; answers "ready", or why not, in one line. Standard library only.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time

from tools.placement import PR_SET_PDEATHSIG, Layout, PostgresUnavailable, answers, opened
from tools.postgres import SUPERUSER

START_SECONDS = 60
STOP_SECONDS = 60

# Capital letters beyond ASCII are the same on every machine; before 17 the machine's own say.
BUILTIN_SINCE = 17
BUILTIN_LOCALE = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
MACHINE_LOCALE = ["--locale=C.UTF-8"]

COMMON = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
}
# A test database may be lost at any moment; a demo may not.
FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum_naptime": "5min",
}


def keep(layout: Layout, *, durable: bool) -> None:
    """Run the server until nobody holds the users' lock any more."""
    # No word may reach the pipe after "ready": nobody reads it then.
    answer = os.fdopen(os.dup(1), "w")
    try:
        server = _start(layout, durable=durable)
    except PostgresUnavailable as problem:
        print(problem, file=answer, flush=True)
        sys.exit(1)
    print("ready", file=answer, flush=True)
    answer.close()
    os.dup2(2, 1)
    asked_to_stop = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: asked_to_stop.append(True))
    with opened(layout.users_lock) as users:
        while server.poll() is None and not asked_to_stop:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            time.sleep(0.1)
        _stop(server)


def _start(layout: Layout, *, durable: bool) -> subprocess.Popen[bytes]:
    """Make the data directory if need be, then start the server and wait until it is ready."""
    try:
        _make_data(layout, durable=durable)
        return _start_once(layout, durable=durable)
    except PostgresUnavailable:
        if durable:
            raise
    # A forgetful server does not survive a power cut: its data is worth nothing, so begin anew.
    shutil.rmtree(layout.data, ignore_errors=True)
    _make_data(layout, durable=durable)
    return _start_once(layout, durable=durable)


def _make_data(layout: Layout, *, durable: bool) -> None:
    """Run initdb beside the final place and move the result there, so that no half is left."""
    major = _major_version(layout)
    if layout.data.exists():
        kept = (layout.data / "PG_VERSION").read_text().strip()
        if kept != major:
            raise PostgresUnavailable(
                f"the data in {layout.data} is PostgreSQL {kept}'s and the programs are {major};"
                " throw it away with --fresh"
            )
        return
    unfinished = layout.data.with_name(f"{layout.data.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    if layout.user is not None:
        os.chown(unfinished, pwd.getpwnam(layout.user).pw_uid, -1)
    command = [layout.programs / "initdb", "-D", unfinished, "-U", SUPERUSER, "-A", "trust"]
    command += ["-E", "UTF8", *(BUILTIN_LOCALE if int(major) >= BUILTIN_SINCE else MACHINE_LOCALE)]
    command += ["--no-instructions"] + ([] if durable else ["--no-sync"])
    done = subprocess.run(  # type: ignore[call-overload]
        command, stdout=sys.stderr, check=False, **layout.process_options()
    )
    if done.returncode != 0:
        raise PostgresUnavailable("initdb failed")
    unfinished.rename(layout.data)


def _major_version(layout: Layout) -> str:
    """Ask the programs which PostgreSQL they are."""
    try:
        said = subprocess.run(  # type: ignore[call-overload]
            [layout.programs / "postgres", "--version"],
            capture_output=True,
            text=True,
            check=True,
            **layout.process_options(),
        )
    except (OSError, subprocess.CalledProcessError) as problem:
        raise PostgresUnavailable(f"the PostgreSQL programs do not run: {problem}") from problem
    return str(said.stdout).split()[2].split(".")[0]


def _start_once(layout: Layout, *, durable: bool) -> subprocess.Popen[bytes]:
    """Start the server as a child that goes down with its parent."""
    options = COMMON if durable else COMMON | FORGETFUL
    command = [str(layout.programs / "postgres"), "-D", str(layout.data)]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    command += ["-c", f"unix_socket_directories={layout.socket_directory}"]
    libc = ctypes.CDLL(None)
    down_with_parent = getattr(libc, "prctl", None)
    server: subprocess.Popen[bytes] = subprocess.Popen(  # type: ignore[call-overload]
        command,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        preexec_fn=(lambda: down_with_parent(PR_SET_PDEATHSIG, signal.SIGINT))
        if down_with_parent
        else None,
        **layout.process_options(),
    )
    deadline = time.monotonic() + START_SECONDS
    while not answers(layout):
        if server.poll() is not None or time.monotonic() > deadline:
            _stop(server)
            raise PostgresUnavailable("PostgreSQL did not start")
        time.sleep(0.02)
    return server


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Shut the server down: at once for its clients, cleanly for its data."""
    if server.poll() is not None:
        return
    server.send_signal(signal.SIGINT)
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait()


if __name__ == "__main__":
    os.chdir("/")
    keep(Layout.from_text(sys.argv[1]), durable=sys.argv[2] == "1")
