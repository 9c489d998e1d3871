"""The project's own virtual environment, made from the hashed locks and from nothing else.

Standard library only: this runs before the virtual environment exists.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEV = ROOT / ".dev"
VENV = DEV / "venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"
LOCKS = {"runtime": ["runtime"], "dev": ["runtime", "dev"]}
SETTINGS = "casework.config.settings"


class SetupFailed(Exception):
    """Something is missing that we cannot install; the message says what to do, in one line."""


def ensure(lock: str) -> None:
    """Install the lock named `lock` ('runtime' or 'dev') unless exactly that is installed."""
    if _stamp(lock).exists() and PYTHON.exists():
        return
    DEV.mkdir(exist_ok=True)
    with open(DEV / "environment.lock", "a+b") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not (_stamp(lock).exists() and PYTHON.exists()):
            _install(lock)


def packages() -> Path:
    """Return the environment's site-packages directory."""
    found = sorted(VENV.glob("lib/python*/site-packages"))
    if not found:
        raise SetupFailed(f"{VENV} is broken: remove it and try again")
    return found[-1]


def variables(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of every command run in the virtual environment."""
    own = {
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "PYTHONUTF8": "1",
        "PATH": os.pathsep.join([str(VENV / "bin"), os.environ.get("PATH", os.defpath)]),
        "VIRTUAL_ENV": str(VENV),
    }
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONHOME"}
    return {**kept, **own, **(more or {})}


@contextlib.contextmanager
def locking_tool() -> Iterator[str]:
    """Give a uv to write the locks with: the one on the path, else one in a throwaway place."""
    on_path = shutil.which("uv")
    if on_path:
        yield on_path
        return
    place = DEV / "uv"
    if not (place / "bin" / "uv").exists():
        _make_venv(place)
        _run([place / "bin" / "python", "-m", "pip", "install", "-q", "uv"])
    yield str(place / "bin" / "uv")


def write_locks() -> None:
    """Write requirements/*.txt from *.in, with hashes and for every platform."""
    with locking_tool() as uv:
        for name in ("runtime", "dev"):
            command = [uv, "pip", "compile", "--universal", "--generate-hashes", "--no-header"]
            command += ["--python-version", "3.11", "--quiet", f"requirements/{name}.in"]
            _run([*command, "--output-file", f"requirements/{name}.txt"])
            written = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")
            if "://" in written or "--index" in written or "--find-links" in written:
                raise SetupFailed(f"requirements/{name}.txt names a host: it must not")


def _stamp(lock: str) -> Path:
    """Name the file that says: this lock, for this Python, is installed."""
    digest = hashlib.sha256()
    for name in LOCKS[lock]:
        digest.update((REQUIREMENTS / f"{name}.txt").read_bytes())
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return VENV / f"{lock}-{version}-{digest.hexdigest()}.stamp"


def _install(lock: str) -> None:
    """Make the environment if need be, and install the lock with its hashes checked."""
    began = time.monotonic()
    print(f"Installing what Casework needs ({lock}) into .dev/venv; once, about a minute ...")
    sys.stdout.flush()
    if not PYTHON.exists() or not list(
        VENV.glob(f"*-{sys.version_info[0]}.{sys.version_info[1]}-*")
    ):
        _make_venv(VENV)
    files = [word for name in LOCKS[lock] for word in ("-r", f"requirements/{name}.txt")]
    checked = ["--require-hashes", "--only-binary", ":all:", "--quiet", *files]
    uv = shutil.which("uv")
    if uv:
        _run([uv, "pip", "install", "--python", PYTHON, *checked])
    else:
        pip = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
        _run([PYTHON, *pip, *checked], quiet=True)
    for old in VENV.glob("*.stamp"):
        old.unlink()
    # The development lock holds the runtime one; installing the runtime one alone undoes the other.
    for installed in {lock, "runtime"}:
        _stamp(installed).touch()
    print(f"Installed in {time.monotonic() - began:.0f} s.")


def _make_venv(place: Path) -> None:
    """Make an empty virtual environment, with uv where there is one."""
    uv = shutil.which("uv")
    if uv:
        _run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, place])
        return
    if importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        install_system_package(f"python{version}-venv", why="Python cannot make environments")
    _run([sys.executable, "-m", "venv", "--clear", place])


def install_system_package(package: str, *, why: str) -> None:
    """Install one package of the operating system when root on Debian; else say which, and stop."""
    by_hand = f"{why}: install {package} (Debian, Ubuntu: sudo apt-get install {package})"
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        raise SetupFailed(by_hand)
    print(f"{why}: installing {package} ...", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [apt, "install", "-y", "-q", "--no-install-recommends", package]
    for command in (install, [apt, "update", "-q"], install):
        done = subprocess.run(
            command, env=quiet, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        if done.returncode == 0 and command is install:
            return
    raise SetupFailed(by_hand)


def _run(command: list[str | Path], *, quiet: bool = False) -> None:
    """Run a step of the installation; when it fails, show what it said and stop."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words,
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE if quiet else None,
        check=False,
    )
    if done.returncode != 0:
        if done.stderr:
            sys.stderr.write(done.stderr.decode(errors="replace"))
        raise SetupFailed(f"this step failed: {' '.join(words[:6])} ...")
