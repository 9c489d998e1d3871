import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection


class Command(BaseCommand):
    help = "Checks the trail: every event, every seal, and what guards them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["verify", "anchor"])
        parser.add_argument("--anchor", help="File with a seal kept elsewhere by `trail anchor`.")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "anchor":
            self.stdout.write(json.dumps(self._newest()))
            return
        with connection.cursor() as cursor:
            cursor.execute("select what, which from audit_verify()")
            problems = [{"what": what, "which": which} for what, which in cursor.fetchall()]
            cursor.execute("select count(*) from audit_event")
            events = cursor.fetchone()[0]
        if options["anchor"]:
            problems += self._against(Path(options["anchor"]))
        if options["json"]:
            self.stdout.write(json.dumps({"events": events, "problems": problems}))
        else:
            for problem in problems:
                self.stdout.write(f"{problem['what']}: {problem['which']}")
            words = "The trail is whole." if not problems else f"{len(problems)} problems."
            self.stdout.write(f"{events} events. {words}")
        if problems:
            sys.exit(1)

    def _newest(self) -> dict[str, Any]:
        with connection.cursor() as cursor:
            cursor.execute(
                "select number, encode(hash, 'hex') from audit_seal order by number desc limit 1"
            )
            found = cursor.fetchone()
        return {"seal": found[0], "hash": found[1]} if found else {"seal": 0, "hash": ""}

    def _against(self, path: Path) -> list[dict[str, str]]:
        """A cut tail is invisible from inside; the anchor kept elsewhere shows it."""
        try:
            kept = json.loads(path.read_text())
            number, wanted = int(kept["seal"]), str(kept["hash"])
        except (OSError, ValueError, KeyError, TypeError):
            self.stderr.write(f"{path} is not an anchor made by `casework trail anchor`.")
            sys.exit(2)
        if number == 0:
            return []
        with connection.cursor() as cursor:
            cursor.execute("select encode(hash, 'hex') from audit_seal where number = %s", [number])
            found = cursor.fetchone()
        if found is None or found[0] != wanted:
            return [{"what": "the trail does not hold the anchored seal", "which": str(number)}]
        return []
