"""What is forgotten of somebody whose data are erased; what they finished and when stays."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import models

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.ledger.actions import erase_openings, record
from gouvernail.practice.actions import forget_answers
from gouvernail.training.actions.files import drop_unused
from gouvernail.training.models import (
    Assignment,
    Certificate,
    Completion,
    OutsideProof,
    RefusedLine,
    Run,
    Scenario,
    Waiver,
)

WATCH: Final = Actor(kind="machine", ref="training", auth="worker")
EMPTIED: Final[tuple[tuple[type[models.Model], str], ...]] = (
    (Waiver, "reason"),
    (Certificate, "revoked_reason"),
    (Completion, "note"),
    (Assignment, "note"),
)


@action("training.redact_person")
def redact_person(*, person_id: UUID, at: datetime) -> int:
    """Forget what was written about somebody's training, their proofs, and what they practised.

    That somebody, known by an id that names nobody any more, finished what and when stays in the
    tables and in the journal, which still verifies; what its entries committed to can no longer be
    opened. Returns how many rows were emptied. Idempotent.
    """
    number = 0
    for model, name in EMPTIED:
        rows = model._base_manager.select_for_update()  # noqa: SLF001 - any of four
        for row in rows.filter(person_id=person_id).exclude(**{name: ""}):
            setattr(row, name, "")
            number += _emptied(row, name, at=at)
    for proof in OutsideProof.objects.select_for_update().filter(person=person_id):
        if proof.issuer or proof.reason or proof.file_id:
            _forget_proof(proof, at=at)
            number += 1
    number += RefusedLine.objects.filter(person=person_id).delete()[0]
    for run in _spoken(person_id):
        run.review, run.moves = "", {}
        if run.scenario.kind == Scenario.Kind.ANSWER:  # of the others, nothing there is theirs
            run.findings = [one | {"shown": "", "said": []} for one in run.findings]
        number += _emptied(run, "review", "moves", "findings", at=at)
    return number


def _emptied(row: models.Model, *names: str, at: datetime) -> int:
    row.save(update_fields=names)
    kind = str(getattr(row, "ledger_kind", ""))
    erase_openings(subject_kind=kind, subject_id=str(row.pk))
    record(actor=WATCH, verb=f"{kind}.redacted", subject=row, at=at)
    return 1


def _forget_proof(proof: OutsideProof, *, at: datetime) -> None:
    file = proof.file
    proof.issuer = proof.reason = ""
    proof.file = None
    if proof.status == OutsideProof.Status.SENT:
        proof.status, proof.decided_at = OutsideProof.Status.WITHDRAWN, at
    _emptied(proof, "issuer", "reason", "file", "status", "decided_at", at=at)
    if file is not None:
        drop_unused(file, at=at)


def _spoken(person_id: UUID) -> Iterator[Run]:
    """Yield the practices where somebody wrote, or that a trainer wrote about; stages are cleared.

    One that is under way is ended by nobody any more: it stays without words.
    """
    runs = Run.objects.select_for_update(of=("self",)).filter(person=person_id)
    answers = runs.filter(scenario__kind=Scenario.Kind.ANSWER)
    forget_answers(stages=list(answers.values_list("pk", flat=True)))
    for run in runs.select_related("scenario"):
        if run.review or (run.scenario.kind == Scenario.Kind.ANSWER and run.moves):
            yield run


__all__ = ["redact_person"]
