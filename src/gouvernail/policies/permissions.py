"""Who reads, who writes and who approves policies."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from gouvernail.charter.models import Charter
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Seat, Unit
from gouvernail.people.permissions import (
    Right,
    active_grants,
    holders_of_right,
    holders_of_seat,
    may,
    seats_of,
)
from gouvernail.policies.errors import (
    NotAnApproverError,
    PolicyNotFoundError,
    SecondPersonNeededError,
)
from gouvernail.policies.models import Policy, PolicyApprover, PolicyScope

EXPERTS: Final = frozenset(Seat.values) - {Seat.COLLEAGUE}


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentedAccount:
    """An account of the register, as the rules of its comments name it."""

    id: UUID
    name: str
    network: str
    address: str
    unit: Unit
    holder_ids: frozenset[UUID]


def visible_policies(viewer: Person, *, archived: bool = False) -> QuerySet[Policy]:
    """Return the policies `viewer` may read: of the units above and below their roles.

    A policy of a unit binds everything below it; whoever may edit policies also sees those below.
    One that names their unit, or them as an approver, is theirs to read too.
    """
    condition = Q(Exists(PolicyApprover.objects.filter(policy=OuterRef("pk"), person=viewer)))
    for grant in active_grants(viewer):
        path = grant.unit.path
        above = [path[: index + 1] for index, mark in enumerate(path) if mark == "/"]
        named = PolicyScope.objects.filter(policy=OuterRef("pk"), unit__path__in=above)
        condition |= Q(unit__path__in=above) | Q(unit__path__startswith=path) | Q(Exists(named))
    if not viewer.is_active:
        condition = Q(pk__in=[])
    return Policy.objects.filter(condition, archived_at__isnull=not archived)


def visible_policy(*, viewer: Person, slug: str = "", policy_id: UUID | None = None) -> Policy:
    """Return one policy in use by its short name or its id, unit and owner loaded.

    Raises:
        PolicyNotFoundError: missing, hidden or archived.
    """
    return _found(visible_policies(viewer), slug=slug, policy_id=policy_id)


def readable_policy(*, viewer: Person, slug: str) -> Policy:
    """Return one policy, in use or archived: what people signed stays readable.

    Raises:
        PolicyNotFoundError: missing or hidden.
    """
    rows = visible_policies(viewer) | visible_policies(viewer, archived=True)
    return _found(rows, slug=slug)


def _found(rows: QuerySet[Policy], *, slug: str = "", policy_id: UUID | None = None) -> Policy:
    wanted = Q(slug=slug) if slug else Q(pk=policy_id)
    policy = rows.filter(wanted).select_related("unit", "owner").first()
    if policy is None:
        raise PolicyNotFoundError
    return policy


def may_approve(person: Person, policy: Policy) -> bool:
    """Return whether `person` approves versions of a policy. One query.

    Those it names, where it names any; else who may write policies for its unit, and the reviewers
    of its unit in a seat other than that of a colleague.
    """
    named = [one.person_id for one in policy.approvers.all()]
    if named:
        return person.is_active and person.pk in named
    unit = policy.unit
    return may(person, Right.EDIT_POLICIES, unit=unit) or bool(
        seats_of(person, unit=unit) & EXPERTS and may(person, Right.DECIDE, unit=unit)
    )


def require_approver(person: Person, policy: Policy) -> None:
    """Refuse unless `may_approve`.

    Raises:
        NotAnApproverError: others approve it.
    """
    if not may_approve(person, policy):
        raise NotAnApproverError


def may_moderate(person: Person, account: CommentedAccount) -> bool:
    """Return whether `person` holds an account or moderates its comments. No query of its own."""
    return person.is_active and (
        person.pk in account.holder_ids or may(person, Right.MODERATE_COMMENTS, unit=account.unit)
    )


def require_moderator(person: Person, account: CommentedAccount) -> None:
    """Refuse unless `may_moderate`.

    Raises:
        RightMissingError: they neither hold the account nor moderate it.
    """
    if not may_moderate(person, account):
        raise RightMissingError(str(Right.MODERATE_COMMENTS))


def those_who_approve(policy: Policy) -> set[UUID]:
    """Return who approves versions of a policy. One query where it names them, else six."""
    named = {one.person_id for one in policy.approvers.select_related("person")}
    if named:
        active = Person.objects.filter(pk__in=named, is_active=True)
        return set(active.values_list("pk", flat=True))
    unit = policy.unit
    people = set(holders_of_right(Right.EDIT_POLICIES, unit=unit).values_list("pk", flat=True))
    for seat in sorted(EXPERTS):
        people |= set(holders_of_seat(seat, unit=unit).values_list("pk", flat=True))
    return people


def refuse_own(*, own: bool, separation: str) -> bool:
    """Refuse whoever had a hand in what is decided; return whether a small team lets them, alone.

    Raises:
        SecondPersonNeededError: the charter wants somebody else.
    """
    if not own:
        return False
    if separation != Charter.Separation.SMALL:
        raise SecondPersonNeededError
    return True
