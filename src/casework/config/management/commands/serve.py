from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from casework.config.serving import serve


class Command(BaseCommand):
    help = "Serves the site. Put Caddy or nginx in front of it, with request buffering."
    requires_system_checks = "__all__"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        serve(options["host"], options["port"])
