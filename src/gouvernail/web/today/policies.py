"""What waits about policies, on Today: versions to approve, policies to archive."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.people.models import Person
from gouvernail.policies.queries import waiting_for_approval, waiting_to_archive
from gouvernail.web.today.lines import Row


def policies_to_decide(person: Person) -> list[Row]:
    """Return the versions and the archivings that wait for this person. Four queries at most."""
    versions = [
        Row(
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
        for one in waiting_for_approval(person)
    ]
    return versions + [
        Row(
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
        for one in waiting_to_archive(person)
    ]
