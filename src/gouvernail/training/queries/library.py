"""The library as a list."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from gouvernail.foundation.paging import Page, page_of
from gouvernail.people.models import Person
from gouvernail.training.models import Resource
from gouvernail.training.permissions import visible_resources

PAGE_SIZE: Final = 30
ORDER: Final = ("-added_at", "-id")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceFilters:
    """What the library is narrowed to; an empty field narrows nothing."""

    topic: str = ""
    network: str = ""
    search: str = ""

    def condition(self) -> Q:
        """Return the filter on resources; one about no network in particular is about all."""
        wanted = Q(topic=self.topic) if self.topic else Q()
        if self.network:  # as JSON holds it, on either database
            wanted &= Q(networks__icontains=f'"{self.network}"') | Q(networks=[])
        for word in self.search.split()[:6]:
            wanted &= (
                Q(title__icontains=word)
                | Q(title_en__icontains=word)
                | Q(text__icontains=word)
                | Q(text_en__icontains=word)
            )
        return wanted


def resources_for_list(viewer: Person, filters: ResourceFilters, *, cursor: str) -> Page[Resource]:
    """Return one page of the library, latest first. One query."""
    rows = visible_resources(viewer).filter(filters.condition())
    page: Page[Resource] = page_of(
        rows.select_related("unit", "owner", "file"), order=ORDER, cursor=cursor, size=PAGE_SIZE
    )
    return page
