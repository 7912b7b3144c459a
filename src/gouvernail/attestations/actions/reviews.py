"""A review from its opening to its attestation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from gouvernail.attestations.actions.telling import tell_assignee, tell_leaders
from gouvernail.attestations.errors import (
    AccountNotReviewedError,
    ReviewMovedOnError,
    ReviewUnderWayError,
)
from gouvernail.attestations.models import FollowUp, Review
from gouvernail.attestations.permissions import may_lead, require_attest, visible_review
from gouvernail.attestations.queries.evidence import FACTS, evidence_of, facts_kept
from gouvernail.attestations.queries.rhythms import Rhythms
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor, machine
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.digests import canonical, sha256_hex
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require, visible_person
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_account

Status = Review.Status
REVIEWED: Final = Account.SPEAKING | {Account.Status.SUSPENDED}
BY_HAND_WEEKS: Final = 4
BATCH: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """What an owner answers: the two questions, each fact, the decision they ask for and why.

    `wrong` names the facts that are not right, each with what it should say.
    """

    needed: bool
    purpose_right: bool
    decision: str
    reason: str = ""
    heir_id: UUID | None = None
    right: tuple[str, ...] = ()
    wrong: Mapping[str, str] = field(default_factory=dict)


@action("attestations.open_review")
def open_review(
    account_id: UUID, *, by: Person, at: datetime, due_on: date | None = None
) -> Review:
    """Open the review of an account and give it to its owner; four weeks when no day is said.

    Raises:
        AccountNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` may not edit the accounts of that unit.
        AccountNotReviewedError: it is closed, personal, or not ours.
        ReviewUnderWayError: one is under way.
        InvalidInputError: the day is past.
    """
    account = visible_account(account_id, viewer=by, lock=True)
    require(by, Right.EDIT_ACCOUNTS, unit=account.unit)
    today = site_day(at)
    if due_on is not None and due_on < today:
        reason = _("This day is past.")
        raise InvalidInputError(reason, fields={"due_on": reason})
    due_on = due_on or today + timedelta(weeks=BY_HAND_WEEKS)
    return _open(account, by=by, due_on=due_on, at=at)


def _open(account: Account, *, by: Person | Actor, due_on: date, at: datetime) -> Review:
    if account.status not in REVIEWED or account.kind == Account.Kind.PERSONAL:
        raise AccountNotReviewedError(str(account.get_status_display()))
    if Review.objects.filter(account=account, status__in=Review.LIVE).exists():
        raise ReviewUnderWayError
    owner = account.owner if account.owner is not None and account.owner.is_active else None
    review = Review.objects.create(
        account=account,
        assignee=owner,
        status=Status.OPEN if owner is not None else Status.TO_ASSIGN,
        opened_on=site_day(at),
        opened_by=by if isinstance(by, Person) else None,
        due_on=due_on,
    )
    record(actor=by, verb="account_review.opened", subject=review, at=at)
    if owner is not None:
        tell_assignee(review, "to_attest", at=at)
    else:
        tell_leaders(review, "to_assign", at=at)
    return review


@action("attestations.open_due_reviews")
def open_due_reviews(*, at: datetime) -> int:
    """Open by itself what falls due within the weeks its unit asks; return how many.

    The day to answer by is the account's own review day, or two weeks from now if it has passed.
    What the register refused waits for the day of its task first.
    Six queries for each review opened, three without any; two hundred at a time.
    """
    today, rhythms = site_day(at), Rhythms()
    furthest = max(
        (rule.weeks_before for rule in rhythms.rules.values() if rule.weeks_before), default=4
    )
    unfollowed = FollowUp.objects.filter(done_at__isnull=True, due_on__gte=today)
    unfollowed = unfollowed.exclude(review__unfollowed="")
    accounts = (
        Account.objects.filter(
            status__in=REVIEWED, review_on__lte=today + timedelta(weeks=max(furthest, 4))
        )
        .exclude(kind=Account.Kind.PERSONAL)
        .exclude(reviews__status__in=Review.LIVE)
        .exclude(Exists(unfollowed.filter(review__account=OuterRef("pk"))))
        .select_related("unit", "owner", "backup")
        .order_by("review_on", "pk")
    )
    opened = 0
    for account in accounts.iterator(chunk_size=500):
        if opened == BATCH:
            break
        review_on = account.review_on or today
        if review_on - timedelta(weeks=rhythms.of(account).weeks_before) <= today:
            due_on = max(review_on, today + timedelta(weeks=2))
            _open(account, by=machine("schedule"), due_on=due_on, at=at)
            opened += 1
    return opened


@action("attestations.assign_review")
def assign_review(*, review_id: UUID, person_id: UUID, by: Person, at: datetime) -> Review:
    """Give a review to somebody; whoever leads there does.

    Raises:
        ReviewNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` may not edit the accounts of that unit.
        ReviewMovedOnError: it is attested or decided already.
        PersonNotFoundError: nobody `by` knows.
        InvalidInputError: they have left.
    """
    review = visible_review(review_id, viewer=by, lock=True)
    require(by, Right.EDIT_ACCOUNTS, unit=review.account.unit)
    _must_be(review, Status.OPEN, Status.TO_ASSIGN)
    person = visible_person(person_id, viewer=by)
    if not person.is_active:
        reason = _("This person has left.")
        raise InvalidInputError(reason, fields={"person": reason})
    review.assignee, review.status = person, Status.OPEN
    review.save(update_fields=("assignee", "status"))
    record(actor=by, verb="account_review.assigned", subject=review, at=at)
    tell_assignee(review, "to_attest", at=at, by=by.name)
    return review


@action("attestations.disown_review")
def disown_review(*, review_id: UUID, reason: str, by: Person, at: datetime) -> Review:
    """Refuse to attest: “this is not mine any more”. The delegate gives it to somebody else.

    Raises:
        ReviewNotFoundError: missing, or hidden from `by`.
        NotTheAssigneeError: it was given to somebody else.
        ReviewMovedOnError: it waits for nobody's attestation.
        InvalidInputError: no reason.
    """
    review = visible_review(review_id, viewer=by, lock=True)
    _must_be(review, Status.OPEN)
    require_attest(by, review, at=at)
    if not reason.strip():
        message = _("Say why, and who you think it belongs to now.")
        raise InvalidInputError(message, fields={"disowned_reason": message})
    review.status, review.assignee = Status.TO_ASSIGN, None
    review.disowned_by, review.disowned_reason = by, reason.strip()
    review.save(update_fields=("status", "assignee", "disowned_by", "disowned_reason"))
    record(actor=by, verb="account_review.disowned", subject=review, at=at)
    tell_leaders(review, "to_assign", at=at, by=by.name, but=by.pk)
    return review


@action("attestations.attest_review")
def attest_review(*, review_id: UUID, attestation: Attestation, by: Person, at: datetime) -> Review:
    """Attest an account line by line and ask for a decision; a second person then confirms.

    What was in sight is kept with it; its digest enters the ledger.

    Raises:
        ReviewNotFoundError: missing, or hidden from `by`.
        NotTheAssigneeError: it was given to somebody else.
        ReviewMovedOnError: it waits for nobody's attestation.
        InvalidInputError: a fact has no answer, or the decision no reason.
        AccountNotFoundError: the account it would be merged into is missing or hidden.
    """
    review = visible_review(review_id, viewer=by, lock=True)
    _must_be(review, Status.OPEN)
    require_attest(by, review, at=at)
    _check(attestation)
    heir = visible_account(attestation.heir_id, viewer=by) if attestation.heir_id else None
    if heir is not None and heir.pk == review.account_id:
        reason = _("This is the same account.")
        raise InvalidInputError(reason, fields={"heir": reason})
    kept = facts_kept(review.account)
    review.answers = {
        name: {
            **kept[name],
            "right": name in attestation.right,
            "says": attestation.wrong.get(name, "").strip(),
        }
        for name in FACTS
    }
    evidence = evidence_of(review, viewer=by, today=site_day(at))
    review.evidence = evidence.kept() if evidence is not None else {}
    review.needed, review.purpose_right = attestation.needed, attestation.purpose_right
    review.decision, review.reason, review.heir = attestation.decision, attestation.reason, heir
    review.attested_by, review.attested_at = by, at
    review.status, review.back_reason = Status.TO_CONFIRM, ""
    review.save()
    digest = sha256_hex(canonical({"evidence": review.evidence, "answers": review.answers}))
    on_behalf = review.assignee if review.assignee_id != by.pk else None
    record(
        actor=by,
        verb="account_review.attested",
        subject=review,
        at=at,
        digest=digest,
        on_behalf=on_behalf,
    )
    tell_leaders(review, "to_confirm", at=at, by=by.name, but=by.pk)
    return review


def _check(told: Attestation) -> None:
    """Refuse what is left out, each at its field."""
    fields: dict[str, str] = {}
    for name in FACTS:
        if name not in told.right and not told.wrong.get(name, "").strip():
            fields[f"{name}_says"] = _("Say what it should be, or that it is right.")
    if told.decision not in Review.Decision.values:
        fields["decision"] = _("Choose what becomes of it.")
    elif told.decision != Review.Decision.KEEP and not told.reason.strip():
        fields["reason"] = _("Say why, in a sentence: it is kept with the account.")
    if told.decision == Review.Decision.MERGE and told.heir_id is None:
        fields["heir"] = _("Say into which account.")
    if told.decision == Review.Decision.KEEP and not told.needed:
        fields["decision"] = _("It is not needed any more: say what becomes of it.")
    if fields:
        raise InvalidInputError(next(iter(fields.values())), fields=fields)


@action("attestations.cancel_review")
def cancel_review(*, review_id: UUID, by: Person, at: datetime) -> Review:
    """End a review that has no object any more: the account is closed, or was never ours.

    Raises:
        ReviewNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` may not edit the accounts of that unit.
        ReviewMovedOnError: it is decided, or its account is still to be reviewed.
    """
    review = visible_review(review_id, viewer=by, lock=True)
    require(by, Right.EDIT_ACCOUNTS, unit=review.account.unit)
    _must_be(review, *Review.LIVE)
    if review.account.status in REVIEWED or not may_lead(by, review):
        raise ReviewMovedOnError(str(review.get_status_display()))
    review.status = Status.CANCELLED
    review.save(update_fields=("status",))
    record(actor=by, verb="account_review.cancelled", subject=review, at=at)
    return review


def _must_be(review: Review, *statuses: str) -> None:
    if review.status not in statuses:
        raise ReviewMovedOnError(str(review.get_status_display()))
