"""Long files of completions: kept, taken in a few lines at a time by the worker, stopped, resumed.

A batch is one transaction that also moves the place of the import. Killed at any point, the worker
goes on at the first line that was not dealt with; nothing is recorded twice.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor, HasActor, machine
from gouvernail.foundation.digests import sha256_hex
from gouvernail.ledger.actions import record
from gouvernail.notifications.actions import tell
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may, require
from gouvernail.training.actions.importing import (
    CompletionLine,
    checked,
    lines_of,
    record_lines,
)
from gouvernail.training.actions.telling import about_import
from gouvernail.training.errors import ImportFileGoneError, ImportStateError
from gouvernail.training.models import CompletionImport, ImportedFile, RefusedLine
from gouvernail.training.permissions import visible_import

WORKER: Final = machine("worker")
SHORT: Final = 200  # lines: a file of so many is recorded while one waits
TRIES: Final = 5  # turns in a row that end in a fault
FILE_KEPT: Final = timedelta(days=30)
LINES_KEPT: Final = timedelta(days=90)
LONGEST_NAME: Final = 200
Status = CompletionImport.Status


def is_short(data: bytes) -> bool:
    """Return whether a file is recorded at once rather than by the worker. No query.

    Raises:
        ImportRefusedError: the file cannot be read.
    """
    return len(lines_of(data)) <= SHORT


@action("training.start_import")
def start_import(data: bytes, *, name: str, by: Person, at: datetime) -> CompletionImport:
    """Keep a file of completions, for the worker to take in; the same file waits only once.

    Raises:
        RightMissingError: `by` keeps nobody's training.
        ImportRefusedError: the file cannot be read.
    """
    require(by, Right.EDIT_TRAINING)
    told = {
        "original_name": name.replace("\x00", "")[:LONGEST_NAME],
        "size_bytes": len(data),
        "total": len(lines_of(data)),
        "moved_at": at,
        "started_at": at,
    }
    run, is_new = CompletionImport.objects.get_or_create(
        digest=sha256_hex(data), started_by=by, status=Status.WAITING, defaults=told
    )
    if is_new:
        ImportedFile.objects.create(run=run, content=data)
        record(actor=by, verb="completion_import.started", subject=run, at=at)
    return run


@action("training.take_batch")
def take_batch(
    import_id: UUID, *, lines: Sequence[CompletionLine], place: int, at: datetime
) -> CompletionImport | None:
    """Record the next lines of an import, which begin at `place`, for who sent it.

    Their rights are read again: a line about somebody they no longer answer for is refused. None
    when it was stopped, or when another worker is further on.
    """
    run = CompletionImport.objects.select_for_update().get(pk=import_id)
    if run.status != Status.WAITING or run.place != place:
        return None
    by = run.started_by
    if not may(by, Right.EDIT_TRAINING):
        return _end(run, Status.FAILED, by=WORKER, at=at, problem="right_lost")
    found = checked(lines, viewer=by, at=at)
    refused = [line for line in found if line.problem]
    run.recorded += record_lines(found, by=by, at=at)
    run.known += sum(line.is_known for line in found)
    run.refused += len(refused)
    RefusedLine.objects.bulk_create([_refused(run, line) for line in refused])
    run.place, run.failures, run.moved_at = place + len(lines), 0, at
    run.save(update_fields=("place", "recorded", "known", "refused", "failures", "moved_at"))
    if run.place >= run.total:
        _end(run, Status.DONE, by=WORKER, at=at)
    return run


def _refused(run: CompletionImport, line: CompletionLine) -> RefusedLine:
    said = line.said
    return RefusedLine(
        run=run,
        number=line.number,
        problem=line.problem,
        person=line.person,
        who=line.who[:200],
        course_slug=said.get("course", "")[:200],
        done_on=said.get("done_on", "")[:60],
        score=said.get("score", "")[:60],
        reference=said.get("reference", "")[:200],
    )


def _end(
    run: CompletionImport,
    status: "CompletionImport.Status",
    *,
    by: Actor | HasActor,
    at: datetime,
    problem: str = "",
) -> CompletionImport:
    """End an import; the file of one that is done is forgotten. Who sent it is told."""
    run.status, run.explanation, run.ended_at = status, problem, at
    run.save(update_fields=("status", "explanation", "ended_at"))
    if status == Status.DONE:
        ImportedFile.objects.filter(run=run).delete()
    counts = {"recorded": run.recorded, "known": run.known, "refused": run.refused}
    record(actor=by, verb=f"completion_import.{status}", subject=run, at=at, data=counts)
    if status != Status.STOPPED:
        tell(people=[run.started_by_id], message=about_import(run), at=at)
    return run


@action("training.stop_import")
def stop_import(import_id: UUID, *, by: Person, at: datetime) -> CompletionImport:
    """Stop an import where it is: what it recorded stands, and it can go on later.

    Raises:
        ImportNotFoundError: missing, or hidden from `by`.
        ImportStateError: it is over already.
    """
    run = visible_import(import_id, viewer=by, lock=True)
    if run.status != Status.WAITING:
        raise ImportStateError(str(run.get_status_display()))
    return _end(run, Status.STOPPED, by=by, at=at)


@action("training.resume_import")
def resume_import(import_id: UUID, *, by: Person, at: datetime) -> CompletionImport:
    """Let an import that was stopped, or that failed, go on from where it was.

    Raises:
        ImportNotFoundError: missing, or hidden from `by`.
        ImportStateError: it waits or is done, or the same file was sent again and waits.
        ImportFileGoneError: its file is kept no longer.
    """
    run = visible_import(import_id, viewer=by, lock=True)
    if run.status not in (Status.STOPPED, Status.FAILED):
        raise ImportStateError(str(run.get_status_display()))
    twins = CompletionImport.objects.filter(digest=run.digest, started_by=run.started_by_id)
    if twins.filter(status=Status.WAITING).exists():
        raise ImportStateError(str(Status.WAITING.label))
    if not ImportedFile.objects.filter(run=run).exists():
        raise ImportFileGoneError
    run.status, run.explanation, run.ended_at = Status.WAITING, "", None
    run.failures, run.moved_at = 0, at
    run.save(update_fields=("status", "explanation", "ended_at", "failures", "moved_at"))
    record(actor=by, verb="completion_import.resumed", subject=run, at=at)
    return run


@action("training.note_fault")
def note_fault(import_id: UUID, *, at: datetime, problem: str = "") -> None:
    """Put an import that cannot go on now behind the others; after five such turns it has failed.

    With a `problem` it has failed at once.
    """
    run = CompletionImport.objects.select_for_update().get(pk=import_id)
    if run.status != Status.WAITING:
        return
    run.failures, run.moved_at = run.failures + 1, at
    run.save(update_fields=("failures", "moved_at"))
    if problem or run.failures >= TRIES:
        _end(run, Status.FAILED, by=WORKER, at=at, problem=problem or "fault")


@action("training.forget_imports")
def forget_imports(*, at: datetime) -> int:
    """Forget the files of imports that went no further, after 30 days; what was refused, after 90.

    Return how many rows went.
    """
    ended = CompletionImport.objects.exclude(status=Status.WAITING)
    files = ImportedFile.objects.filter(run__in=ended.filter(ended_at__lt=at - FILE_KEPT))
    lines = RefusedLine.objects.filter(run__in=ended.filter(ended_at__lt=at - LINES_KEPT))
    return files.delete()[0] + lines.delete()[0]
