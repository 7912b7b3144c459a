"""Migrations: none missing, all named, all reversible, the whole way down and up again."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython, RunSQL
from django.db.migrations.recorder import MigrationRecorder

SOURCE = Path(__file__).resolve().parent.parent / "src" / "gouvernail"


def migrations() -> list[Path]:
    return sorted(SOURCE.glob("*/migrations/[0-9]*.py"))


@pytest.mark.django_db
def test_no_model_has_changed_without_its_migration() -> None:
    said = StringIO()

    try:
        call_command("makemigrations", "--check", "--dry-run", stdout=said)
    except SystemExit:
        pytest.fail(said.getvalue())


def test_every_migration_says_in_its_name_what_it_does() -> None:
    auto = re.compile(r"_auto_|_and_more\.py$|\d{8}_\d{4}")

    assert [str(path) for path in migrations() if auto.search(path.name)] == []


def test_no_area_has_two_migrations_at_the_end() -> None:
    assert MigrationLoader(None).detect_conflicts() == {}


def test_every_migration_can_be_undone_or_says_why_not() -> None:
    loader = MigrationLoader(None)
    faults = []
    for (app, name), migration in loader.disk_migrations.items():
        if not migration.__module__.startswith("gouvernail."):
            continue
        source = (SOURCE / app / "migrations" / f"{name}.py").read_text(encoding="utf-8")
        for operation in migration.operations:
            stuck = isinstance(operation, RunPython | RunSQL) and not operation.reversible
            if stuck and "Irreversible:" not in source:
                faults.append(f"{app}.{name}")

    assert faults == []


@pytest.mark.timeout(600)
@pytest.mark.django_db(transaction=True)
def test_every_area_can_be_taken_down_and_put_up_again() -> None:
    """Undo every migration of the product, then apply them again, on this database."""
    labels = {path.parent.parent.name for path in migrations()}

    for label in labels:
        call_command("migrate", label, "zero", verbosity=0, interactive=False)
    left = {
        table
        for table in connection.introspection.table_names()
        if table.partition("_")[0] in labels
    }
    call_command("migrate", verbosity=0, interactive=False)

    assert left == set()
    assert labels <= {table.partition("_")[0] for table in connection.introspection.table_names()}


@pytest.mark.django_db
def test_a_database_that_stopped_half_way_to_a_replacement_is_refused() -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("rulebooks", "0004_manuscripts")

    with pytest.raises(CommandError, match=r"half way \(rulebooks\)"):
        call_command("migrate", verbosity=0)
