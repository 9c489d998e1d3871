"""Is the process alive, and is it ready to serve? Neither answer says anything about people."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from casework.base.core.screens import ANYONE, screen


@screen(ANYONE)
def healthz(request: HttpRequest) -> JsonResponse:
    """The process lives."""
    return JsonResponse({"alive": True})


@screen(ANYONE)
def readyz(request: HttpRequest) -> JsonResponse:
    """Database, migrations and background jobs. 503 while the first two are not there."""
    from casework.base.jobs import jobs

    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
        plan = MigrationExecutor(connection).loader.graph.leaf_nodes()
        applied = MigrationExecutor(connection).loader.applied_migrations
        migrated = all(node in applied for node in plan)
        working = jobs.is_alive(timezone.now())
    except Exception:  # noqa: BLE001  - whatever is wrong, the answer is "not ready"
        return JsonResponse({"database": False}, status=503)
    answer = {"database": True, "migrations": migrated, "jobs": working}
    return JsonResponse(answer, status=200 if migrated else 503)
