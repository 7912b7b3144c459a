"""The only door to accesses."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from gouvernail.charter.models import Charter
from gouvernail.charter.queries import separation
from gouvernail.custody.errors import (
    AccessNotFoundError,
    AccessReviewNotFoundError,
    HandoverNotFoundError,
    ProofNotFoundError,
    ReviewedAccessNotYoursError,
)
from gouvernail.custody.models import (
    Access,
    AccessReview,
    ControlProof,
    Handover,
    HandoverStep,
    ProofDrill,
    ReviewedAccess,
)
from gouvernail.people.models import Absence, Person, Unit
from gouvernail.people.permissions import Right, holders_of_right, may, require, scope
from gouvernail.registry.errors import AccountNotFoundError
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_accounts

SECOND_SIGNATURE: Final = timedelta(days=1)  # between two signatures of the same person


def account_for_custody(account_id: UUID | str, *, viewer: Person, lock: bool = False) -> Account:
    """Return an account `viewer` sees by right, answers for, or can get into; unit and holders too.

    Who keeps the access of an account of another unit has work there. Three queries at most.

    Raises:
        AccountNotFoundError: missing or hidden; the caller cannot tell which.
    """
    held = Q(owner=viewer) | Q(backup=viewer) | Q(custodian=viewer)
    reached = Access.objects.filter(person=viewer).exclude(state=Access.State.CLOSED)
    known = visible_accounts(viewer).order_by().values("pk")
    rows = Account.objects.filter(
        held | Q(pk__in=known) | Q(pk__in=reached.order_by().values("account"))
    ).select_related("unit", "owner", "backup", "custodian", "status_by", "duplicate_of")
    if lock:
        rows = rows.select_for_update(of=("self",))
    account = rows.filter(pk=account_id).first()
    if account is None:
        raise AccountNotFoundError
    return account


def visible_accesses(viewer: Person) -> QuerySet[Access]:
    """Return the accesses `viewer` sees by right, their own, and those of the accounts they hold.

    One query for the grants.
    """
    held = Q(account__owner=viewer) | Q(account__backup=viewer) | Q(account__custodian=viewer)
    mine = Q(person=viewer) | held
    return Access.objects.filter(scope(viewer, Right.SEE_ACCESS, "account__unit__path") | mine)


def visible_access(access_id: UUID | str, *, viewer: Person, lock: bool = False) -> Access:
    """Return one access that `viewer` may know about, with its account, unit and person.

    Raises:
        AccessNotFoundError: missing or hidden; the caller cannot tell which.
    """
    if lock:
        # The account first, as whoever moves one of its places: one waits, neither is undone.
        Account.objects.select_for_update().filter(accesses__pk=access_id).first()
        Access.objects.select_for_update().filter(pk=access_id).first()
    rows = visible_accesses(viewer).select_related(
        "account__unit", "account__owner", "account__custodian", "person"
    )
    access = rows.filter(pk=access_id).first()
    if access is None:
        raise AccessNotFoundError
    return access


def guarded_accounts(viewer: Person) -> QuerySet[Account]:
    """Return the accounts in units where `viewer` sees who can get in; no personal one.

    One query for the grants.
    """
    accounts = Account.objects.exclude(kind=Account.Kind.PERSONAL)
    return accounts.filter(scope(viewer, Right.SEE_ACCESS, "unit__path"))


def sees_names(viewer: Person, account: Account) -> bool:
    """Return whether `viewer` sees everybody who can get into `account`. One query: the grants."""
    holders = {account.owner_id, account.backup_id, account.custodian_id}
    return viewer.pk in holders or may(viewer, Right.SEE_ACCESS, unit=account.unit)


def may_manage(person: Person, account: Account) -> bool:
    """Return whether `person` may say who can get in: by right, or as the account's custodian."""
    return person.pk == account.custodian_id or may(person, Right.MANAGE_ACCESS, unit=account.unit)


def require_manage(person: Person, account: Account) -> None:
    """Refuse unless `may_manage` says yes.

    Raises:
        RightMissingError: they may not.
    """
    if not may_manage(person, account):
        require(person, Right.MANAGE_ACCESS, unit=account.unit)


def may_revoke(person: Person, account: Account) -> bool:
    """Return whether `person` takes accesses away: the account's owner, or who manages them.

    The same people are told of what is to be revoked, and have it in their list.
    """
    return person.pk == account.owner_id or may_manage(person, account)


def require_revoke(person: Person, account: Account) -> None:
    """Refuse unless `may_revoke` says yes.

    Raises:
        RightMissingError: they may not.
    """
    if not may_revoke(person, account):
        require(person, Right.MANAGE_ACCESS, unit=account.unit)


def may_confirm(person: Person, access: Access) -> bool:
    """Return whether `person` may say that an access stands: it is theirs, or they manage it."""
    return person.pk == access.person_id or may_manage(person, access.account)


def require_confirm(person: Person, access: Access) -> None:
    """Refuse unless `may_confirm` says yes.

    Raises:
        RightMissingError: they may not.
    """
    if not may_confirm(person, access):
        require(person, Right.MANAGE_ACCESS, unit=access.account.unit)


def visible_handovers(viewer: Person) -> QuerySet[Handover]:
    """Return the handovers `viewer` sees by right, gives or takes, or of accounts they hold.

    One query for the grants.
    """
    mine = Q(giver=viewer) | Q(successor=viewer) | Q(account__owner=viewer)
    mine |= Q(account__backup=viewer) | Q(account__custodian=viewer)
    return Handover.objects.filter(scope(viewer, Right.SEE_ACCESS, "account__unit__path") | mine)


def visible_handover(handover_id: UUID | str, *, viewer: Person, lock: bool = False) -> Handover:
    """Return one handover that `viewer` may know about, with its account, unit and people.

    Raises:
        HandoverNotFoundError: missing or hidden; the caller cannot tell which.
    """
    if lock:
        Handover.objects.select_for_update().filter(pk=handover_id).first()
    rows = visible_handovers(viewer).select_related(
        "account__unit", "giver", "successor", "decided_by", "giver_signed_by"
    )
    handover = rows.filter(pk=handover_id).first()
    if handover is None:
        raise HandoverNotFoundError
    return handover


def may_hand_over(person: Person, account: Account) -> bool:
    """Return whether `person` decides who follows on an account: who edits it does."""
    return may(person, Right.EDIT_ACCOUNTS, unit=account.unit)


def may_tick(person: Person, handover: Handover, step: HandoverStep) -> bool:
    """Return whether `person` may say that a step is done. One query for the grants."""
    if person.pk == handover.successor_id:
        return True
    if step.kind in HandoverStep.BY_SUCCESSOR:
        return False
    return person.pk == handover.giver_id or may_manage(person, handover.account)


def may_sign_as_giver(person: Person, handover: Handover) -> bool:
    """Return whether `person` gives: the giver, or for one who left, who decides there."""
    if person.pk == handover.giver_id:
        return True
    gone = not handover.giver.is_active and person.pk != handover.successor_id
    return gone and may_hand_over(person, handover.account)


def signs_again_from(person: Person, handover: Handover) -> datetime | None:
    """Return from when a successor signs in place of a giver who left, too; None if they never do.

    In a small team, and wherever nobody else decides there: a day after their own signature. Never
    in a regulated organisation. Three queries at most: the grants, the charter, who decides.
    """
    own = person.pk == handover.successor_id and handover.giver_signed_at is None
    first = handover.successor_signed_at
    if not own or first is None or handover.giver.is_active:
        return None
    if not may_hand_over(person, handover.account):
        return None
    wanted = separation()
    if wanted == Charter.Separation.REGULATED:
        return None
    if wanted != Charter.Separation.SMALL and givers_for(handover).exists():
        return None
    return first + SECOND_SIGNATURE


def givers_for(handover: Handover) -> QuerySet[Person]:
    """Return who may sign in place of a giver who left, but the successor. One query."""
    people = holders_of_right(Right.EDIT_ACCOUNTS, unit=handover.account.unit)
    return people.exclude(pk=handover.successor_id) if handover.successor_id else people


def visible_proofs(viewer: Person) -> QuerySet[ControlProof]:
    """Return the proofs `viewer` sees by right, their own, and those of the accounts they hold.

    One query for the grants.
    """
    held = Q(account__owner=viewer) | Q(account__backup=viewer) | Q(account__custodian=viewer)
    seen = scope(viewer, Right.SEE_ACCESS, "account__unit__path")
    return ControlProof.objects.filter(seen | held | Q(person=viewer))


def visible_proof(proof_id: UUID | str, *, viewer: Person, lock: bool = False) -> ControlProof:
    """Return one proof that `viewer` may know about, with its account, unit, holders and people.

    Raises:
        ProofNotFoundError: missing or hidden; the caller cannot tell which.
    """
    if lock:
        ControlProof.objects.select_for_update().filter(pk=proof_id).first()
    rows = visible_proofs(viewer).select_related(
        "account__unit", "account__owner", "account__backup", "account__custodian",
        "person", "drill__unit", "confirmed_by", "settled_by",
    )  # fmt: skip
    proof = rows.filter(pk=proof_id).first()
    if proof is None:
        raise ProofNotFoundError
    return proof


def managed_units(viewer: Person) -> QuerySet[Unit]:
    """Return the units where `viewer` manages accesses, in tree order. One query: the grants."""
    return Unit.objects.filter(scope(viewer, Right.MANAGE_ACCESS)).order_by("path")


def visible_drills(viewer: Person) -> QuerySet[ProofDrill]:
    """Return the drills of the units where `viewer` sees who can get in. One query: the grants."""
    return ProofDrill.objects.filter(scope(viewer, Right.SEE_ACCESS, "unit__path"))


def may_witness(person: Person, proof: ControlProof) -> bool:
    """Return whether `person` may confirm a photograph: never its sender, but another holder.

    Or whoever manages accesses there. One query for the grants.
    """
    if person.pk == proof.person_id:
        return False
    account = proof.account
    holders = {account.owner_id, account.backup_id, account.custodian_id}
    return person.pk in holders or may(person, Right.MANAGE_ACCESS, unit=account.unit)


def may_settle(person: Person, proof: ControlProof) -> bool:
    """Return whether `person` decides on a missing proof: who manages accesses; not on their own.

    One query for the grants.
    """
    own = person.pk == proof.person_id
    return not own and may(person, Right.MANAGE_ACCESS, unit=proof.account.unit)


def visible_access_reviews(viewer: Person, *, at: datetime) -> QuerySet[AccessReview]:
    """Return the access reviews of the units `viewer` guards, and those that ask them something.

    Or that ask somebody they stand in for. Two queries: the grants, the absences.
    """
    lines = ReviewedAccess.objects.filter(asked__in=[viewer.pk, *replaced_by(viewer, at=at)])
    seen = scope(viewer, Right.SEE_ACCESS, "unit__path")
    rows = AccessReview.objects.filter(seen | Q(pk__in=lines.values("review")))
    return rows.select_related("unit", "opened_by", "closed_by")


def visible_access_review(
    review_id: UUID | str, *, viewer: Person, at: datetime, lock: bool = False
) -> AccessReview:
    """Return one access review that `viewer` may know about.

    Raises:
        AccessReviewNotFoundError: missing or hidden; the caller cannot tell which.
    """
    if lock:
        AccessReview.objects.select_for_update().filter(pk=review_id).first()
    review = visible_access_reviews(viewer, at=at).filter(pk=review_id).first()
    if review is None:
        raise AccessReviewNotFoundError
    return review


def replaced_by(person: Person, *, at: datetime) -> QuerySet[Absence, UUID]:
    """Return the people whom `person` stands in for at that instant.

    One query when iterated; none as a part of another.
    """
    away = Absence.objects.filter(
        delegate=person, cancelled_at__isnull=True, starts_at__lte=at, ends_at__gt=at
    )
    return away.values_list("person_id", flat=True)


def visible_reviewed(viewer: Person, *, at: datetime) -> QuerySet[ReviewedAccess]:
    """Return the lines of reviews `viewer` guards, was asked, or is asked as a stand-in.

    Two queries: the grants, the absences.
    """
    mine = Q(asked__in=[viewer.pk, *replaced_by(viewer, at=at)])
    seen = scope(viewer, Right.SEE_ACCESS, "access__account__unit__path")
    seen |= Q(access__account__custodian=viewer)
    rows = ReviewedAccess.objects.filter(seen | mine)
    return rows.select_related(
        "review__unit", "access__account__unit", "access__person", "asked", "answered_by",
        "refused_by", "settled_by",
    )  # fmt: skip


def visible_reviewed_access(
    line_id: UUID | str, *, viewer: Person, at: datetime, lock: bool = False
) -> ReviewedAccess:
    """Return one line that `viewer` may know about, with its review, access and people.

    Raises:
        AccessReviewNotFoundError: missing or hidden; the caller cannot tell which.
    """
    if lock:
        ReviewedAccess.objects.select_for_update().filter(pk=line_id).first()
    line = visible_reviewed(viewer, at=at).filter(pk=line_id).first()
    if line is None:
        raise AccessReviewNotFoundError
    return line


def may_answer(person: Person, line: ReviewedAccess, *, at: datetime) -> bool:
    """Return whether `person` may answer: who is asked, their stand-in, who manages accesses.

    Two queries at most: the absences, the grants.
    """
    if line.asked_id is not None and line.asked_id in {person.pk, *replaced_by(person, at=at)}:
        return True
    return may_manage(person, line.access.account)


def require_answer(person: Person, line: ReviewedAccess, *, at: datetime) -> None:
    """Refuse unless `may_answer` says yes.

    Raises:
        ReviewedAccessNotYoursError: it is for somebody else.
    """
    if not may_answer(person, line, at=at):
        raise ReviewedAccessNotYoursError(line.asked.name if line.asked else "—")
