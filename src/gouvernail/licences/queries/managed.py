"""One's team in one table: what each person signed, learned, may do, and was last reminded of."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import pgettext

from gouvernail.foundation.clock import site_day
from gouvernail.foundation.counting import CountOf
from gouvernail.foundation.paging import Page, page_of
from gouvernail.foundation.sorting import Plain
from gouvernail.licences.models import LATER, Standing
from gouvernail.licences.permissions import speakers
from gouvernail.licences.queries.deciding import Licence
from gouvernail.licences.queries.reading import licences_everywhere
from gouvernail.licences.queries.team import RIGHTS_FOR, SOON, Shown, shown
from gouvernail.people.models import Person, RoleGrant
from gouvernail.people.permissions import RIGHTS_OF, Right, may, may_overall, scope
from gouvernail.signing.queries import tallying as signatures
from gouvernail.training.queries import tallying as courses

PAGE_SIZE: Final = 50
ORDERS: Final = {
    "name": ("by_name", "pk"),
    "late": ("-late", "by_name", "pk"),
    "unit": ("by_unit", "by_name", "pk"),
}
STATES: Final = ("late", "open", "done")
HELD: Final = ("held", "soon", "lost")
WORST_FIRST: Final = ("stop", "overdue", "warn", "ok", "idle")


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamFilters:
    """What the table is narrowed to and sorted by; an empty field narrows nothing.

    `signing` and `learning` are one of `STATES`, `licence` one of `HELD`, `sort` one of `ORDERS`.
    """

    unit_path: str = ""
    signing: str = ""
    learning: str = ""
    licence: str = ""
    search: str = ""
    sort: str = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRow:
    """One person of the team; `licence` is the worst of theirs, None where they publish nothing."""

    person: Person
    policies: signatures.Tally
    courses: courses.Tally
    licence: Shown | None
    until: datetime | None

    @property
    def reminded_on(self) -> date | None:
        """Return the last day they were reminded of a policy or a course."""
        told = [day for day in (self.policies.reminded_on, self.courses.reminded_on) if day]
        return max(told, default=None)


def may_lead(person: Person) -> bool:
    """Return whether `person` manages people somewhere, and sees what they learn. No query."""
    return may(person, Right.MANAGE_PEOPLE) and may(person, Right.SEE_TRAINING)


def team_of(viewer: Person) -> QuerySet[Person]:
    """Return the active people of the units that `viewer` manages, and of those below. No query.

    Those of no unit are managed at the top. Nobody for whoever may not see what people learn.
    """
    home = "home_unit__path"
    theirs = scope(viewer, Right.MANAGE_PEOPLE, home) & scope(viewer, Right.SEE_TRAINING, home)
    if may_overall(viewer, Right.MANAGE_PEOPLE) and may_overall(viewer, Right.SEE_TRAINING):
        theirs |= Q(home_unit__isnull=True)
    return Person.objects.filter(theirs, is_active=True)


def team_for_list(
    viewer: Person, filters: TeamFilters, *, cursor: str, at: datetime
) -> tuple[Page[Person], list[TeamRow]]:
    """Return one page of the team with where each person stands. Some nine queries, ever."""
    rows = team_for_export(viewer, filters, at=at)
    order = ORDERS[filters.sort]
    page: Page[Person] = page_of(rows, order=order, cursor=cursor, size=PAGE_SIZE)
    return page, team_rows(page.rows, at=at)


def team_for_export(viewer: Person, filters: TeamFilters, *, at: datetime) -> QuerySet[Person]:
    """Return everybody of the narrowed team, sorted. One query when iterated."""
    today = site_day(at)
    rows = team_of(viewer).filter(_condition(filters, today=today, at=at))
    rows = rows.annotate(by_name=Plain("name")).select_related("home_unit")
    if filters.sort == "late":
        rows = rows.annotate(late=_number_late(today))
    if filters.sort == "unit":
        rows = rows.annotate(by_unit=Coalesce("home_unit__path", Value("")))
    return rows.order_by(*ORDERS[filters.sort])


def number_late(viewer: Person, *, today: date) -> QuerySet[Person]:
    """Return `viewer` with `late`, how many others of their team are late to sign or to learn.

    Nobody when none is. One query when iterated.
    """
    team = team_of(viewer).exclude(pk=viewer.pk)
    late = team.filter(_signs_late(today) | _learns_late(today))
    return Person.objects.filter(pk=viewer.pk).annotate(late=CountOf(late)).filter(late__gt=0)


def _condition(filters: TeamFilters, *, today: date, at: datetime) -> Q:
    wanted = Q()
    if filters.unit_path:
        wanted &= Q(home_unit__path__startswith=filters.unit_path)
    for word in filters.search.split()[:6]:
        wanted &= Q(name__icontains=word) | Q(email__icontains=word)
    return (
        wanted
        & _where(filters.signing, late=_signs_late(today), left=_signs(today))
        & _where(filters.learning, late=_learns_late(today), left=_learns(today))
        & _licensed(filters.licence, at=at)
    )


def _where(state: str, *, late: Q, left: Q) -> Q:
    """Return the filter of a state: `late`; `open`, something left; `done`, nothing left."""
    return {"late": late, "open": left, "done": ~left}.get(state, Q())


def _signs_late(today: date) -> Q:
    rows = signatures.waiting_lines().filter(signatures.late(today))
    return Q(pk__in=rows.values("person"))


def _signs(today: date) -> Q:
    waiting = signatures.waiting_lines()
    return Q(pk__in=waiting.values("person")) | Q(Exists(signatures.without_campaign(today)))


def _learns_late(today: date) -> Q:
    rows = courses.open_dues(today).filter(due_on__lt=today)
    return Q(pk__in=rows.values("person"))


def _learns(today: date) -> Q:
    return Q(pk__in=courses.open_dues(today).values("person"))


def _number_late(today: date) -> Any:  # noqa: ANN401 - an expression
    """Return how many policies and courses the person of the row is late with."""
    lines = signatures.waiting_lines().filter(signatures.late(today), person=OuterRef("pk"))
    dues = courses.open_dues(today).filter(due_on__lt=today, person=OuterRef("pk"))
    once = dues.order_by().values("person").annotate(n=Count("assignment__course", distinct=True))
    return CountOf(lines) + Coalesce(Subquery(once.values("n")), 0)


def _licensed(state: str, *, at: datetime) -> Q:
    """Return the filter of how licences stood at the last look, over the acts that are checked."""
    if state not in HELD:
        return Q()
    rows = Standing.objects.filter(person=OuterRef("pk")).exclude(act__in=LATER)
    lost = Q(Exists(rows.filter(ok=False)))
    if state == "lost":
        return lost
    if state == "held":
        return Q(pk__in=speakers().values("pk")) & ~lost
    return ~lost & Q(Exists(rows.filter(until__gt=at, until__lte=at + SOON)))


def team_rows(people: Sequence[Person], *, at: datetime) -> list[TeamRow]:
    """Return people with where each stands. Eight queries at most, whatever their number."""
    keys, today = [one.pk for one in people], site_day(at)
    signed = signatures.tallies(keys, today=today)
    learned = courses.tallies(keys, today=today)
    acts = _acts_of(keys, today=today)
    found: defaultdict[UUID, list[Licence]] = defaultdict(list)
    for (person, act, _network), licence in licences_everywhere(list(acts), at=at).items():
        if act in acts[person]:
            found[person].append(licence)
    return [
        TeamRow(
            person=one,
            policies=signed.get(one.pk, signatures.Tally()),
            courses=learned.get(one.pk, courses.Tally()),
            licence=_worst(found[one.pk], at=at),
            until=min((each.through for each in found[one.pk] if each.through), default=None),
        )
        for one in people
    ]


def _acts_of(people: Collection[UUID], *, today: date) -> dict[UUID, set[str]]:
    """Return what the roles of each person let them do, where a licence is checked. One query."""
    grants = RoleGrant.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=today),
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        person__in=people,
        revoked_at__isnull=True,
    )
    found: defaultdict[UUID, set[str]] = defaultdict(set)
    for person, role in grants.values_list("person_id", "role"):
        held = RIGHTS_OF[role]
        theirs = {act for act, rights in RIGHTS_FOR.items() if held & set(rights)} - LATER
        if theirs:
            found[person] |= {str(act) for act in theirs}
    return found


def _worst(licences: Iterable[Licence], *, at: datetime) -> Shown | None:
    each = [shown(one, at=at) for one in licences]
    return min(each, key=lambda one: WORST_FIRST.index(one.state), default=None)


def _word(one: Shown) -> str:
    """Return in one word whether a licence holds, as the page says it."""
    if one.licence.ok:
        return pgettext("licence", "holds")
    return pgettext("licence", "does not hold")


def export_rows(rows: Iterable[TeamRow]) -> Iterator[list[object]]:
    """Yield the cells of each person, for a file. No query."""
    for row in rows:
        home, held = row.person.home_unit, row.licence
        yield [
            row.person.name,
            row.person.email or "",
            home.label if home else "",
            *(row.policies.signed, row.policies.open, row.policies.late),
            *(row.courses.done, row.courses.open, row.courses.late),
            "" if held is None else _word(held),
            row.until.isoformat() if row.until else "",
            row.reminded_on.isoformat() if row.reminded_on else "",
        ]
