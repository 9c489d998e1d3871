import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from casework.config.demo import agency, brought, people, rota

BEHIND_THE_CAST = 60
WHO = ["dana", "kwame", "ines", "lee", "petra", "moira", "quinn", "bill", "adam", "nora", "pete"]


class Command(BaseCommand):
    help = "Makes the fictitious agency once, and says who can sign in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=int, default=BEHIND_THE_CAST)
        parser.add_argument("--place", choices=["us"], default="us")

    def handle(self, *args: Any, **options: Any) -> None:
        content = agency.read(options["place"])
        password = agency.password_from_environment()
        if agency.is_there():
            agency.set_passwords(content, password)
        else:
            self._make(content, password, options["people"])
        staff = {one["key"]: one for one in content["staff"]}
        self.stdout.write("\nSign in as:")
        for key in WHO:
            one = staff[key]
            self.stdout.write(f"  {key:<7} {one['title']}, {one['given']} {one['family']}")

    def _make(self, content: dict[str, Any], password: str, count: int) -> None:
        demo = agency.build_agency(content, password=password)
        everybody = [*content["people"], *people.background(demo, count)]
        for number, one in enumerate(everybody, 1):
            people.build_person(demo, one)
            if sys.stdout.isatty():
                self.stdout.write(f"\rDemo people: {number} of {len(everybody)}", ending="")
        rota.build_rota(demo)
        brought.build_brought_over(demo)
        self.stdout.write(f"\rThe demo agency has {len(everybody)} people.        ")
