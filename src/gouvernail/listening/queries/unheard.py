"""Who asked not to be kept, as a page shows it."""

from gouvernail.foundation.paging import Page, page_of
from gouvernail.listening.models import Unheard


def unheard_page(*, cursor: str = "") -> Page[Unheard]:
    """Return a page of those in force, the latest first, with who noted each. One query."""
    rows = Unheard.objects.filter(ended_at__isnull=True).select_related("by")
    return page_of(rows, order=("-at", "-id"), cursor=cursor)
