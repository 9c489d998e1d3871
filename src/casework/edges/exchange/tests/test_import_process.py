"""The command as typed at a terminal: a process of its own, transactions that are committed."""

from __future__ import annotations

import json
import re
import subprocess
import sys

from .factories import CONTACTS, PEOPLE


def test_in_twice_and_out_again(cloned_database, tmp_path):
    clone = cloned_database("import command")

    def casework(*words, code=0):
        done = subprocess.run(
            [sys.executable, "-m", "casework.config.cli", *words],
            env=clone.variables(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout or done.stderr

    people, contacts = tmp_path / "people.csv", tmp_path / "contacts.csv"
    people.write_text(PEOPLE)
    contacts.write_text(CONTACTS)
    dry = json.loads(casework("import", "people", str(people), "--dry-run", "--json"))
    assert len(dry["rows"]) == 6
    assert "no agency" in casework("import", "people", str(people), "--team", "X", code=2)
    casework("seed", "--people", "5", "--workers", "4")
    said = casework("import", "people", str(people), code=2)
    team = re.search(r"There are: ([^;]*?)(;|\. Nothing was written)", said)[1]
    came = json.loads(casework("import", "people", str(people), "--team", team, "--json"))
    assert came["counts"]["created"] == 6
    again = json.loads(casework("import", "people", str(people), "--team", team, "--json"))
    assert (again["import"], again["changed"]) == (came["import"], False)
    log = json.loads(casework("import", "contacts", str(contacts), "--team", team, "--json"))
    assert log["counts"]["created"] == 3
    kept = json.loads(casework("import", "undo", came["import"], "--json"))
    assert kept["counts"]["kept"] == 3
    gone = json.loads(casework("import", "undo", log["import"], "--json"))
    assert gone["counts"]["kept"] == 0
    assert "taken back already" in casework("import", "undo", came["import"], code=2)
    assert "The trail is whole" in casework("trail", "verify")
