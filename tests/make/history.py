"""Makers of imports of archives."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from gouvernail.people.models import Person
from gouvernail.records.actions.history import confirm_history, receive_archive
from gouvernail.records.archives import Options, form_of
from gouvernail.records.archives.store import keep
from gouvernail.records.models import HistoryImport
from gouvernail.records.tasks import go_on
from gouvernail.registry.models import Account

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)


def make_history(account: Account, path: Path, *, by: Person) -> HistoryImport:
    """Return an archive that was received and waits to be confirmed."""
    stored = keep(path.name, [path.read_bytes()])
    return receive_archive(
        stored=stored,
        form=form_of(path),
        account_id=account.pk,
        options=Options(time_zone="Europe/Paris"),
        by=by,
        at=NOON,
    )


def make_imported(account: Account, path: Path, *, by: Person) -> HistoryImport:
    """Return an archive that was confirmed and taken in to its end."""
    history = make_history(account, path, by=by)
    confirm_history(history.pk, by=by, at=NOON)
    take_in(history)
    history.refresh_from_db()
    return history


def take_in(history: HistoryImport) -> None:
    """Let the worker take an archive in, as long as it has to."""
    history.refresh_from_db()
    while not go_on(history, clock=lambda: NOON, turn=timedelta(hours=1)):
        history.refresh_from_db()
