from typing import Any

from django.core.management.base import BaseCommand

from casework.base.jobs.worker import run_worker


class Command(BaseCommand):
    help = "Runs background jobs until told to stop. One process is enough for most agencies."

    def handle(self, *args: Any, **options: Any) -> None:
        run_worker()
