"""The organisation's classes of retention."""

from django.db.models import Count, QuerySet

from gouvernail.records.models import RetentionClass


def retention_classes() -> QuerySet[RetentionClass]:
    """Return the classes in use, by name. One query when iterated."""
    return RetentionClass.objects.filter(retired_at__isnull=True).order_by("name", "pk")


def classes_by_source() -> dict[str, RetentionClass]:
    """Return the class that records of each source have when nobody says otherwise. One query."""
    return {source: one for one in retention_classes() for source in one.sources}


def classes_with_counts() -> QuerySet[RetentionClass]:
    """Return the classes in use with `held`, how many records have each. One query."""
    return retention_classes().annotate(held=Count("records"))
