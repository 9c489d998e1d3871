"""How long seeding takes: `python3 dev.py bench seeding [--people N]`."""

from __future__ import annotations

import argparse

from tests.bench import _agencies
from tools.clones import Clone


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--workers", type=int)
    given = parser.parse_args()
    _agencies.drop(Clone(_agencies.superuser(), f"{_agencies.PREFIX}{given.people}"))
    _agencies.seeded(given.people, given.workers or max(2, given.people // 50))


if __name__ == "__main__":
    main()
