"""What became of stories, in numbers that name nobody."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from gouvernail.advocacy.models import Idea, Kit, Membership, Programme, Share
from gouvernail.advocacy.permissions import ACTIVE

FEWEST: Final = 5
"""A figure that fewer people stand behind is not shown: it would speak of one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """How often a story was shared, how often saying who speaks; None: too few people."""

    shares: int | None
    disclosed: int | None

    @property
    def is_shown(self) -> bool:
        """Return whether enough people stand behind it."""
        return self.shares is not None


NONE: Final = Figure(shares=None, disclosed=None)
Row = tuple[str, int, int, int]
"""Of a table: its name, how many people, shares, and shares that say who speaks."""


def figures_of(kits: Iterable[Kit]) -> dict[str, Figure]:
    """Return the figure of each story by its key, those of too few people hidden. One query.

    What is hidden is decided over all the stories of a programme, whichever are asked for.
    """
    wanted = {kit.pk: kit.programme_id for kit in kits}
    programmes = set(wanted.values())
    rows = Share.objects.filter(kit__programme__in=programmes, removed_at__isnull=True).order_by()
    counted = rows.values_list("kit__programme_id", "kit_id").annotate(
        people=Count("membership", distinct=True),
        shares=Count("pk"),
        said=Count("pk", filter=Q(disclosure=Share.Disclosure.FOUND)),
    )
    tables: dict[UUID, list[Row]] = {}
    for programme, kit, people, shares, said in counted:
        tables.setdefault(programme, []).append((str(kit), people, shares, said))
    found: dict[str, Figure] = {}
    for table in tables.values():
        found |= _shown(table)
    return {str(key): found[str(key)] for key in wanted if str(key) in found}


def figures_by_network(programme: Programme) -> list[tuple[str, Figure]]:
    """Return the figure of each network of a programme, hidden alike, by name. One query."""
    rows = Share.objects.filter(kit__programme=programme, removed_at__isnull=True).order_by()
    counted = rows.values_list("network").annotate(
        people=Count("membership", distinct=True),
        shares=Count("pk"),
        said=Count("pk", filter=Q(disclosure=Share.Disclosure.FOUND)),
    )
    return sorted(_shown(list(counted)).items())


def _shown(table: list[Row]) -> dict[str, Figure]:
    """Return the figures of one table by name, those of too few people hidden.

    Several tables add up to one total: were a single row hidden, the others would tell it. The
    smallest that could be shown is hidden with it.
    """
    shown = [row for row in table if row[1] >= FEWEST]
    if len(table) - len(shown) == 1 and shown:
        shown.remove(min(shown, key=lambda row: (row[2], row[0])))
    figures = {name: NONE for name, *_counts in table}
    return figures | {
        name: Figure(shares=shares, disclosed=said) for name, _people, shares, said in shown
    }


def member_count(programme: Programme) -> int:
    """Return how many people take part. One query."""
    return Membership.objects.filter(programme=programme, status=ACTIVE).count()


def kits_for_export(programme: Programme) -> QuerySet[Kit]:
    """Return every story of a programme, the latest first. One query when iterated."""
    return Kit.objects.filter(programme=programme).order_by("-made_at", "-pk")


def kit_lines(programme: Programme) -> Iterator[list[object]]:
    """Return a line for each story: days, state, figures; never a person. Two queries."""
    kits = list(kits_for_export(programme))
    figures = figures_of(kits)
    for kit in kits:
        figure = figures.get(str(kit.pk), NONE)
        yield [
            kit.label,
            kit.get_status_display(),
            kit.opens_on.isoformat(),
            kit.ends_on.isoformat(),
            kit.link,
            "<5" if figure.shares is None else figure.shares,
            "<5" if figure.disclosed is None else figure.disclosed,
        ]


def idea_lines(programme: Programme) -> Iterator[list[object]]:
    """Return a line for each suggestion and its answer, without its author. One query."""
    rows = Idea.objects.filter(programme=programme).order_by("-made_at", "-pk")
    for one in rows:
        yield [
            one.made_at,
            one.get_kind_display(),
            one.text,
            one.get_status_display(),
            one.reason,
            one.answered_at,
        ]
