"""Bringing in what an account published before: received, confirmed, taken in, set aside."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor, HasActor, machine
from gouvernail.foundation.digests import canonical, instant, sha256_hex
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require
from gouvernail.records.actions.batches import known_among
from gouvernail.records.archives import Entry, Options
from gouvernail.records.archives.moments import zone_named
from gouvernail.records.archives.previewing import sampled
from gouvernail.records.archives.store import Stored, forget, place_of, sweep
from gouvernail.records.errors import (
    HistoryChangedError,
    HistoryEmptyError,
    HistoryMovedOnError,
    HistoryReasonMissingError,
)
from gouvernail.records.models import HistoryImport, Record
from gouvernail.records.permissions import visible_history
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_account

WORKER: Final = machine("worker")
EXCERPT: Final = 400
SHOWN: Final = 5
LOOKED_AT: Final = 500
LONGEST_REASON: Final = 2000
CONFIRMED_WITHIN: Final = timedelta(days=30)
ON_THEIR_WAY: Final = timedelta(days=1)
Status = HistoryImport.Status


def receive_archive(
    *, stored: Stored, form: str, account_id: UUID, options: Options, by: Person, at: datetime
) -> HistoryImport:
    """Look into a file that was kept and enter it, to be confirmed; nothing is taken in yet.

    The first posts and what is not understood are read before the transaction.

    Raises:
        AccountNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` may not import for the unit of that account.
    """
    account = visible_account(account_id, viewer=by)
    require(by, Right.IMPORT_ACCOUNTS, unit=account.unit)
    preview = look(stored.sha256, form, options, account=account)
    return _enter(
        stored=stored,
        form=form,
        account_id=account_id,
        told={"options": options.plain(), "preview": preview},
        by=by,
        at=at,
    )


def look(sha256: str, form: str, options: Options, *, account: Account) -> dict[str, Any]:
    """Return what the beginning of an archive holds, as the preview shows it.

    `known` of the first `looked` publications are in the archive of the account. Two queries. The
    file is read in a confined process.
    """
    if not place_of(sha256).exists():
        return {"posts": [], "bad": [], "problem": "file_gone", "header": []}
    seen = sampled(place_of(sha256), form, options, entries=LOOKED_AT)
    return {
        "posts": [_shown(one, options) for one in seen.entries[:SHOWN]],
        "bad": [
            {"reason": one.reason, "where": one.where, "excerpt": one.excerpt}
            for one in seen.bad[:SHOWN]
        ],
        "looked": len(seen.entries),
        "known": known_among(account, seen.entries),
        "problem": seen.problem,
        "header": list(seen.header),
    }


def _shown(entry: Entry, options: Options) -> dict[str, Any]:
    there = entry.published_at.astimezone(zone_named(options.time_zone))
    return {
        "text": entry.text[:EXCERPT],
        "published_at": instant(entry.published_at),
        "day": there.date().isoformat() if entry.is_day else "",
        "url": entry.url,
        "language": entry.language,
        "media": len(entry.media),
    }


@action("records.receive_archive")
def _enter(
    *,
    stored: Stored,
    form: str,
    account_id: UUID,
    told: dict[str, Any],
    by: Person,
    at: datetime,
) -> HistoryImport:
    account = visible_account(account_id, viewer=by)
    require(by, Right.IMPORT_ACCOUNTS, unit=account.unit)
    history = HistoryImport.objects.create(
        account=account,
        original_name=stored.name,
        sha256=stored.sha256,
        size_bytes=stored.size_bytes,
        form=form,
        started_by=by,
        started_at=at,
        **told,
    )
    record(actor=by, verb="history.received", subject=history, at=at)
    return history


def read_otherwise(
    history_id: UUID, *, options: Options, by: Person, at: datetime
) -> HistoryImport:
    """Look again, with other columns or another clock. Nothing is taken in.

    Raises:
        HistoryNotFoundError, HistoryMovedOnError.
    """
    history = visible_history(history_id, viewer=by)
    preview = look(history.sha256, history.form, options, account=history.account)
    return _keep_options(history_id, options=options.plain(), preview=preview, by=by, at=at)


@action("records.read_otherwise")
def _keep_options(
    history_id: UUID,
    *,
    options: dict[str, Any],
    preview: dict[str, Any],
    by: Person,
    at: datetime,
) -> HistoryImport:
    del at
    history = _in(history_id, Status.PREVIEW, by=by)
    history.options, history.preview = options, preview
    history.save(update_fields=("options", "preview"))
    return history


@action("records.confirm_history")
def confirm_history(
    history_id: UUID, *, seen: str | None = None, by: Person, at: datetime
) -> HistoryImport:
    """Have the worker take an archive in, as it was shown.

    Args:
        history_id: which.
        seen: the digest of the preview that was shown (see `digest_of_preview`); None for who
            looked at none, such as a command.
        by: who confirms.
        at: when.

    Raises:
        HistoryChangedError: it is read another way since.
        HistoryNotFoundError: missing, or hidden from `by`.
        HistoryMovedOnError: it was confirmed or left already.
        HistoryEmptyError: nothing of its beginning could be read.
    """
    history = _in(history_id, Status.PREVIEW, by=by)
    if seen is not None and seen != digest_of_preview(history):
        raise HistoryChangedError
    if not history.preview.get("posts"):
        raise HistoryEmptyError
    history.status, history.moved_at = Status.WAITING, at
    history.save(update_fields=("status", "moved_at"))
    record(actor=by, verb="history.confirmed", subject=history, at=at)
    return history


def digest_of_preview(history: HistoryImport) -> str:
    """Return the SHA-256 of how an archive is read and of what that shows."""
    return sha256_hex(canonical([history.options, history.preview]))


@action("records.abandon_history")
def abandon_history(history_id: UUID, *, by: Person, at: datetime) -> HistoryImport:
    """Leave an archive: one being taken in stops there. Its file is forgotten.

    What an archive brought before it was stopped stands; it can be set aside.

    Raises:
        HistoryNotFoundError, HistoryMovedOnError.
    """
    history = _in(history_id, Status.PREVIEW, Status.WAITING, by=by)
    if history.status == Status.WAITING:
        return _end(history, problem="stopped", by=by, at=at)
    return _abandon(history, by=by, at=at)


def _abandon(history: HistoryImport, *, by: Actor | HasActor, at: datetime) -> HistoryImport:
    history.status, history.ended_at, history.preview = Status.ABANDONED, at, {}
    history.save(update_fields=("status", "ended_at", "preview"))
    record(actor=by, verb="history.abandoned", subject=history, at=at)
    forget_unneeded(history.sha256)
    return history


def forget_unneeded(sha256: str) -> None:
    """Take a file away, unless an import still needs it. One query."""
    if not _needing().filter(sha256=sha256).exists():
        forget(sha256)


def _needing() -> QuerySet[HistoryImport]:
    return HistoryImport.objects.filter(status__in=(Status.PREVIEW, Status.WAITING))


@action("records.sweep_archives")
def sweep_archives(*, at: datetime) -> int:
    """Leave what nobody confirmed in 30 days, and remove files that no import needs.

    Those of the last day are left: they may be on their way. Return how many were removed.
    """
    late = _needing().filter(status=Status.PREVIEW, started_at__lt=at - CONFIRMED_WITHIN)
    for history in late.select_for_update():
        _abandon(history, by=WORKER, at=at)
    return sweep(set(_needing().values_list("sha256", flat=True)), before=at - ON_THEIR_WAY)


@action("records.set_history_aside")
def set_history_aside(history_id: UUID, *, reason: str, by: Person, at: datetime) -> HistoryImport:
    """Undo an import: what it brought is kept, and no longer searched, replayed or judged.

    Raises:
        HistoryNotFoundError, HistoryMovedOnError, HistoryReasonMissingError.
    """
    history = _in(history_id, Status.DONE, Status.FAILED, by=by)
    if not reason.strip():
        raise HistoryReasonMissingError
    history.status, history.aside_at, history.aside_by = Status.ASIDE, at, by
    history.aside_reason = reason.strip()[:LONGEST_REASON]
    history.save(update_fields=("status", "aside_at", "aside_by", "aside_reason"))
    count = Record.objects.filter(batch__history=history).update(aside=True)
    data = {"records": count, "private": {"reason": history.aside_reason}}
    record(actor=by, verb="history.set_aside", subject=history, at=at, data=data)
    return history


@action("records.bring_history_back")
def bring_history_back(history_id: UUID, *, by: Person, at: datetime) -> HistoryImport:
    """Let what an import brought be searched and replayed again.

    Raises:
        HistoryNotFoundError, HistoryMovedOnError.
    """
    history = _in(history_id, Status.ASIDE, by=by)
    history.status = Status.DONE if not history.explanation else Status.FAILED
    history.aside_at, history.aside_by, history.aside_reason = None, None, ""
    history.save(update_fields=("status", "aside_at", "aside_by", "aside_reason"))
    count = Record.objects.filter(batch__history=history).update(aside=False)
    record(actor=by, verb="history.brought_back", subject=history, at=at, data={"records": count})
    return history


@action("records.finish_history")
def finish_history(
    history_id: UUID, *, place: int, at: datetime, problem: str = ""
) -> HistoryImport | None:
    """Note that an archive was read to its end, or to where it cannot be read further.

    None when another worker is further on already.
    """
    history = HistoryImport.objects.select_for_update().get(pk=history_id)
    if history.status != Status.WAITING or history.place != place:
        return None
    return _end(history, problem=problem, by=WORKER, at=at)


def _end(
    history: HistoryImport, *, problem: str, by: Actor | HasActor, at: datetime
) -> HistoryImport:
    history.status = Status.FAILED if problem else Status.DONE
    history.explanation, history.total, history.ended_at = problem, history.place, at
    history.save(update_fields=("status", "explanation", "total", "ended_at"))
    verb = "history.failed" if problem else "history.done"
    counts = {name: history.counts.get(name, 0) for name in ("archived", "known", "bad")}
    record(actor=by, verb=verb, subject=history, at=at, data=counts)
    forget_unneeded(history.sha256)
    return history


@action("records.postpone_history")
def postpone_history(history_id: UUID, *, at: datetime) -> None:
    """Put an archive that cannot go on now behind the others that wait."""
    HistoryImport.objects.filter(pk=history_id, status=Status.WAITING).update(moved_at=at)


def _in(history_id: UUID, *statuses: str, by: Person) -> HistoryImport:
    history = visible_history(history_id, viewer=by, lock=True)
    if history.status not in statuses:
        raise HistoryMovedOnError(str(history.get_status_display()))
    return history
