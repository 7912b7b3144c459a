"""Judging what is really online: what was sent, read on the network, or brought from archives."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import machine
from gouvernail.foundation.models import OutboxEvent
from gouvernail.kernel.rules import Outcome
from gouvernail.ledger.actions import record
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may
from gouvernail.records.models import Record
from gouvernail.registry.permissions import is_holder
from gouvernail.rulebooks.actions.verdicts import Judged, store_verdict
from gouvernail.rulebooks.errors import DismissalReasonMissingError, PublishedSettledError
from gouvernail.rulebooks.models import PublishedVerdict, StoredVerdict
from gouvernail.rulebooks.permissions import visible_published
from gouvernail.rulebooks.queries import Rulebook, rulebooks_for, with_rights
from gouvernail.rulebooks.queries.judging import RulebooksThen
from gouvernail.rulebooks.queries.online import (
    Online,
    judge_online,
    unanswered,
    verdicts_before,
)

WORKER: Final = machine("worker")
TOPICS: Final = frozenset({"records.archived", "records.batch"})
LONGEST_REASON: Final = 2000
Moment = StoredVerdict.Moment


def hear_archived(event: OutboxEvent, at: datetime) -> None:
    """Judge what was just archived; of an import, keep only what raises something."""
    rows = Record.objects.select_related("account__unit", "account__connection")
    said = event.payload
    if event.topic == "records.archived":
        sent = (UUID(said["subject_id"]), int(said["revision"])) if "subject_id" in said else None
        records = rows.filter(pk=UUID(said["record_id"]))
        judge_published(records, keep_all=True, sent=sent, at=at)
    else:
        batch = rows.filter(batch_id=UUID(said["batch_id"]), aside=False)
        judge_published(batch.order_by("pk"), keep_all=False, at=at)


@action("rulebooks.judge_published")
def judge_published(
    records: Iterable[Record],
    *,
    keep_all: bool,
    at: datetime,
    sent: tuple[UUID, int] | None = None,
) -> int:
    """Judge publications by the rules of today; return how many raise a warning or more.

    `sent` names the subject and the revision that left, for what was sent from here: it is judged
    with what was known when it was submitted. A verdict is kept for each when `keep_all`, else for
    those that raise. What was known and approved before it was sent from here, or set aside for
    these very words, does not raise. Judging the same publication again changes nothing.
    """
    kept = list(records)
    judged = set(
        StoredVerdict.objects.filter(
            subject_kind="record", subject_id__in=[one.pk for one in kept], moment=Moment.AFTER
        ).values_list("subject_id", flat=True)
    )
    then = RulebooksThen((one.account.unit, one.published_at) for one in kept)
    books = rulebooks_for({one.account.unit for one in kept}, at=at)
    pictures = iter(with_rights([each for one in kept for each in one.media]))
    earlier = _found_in_earlier_words(kept)
    raised = 0
    for one in kept:
        media = list(islice(pictures, len(one.media)))
        if one.pk in judged:
            continue
        former = verdicts_before(*sent, one.account_id) if sent else ()
        online = Online(record=one, media=media, former=former)
        _replace(one, earlier[one.account_id, one.key], at=at)
        found = _judge(online, _Books(books[one.account.unit.path], then), keep=keep_all, at=at)
        if found is not None:
            raised += 1
            earlier[one.account_id, one.key].append(found)
    return raised


@dataclass(frozen=True, slots=True)
class _Books:
    """What judges a publication: the rules of today, and those of its day."""

    now: Rulebook
    then: RulebooksThen


def _judge(online: Online, books: _Books, *, keep: bool, at: datetime) -> PublishedVerdict | None:
    row = online.record
    verdict, post, context = judge_online(online, books.now)
    serious = [one for one in verdict.findings if one.severity >= Outcome.WARN]
    serious = unanswered(online, serious) if serious else []
    if not serious and not keep:
        return None
    judged = Judged(
        kind="record",
        id=row.pk,
        revision=0,
        account_id=row.account_id,
        post=post,
        context=context,
        pack_digests=books.now.digests,
        unit_id=row.account.unit_id,
    )
    stored = store_verdict(verdict=verdict, judged=judged, moment=Moment.AFTER, at=at)
    if not serious:
        return None
    then = books.then.of(row.account.unit, at=row.published_at)
    found = PublishedVerdict.objects.create(
        record=row,
        account=row.account,
        verdict=stored,
        outcome=max(one.severity for one in serious).slug,
        outcome_then=judge_online(online, then)[0].outcome.slug if then.packs else "",
        published_at=row.published_at,
        found_at=at,
    )
    record(actor=WORKER, verb="published_verdict.raised", subject=found, at=at)
    return found


Found = defaultdict[tuple[UUID, str], list[PublishedVerdict]]  # by account, by key


def _found_in_earlier_words(records: Sequence[Record]) -> Found:
    """Return what stands of the same publications, captured before. One query, or none."""
    keys = {one.key for one in records if one.key}
    found: Found = defaultdict(list)
    if not keys:
        return found
    rows = PublishedVerdict.objects.filter(
        record__account_id__in={one.account_id for one in records},
        record__key__in=keys,
        replaced_at__isnull=True,
    )
    for one in rows.select_related("record"):
        found[one.account_id, one.record.key].append(one)
    return found


def _replace(row: Record, earlier: list[PublishedVerdict], *, at: datetime) -> None:
    """What was found in earlier words of the same publication no longer stands."""
    for one in earlier if row.key else ():
        is_earlier = one.record_id != row.pk and one.record.archived_at <= row.archived_at
        if one.replaced_at is None and is_earlier:
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
        PublishedSettledError: somebody set it aside before; their reason stands.
    """
    found = _answered_by(published_id, by)
    if not reason.strip():
        raise DismissalReasonMissingError
    if found.aside_at is not None:
        raise PublishedSettledError
    found.aside_at, found.aside_by = at, by
    found.aside_reason = reason.strip()[:LONGEST_REASON]
    found.save(update_fields=("aside_at", "aside_by", "aside_reason"))
    data = {"private": {"why": found.aside_reason}}  # the row forgets it once brought back
    record(actor=by, verb="published_verdict.set_aside", subject=found, at=at, data=data)
    return found


@action("rulebooks.bring_published_back")
def bring_published_back(published_id: UUID, *, by: Person, at: datetime) -> PublishedVerdict:
    """Let a publication that was set aside stand in the list again.

    Raises:
        VerdictNotFoundError, RightMissingError: as for setting aside.
        PublishedSettledError: it is in the list already.
    """
    found = _answered_by(published_id, by)
    if found.aside_at is None:
        raise PublishedSettledError
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
