"""What waits for whoever leads a campaign."""

from django.db.models import Count, Q, QuerySet

from gouvernail.people.models import Person
from gouvernail.signing.models import Campaign


def objections_to_answer(person: Person) -> QuerySet[Campaign]:
    """Return the campaigns a person leads in which objections wait, each with how many: `waiting`.

    One query when iterated.
    """
    waiting = Count("objections", filter=Q(objections__outcome=""))
    rows = Campaign.objects.filter(owner=person, status=Campaign.Status.OPEN)
    rows = rows.annotate(waiting=waiting).filter(waiting__gt=0)
    return rows.select_related("version__policy").order_by("pk")
