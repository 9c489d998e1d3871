"""casework seed: an agency of any size, invented, for trying and measuring."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from casework.config.seeding import checking, copying, staff
from casework.config.seeding.histories import Histories
from casework.config.seeding.plan import Plan
from casework.registry.people.models import Person
from casework.registry.workforce.actors import this_agency

BAR = 30


class Command(BaseCommand):
    help = (
        "Fill an empty database with invented people, workers and plausible histories. "
        f"The accounts {staff.WORKER_ACCOUNT} and {staff.LEADER_ACCOUNT} can sign in if you give "
        "a password. Never where real people are."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, default=1_000)
        parser.add_argument("--workers", type=int, help="without it, one for 50 people")
        parser.add_argument("--contacts-per-person", type=int, default=20, help="on average")
        parser.add_argument("--seed", type=int, default=1, help="the same number, the same people")
        parser.add_argument(
            "--on", type=date.fromisoformat, help="the day it all leads up to; without it, today"
        )
        parser.add_argument("--password", default="", help="of the two accounts")

    def handle(self, *args: Any, **given: Any) -> None:
        plan = Plan(
            people=given["people"],
            workers=given["workers"] or max(2, given["people"] // 50),
            contacts_per_person=given["contacts_per_person"],
            seed=given["seed"],
            on=given["on"] or timezone.now().date(),
        )
        if plan.people < 1 or plan.workers < 2 or plan.contacts_per_person < 0:
            raise CommandError(
                "An agency has at least 1 person, 2 workers and 0 contacts a person.", returncode=2
            )
        began = time.monotonic()
        with transaction.atomic():
            self._fill(plan, given["password"])
        copying.tidy()
        took = time.monotonic() - began
        self.stdout.write(f"{plan.people} people in {took:.0f} s, seed {plan.seed}, on {plan.on}.")

    def _fill(self, plan: Plan, password: str) -> None:
        """All of it or nothing: a stopped seed leaves the database empty."""
        if Person.objects.exists():
            raise CommandError(
                "There are people in this database. Seed an empty one, so that nobody invented "
                "ever stands beside somebody real.",
                returncode=2,
            )
        teams = staff.make(plan, password=password)
        agency = this_agency()
        assert agency is not None
        copying.copy_people(
            Histories(plan, teams, agency.calendar),
            plan.people,
            done=lambda done: self._progress(done, plan.people),
        )
        copying.settle(plan.people)
        if broken := checking.broken():
            raise CommandError("This is a mistake in the seeding: " + "; ".join(broken))

    def _progress(self, done: int, of: int) -> None:
        """One line that grows, on a terminal only."""
        if not self.stderr.isatty():
            return
        filled = BAR * done // of
        end = "\n" if done == of else ""
        self.stderr.write(
            f"\r[{'#' * filled}{'.' * (BAR - filled)}] {done} of {of}{end}", ending=""
        )
