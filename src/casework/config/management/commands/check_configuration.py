"""casework check: what is missing or unsafe before real people are entrusted to it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from casework.config.checkup import findings


class Command(BaseCommand):
    help = "Name what is missing or unsafe. Ends with 1 if anything must be mended, else with 0."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """What must be mended first, then what is good to know."""
        found = findings(timezone.now())
        wrong = [finding for finding in found if finding.is_wrong]
        for finding in wrong:
            self.stdout.write(f"mend: {finding.says}")
        for finding in found:
            if not finding.is_wrong:
                self.stdout.write(f"note: {finding.says}")
        if wrong:
            raise SystemExit(1)
        self.stdout.write("Nothing unsafe was found.")
