"""casework worker add NAME --role ROLE: an account for a worker, and the way in."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from casework.base.accounts.actions import issue_link
from casework.base.accounts.actors import Actor
from casework.base.core import words
from casework.base.core.refusals import Refused
from casework.base.jobs.queue import service
from casework.registry.workforce import actions, tree
from casework.registry.workforce.actors import this_agency
from casework.registry.workforce.models import Place, Team
from casework.registry.workforce.permissions import Role
from casework.registry.workforce.tree import TeamNode

# Their work is the agency's: without --team their position stands at its root.
_AT_THE_ROOT = {Role.ADMINISTRATOR, Role.QUALITY_LEAD, Role.BILLING}


def _refuse(where: str, what: str) -> NoReturn:
    """What is wrong, where, and what to do, in one line; the command ends with 2."""
    raise CommandError(f"{where}: {what} Nothing was written.", returncode=2)


def _by() -> Actor:
    """The command line as one who acts, on the agency's calendar."""
    return replace(service("casework worker"), agency=this_agency())


class Command(BaseCommand):
    help = (
        "Add a worker who can sign in, with one position, and print a one-time link. "
        "On an empty database the first administrator brings the agency with her."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """`add` is the only task so far; it is said so that others can come."""
        tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
        add = tasks.add_parser("add", help="add a worker and print a one-time link")
        add.add_argument("name", metavar="NAME", help="the name to sign in with")
        add.add_argument("--role", required=True, help=f"one of: {', '.join(Role.values)}")
        add.add_argument("--given", default="", help="first name; without it, NAME")
        add.add_argument("--family", default="", help="family name")
        add.add_argument("--team", default="", help="a team's name; without it, the agency itself")
        add.add_argument("--mail", default="", help="signs in with it too")
        add.add_argument("--agency", default="", help="only the first time: the agency's name")
        add.add_argument(
            "--place", default=Place.US.value, choices=Place.values, help="only the first time"
        )
        add.add_argument("--time-zone", default="", help="only the first time: Europe/London")

    def handle(self, *args: Any, **given: Any) -> None:
        """Everything in one transaction: a refusal leaves nothing."""
        try:
            with transaction.atomic():
                path = self._add(**given)
        except Refused as refusal:
            _refuse(given["name"], str(refusal))
        base = settings.BASE_URL.rstrip("/")
        self.stdout.write(f"{given['name']} can sign in after setting a password here:\n")
        self.stdout.write(f"{base}{path}\n")
        if not base:
            self.stderr.write("Put your site's address before it (or set CASEWORK_BASE_URL).")
        self.stderr.write("The link works once, and for three days. Give it to nobody else.")

    def _add(self, **given: Any) -> str:
        now = timezone.now()
        if given["role"] not in Role.values:
            _refuse("--role", f"{given['role']!r} is none of: {', '.join(Role.values)}.")
        role = Role(given["role"])
        self._have_agency(role, given)
        by = _by()
        team = self._team(role, given["team"])
        worker = actions.add_worker(
            by=by,
            given=given["given"] or given["name"].capitalize(),
            family=given["family"],
            account_name=given["name"],
            mail=given["mail"],
            now=now,
        )
        actions.add_position(
            by=by,
            team=team,
            role=role,
            worker=worker,
            full_time_share=Decimal(1),
            from_on=words.today(by, now),
            now=now,
        )
        return issue_link(by=by, account=worker.account, now=now)

    def _have_agency(self, role: Role, given: dict[str, Any]) -> None:
        """The first administrator founds it; afterwards it is there."""
        if this_agency() is not None:
            if given["agency"]:
                _refuse("--agency", "the agency is there already. Leave --agency out.")
            return
        if role is not Role.ADMINISTRATOR:
            _refuse("--role", "the database is empty. Add an administrator first.")
        if not given["agency"]:
            _refuse("--agency", 'the database is empty. Say --agency "The agency\'s name".')
        actions.set_up_agency(
            by=_by(),
            name=given["agency"],
            place=Place(given["place"]),
            time_zone=given["time_zone"],
            now=timezone.now(),
        )

    def _team(self, role: Role, typed: str) -> Team:
        """The open team of this name, or of this way down: Programme / Team."""
        nodes = [node for node in tree.team_tree() if node.is_open]
        if not typed:
            if role not in _AT_THE_ROOT:
                _refuse("--team", f"a {role.value} works in a team. {_known(nodes)}")
            return Team.objects.get(pk=nodes[0].id)
        wanted = typed.strip().casefold()
        found = [
            node
            for node in nodes
            if wanted in {node.name.casefold(), " / ".join(node.names).casefold()}
        ]
        if len(found) > 1:
            ways = "; ".join(" / ".join(node.names) for node in found)
            _refuse("--team", f"several are called {typed!r}. Say which: {ways}.")
        if not found:
            _refuse("--team", f"there is no team {typed!r}. {_known(nodes)}")
        return Team.objects.get(pk=found[0].id)


def _known(nodes: list[TeamNode]) -> str:
    names = ", ".join(node.name for node in nodes if node.is_team)
    return f"There are: {names}." if names else "There is none yet: add one under Teams."
