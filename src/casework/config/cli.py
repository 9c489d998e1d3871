"""The command line: `casework COMMAND`. What each command does is said by its `--help`."""

from __future__ import annotations

import os
import sys

# These work as the role that owns the tables; all others as the application's role.
_AS_OWNER = {
    "migrate",
    "trail",
    "makemigrations",
    "seed",
    "demo",
    "worker",
    "import",
    "createcachetable",
}
_NAMES = {"check": "check_configuration", "import": "import_files"}


def main(arguments: list[str] | None = None) -> None:
    """Run one command. Exits with 2 when what was typed cannot be used."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casework.config.settings")
    command = given[0] if given else "help"
    if command in _AS_OWNER and os.environ.get("CASEWORK_OWNER_DATABASE_URL"):
        os.environ["DATABASE_URL"] = os.environ["CASEWORK_OWNER_DATABASE_URL"]
        os.environ["CASEWORK_DATABASE_POOL"] = "0"
    if given:
        given[0] = _NAMES.get(command, command)
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import ManagementUtility

    try:
        ManagementUtility(["casework", *given]).execute()
    except ImproperlyConfigured as wrong:
        sys.stderr.write(f"casework: {wrong}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
