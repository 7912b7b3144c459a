"""The second person: confirming a review or sending it back, and what follows."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.attestations.actions.telling import tell_assignee, tell_of
from gouvernail.attestations.errors import ReviewMovedOnError, SecondPersonNeededError
from gouvernail.attestations.models import FollowUp, Review
from gouvernail.attestations.permissions import may_finish, needs_another, visible_review
from gouvernail.charter.queries import separation
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.errors import DomainError, InvalidInputError
from gouvernail.ledger.actions import record
from gouvernail.notifications.actions import Message, tell
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require, visible_person
from gouvernail.registry.actions import ClosingPlan, Move, change_status, set_review
from gouvernail.registry.models import Account

Status, Decision = Review.Status, Review.Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """What the second person adds: when to look again, and for all but *keep*, who does what.

    `last_post` and `elsewhere` are asked when the account is closed: what it says last, and where
    its followers go when no account of ours takes them over.
    """

    next_on: date | None = None
    task: str = ""
    assignee_id: UUID | None = None
    task_due_on: date | None = None
    last_post: str = ""
    elsewhere: str = ""


@action("attestations.confirm_review")
def confirm_review(
    *, review_id: UUID, confirmation: Confirmation, by: Person, at: datetime
) -> Review:
    """Confirm what was attested: the next day is set, the status follows, a task is given.

    A status that the register refuses to change stays: `unfollowed` is the code of its refusal,
    and the decision stands with its task; the account is looked at again on the day of that task.

    Raises:
        ReviewNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` may not edit the accounts of that unit.
        ReviewMovedOnError: nothing waits to be confirmed.
        SecondPersonNeededError: the charter wants somebody else.
        InvalidInputError: a day, a task or who does it is missing.
    """
    review = visible_review(review_id, viewer=by, lock=True)
    require(by, Right.EDIT_ACCOUNTS, unit=review.account.unit)
    if review.status != Status.TO_CONFIRM:
        raise ReviewMovedOnError(str(review.get_status_display()))
    if needs_another(by, review, separation=separation()):
        raise SecondPersonNeededError
    _check(review, confirmation, today=site_day(at))
    review.confirmed_by, review.confirmed_at = by, at
    review.alone = by.pk == review.attested_by_id
    review.status, review.next_on = Status.DECIDED, confirmation.next_on
    review.unfollowed = _followed(review, confirmation, by=by, at=at)
    review.save()
    record(actor=by, verb="account_review.confirmed", subject=review, at=at)
    if review.decision != Decision.KEEP:
        _give(review, confirmation, by=by, at=at)
    tell_assignee(review, "decided", at=at, by=by.name)
    return review


def _check(review: Review, told: Confirmation, *, today: date) -> None:
    """Refuse what is left out, each at its field."""
    goes_on = review.decision in (Decision.KEEP, Decision.REWORK)
    to_do = review.decision != Decision.KEEP
    closes = review.decision == Decision.CLOSE
    due_on, next_on = told.task_due_on or date.min, told.next_on or date.min
    elsewhere = review.heir_id is not None or told.elsewhere.strip()
    missing = (
        ("next_on", goes_on and next_on <= today, _("Give a day to come.")),
        ("task", to_do and not told.task.strip(), _("Say what is to be done.")),
        ("assignee", to_do and told.assignee_id is None, _("Say who does it.")),
        ("task_due_on", to_do and due_on < today, _("Give a day to come.")),
        ("last_post", closes and not told.last_post.strip(), _("Write what it says last.")),
        ("elsewhere", closes and not elsewhere, _("Say where its followers are sent.")),
    )
    fields = {name: message for name, lacks, message in missing if lacks}
    if fields:
        raise InvalidInputError(next(iter(fields.values())), fields=fields)


def _followed(review: Review, told: Confirmation, *, by: Person, at: datetime) -> str:
    """Do in the register what the decision says; return the code of its refusal, if it refused."""
    account = review.account
    if told.next_on is not None:
        set_review(account.pk, review_on=told.next_on, by=by, at=at)
    status, move = _wanted(review, told)
    if not status or status == account.status:
        return ""
    try:
        change_status(account.pk, status=status, move=move, by=by, at=at)
    except DomainError as refused:
        if told.next_on is None:
            set_review(account.pk, review_on=told.task_due_on, by=by, at=at)
        return refused.code
    return ""


def _wanted(review: Review, told: Confirmation) -> tuple[str, Move]:
    """Return the status a decision leads to, and what is told with it."""
    reason = review.reason or str(review.get_decision_display())
    if review.decision == Decision.KEEP:
        ours = Account.Status.OFFICIAL
        waits = review.account.status == Account.Status.UNDER_REVIEW
        return (ours if waits else ""), Move(reason=reason)
    if review.decision == Decision.REWORK:
        return Account.Status.UNDER_REVIEW, Move(reason=reason)
    if review.decision == Decision.MERGE:
        return Account.Status.DUPLICATE, Move(reason=reason, original_id=review.heir_id)
    plan = ClosingPlan(
        last_post=told.last_post,
        ends_on=told.task_due_on or told.next_on or review.due_on,
        heir_id=review.heir_id,
        elsewhere=told.elsewhere,
    )
    return Account.Status.CLOSING, Move(reason=reason, plan=plan)


def _give(review: Review, told: Confirmation, *, by: Person, at: datetime) -> None:
    person = visible_person(str(told.assignee_id), viewer=by)
    if not person.is_active:
        reason = _("This person has left.")
        raise InvalidInputError(reason, fields={"assignee": reason})
    task = FollowUp.objects.create(
        review=review,
        text=told.task.strip(),
        assignee=person,
        due_on=told.task_due_on or review.due_on,
    )
    record(actor=by, verb="review_task.given", subject=task, at=at)
    tell_of(review, "task", people=[person.pk], at=at, by=by.name)


@action("attestations.return_review")
def return_review(*, review_id: UUID, reason: str, by: Person, at: datetime) -> Review:
    """Send a review back to whoever attested it.

    Raises:
        ReviewNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` may not edit the accounts of that unit.
        ReviewMovedOnError: nothing waits to be confirmed.
        SecondPersonNeededError: they attested it themselves.
        InvalidInputError: no reason.
    """
    review = visible_review(review_id, viewer=by, lock=True)
    require(by, Right.EDIT_ACCOUNTS, unit=review.account.unit)
    if review.status != Status.TO_CONFIRM:
        raise ReviewMovedOnError(str(review.get_status_display()))
    if needs_another(by, review, separation=separation()):
        raise SecondPersonNeededError
    if not reason.strip():
        message = _("Say what to look at again.")
        raise InvalidInputError(message, fields={"back_reason": message})
    review.status, review.back_reason = Status.OPEN, reason.strip()
    review.save(update_fields=("status", "back_reason"))
    record(actor=by, verb="account_review.returned", subject=review, at=at)
    tell_assignee(review, "returned", at=at, by=by.name)
    return review


@action("attestations.finish_task")
def finish_task(*, review_id: UUID, note: str, by: Person, at: datetime) -> FollowUp:
    """Say that what a decision asked for is done.

    Raises:
        ReviewNotFoundError: missing, or hidden from `by`.
        RightMissingError: it is neither theirs nor do they lead there.
        ReviewMovedOnError: there is no task, or it is done.
    """
    review = visible_review(review_id, viewer=by)
    task = FollowUp.objects.select_for_update().filter(review=review).first()
    if task is None or task.done_at is not None:
        raise ReviewMovedOnError(str(review.get_status_display()))
    if not may_finish(by, task, review):
        require(by, Right.EDIT_ACCOUNTS, unit=review.account.unit)
    task.done_by, task.done_at, task.note = by, at, note.strip()
    task.save(update_fields=("done_by", "done_at", "note"))
    record(actor=by, verb="review_task.done", subject=task, at=at)
    if review.confirmed_by_id and review.confirmed_by_id != by.pk:
        message = Message(
            kind="account_review.task_done",
            once=f"task:{task.pk}:done",
            facts={"title": review.account.name, "by": by.name},
        )
        tell(people=[review.confirmed_by_id], message=message, at=at)
    return task
