"""Roles and databases on a server on which we are superuser: the demo's and the tests'.

Runs inside the virtual environment. A real agency's technician runs the same statements by
hand; `casework check` prints them.
"""

from __future__ import annotations

import argparse
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

import psycopg
from psycopg import sql

OWNER = "casework_owner"
MIGRATE = "casework_migrate"
APP = "casework_app"
BULK = "casework_bulk"
TEST = "casework_test"

# Two processes that prepare the same server at once take turns.
ROLES_LOCK = 7_226_001

ATTRIBUTES = {
    OWNER: "NOLOGIN NOBYPASSRLS",
    BULK: "LOGIN BYPASSRLS",
    MIGRATE: "LOGIN NOBYPASSRLS",
    APP: "LOGIN NOBYPASSRLS",
    TEST: "LOGIN NOINHERIT NOBYPASSRLS",
}
# Who migrates also seeds: COPY into tables under row security needs the role that bypasses it.
MEMBERSHIPS = {MIGRATE: [OWNER, BULK], TEST: [APP, OWNER]}


def url_for(url: str, *, role: str, database: str, acts_as: str | None = None) -> str:
    """Return `url` with another role, another database and, if named, the role it acts as."""
    parts = urlsplit(url)
    signing_in, _, host = parts.netloc.rpartition("@")
    password = signing_in.partition(":")[1:]
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != "role"]
    if acts_as:
        query.append(("role", acts_as))
    place = f"{quote(role)}{''.join(password)}@{host}"
    return urlunsplit((parts.scheme, place, f"/{quote(database)}", urlencode(query, safe="/"), ""))


def parameters(url: str) -> dict[str, str]:
    """Return the parts of a URL under the names that Django's settings use."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host") or parts.hostname or "",
        "PORT": str(parts.port or query.get("port", "")),
    }


def connect(superuser_url: str, database: str | None = None) -> psycopg.Connection:
    """Open a connection that commits each statement by itself."""
    parts = urlsplit(superuser_url)
    own = superuser_url if database is None else parts._replace(path=f"/{quote(database)}").geturl()
    return psycopg.connect(own, autocommit=True)


def prepare_roles(superuser_url: str, *, tests: bool = False) -> None:
    """Create the roles that are missing and set the attributes of all; safe to repeat."""
    with connect(superuser_url) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [ROLES_LOCK])
        for role, attributes in ATTRIBUTES.items():
            if role == TEST and not tests:
                continue
            name = sql.Identifier(role)
            known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            verb = "ALTER" if known.fetchone() else "CREATE"
            plain = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION"
            connection.execute(
                sql.SQL("{} ROLE {} WITH {} {}").format(
                    sql.SQL(verb), name, sql.SQL(plain), sql.SQL(attributes)
                )
            )
            password = urlsplit(superuser_url).password
            if tests and password:  # a test server that asks for one: all roles share it
                connection.execute(
                    sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                        name, sql.Literal(unquote(password))
                    )
                )
            for group in MEMBERSHIPS.get(role, []):
                connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(group), name))


def create_database(
    superuser_url: str, name: str, *, owner: str = OWNER, template: str | None = None
) -> None:
    """Create a database that only Casework's roles may enter and whose schema the owner owns."""
    database = sql.Identifier(name)
    with connect(superuser_url) as connection:
        command = sql.SQL("CREATE DATABASE {} OWNER {}").format(database, sql.Identifier(owner))
        if template is None:
            command += sql.SQL(" TEMPLATE template0 ENCODING 'UTF8'")
        else:
            command += sql.SQL(" TEMPLATE {} STRATEGY FILE_COPY").format(sql.Identifier(template))
        connection.execute(command)
        # Grants on a database are not part of its template: they are given to each anew.
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        known = connection.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [list(ATTRIBUTES)]
        )
        for (role,) in known.fetchall():
            connection.execute(
                sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.Identifier(role))
            )
    if template is None:
        with connect(superuser_url, name) as connection:
            connection.execute(
                sql.SQL("ALTER SCHEMA public OWNER TO {}").format(sql.Identifier(owner))
            )
            connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")


def drop_database(superuser_url: str, name: str) -> None:
    """Drop a database if it is there, and whoever is connected with it."""
    with connect(superuser_url) as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )


def database_exists(superuser_url: str, name: str) -> bool:
    """Say whether the server has a database of that name."""
    with connect(superuser_url) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return found.fetchone() is not None


def main() -> None:
    """Prepare roles and one database: `python -m tools.databases URL NAME [--tests]`."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("superuser_url")
    parser.add_argument("name", nargs="?")
    parser.add_argument("--tests", action="store_true")
    given = parser.parse_args()
    prepare_roles(given.superuser_url, tests=given.tests)
    if given.name and not database_exists(given.superuser_url, given.name):
        create_database(given.superuser_url, given.name)
        print("created")


if __name__ == "__main__":
    main()
