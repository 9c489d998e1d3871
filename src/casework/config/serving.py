"""The production web server: gunicorn, WSGI, threads; in the demo a job thread beside it."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.conf import settings
from django.db import connection
from gunicorn.app.base import BaseApplication

from . import environment


def _begin(worker: Any) -> None:
    """Where there is one process only, background jobs run in a thread of it."""
    if settings.DEMO:
        from casework.base.jobs.worker import thread_in_web_process

        thread_in_web_process()


class Server(BaseApplication):
    """Gunicorn with our settings; nothing is read from its own files or arguments."""

    def __init__(self, host: str, port: int) -> None:
        self.address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        super().__init__()

    def load_config(self) -> None:
        """Threads wait for the database, so there are more of them than cores."""
        for name, value in {
            "bind": self.address,
            "workers": environment.number("CASEWORK_WEB_WORKERS"),
            "threads": environment.number("CASEWORK_WEB_THREADS"),
            "worker_class": "gthread",
            "timeout": 120,
            "graceful_timeout": 20,
            "max_requests": 20_000,
            "max_requests_jitter": 2_000,
            "control_socket_disable": True,
            "accesslog": None,
            "errorlog": "-",
            "loglevel": "warning",
            "post_worker_init": _begin,
            "limit_request_line": 4094,
            "forwarded_allow_ips": "127.0.0.1,::1",
        }.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, in each worker process."""
        from .wsgi import application

        return application


def serve(host: str, port: int) -> None:
    """Serve until told to stop; not at all past row security."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casework.config.settings")
    from .checkup import why_not_serve

    if reasons := why_not_serve():
        sys.exit("\n".join(["Casework does not start:", *reasons]))
    # The web processes are forked from this one and open connections of their own.
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    Server(host, port).run()
