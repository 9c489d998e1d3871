"""Many at once against a real server: `python3 dev.py bench load [--users 32] [--seconds 30]`.

Starts `casework serve` as an agency would, on a copy of a seeded database, and lets users work
without a pause: steps a second, how long each kind of step took, answers that were no answer, and
how much memory the server's processes hold. The users run on the same machine and take their part
of it, so the figure is lower than that of a server by itself.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.bench import _agencies
from tools.clones import Clone

# A day's work: how often each step comes, of a hundred.
MIX = {
    "record overview": 35,
    "save a contact": 17,
    "search": 12,
    "my day": 10,
    "my people": 10,
    "timeline": 8,
    "my team": 5,
    "search misspelt": 3,
}
SETTLES = 3.0


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


class Wire:
    """A WSGI application that asks a server over one kept connection for each thread."""

    def __init__(self, port: int) -> None:
        self._port, self._own = port, threading.local()

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        address = environ["PATH_INFO"] + ("?" + environ["QUERY_STRING"]).rstrip("?")
        sent = environ["wsgi.input"].read()
        headers = {"Cookie": environ["HTTP_COOKIE"], "Host": "127.0.0.1"}
        if environ["REQUEST_METHOD"] == "POST":
            headers["Content-Type"] = environ["CONTENT_TYPE"]
        if "HTTP_HX_REQUEST" in environ:
            headers["HX-Request"] = environ["HTTP_HX_REQUEST"]
        if not hasattr(self._own, "line"):
            self._own.line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        line = self._own.line
        line.request(environ["REQUEST_METHOD"], address, sent or None, headers)
        answer = line.getresponse()
        body = answer.read()
        start(f"{answer.status} {answer.reason}", answer.getheaders())
        return [body]


def _tree(pid: int) -> list[int]:
    """A process and all below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _tree(int(child)))]


def _memory(pid: int) -> float:
    """MiB of a process tree; what several share is counted once."""
    total = 0
    for one in _tree(pid):
        for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def _wait_until_up(port: int, server: subprocess.Popen[bytes]) -> None:
    for _turn in range(600):
        if server.poll() is not None:
            sys.exit("the server did not start")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("the server does not answer")


def _work(
    site: Any, seconds: float, seed: int, took: dict[str, list[float]], wrong: Counter[str]
) -> None:
    """One user: the steps of the mix in an order of her own, one after the other."""
    from tests.bench._measuring import STEPS, Missing

    order = random.Random(seed)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        (name,) = order.choices(list(MIX), list(MIX.values()))
        began = time.perf_counter()
        try:
            STEPS[name](site)
        except (Missing, OSError, http.client.HTTPException) as problem:
            wrong[f"{name}: {problem}"] += 1
        else:
            took[name].append((time.perf_counter() - began) * 1e3)


def _drive(site: Any, users: int, seconds: float) -> tuple[dict[str, list[float]], Counter[str]]:
    took: dict[str, list[float]] = defaultdict(list)
    wrong: Counter[str] = Counter()
    crowd = [
        threading.Thread(
            target=_work,
            # Each at another place of the caseload, with cookies of her own.
            args=(
                replace(
                    site,
                    turn=number * 7,
                    worker=replace(site.worker, cookies=dict(site.worker.cookies)),
                    leader=replace(site.leader, cookies=dict(site.leader.cookies)),
                ),
                seconds,
                number,
                took,
                wrong,
            ),
        )
        for number in range(users)
    ]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    return took, wrong


def _measure(clone: Clone, given: argparse.Namespace) -> None:
    port = _free_port()
    own = clone.variables(
        {
            "CASEWORK_SECOND_FACTOR": "offered",
            "CASEWORK_ALLOWED_HOSTS": "127.0.0.1",
            "CASEWORK_DATABASE_POOL": str(given.threads),
            "CASEWORK_WEB_WORKERS": str(given.processes),
            "CASEWORK_WEB_THREADS": str(given.threads),
            "CASEWORK_LOG_LEVEL": "error",
            "BENCH_READS": clone.url("postgres"),
        }
    )
    os.environ.update(own)
    words = ["-m", "casework.config.cli", "serve", "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen([sys.executable, *words], env=own, stdout=subprocess.DEVNULL)
    try:
        _wait_until_up(port, server)
        import django

        django.setup()
        from tests.bench._measuring import site_of

        site = site_of(Wire(port), _agencies.PASSWORD)
        _drive(site, given.users, SETTLES)
        took, wrong = _drive(site, given.users, given.seconds)
        memory = _memory(server.pid)
    finally:
        server.terminate()
        server.wait()
    _tell(given, took, wrong, memory)


def _tell(
    given: argparse.Namespace, took: dict[str, list[float]], wrong: Counter[str], memory: float
) -> None:
    every = sorted(one for some in took.values() for one in some)
    print(f"\n{given.people} people; {given.users} users at once, {given.seconds:.0f} s;", end=" ")
    print(f"{given.processes} processes of {given.threads} threads")
    for name in MIX:
        some = sorted(took[name]) or [0.0]
        print(
            f"{name:18} {len(took[name]):6} times  p50 {statistics.median(some):7.1f} ms"
            f"  p95 {some[int(len(some) * 0.95)]:7.1f} ms"
        )
    print(
        f"{len(every) / given.seconds:.0f} steps a second, p50 {statistics.median(every):.0f} ms,"
        f" p95 {every[int(len(every) * 0.95)]:.0f} ms, {sum(wrong.values())} without an answer,"
        f" memory {memory:.0f} MiB, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )
    if wrong:
        print(json.dumps(wrong.most_common(5), indent=1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--users", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--threads", type=int, default=4)
    given = parser.parse_args()
    clone = _agencies.seeded(given.people, given.workers or max(2, given.people // 50))
    scratch = _agencies.plain_copy(clone, "load")
    try:
        _measure(scratch, given)
    finally:
        _agencies.drop(scratch)


if __name__ == "__main__":
    main()
