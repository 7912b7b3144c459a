"""What is on its way: versions that wait for an answer, or for their day."""

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

    What they wrote or submitted is left out, except in a small team. Two queries; one more for each
    policy that waits, and the charter where some of it is theirs.
    """
    rows = PolicyVersion.objects.filter(
        status=Status.APPROVAL, policy__in=visible_policies(person)
    ).select_related("policy__unit", "submitted_by")
    waiting = rows.prefetch_related("policy__approvers").order_by("submitted_at", "pk")
    found = [one for one in waiting if may_approve(person, one.policy)]
    if any(one.is_work_of(person.pk) for one in found) and not team_is_small():
        return [one for one in found if not one.is_work_of(person.pk)]
    return found


def waiting_to_archive(person: Person) -> list[Policy]:
    """Return the policies that somebody else asks this person to take out of use. Two queries."""
    rows = visible_policies(person).filter(archive_asked_at__isnull=False)
    asked = rows.select_related("unit", "archive_asked_by").prefetch_related("approvers")
    return [
        one
        for one in asked.order_by("archive_asked_at")
        if may_approve(person, one) and (one.archive_asked_by_id != person.pk or team_is_small())
    ]


def team_is_small() -> bool:
    """Return whether the charter lets one person answer for their own work. One query."""
    return separation() == Charter.Separation.SMALL
