"""The desk of whoever answers: every remark, narrowed by clause, by state, by words."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, QuerySet

from gouvernail.consultations.models import Consultation, Remark, RemarkAnswer
from gouvernail.consultations.queries.holds import WAITS
from gouvernail.consultations.queries.reading import ORDER, WHOLE, with_supports
from gouvernail.foundation.paging import Page, page_of
from gouvernail.people.models import Person
from gouvernail.policies.models import Policy

PAGE_SIZE: Final = 50
STATES: Final = ("waiting", "grouped", "kept", "changed", "declined", "answered")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the desk is narrowed to; an empty field narrows nothing. `group`: the key of a group."""

    place: str = ""
    state: str = ""
    kind: str = ""
    search: str = ""
    group: str = ""

    def condition(self) -> Q:
        """Return the filter on remarks. No query."""
        wanted = Q()
        if self.place:
            wanted &= Q(anchor="" if self.place == WHOLE else self.place)
        if self.state == "waiting":
            wanted &= WAITS
        elif self.state == "grouped":
            wanted &= Q(answer__isnull=False, answer__outcome="")
        elif self.state:
            wanted &= Q(answer__outcome=self.state)
        if self.kind:
            wanted &= Q(kind=self.kind)
        if self.group:
            wanted &= Q(answer=self.group)
        for word in self.search.split():
            wanted &= Q(text__icontains=word)
        return wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many remarks there are, and how many wait; by clause, `""` being the whole."""

    total: int
    waiting: int
    by_clause: dict[str, tuple[int, int]]

    @property
    def answered(self) -> int:
        """Return how many are answered."""
        return self.total - self.waiting


def desk_rows(rows: QuerySet[Remark], filters: Filters) -> QuerySet[Remark]:
    """Return the narrowed remarks with authors and answers. One query when iterated."""
    found = rows.filter(filters.condition(), status=Remark.Status.SENT)
    return with_supports(found.select_related("author", "answer__by")).order_by(*ORDER)


def desk_page(consultation: Consultation, filters: Filters, *, cursor: str) -> Page[Remark]:
    """Return one page of the desk, by clause. One query."""
    rows = desk_rows(Remark.objects.filter(consultation=consultation), filters)
    page: Page[Remark] = page_of(rows, order=ORDER, cursor=cursor, size=PAGE_SIZE)
    return page


def suggestions_page(policy: Policy, viewer: Person | None, *, cursor: str) -> Page[Remark]:
    """Return one page of the suggestions about a policy, latest first: all, or those of `viewer`.

    One query.
    """
    rows = Remark.objects.filter(policy=policy, is_suggestion=True, status=Remark.Status.SENT)
    if viewer is not None:
        rows = rows.filter(author=viewer)
    rows = with_supports(rows.select_related("author", "answer__by", "consultation", "version"))
    page: Page[Remark] = page_of(rows, order=("-sent_at", "-id"), cursor=cursor, size=PAGE_SIZE)
    return page


def tally_of(consultation: Consultation) -> Tally:
    """Return how many remarks wait, by clause. One query."""
    rows = Remark.objects.filter(consultation=consultation, status=Remark.Status.SENT)
    counted = rows.order_by().values_list("anchor")
    found = counted.annotate(total=Count("pk"), waiting=Count("pk", filter=WAITS))
    by_clause = {anchor: (total, waiting) for anchor, total, waiting in found}
    return Tally(
        total=sum(total for total, _waiting in by_clause.values()),
        waiting=sum(waiting for _total, waiting in by_clause.values()),
        by_clause=by_clause,
    )


def groups_of(consultation: Consultation) -> list[RemarkAnswer]:
    """Return the groups that wait for their answer, with how many remarks. One query."""
    rows = RemarkAnswer.objects.filter(consultation=consultation, outcome="")
    return list(rows.annotate(remark_count=Count("remarks")).order_by("label", "pk"))
