"""What waits for whoever leads a campaign."""

from django.db.models import Count, Q

from gouvernail.people.models import Person
from gouvernail.signing.models import Campaign


def objections_to_answer(person: Person) -> list[tuple[Campaign, int]]:
    """Return the campaigns a person leads in which objections wait, and how many. One query."""
    waiting = Count("objections", filter=Q(objections__outcome=""))
    rows = Campaign.objects.filter(owner=person, status=Campaign.Status.OPEN)
    rows = rows.annotate(waiting=waiting).filter(waiting__gt=0)
    return [(one, one.waiting) for one in rows.select_related("version__policy").order_by("pk")]
