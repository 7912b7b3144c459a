"""Rules of the comments under an account, and the account they hold on."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from gouvernail.foundation.sorting import by_title
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may
from gouvernail.policies.errors import SpaceNotFoundError
from gouvernail.policies.models import (
    Clause,
    CommentSpace,
    ModerationReason,
    Policy,
    PolicyVersion,
)
from gouvernail.policies.permissions import CommentedAccount, visible_policies
from gouvernail.policies.queries.reading import version_in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceLine:
    """One clause of the rules, with what is done to comments that break it, and why."""

    clause: Clause
    reasons: list[ModerationReason]


def commented_account(account_id: UUID, *, viewer: Person) -> CommentedAccount:
    """Return an account that `viewer` may know about, from the area that keeps accounts.

    Raises:
        SpaceNotFoundError: missing or hidden.
    """
    found: Callable[..., CommentedAccount | None] = import_string(settings.COMMENTED_ACCOUNT)
    account = found(account_id, viewer=viewer)
    if account is None:
        raise SpaceNotFoundError
    return account


def space_of(account_id: UUID) -> CommentSpace | None:
    """Return the rules of the comments under an account, if written. One query."""
    return CommentSpace.objects.select_related("policy__unit").filter(account_id=account_id).first()


def outside_policies(person: Person) -> list[Policy]:
    """Return the policies for people outside that `person` may write. Two queries."""
    rows = visible_policies(person).filter(audience=Policy.Audience.EXTERNAL)
    rows = rows.select_related("unit").order_by(by_title())
    return [one for one in rows if may(person, Right.EDIT_POLICIES, unit=one.unit)]


def public_space(space_id: UUID) -> tuple[CommentSpace, PolicyVersion]:
    """Return open rules and the version in force of their policy. Three queries.

    Raises:
        SpaceNotFoundError: missing, not open, or nothing of it is in force any more.
    """
    rows = CommentSpace.objects.select_related("policy__unit")
    space = rows.filter(pk=space_id, is_public=True, policy__archived_at=None).first()
    version = version_in_force(space.policy) if space else None
    if space is None or version is None:
        raise SpaceNotFoundError
    return space, version


def space_lines(version: PolicyVersion) -> list[SpaceLine]:
    """Return the clauses of a version, each with its reasons for moderating. Two queries."""
    reasons = list(version.policy.reasons.all())
    return [
        SpaceLine(clause=clause, reasons=[one for one in reasons if one.anchor == clause.anchor])
        for clause in version.clauses.all()
    ]


def clauses_to_rest_on(policy: Policy) -> list[Clause]:
    """Return the clauses in force or on their way, one for each number, in order. One query."""
    rows = Clause.objects.filter(version__policy=policy).exclude(version__status="superseded")
    found = {one.anchor: one for one in rows.order_by("-version__number", "position")}
    return sorted(found.values(), key=lambda one: one.position)
