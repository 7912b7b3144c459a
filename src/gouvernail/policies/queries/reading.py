"""Policies to read, to sign, and how far signing has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, cast
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
    prefetch_related_objects,
)

from gouvernail.foundation.sorting import Plain, by_title
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may
from gouvernail.policies.errors import PolicyNotFoundError
from gouvernail.policies.models import Policy, PolicyVersion, Signature
from gouvernail.policies.permissions import may_approve, visible_policies
from gouvernail.policies.queries.carrying import counting_signatures
from gouvernail.policies.queries.life import TO_COME
from gouvernail.policies.queries.scope import binding, in_scope

YES, NO = Value(value=True), Value(value=False)
NAMED: Final = ("file", "published_by", "submitted_by", "agreed_by", "returned_by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How many of those bound by a policy signed the version in force."""

    signed: int
    bound: int

    @property
    def missing(self) -> int:
        """Return how many signatures are still missing."""
        return max(self.bound - self.signed, 0)


def policies_for_list(viewer: Person, *, archived: bool = False) -> list[Policy]:
    """Return the policies in use, or those archived, by title.

    Each with `in_force_list`, `coming_list`, `signed_by_reader` and `binds_reader`. Two queries.
    """
    shown = PolicyVersion.objects.filter(status__in=(PolicyVersion.Status.IN_FORCE, *TO_COME))
    mine = counting_signatures().filter(person=viewer, version__policy=OuterRef("pk"))
    rows = (
        visible_policies(viewer, archived=archived)
        .select_related("unit", "owner")
        .prefetch_related(Prefetch("versions", queryset=shown, to_attr="shown_list"))
        .annotate(
            signed_by_reader=Exists(mine),
            binds_reader=Case(When(binding(viewer), then=YES), default=NO),
            signature_count=Count(
                "versions__signatures", filter=Q(versions__status="in_force"), distinct=True
            ),
        )
        .order_by(by_title())
    )
    return [_sorted_out(one) for one in rows]


def _sorted_out(policy: Any) -> Policy:  # noqa: ANN401 - a policy with `shown_list`
    in_force = PolicyVersion.Status.IN_FORCE
    policy.in_force_list = [one for one in policy.shown_list if one.status == in_force]
    policy.coming_list = [one for one in policy.shown_list if one.status != in_force]
    return cast("Policy", policy)


def coming_of(policies: Sequence[Any], viewer: Person) -> dict[UUID, PolicyVersion]:
    """Return the next version of each policy of `policies_for_list` that `viewer` may read of.

    What is agreed is told to everybody; what is written, to who writes it; what waits, also to who
    approves it. One query where some waits, else none.
    """
    waiting = [
        one
        for one in policies
        if any(each.status == PolicyVersion.Status.APPROVAL for each in one.coming_list)
    ]
    prefetch_related_objects(waiting, "approvers")
    return {
        policy.pk: version
        for policy in policies
        for version in policy.coming_list
        if may_read_coming(
            version,
            edits=may(viewer, Right.EDIT_POLICIES, unit=policy.unit),
            approves=policy in waiting and may_approve(viewer, policy),
        )
    }


def may_read_coming(version: PolicyVersion, *, edits: bool, approves: bool) -> bool:
    """Return whether a version on its way may be told to somebody with these rights."""
    waits = version.status == PolicyVersion.Status.APPROVAL and approves
    return version.status == PolicyVersion.Status.AGREED or edits or waits


def version_in_force(policy: Policy) -> PolicyVersion | None:
    """Return the version in force, its clauses loaded. Two queries."""
    rows = policy.versions.filter(status=PolicyVersion.Status.IN_FORCE)
    return rows.select_related(*NAMED).prefetch_related("clauses").first()


def last_version(policy: Policy) -> PolicyVersion | None:
    """Return the last version that was in force, its clauses loaded. Two queries."""
    rows = policy.versions.filter(status=PolicyVersion.Status.SUPERSEDED)
    return rows.select_related(*NAMED).prefetch_related("clauses").first()


def version_numbered(policy: Policy, number: int) -> PolicyVersion:
    """Return one version, its clauses loaded. Two queries.

    Raises:
        PolicyNotFoundError: there is no such version.
    """
    rows = policy.versions.select_related(*NAMED).prefetch_related("clauses")
    version = rows.filter(number=number).first()
    if version is None:
        raise PolicyNotFoundError
    return version


def signature_of(version: PolicyVersion, person: Person) -> Signature | None:
    """Return the person's signature of exactly that version. One query."""
    return Signature.objects.filter(version=version, person=person).first()


def latest_signature(policy: Policy, person: Person) -> Signature | None:
    """Return the person's latest signature of any version. One query."""
    rows = Signature.objects.filter(version__policy=policy, person=person)
    return rows.select_related("version").order_by("-version__number").first()


def to_sign(person: Person) -> QuerySet[Policy]:
    """Return the policies that bind `person` and whose version in force they have not signed.

    One query when iterated.
    """
    signed = counting_signatures().filter(person=person, version__policy=OuterRef("pk"))
    return (
        visible_policies(person)
        .filter(binding(person), must_sign=True)
        .filter(versions__status=PolicyVersion.Status.IN_FORCE)
        .exclude(Exists(signed))
        .distinct()
        .order_by(by_title())
    )


def progress_of(policy: Policy) -> Progress:
    """Return how many of those a policy binds signed what is in force, or what counts for it.

    Two queries.
    """
    bound = in_scope(policy)
    counts = counting_signatures().filter(person=OuterRef("pk"), version__policy=policy)
    return Progress(signed=bound.filter(Exists(counts)).count(), bound=bound.count())


def unsigned_people(policy: Policy) -> QuerySet[Person]:
    """Return who has not signed the version in force yet, by name. One query when iterated."""
    signed = counting_signatures().filter(person=OuterRef("pk"), version__policy=policy)
    return (
        in_scope(policy).exclude(Exists(signed)).select_related("home_unit").order_by(Plain("name"))
    )
