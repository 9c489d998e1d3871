"""Is the process alive, and is it ready to serve? Neither answer says anything about people."""

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from casework.base.core.screens import ANYONE, screen


@screen(ANYONE)
def healthz(request: HttpRequest) -> JsonResponse:
    """The process lives."""
    return JsonResponse({"alive": True})


def is_migrated() -> bool:
    """Whether the schema is the one that this program was written for."""
    loader = MigrationLoader(connection)
    return all(node in loader.applied_migrations for node in loader.graph.leaf_nodes())


@screen(ANYONE)
def readyz(request: HttpRequest) -> JsonResponse:
    """Database, migrations and background jobs. 503 while the first two are not there."""
    from casework.base.jobs import jobs

    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
        migrated = is_migrated()
        working = jobs.is_alive(timezone.now())
    except Exception:  # noqa: BLE001  - whatever is wrong, the answer is "not ready"
        return JsonResponse({"database": False}, status=503)
    answer = {"database": True, "migrations": migrated, "jobs": working}
    return JsonResponse(answer, status=200 if migrated else 503)
