"""Row security, made from the models: what a model says of itself becomes policies and grants.

Applied after every migration (`casework migrate`), in one transaction, so that a table is never
without its policies between two statements. The predicates use only equality on uuid and text
and comparison of times: those are leakproof, so the indexes stay usable under the policies.
"""

# ruff: noqa: S608 - statements are made of names of our own models, never of anything typed
from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.apps import apps
from django.db import connection, models, transaction

from casework.base.core.models import RowSecurity

OWNER, APP, BULK = "casework_owner", "casework_app", "casework_bulk"
# What the application may do to a table that says nothing of it.
MAY = "select insert update"

_ACTOR = "(select nullif(current_setting('casework.actor', true), '')::uuid)"
# Read once in a statement: the cast within belongs to the subquery, or the text would become a list
# again for each row. The cast outside makes the subquery one value, and not rows to compare with.
_GRANTEES = "((select nullif(current_setting('casework.grantees', true), '')::uuid[])::uuid[])"
_STAFF = "(select current_setting('casework.kind', true)) in ('worker', 'service')"
_LABELS = "((select nullif(current_setting('casework.labels', true), '')::text[])::text[])"

# Ask the door once for each row that is looked at. Without this the planner may read every record
# that the acting one may open first, to look one of them up: a leader's page would cost more with
# each person of the agency. An offset keeps a subquery as it is written.
_EACH = " offset 0"


def our_models() -> list[type[models.Model]]:
    """Every model of the house, abstract and foreign ones left out."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("casework.")
    ]


def person_is_open(
    column: str, *, writing: bool, minimal: bool, minimal_when: str | None = None
) -> str:
    """SQL: the acting one may open the record of the person in `column`."""
    how = []
    if writing:
        how.append("a.opens <> 'read'")
    if minimal_when:
        how.append(f"(a.opens <> 'referral' or ({minimal_when}))")
    elif not minimal:
        how.append("a.opens <> 'referral'")
    also = "".join(f" and {one}" for one in how)
    return (
        f"(exists (select 1 from door_access a where a.person_id = {column}"
        f" and a.grantee_id = any {_GRANTEES} and a.valid_from <= now()"
        f" and (a.valid_until is null or a.valid_until > now()){also}{_EACH})"
        f" and not exists (select 1 from door_objection o where o.person_id = {column}"
        f" and o.worker_id = {_ACTOR} and o.ended_at is null{_EACH}))"
    )


def predicate(
    table: str,
    said: RowSecurity,
    *,
    writing: bool,
    of: Mapping[str, RowSecurity | None],
    named: str | None = None,
    depth: int = 0,
) -> str:
    """SQL: the row of `table`, or of its alias `named`, may be read (or written) by who acts.

    A row that is as open as another is read where that one is read, by that one's own policy. It
    is written only where that one may be written: reading a record adds nothing to it. That rule
    is not the other's policy for reading, so it is said here once more, as deep as it goes.
    """
    row = named or table
    parts = []
    if said.subject:
        column = f"{row}.{said.subject}"
        open_ = person_is_open(
            column, writing=writing, minimal=said.minimal, minimal_when=said.minimal_when
        )
        if said.nullable:
            open_ = f"({column} is null and {_ACTOR} is not null or {open_})"
        parts.append(open_)
    if said.staff:
        parts.append(_STAFF)
    if said.parent:
        column, parent = said.parent
        other, points_at = _opened_by(parent, of)
        parts.append(_other_is_open(other, points_at, f"{row}.{column}", writing, of, depth))
    if said.child:
        child, column = said.child
        parts.append(_other_is_open(child, column, f"{row}.id", writing, of, depth))
    if said.own:
        if said.own == "grantee_id":
            parts.append(f"{row}.grantee_id = any {_GRANTEES}")
        else:
            parts.append(f"{row}.{said.own} = {_ACTOR}")
    if said.label:
        parts.append(f"{row}.{said.label} = any {_LABELS}")
    if said.written_when and writing:
        parts.append(said.written_when.format(row=row))
    if said.written_for and writing:
        parts.append(f"{row}.{said.written_for} = any {_GRANTEES}")
    return " and ".join(parts) or "true"


def _opened_by(parent: str, of: Mapping[str, RowSecurity | None]) -> tuple[str, str]:
    """The table and its column that a row of `parent` is open by, for a row that points at it.

    Of a parent that is open when one of its children is, and by nothing else, the children are
    asked at once: a foreign key says that the parent is there.
    """
    theirs = of.get(parent)
    if theirs is None or theirs.child is None:
        return parent, "id"
    is_all = theirs == RowSecurity(child=theirs.child, added_by=theirs.added_by)
    return theirs.child if is_all else (parent, "id")


def _other_is_open(
    table: str,
    column: str,
    value: str,
    writing: bool,
    of: Mapping[str, RowSecurity | None],
    depth: int,
) -> str:
    """SQL: a row of `table` whose `column` is `value` may be read (or written)."""
    named, theirs = f"o{depth}", of.get(table)
    how = ""
    if writing and theirs is not None:
        rule = predicate(table, theirs, writing=True, of=of, named=named, depth=depth + 1)
        how = f" and {rule}" if rule else ""
    return f"exists (select 1 from {table} {named} where {named}.{column} = {value}{how}{_EACH})"


def _policies(
    model: type[models.Model], said: RowSecurity, of: Mapping[str, RowSecurity | None]
) -> Iterator[str]:
    table = model._meta.db_table
    reading = predicate(table, said, writing=False, of=of)
    writing = predicate(table, said, writing=True, of=of)
    adding = "true" if said.insert == "open" else writing
    if said.added_by:
        adding = f"{table}.{said.added_by} = {_ACTOR}"
    may = getattr(model, "app_may", MAY).split()
    yield f"alter table {table} enable row level security"
    yield f"alter table {table} force row level security"
    yield f"create policy owner_all on {table} to {OWNER} using (true) with check (true)"
    if "select" in may:
        yield f"create policy app_select on {table} for select to {APP} using ({reading})"
    if "insert" in may:
        yield f"create policy app_insert on {table} for insert to {APP} with check ({adding})"
    if "update" in may:
        yield (
            f"create policy app_update on {table} for update to {APP}"
            f" using ({writing}) with check ({writing})"
        )
    if "delete" in may:
        yield f"create policy app_delete on {table} for delete to {APP} using ({writing})"


def _grants(model: type[models.Model]) -> Iterator[str]:
    table = model._meta.db_table
    yield f"revoke all on {table} from {APP}, {BULK}, public"
    yield f"grant select, insert, update, delete on {table} to {BULK}"
    may = getattr(model, "app_may", MAY).split()
    hidden = set(getattr(model, "app_never_writes", ()))
    for verb in may:
        columns = ""
        if verb == "insert" and hidden:
            fields = model._meta.local_concrete_fields
            names = [str(field.column) for field in fields if field.name not in hidden]
            columns = f" ({', '.join(names)})"
        yield f"grant {verb}{columns} on {table} to {APP}"


def statements() -> list[str]:
    """Every statement that brings grants and policies to what the models say, in order."""
    ours = sorted(our_models(), key=lambda model: model._meta.db_table)
    tables = {model._meta.db_table for model in ours}
    said = [f"grant usage on schema public to {APP}, {BULK}"]
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname, c.relkind, c.relispartition from pg_class c"
            " join pg_namespace n on n.oid = c.relnamespace"
            " where n.nspname = 'public' and c.relkind in ('r', 'p', 'S')"
            " and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')"
            " order by 1"
        )
        there = cursor.fetchall()
        cursor.execute(
            "select tablename, policyname from pg_policies where schemaname = 'public'"
            " order by 1, 2"
        )
        policies = cursor.fetchall()
    said += [f'drop policy "{policy}" on "{table}"' for table, policy in policies]
    for name, kind, is_partition in there:
        if kind == "S":
            said.append(f'grant usage, select on sequence "{name}" to {APP}, {BULK}')
        elif is_partition:
            said.append(f'revoke all on "{name}" from {APP}, public')
            said.append(f'grant select, insert on "{name}" to {BULK}')
        elif name not in tables:
            said.append(f'grant select, insert, update, delete on "{name}" to {APP}, {BULK}')
    of = {model._meta.db_table: getattr(model, "row_security", None) for model in ours}
    for model in ours:
        said += _grants(model)
        security = of[model._meta.db_table]
        if security is not None:
            said += _policies(model, security, of)
    return said


def apply() -> int:
    """Bring the database to what the models say; how many statements that took."""
    wanted = statements()
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in wanted:
            cursor.execute(statement)
    return len(wanted)
