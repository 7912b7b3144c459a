"""Statements: written, submitted, approved in advance by somebody else, or sent back."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from gouvernail.charter.queries import separation
from gouvernail.crisis.actions.telling import tell_of_statement
from gouvernail.crisis.errors import (
    PartNotFoundError,
    PlanChangedError,
    PlanInvalidError,
    StatementChangedError,
    StatementOfOwnError,
    StatementStateError,
)
from gouvernail.crisis.models import Plan, Statement
from gouvernail.crisis.models.plans import Channel
from gouvernail.crisis.permissions import DECIDERS, may_approve, visible_plan
from gouvernail.crisis.starters import StarterStatement, starter_commons
from gouvernail.foundation.actions import action
from gouvernail.kernel.bilingual import VARIABLE
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import (
    Act,
    Right,
    holders_of_right,
    holders_of_seat,
    require,
    require_step_up,
)

SMALL: Final = "small"
LONG: Final = 5_000
Status = Statement.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a statement says, for which channel and moment."""

    slug: str
    channel: str
    moment: str
    text: str
    text_en: str = ""


def digest_of(statement: Statement) -> str:
    """Return the SHA-256 of what is approved: channel, moment and both texts. Pure."""
    parts = (statement.channel, statement.moment, statement.text, statement.text_en)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def write_starter_statement(
    plan: Plan, starter: StarterStatement, place: int, *, by: Person, at: datetime
) -> Statement:
    """Keep a statement to start from, as a draft. Called inside an action."""
    row = Statement(
        plan=plan,
        slug=starter.slug,
        channel=starter.channel,
        moment=starter.moment,
        text=starter.words.fr,
        text_en=starter.words.en,
        position=place,
        written_by=by,
        written_at=at,
        editor_ids=[str(by.pk)],
    )
    row.digest = digest_of(row)
    row.save(force_insert=True)
    record(actor=by, verb="crisis_statement.written", subject=row, at=at, digest=row.digest)
    return row


@action("crisis.write_statement")
def write_statement(
    *,
    plan_id: UUID,
    words: Words,
    by: Person,
    at: datetime,
    statement_id: UUID | None = None,
    seen: str | None = None,
) -> Statement:
    """Write a statement, or change one: it is a draft again, whatever was approved before.

    `seen` is the digest of the words that were on the screen, if it is known.

    Raises:
        PlanChangedError: somebody else wrote it since.
        PlanInvalidError: no words, an unknown variable, too long for its channel, or a name taken.
        PlanNotFoundError, PartNotFoundError, RightMissingError: nothing was changed.
    """
    plan = visible_plan(plan_id, viewer=by, lock=True)
    require(by, Right.RUN_INCIDENTS, unit=plan.unit)
    row = Statement(plan=plan) if statement_id is None else _of(plan, statement_id)
    if seen is not None and statement_id is not None and seen != row.digest:
        raise PlanChangedError
    slug = slugify(words.slug)[:60]
    _check(plan, words, slug, own=row)
    row.slug, row.channel, row.moment = slug, words.channel, words.moment
    row.text, row.text_en = words.text.strip(), words.text_en.strip()
    if statement_id is None:
        last = plan.statements.aggregate(last=Max("position"))["last"]
        row.position = 0 if last is None else last + 1
    before = [] if row.status == Status.APPROVED else row.editor_ids
    row.editor_ids = sorted({*before, str(by.pk)})
    row.status, row.written_by, row.written_at = Status.DRAFT, by, at
    row.submitted_by, row.submitted_at, row.decided_by, row.decided_at = None, None, None, None
    row.reason, row.digest = "", digest_of(row)
    row.save()
    record(actor=by, verb="crisis_statement.written", subject=row, at=at, digest=row.digest)
    return row


def _of(plan: Plan, statement_id: UUID) -> Statement:
    rows = plan.statements.exclude(status=Status.REMOVED)
    row = rows.filter(pk=statement_id).first()
    if row is None:
        raise PartNotFoundError
    return row


def _check(plan: Plan, words: Words, slug: str, *, own: Statement) -> None:
    wrong = {}
    taken = plan.statements.filter(slug=slug).exclude(status=Status.REMOVED).exclude(pk=own.pk)
    if not slug or taken.exists():
        wrong["slug"] = _("Give it a short name of its own, such as first-short.")
    if words.channel not in Channel.values:
        wrong["channel"] = _("Choose where it goes.")
    if words.moment not in Statement.Moment.values:
        wrong["moment"] = _("Choose when it is said.")
    if not words.text.strip():
        wrong["text"] = _("Write the words.")
    for name, text in (("text", words.text), ("text_en", words.text_en)):
        if fault := _fault_of(text, words.channel):
            wrong[name] = fault
    if wrong:
        raise PlanInvalidError(wrong)


def _fault_of(text: str, channel: str) -> str:
    commons = starter_commons()
    known = commons.variables
    strange = sorted({one for one in VARIABLE.findall(text) if one not in known})
    if strange:
        names = ", ".join(f"{{{one}}}" for one in strange)
        return _("Unknown variable: %(names)s.") % {"names": names}
    place = commons.channels.get(channel)
    most = place.characters if place else LONG
    if len(text) > most:
        return _("At most %(most)s characters, please.") % {"most": most}
    return ""


@action("crisis.submit_statements")
def submit_statements(*, plan_id: UUID, by: Person, at: datetime) -> int:
    """Submit every draft of a plan to those who approve; return how many.

    Raises:
        StatementStateError: there is no draft.
        PlanNotFoundError, RightMissingError: nothing was changed.
    """
    plan = visible_plan(plan_id, viewer=by, lock=True)
    require(by, Right.RUN_INCIDENTS, unit=plan.unit)
    rows = list(plan.statements.filter(status=Status.DRAFT))
    if not rows:
        raise StatementStateError(_("nothing to submit"))
    for row in rows:
        row.status, row.submitted_by, row.submitted_at = Status.SUBMITTED, by, at
        row.save(update_fields=("status", "submitted_by", "submitted_at"))
        record(actor=by, verb="crisis_statement.submitted", subject=row, at=at, digest=row.digest)
    once = f"{plan.pk.hex}:{at.timestamp():.0f}"
    people = _deciders(plan) - {by.pk}
    tell_of_statement(plan, "submitted", people=people, once=once, at=at)
    return len(rows)


def _deciders(plan: Plan) -> set[UUID]:
    """Return who may approve statements of a plan. A query for each seat, and one."""
    rows = [holders_of_right(Right.RUN_INCIDENTS, unit=plan.unit)]
    rows += [holders_of_seat(seat, unit=plan.unit) for seat in sorted(DECIDERS)]
    return {pk for found in rows for pk in found.values_list("pk", flat=True)}


@action("crisis.approve_statement")
def approve_statement(
    *, statement_id: UUID, digest: str, by: Person, at: datetime, reason: str = ""
) -> Statement:
    """Approve in advance exactly the words that were read.

    In a small team whoever wrote them may, and says why.

    Raises:
        StatementStateError: it does not wait.
        StatementChangedError: its words are not those read.
        StatementOfOwnError: `by` wrote in it or submitted it, and the team is not small.
        PlanInvalidError: alone, and no word about it.
        ProofNeededError, MachineMayNotError: who decides proves who they are.
        PartNotFoundError, RightMissingError: nothing was changed.
    """
    row = _waiting(statement_id, by=by)
    if digest != row.digest or row.digest != digest_of(row):
        raise StatementChangedError
    own = row.is_own_of(by)
    if own and separation() != SMALL:
        raise StatementOfOwnError
    if own and not reason.strip():
        raise PlanInvalidError({"reason": _("Say why you approve your own words.")})
    require_step_up(Act.DECIDE, at=at)
    row.status, row.decided_by, row.decided_at = Status.APPROVED, by, at
    row.reason = reason.strip()
    row.save(update_fields=("status", "decided_by", "decided_at", "reason"))
    data = {"alone": "yes"} if own else None
    verb = "crisis_statement.approved"
    record(actor=by, verb=verb, subject=row, at=at, digest=row.digest, data=data)
    return row


@action("crisis.return_statement")
def return_statement(*, statement_id: UUID, reason: str, by: Person, at: datetime) -> Statement:
    """Send a statement back to those who wrote it, and say why.

    Raises:
        StatementStateError: it does not wait.
        PlanInvalidError: it does not say why.
        PartNotFoundError, RightMissingError: nothing was changed.
    """
    row = _waiting(statement_id, by=by)
    if not reason.strip():
        raise PlanInvalidError({"reason": _("Say why in a few words.")})
    row.status, row.reason = Status.DRAFT, reason.strip()
    row.save(update_fields=("status", "reason"))
    record(actor=by, verb="crisis_statement.returned", subject=row, at=at)
    once = f"{row.pk.hex}:{at.timestamp():.0f}"
    tell_of_statement(row.plan, "returned", people={row.written_by_id} - {by.pk}, once=once, at=at)
    return row


@action("crisis.remove_statement")
def remove_statement(*, statement_id: UUID, by: Person, at: datetime) -> Statement:
    """Take a statement out of its plan; what was said with it stays.

    Raises:
        PartNotFoundError, RightMissingError: nothing was changed.
    """
    row = _found(statement_id, by=by)
    require(by, Right.RUN_INCIDENTS, unit=row.plan.unit)
    row.status = Status.REMOVED
    row.save(update_fields=("status",))
    record(actor=by, verb="crisis_statement.removed", subject=row, at=at)
    return row


def _found(statement_id: UUID, *, by: Person) -> Statement:
    rows = Statement.objects.select_for_update(of=("self",)).exclude(status=Status.REMOVED)
    row = rows.filter(pk=statement_id).first()
    if row is None:
        raise PartNotFoundError
    row.plan = visible_plan(row.plan_id, viewer=by)
    return row


def _waiting(statement_id: UUID, *, by: Person) -> Statement:
    row = _found(statement_id, by=by)
    if not may_approve(by, row.plan):
        require(by, Right.RUN_INCIDENTS, unit=row.plan.unit)
    if row.status != Status.SUBMITTED:
        raise StatementStateError(row.get_status_display())
    return row
