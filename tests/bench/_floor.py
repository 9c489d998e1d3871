"""The floor: a bare Django application over bare tables, called as `_measuring` calls ours.

The application and its tables are the shared ones; this only drives them. One line of JSON.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from tests.bench._measuring import Visitor

REPEATS = 150


def main() -> None:
    sys.path.insert(0, sys.argv[1])
    import limits_app
    from django.db import connection

    visitor, found = Visitor(limits_app.app), {}
    for page in ("page", "record", "caseload", "note"):
        for _turn in range(10):
            visitor.ask(f"/{page}")
        with connection.cursor() as cursor:
            cursor.execute("select pg_backend_pid()")
            (pid,) = cursor.fetchone()

        def server(of: int = pid) -> float:
            return int(Path(f"/proc/{of}/schedstat").read_text().split()[0]) / 1e6

        own, before = time.process_time(), server()
        for _turn in range(REPEATS):
            if visitor.ask(f"/{page}").status != 200:
                sys.exit(f"the floor's /{page} does not answer")
        own = (time.process_time() - own) * 1e3 / REPEATS
        backend = (server() - before) / REPEATS
        found[page] = {"app_cpu_ms": own, "pg_cpu_ms": backend, "cpu_ms": own + backend}
    print(json.dumps(found))


if __name__ == "__main__":
    os.environ.setdefault("DBMODE", "persist")
    main()
