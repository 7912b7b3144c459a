"""The only door to reviews, and who may do what in one."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from gouvernail.attestations.errors import NotTheAssigneeError, ReviewNotFoundError
from gouvernail.attestations.models import FollowUp, Review
from gouvernail.charter.models import Charter
from gouvernail.people.models import Absence, Person
from gouvernail.people.permissions import Right, may, scope

RELATED = ("account__unit", "account__owner", "account__backup", "assignee", "heir")


def visible_reviews(viewer: Person) -> QuerySet[Review]:
    """Return the reviews of accounts `viewer` may know about, their account loaded."""
    seen = Review.objects.filter(scope(viewer, Right.SEE_ACCOUNTS, "account__unit__path"))
    return seen.select_related(*RELATED)


def visible_review(review_id: UUID, *, viewer: Person, lock: bool = False) -> Review:
    """Return one review of an account `viewer` may know about. One query.

    Raises:
        ReviewNotFoundError: missing or hidden; the caller cannot tell which.
    """
    rows = visible_reviews(viewer).select_related(
        *RELATED, "attested_by", "confirmed_by", "disowned_by", "opened_by"
    )
    rows = rows.select_for_update(of=("self",)) if lock else rows
    review = rows.filter(pk=review_id).first()
    if review is None:
        raise ReviewNotFoundError
    return review


def stood_in_for(person: Person, *, at: datetime) -> list[UUID]:
    """Return the people whom `person` replaces at that instant. One query."""
    away = Absence.objects.filter(
        delegate=person, cancelled_at__isnull=True, starts_at__lte=at, ends_at__gt=at
    )
    return list(away.values_list("person_id", flat=True))


def may_attest(person: Person, review: Review, *, at: datetime) -> bool:
    """Return whether the review was given to `person`, or to somebody they replace.

    One query when it was given to somebody else.
    """
    return review.assignee_id is not None and (
        review.assignee_id == person.pk or review.assignee_id in stood_in_for(person, at=at)
    )


def require_attest(person: Person, review: Review, *, at: datetime) -> None:
    """Refuse unless `may_attest`.

    Raises:
        NotTheAssigneeError: it was given to somebody else.
    """
    if not may_attest(person, review, at=at):
        raise NotTheAssigneeError(review.assignee.name if review.assignee else "—")


def may_lead(person: Person, review: Review) -> bool:
    """Return whether `person` gives reviews there to people: the delegate or the lead."""
    return may(person, Right.EDIT_ACCOUNTS, unit=review.account.unit)


def needs_another(person: Person, review: Review, *, separation: str) -> bool:
    """Return whether the charter wants somebody else than `person` to confirm. No query.

    A small team may confirm what it attested, and it is written down; elsewhere another person
    does; where it is strict, another than the three who hold the account.
    """
    if separation == Charter.Separation.SMALL:
        return False
    hands = {review.attested_by_id, review.assignee_id}
    if separation == Charter.Separation.REGULATED:
        account = review.account
        hands |= {account.owner_id, account.backup_id, account.custodian_id}
    return person.pk in hands


def may_finish(person: Person, task: FollowUp, review: Review) -> bool:
    """Return whether `person` may say that a task is done: whose it is, and who leads there."""
    return task.assignee_id == person.pk or may_lead(person, review)
