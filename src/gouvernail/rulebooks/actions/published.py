"""Judging what is really online: what was sent, read on the network, or brought from archives."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import machine
from gouvernail.foundation.models import OutboxEvent
from gouvernail.kernel.rules import Finding, Outcome, Verdict, mask
from gouvernail.ledger.actions import record
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may
from gouvernail.records.models import Record
from gouvernail.registry.permissions import is_holder
from gouvernail.rulebooks.actions.verdicts import Judged, store_verdict
from gouvernail.rulebooks.errors import DismissalReasonMissingError
from gouvernail.rulebooks.models import (
    Dismissal,
    PublishedVerdict,
    RaisedRule,
    StoredVerdict,
)
from gouvernail.rulebooks.permissions import visible_published
from gouvernail.rulebooks.queries import Rulebook, post_of, rulebook_for, rulebooks_for
from gouvernail.rulebooks.queries.dismissals import words_digest

WORKER: Final = machine("worker")
TOPICS: Final = frozenset({"records.archived", "records.batch"})
LONGEST_REASON: Final = 2000
Moment = StoredVerdict.Moment


def hear_archived(event: OutboxEvent, at: datetime) -> None:
    """Judge what was just archived; of an import, keep only what raises something."""
    rows = Record.objects.select_related("account__unit", "account__connection")
    if event.topic == "records.archived":
        judge_published(rows.filter(pk=UUID(event.payload["record_id"])), keep_all=True, at=at)
    else:
        batch = rows.filter(batch_id=UUID(event.payload["batch_id"]), aside=False)
        judge_published(batch.order_by("pk"), keep_all=False, at=at)


@action("rulebooks.judge_published")
def judge_published(records: Iterable[Record], *, keep_all: bool, at: datetime) -> int:
    """Judge publications by the rules of today; return how many raise a warning or more.

    A verdict is kept for each when `keep_all`, else for those that raise. What was known and
    approved before it was sent from here, or set aside for these very words, does not raise.
    Judging the same publication again changes nothing.
    """
    kept = list(records)
    judged = set(
        StoredVerdict.objects.filter(
            subject_kind="record", subject_id__in=[one.pk for one in kept], moment=Moment.AFTER
        ).values_list("subject_id", flat=True)
    )
    books = rulebooks_for({one.account.unit for one in kept}, at=at)
    raised = 0
    for one in kept:
        if one.pk not in judged:
            raised += _judge(one, books[one.account.unit.path], keep=keep_all, at=at)
    return raised


def _judge(row: Record, book: Rulebook, *, keep: bool, at: datetime) -> bool:
    _replace_former(row, at=at)
    verdict, input_ = _said(row, book)
    serious = [one for one in verdict.findings if one.severity >= Outcome.WARN]
    serious = _unanswered(row, serious, verdict) if serious else []
    if not serious and not keep:
        return False
    stored = store_verdict(verdict=verdict, judged=input_, moment=Moment.AFTER, at=at)
    if not serious:
        return False
    then = rulebook_for(row.account.unit, at=row.published_at)
    found = PublishedVerdict.objects.create(
        record=row,
        account=row.account,
        verdict=stored,
        outcome=max(one.severity for one in serious).slug,
        outcome_then=_said(row, then)[0].outcome.slug if then.packs else "",
        published_at=row.published_at,
        found_at=at,
    )
    record(actor=WORKER, verb="published_verdict.raised", subject=found, at=at)
    return True


def _said(row: Record, book: Rulebook) -> tuple[Verdict, Judged]:
    """Return what some rules say of a publication as it stood on its day. No query."""
    post = post_of(row.text, account=row.account, language=row.language, media=row.media)
    context = book.context(row.account, at=row.published_at)
    judged = Judged(
        kind="record",
        id=row.pk,
        revision=0,
        account_id=row.account_id,
        post=post,
        context=context,
        pack_digests=book.digests,
    )
    return book.judge(post, context), judged


def _unanswered(row: Record, findings: list[Finding], verdict: Verdict) -> list[Finding]:
    """Return the findings nobody answered before: by approving these words, or setting aside."""
    if row.delivery_id is None:
        return findings
    rules = {one.rule for one in findings}
    before = RaisedRule.objects.filter(
        account_id=row.account_id, rule__in=rules, moment__in=(Moment.SUBMISSION, Moment.SENDING)
    ).select_related("verdict")
    text = mask(row.text, verdict.findings)
    approved = {one.rule for one in before if one.verdict.masked_input.get("text") == text}
    digests = {words_digest(one, row.text) for one in findings}
    aside = set(
        Dismissal.objects.filter(
            rule__in=rules,
            words_digest__in=digests,
            withdrawn_at__isnull=True,
            subject_id__in=before.values("subject_id"),
        ).values_list("rule", flat=True)
    )
    return [one for one in findings if one.rule not in approved | aside]


def _replace_former(row: Record, *, at: datetime) -> None:
    """What was found in earlier words of the same publication no longer stands."""
    if not row.key:
        return
    former = PublishedVerdict.objects.filter(
        record__account_id=row.account_id, record__key=row.key, replaced_at__isnull=True
    )
    for one in former.exclude(record=row).filter(record__archived_at__lte=row.archived_at):
        one.replaced_at = at
        one.save(update_fields=("replaced_at",))
        record(actor=WORKER, verb="published_verdict.replaced", subject=one, at=at)


@action("rulebooks.set_published_aside")
def set_published_aside(
    published_id: UUID, *, reason: str, by: Person, at: datetime
) -> PublishedVerdict:
    """Leave a publication as it stands, and say why.

    Raises:
        VerdictNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` neither answers for the account nor settles publications there.
        DismissalReasonMissingError: no reason was given.
    """
    found = _answered_by(published_id, by)
    if not reason.strip():
        raise DismissalReasonMissingError
    found.aside_at, found.aside_by = at, by
    found.aside_reason = reason.strip()[:LONGEST_REASON]
    found.save(update_fields=("aside_at", "aside_by", "aside_reason"))
    record(actor=by, verb="published_verdict.set_aside", subject=found, at=at)
    return found


@action("rulebooks.bring_published_back")
def bring_published_back(published_id: UUID, *, by: Person, at: datetime) -> PublishedVerdict:
    """Let a publication that was set aside stand in the list again.

    Raises:
        VerdictNotFoundError, RightMissingError: as for setting aside.
    """
    found = _answered_by(published_id, by)
    found.aside_at, found.aside_by, found.aside_reason = None, None, ""
    found.save(update_fields=("aside_at", "aside_by", "aside_reason"))
    record(actor=by, verb="published_verdict.brought_back", subject=found, at=at)
    return found


def _answered_by(published_id: UUID, by: Person) -> PublishedVerdict:
    found = visible_published(published_id, viewer=by, lock=True)
    account = found.account
    if not (is_holder(by, account) or may(by, Right.RESOLVE_DELIVERY, unit=account.unit)):
        raise RightMissingError(str(Right.RESOLVE_DELIVERY))
    return found
