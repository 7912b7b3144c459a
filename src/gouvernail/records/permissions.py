"""Who sees the archive."""

from django.db.models import QuerySet

from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, scope
from gouvernail.records.models import Record


def visible_records(viewer: Person) -> QuerySet[Record]:
    """Return what was published by the units whose archive `viewer` may read."""
    return Record.objects.filter(scope(viewer, Right.SEE_RECORDS, "account__unit__path"))
