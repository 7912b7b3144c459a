"""The only door to reviews and declarations, and who may do what in one."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import Q, QuerySet

from gouvernail.attestations.errors import (
    CampaignNotFoundError,
    DeclarationNotFoundError,
    NotTheAssigneeError,
    ReviewNotFoundError,
)
from gouvernail.attestations.models import (
    Campaign,
    Declaration,
    DeclaredLine,
    Declarer,
    DeclarerLink,
    FollowUp,
    Review,
)
from gouvernail.charter.models import Charter
from gouvernail.foundation.clock import now
from gouvernail.people.models import Absence, Person
from gouvernail.people.permissions import Right, holders_of_right, may, scope

RELATED = ("account__unit", "account__owner", "account__backup", "assignee", "heir")


def visible_reviews(viewer: Person) -> QuerySet[Review]:
    """Return the reviews of accounts `viewer` may know about, and those given to them.

    Also those given to somebody they replace: whoever attests an account may open its review.
    """
    at = now()
    away = Absence.objects.filter(
        delegate=viewer, cancelled_at__isnull=True, starts_at__lte=at, ends_at__gt=at
    )
    given = Q(assignee=viewer) | Q(assignee__in=away.values("person"))
    seen = scope(viewer, Right.SEE_ACCOUNTS, "account__unit__path")
    return Review.objects.filter(seen | given).select_related(*RELATED)


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


def stood_in_for(person: Person, *, at: datetime) -> QuerySet[Absence, UUID]:
    """Return the people whom `person` replaces at that instant.

    One query when iterated; none as a part of another.
    """
    away = Absence.objects.filter(
        delegate=person, cancelled_at__isnull=True, starts_at__lte=at, ends_at__gt=at
    )
    return away.values_list("person_id", flat=True)


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


def visible_campaigns(viewer: Person) -> QuerySet[Campaign]:
    """Return the campaigns of the parts of the organisation whose accounts `viewer` sees."""
    seen = Campaign.objects.filter(scope(viewer, Right.SEE_ACCOUNTS, "unit__path"))
    return seen.select_related("unit", "made_by")


def visible_campaign(campaign_id: UUID, *, viewer: Person, lock: bool = False) -> Campaign:
    """Return one campaign `viewer` may know about. One query.

    Raises:
        CampaignNotFoundError: missing or hidden.
    """
    rows = visible_campaigns(viewer)
    rows = rows.select_for_update(of=("self",)) if lock else rows
    campaign = rows.filter(pk=campaign_id).first()
    if campaign is None:
        raise CampaignNotFoundError
    return campaign


def visible_declaration(declaration_id: UUID, *, viewer: Person, lock: bool = False) -> Declaration:
    """Return what a unit declares, when `viewer` sees the accounts of that unit. One query.

    Raises:
        DeclarationNotFoundError: missing or hidden.
    """
    rows = Declaration.objects.filter(scope(viewer, Right.SEE_ACCOUNTS, "unit__path"))
    rows = rows.select_for_update(of=("self",)) if lock else rows
    found = rows.select_related("campaign__unit", "unit", "signed_by").filter(pk=declaration_id)
    declaration = found.first()
    if declaration is None:
        raise DeclarationNotFoundError
    return declaration


def digest_of_key(key: str) -> str:
    """Return what is kept of the key of a declarer's link."""
    return sha256(b"gouvernail declarer\0" + key.encode()).hexdigest()


def link_of_key(key: str) -> DeclarerLink:
    """Return the link with that key, whatever its age: the key is the only proof. One query.

    Raises:
        DeclarationNotFoundError: no such link, or nobody is asked by it any more.
    """
    link = (
        DeclarerLink.objects.select_related(
            "declarer__person", "declarer__declaration__campaign", "declarer__declaration__unit"
        )
        .filter(
            key_digest=digest_of_key(key),
            declarer__removed_at__isnull=True,
            declarer__person__is_active=True,
        )
        .first()
    )
    if link is None:
        raise DeclarationNotFoundError
    return link


def own_declarer(declarer_id: UUID, *, viewer: Person) -> Declarer:
    """Return the place where `viewer` is asked to declare. One query.

    Raises:
        DeclarationNotFoundError: missing, or asked of somebody else.
    """
    rows = Declarer.objects.select_related("person", "declaration__campaign", "declaration__unit")
    declarer = rows.filter(pk=declarer_id, person=viewer, removed_at__isnull=True).first()
    if declarer is None:
        raise DeclarationNotFoundError
    return declarer


def may_settle(person: Person, line: DeclaredLine, *, separation: str) -> bool:
    """Return whether `person` settles a difference: who leads there, and did not sign it.

    In a small team the same person may. No query beyond the grants.
    """
    declaration = line.declaration
    if not may(person, Right.EDIT_ACCOUNTS, unit=declaration.unit):
        return False
    return separation == Charter.Separation.SMALL or declaration.signed_by_id != person.pk


def may_answer_appeal(person: Person, line: DeclaredLine, *, separation: str) -> bool:
    """Return whether `person` answers an appeal: not who refused, while anybody else can.

    One query.
    """
    if not may_settle(person, line, separation=separation):
        return False
    if line.decided_by_id != person.pk:
        return True
    others = holders_of_right(Right.EDIT_ACCOUNTS, unit=line.declaration.unit)
    hands = [one for one in (person.pk, line.declaration.signed_by_id) if one is not None]
    return not others.exclude(pk__in=hands).exists()


def may_appeal(declarer: Declarer, declaration: Declaration, *, by_link: bool) -> bool:
    """Return whether `declarer` appeals there: by link only who signed. No query."""
    return not by_link or declaration.signed_by_id == declarer.person_id
