"""What waits about policies, on Today: versions to approve, policies to archive or to review."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.foundation import clock
from gouvernail.people.models import Person
from gouvernail.policies.models import Policy, PolicyVersion
from gouvernail.policies.queries.life import (
    policies_to_archive,
    theirs_to_approve,
    theirs_to_archive,
    versions_in_approval,
)
from gouvernail.web.context import Shell
from gouvernail.web.today.lines import Row, Source, Sources, each


def policies_to_decide(person: Person, frame: Shell) -> Sources:
    """Return the versions and the archivings that wait for this person."""

    def small() -> bool:
        return frame.small_team

    return [
        Source(
            asked=versions_in_approval(person),
            lines=lambda found: [
                _version(one) for one in theirs_to_approve(found, person, own_too=small)
            ],
        ),
        Source(
            asked=policies_to_archive(person),
            lines=lambda found: [
                _to_archive(one) for one in theirs_to_archive(found, person, own_too=small)
            ],
        ),
    ]


def _version(one: PolicyVersion) -> Row:
    return Row(
        kind="info",
        title=_("New version: %(title)s") % {"title": one.policy.label},
        fact=_("%(unit)s · %(name)s")
        % {
            "unit": one.policy.unit.short_label,
            "name": one.submitted_by.short_name if one.submitted_by else "",
        },
        url=reverse("policies:policy-version", args=[one.policy.slug, one.number]),
        verb=_("Review"),
    )


def _to_archive(one: Policy) -> Row:
    return Row(
        kind="info",
        title=_("Archive a policy: %(title)s") % {"title": one.label},
        fact=_("%(unit)s · %(name)s")
        % {
            "unit": one.unit.short_label,
            "name": one.archive_asked_by.short_name if one.archive_asked_by else "",
        },
        url=reverse("policies:policy-detail", args=[one.slug]),
        verb=_("Decide"),
    )


def reviews_due(person: Person) -> Sources:
    """Return the policies of this person whose day of review has come."""
    late = Policy.objects.filter(
        owner=person, review_on__lte=clock.today(), archived_at__isnull=True
    )
    return [each(late, _review)]


def _review(policy: Policy) -> Row:
    return Row(
        kind="overdue",
        title=policy.label,
        fact=_("Its review is due"),
        url=reverse("policies:policy-detail", args=[policy.slug]),
        verb=_("Review"),
    )
