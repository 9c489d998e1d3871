#!/usr/bin/env python3
"""The front door: `python3 dev.py demo` shows Casework, `python3 dev.py test` checks it.

Needs Python 3.11 or newer and nothing else; it installs the rest into .dev and starts a
PostgreSQL of its own. Set DATABASE_URL and CASEWORK_OWNER_DATABASE_URL to use yours instead.
"""

from __future__ import annotations

import argparse
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this line is what tells the reader so
    sys.exit("Casework needs Python 3.11 or newer; this is %d.%d." % sys.version_info[:2])  # noqa: UP031
if sys.platform == "win32":
    sys.exit("dev.py runs on Linux and macOS; on Windows use it inside WSL.")

from tools import tasks
from tools.environment import SetupFailed
from tools.postgres import PostgresUnavailable


def main() -> int:
    """Read the task's name and its arguments, and perform it."""
    if hasattr(sys.stdout, "reconfigure"):  # a terminal that is not UTF-8 must not stop us
        sys.stdout.reconfigure(errors="replace", line_buffering=True)
    words = sys.argv[1:]
    if words[:1] == ["casework"]:  # everything after it, --help too, is the command's own
        return _perform(lambda: tasks.casework(words[1:]))
    if words[:1] == ["test"] and not {"-h", "--help"} & set(words[1:2]):
        return _perform(lambda: tasks.test(words[1:]))
    given = _arguments().parse_args(words)
    return _perform(lambda: given.perform(given))


def _perform(task) -> int:  # type: ignore[no-untyped-def]
    """Run a task; what it cannot do is one line and a non-zero exit, never a traceback."""
    try:
        return int(task())
    except (SetupFailed, PostgresUnavailable) as problem:
        print(f"dev.py: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _arguments() -> argparse.ArgumentParser:
    """Describe the tasks."""
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__)
    adding = parser.add_subparsers(required=True, metavar="TASK")

    def task(name: str, perform, help_text: str) -> argparse.ArgumentParser:  # type: ignore[no-untyped-def]
        added = adding.add_parser(name, help=help_text, description=help_text)
        added.set_defaults(perform=perform)
        return added

    demo = task("demo", tasks.demo, "serve a demo agency on this machine")
    demo.add_argument("--port", type=int, default=8000)
    demo.add_argument("--host", default="127.0.0.1", help="not loopback: a password is made")
    demo.add_argument("--fresh", action="store_true", help="throw the demo's data away first")
    demo.add_argument("--people", type=int, help="how many people the agency knows")
    demo.add_argument("--place", choices=["us", "england"], help="where the agency is")
    task("test", tasks.test, "every check and every test; with paths, pytest on those only")
    task("check", lambda given: tasks.check(), "every check, no tests")
    task("fix", lambda given: tasks.fix(), "format, and repair what can be repaired")
    task("lock", lambda given: tasks.lock(), "write requirements/*.txt anew from *.in")
    screen = task("screen", lambda given: tasks.screen(given.name), "the files of one screen")
    screen.add_argument("name", help="such as contact_new, or contacts:contact_new")
    task("pictures", lambda given: tasks.pictures(), "take the documentation's pictures anew")
    bench = task("bench", lambda given: tasks.bench(given.name, given.rest), "one measurement")
    bench.add_argument("name", nargs="?")
    bench.add_argument("rest", nargs=argparse.REMAINDER)
    task("shell", lambda given: tasks.casework(["shell"]), "a Python shell on the demo's data")
    task("casework", tasks.casework, "the casework command, on the demo's data")
    return parser


if __name__ == "__main__":
    sys.exit(main())
