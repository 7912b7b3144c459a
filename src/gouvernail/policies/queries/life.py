"""What is on its way: versions that wait for an answer, or for their day."""

from collections.abc import Callable, Iterable

from django.db.models import QuerySet

from gouvernail.charter.models import Charter
from gouvernail.charter.queries import separation
from gouvernail.people.models import Person
from gouvernail.policies.models import Policy, PolicyVersion
from gouvernail.policies.permissions import may_approve, visible_policies

Status = PolicyVersion.Status
TO_COME = (Status.DRAFT, Status.CONSULTATION, Status.APPROVAL, Status.AGREED)


def version_to_come(policy: Policy) -> PolicyVersion | None:
    """Return the draft, the version that waits for approval or the one agreed. One query."""
    rows = policy.versions.filter(status__in=TO_COME)
    return rows.select_related("submitted_by", "agreed_by").first()


def waiting_for_approval(person: Person) -> list[PolicyVersion]:
    """Return the versions that wait for this person's answer, the oldest first.

    What they wrote or submitted is left out, except in a small team. Two queries, and the charter
    where some of it is theirs.
    """
    return theirs_to_approve(versions_in_approval(person), person)


def versions_in_approval(person: Person) -> QuerySet[PolicyVersion]:
    """Return the versions `person` may read that wait for an answer, the oldest first.

    Two queries when iterated.
    """
    rows = PolicyVersion.objects.filter(
        status=Status.APPROVAL, policy__in=visible_policies(person)
    ).select_related("policy__unit", "submitted_by")
    return rows.prefetch_related("policy__approvers").order_by("submitted_at", "pk")


def theirs_to_approve(
    rows: Iterable[PolicyVersion], person: Person, *, own_too: Callable[[], bool] | None = None
) -> list[PolicyVersion]:
    """Return which of these `person` may approve.

    Their own work only where `own_too` says so (by default `team_is_small`), which is asked only
    where there is some.
    """
    found = [one for one in rows if may_approve(person, one.policy)]
    if any(one.is_work_of(person.pk) for one in found) and not (own_too or team_is_small)():
        return [one for one in found if not one.is_work_of(person.pk)]
    return found


def waiting_to_archive(person: Person) -> list[Policy]:
    """Return the policies that somebody else asks this person to take out of use. Two queries."""
    return theirs_to_archive(policies_to_archive(person), person)


def policies_to_archive(person: Person) -> QuerySet[Policy]:
    """Return the policies `person` may read that somebody asks to take out of use. Two queries."""
    rows = visible_policies(person).filter(archive_asked_at__isnull=False)
    asked = rows.select_related("unit", "archive_asked_by").prefetch_related("approvers")
    return asked.order_by("archive_asked_at")


def theirs_to_archive(
    rows: Iterable[Policy], person: Person, *, own_too: Callable[[], bool] | None = None
) -> list[Policy]:
    """Return which of these `person` may decide on; `own_too` as in `theirs_to_approve`."""
    return [
        one
        for one in rows
        if may_approve(person, one)
        and (one.archive_asked_by_id != person.pk or (own_too or team_is_small)())
    ]


def team_is_small() -> bool:
    """Return whether the charter lets one person answer for their own work. One query."""
    return separation() == Charter.Separation.SMALL
