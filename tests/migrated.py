"""A database with its tables, made by the migrations once and copied ever after.

To migrate takes as long as two hundred tests, and every process of a run needs a database of its
own. The first makes a template, named by what it was made from (every migration and every
dependency), in pytest's cache for SQLite and on the server for PostgreSQL.
"""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".pytest_cache" / "d" / "migrated"  # where pytest keeps what outlives a run


@contextmanager
def migrated_database() -> Iterator[None]:
    """Point the connection at a fresh migrated database; delete that database at the end."""
    creation: Any = connection.creation
    before = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":  # thrown away, and its machine is never cut off
        connection.settings_dict["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if connection.vendor == "sqlite":
            _copy_file(CACHE / f"{_origin()}.sqlite3")
        else:
            _copy_on_the_server(f"gouvernail_template_{_origin()}")
    connection.ensure_connection()
    try:
        yield
    finally:
        creation.destroy_test_db(before, verbosity=0)


def put_tables(database: Path) -> bool:
    """Copy the template to an SQLite file of a site of its own; say whether there was one."""
    template = CACHE / f"{_origin()}.sqlite3"
    if template.exists():
        shutil.copyfile(template, database)
    return template.exists()


def _origin() -> str:
    """Return a digest of what decides the tables."""
    files = [*sorted(ROOT.glob("src/gouvernail/*/migrations/*.py")), ROOT / "uv.lock"]
    parts = (f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes() for file in files)
    return sha256(b"\0".join(parts)).hexdigest()[:16]


def _copy_file(template: Path) -> None:
    creation: Any = connection.creation
    wanted = creation._get_test_db_name()
    Path(wanted).parent.mkdir(parents=True, exist_ok=True)
    if not template.exists():
        for old in template.parent.glob("*.sqlite3"):
            old.unlink()
        creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        connection.close()
        shutil.copyfile(wanted, template.with_suffix(".part"))
        template.with_suffix(".part").rename(template)
    else:
        shutil.copyfile(template, wanted)
        _look_at(wanted)


def _copy_on_the_server(template: str) -> None:
    creation: Any = connection.creation
    wanted = creation._get_test_db_name()
    with creation._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
        there = cursor.fetchone() is not None
    test = connection.settings_dict["TEST"]
    if not there:
        test["NAME"] = f"{template}_part"
        creation._create_test_db(verbosity=0, autoclobber=True)
        _look_at(test["NAME"])
        call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
        connection.close()
        with creation._nodb_cursor() as cursor:
            cursor.execute(f'ALTER DATABASE "{test["NAME"]}" RENAME TO "{template}"')
    test |= {"NAME": wanted, "TEMPLATE": template}
    creation._create_test_db(verbosity=0, autoclobber=True)
    _look_at(wanted)


def _look_at(name: str) -> None:
    connection.close()
    settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = name
