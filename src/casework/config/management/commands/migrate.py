from typing import Any

from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection

from casework.registry.door import security


class Command(migrate.Command):
    help = "Brings the schema up to date, then makes grants and row security from the models."

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if options.get("database") not in (None, "default") or options.get("plan"):
            return
        call_command("createcachetable", database="default", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("select audit_make_months(14)")
        made = security.apply()
        if options["verbosity"] >= 1:
            self.stdout.write(f"Row security and grants: {made} statements.")
