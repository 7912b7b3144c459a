"""The library as a list, narrowed as somebody asked."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from gouvernail.foundation.paging import Page, page_of
from gouvernail.people.models import Person
from gouvernail.replies.models import Reply, ReplyVersion
from gouvernail.replies.permissions import visible_replies
from gouvernail.replies.queries.reviewing import SOON

PAGE_SIZE: Final = 50
ORDER: Final = ("-updated_at", "-id")
STATES: Final = ("in_use", "draft", "approval", "review", "ended", "retired")
_SEARCHED: Final = ("title_fr", "title_en", "when_fr", "when_en", "asked_fr", "asked_en", "slug")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the list is narrowed to; an empty field narrows nothing, but retired ones are apart."""

    state: str = ""
    theme: str = ""
    search: str = ""

    def condition(self, *, today: date) -> Q:
        """Return the filter on replies. No query."""
        wanted = self._of_state(today)
        if self.theme:
            wanted &= Q(theme=self.theme)
        for word in self.search.split():
            here = Q()
            for name in _SEARCHED:
                here |= Q(**{f"{name}__icontains": word})
            for lang in ("fr", "en"):
                here |= Q(**{f"current__short_{lang}__icontains": word})
            wanted &= here
        return wanted

    def _of_state(self, today: date) -> Q:
        if self.state == "retired":
            return Q(retired_at__isnull=False)
        ends = Q(current__expires_on__lte=today + SOON)
        at_work = ReplyVersion.objects.filter(reply=OuterRef("pk"), status=self.state)
        wanted = {
            "in_use": Q(current__isnull=False)
            & (Q(current__expires_on=None) | Q(current__expires_on__gt=today)),
            "ended": Q(current__expires_on__lte=today),
            "review": Q(current__review_on__lte=today) | ends,
            "draft": Q(Exists(at_work)),
            "approval": Q(Exists(at_work)),
        }
        return Q(retired_at__isnull=True) & wanted.get(self.state, Q())


def replies_for_export(viewer: Person, filters: Filters, *, today: date) -> QuerySet[Reply]:
    """Return every reply of the narrowed list."""
    return visible_replies(viewer).filter(filters.condition(today=today))


def replies_for_list(viewer: Person, filters: Filters, *, cursor: str, today: date) -> Page[Reply]:
    """Return one page of the library, latest change first, with what each row shows. Two queries.

    `at_work` of each is the status of its draft, empty without one.
    """
    rows = replies_for_export(viewer, filters, today=today).select_related("unit", "current")
    page: Page[Reply] = page_of(rows, order=ORDER, cursor=cursor, size=PAGE_SIZE)
    open_ones = ReplyVersion.objects.filter(
        reply__in=[one.pk for one in page.rows], status__in=("draft", "approval")
    )
    status = dict(open_ones.values_list("reply_id", "status"))
    for one in page.rows:
        one.at_work = status.get(one.pk, "")  # type: ignore[attr-defined]  # shown beside
    return page
