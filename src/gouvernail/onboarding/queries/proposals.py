"""The accounts found, and the reading that found them."""

from django.db.models import QuerySet

from gouvernail.onboarding.models import Proposal, SiteReading
from gouvernail.onboarding.permissions import visible_proposals
from gouvernail.people.models import Person


def waiting_proposals(viewer: Person) -> QuerySet[Proposal]:
    """Return the proposals nobody has decided upon. One query when iterated."""
    return visible_proposals(viewer).filter(status=Proposal.Status.PROPOSED)


def proposals_aside(viewer: Person) -> QuerySet[Proposal]:
    """Return the proposals that were set aside, and by whom. One query when iterated."""
    rows = visible_proposals(viewer).filter(status=Proposal.Status.ASIDE)
    return rows.select_related("decided_by")


def last_reading(viewer: Person) -> SiteReading | None:
    """Return the latest reading of a website by anybody, for whoever may edit accounts."""
    if not visible_proposals(viewer).exists():
        return SiteReading.objects.filter(read_by=viewer).order_by("-read_at").first()
    return SiteReading.objects.order_by("-read_at").first()
