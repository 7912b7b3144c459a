"""Who may do what where: one page of a team, its filters, and what each person's page shows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from gouvernail.foundation.paging import Page, page_of
from gouvernail.foundation.sorting import Plain
from gouvernail.licences.models import LATER, Act, Standing
from gouvernail.licences.permissions import visible_speakers
from gouvernail.licences.queries.deciding import Licence
from gouvernail.licences.queries.networks import network_name
from gouvernail.licences.queries.reading import licences_everywhere, licences_of
from gouvernail.licences.queries.words import Told, told
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may

PAGE_SIZE: Final = 50
ORDER: Final = ("by_name", "pk")
SOON: Final = timedelta(days=30)
RIGHTS_FOR: Final = {
    Act.DRAFT: (Right.WRITE_CONTENT,),
    Act.PUBLISH: (Right.WRITE_CONTENT,),
    Act.APPROVE: (Right.DECIDE,),
    Act.REPLY: (Right.MODERATE_COMMENTS,),
    Act.CRISIS: (Right.WRITE_CONTENT, Right.DECIDE),
}
"""What a role gives somebody before a licence counts: one of these rights, somewhere."""
STATES: Final = ("held", "soon", "lost")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the page of a team is narrowed to; an empty field narrows nothing.

    `network` is also where the licences shown are for; `state` is one of `STATES`, of `act` when
    one is chosen.
    """

    unit_path: str = ""
    network: str = ""
    act: str = ""
    state: str = ""
    search: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One licence as a page shows it; `state` is a kind of `{% state %}`, `soon` within 30 days."""

    licence: Licence
    label: str
    state: str
    soon: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One person of the page, with a licence for each act."""

    person: Person
    shown: tuple[Shown, ...]


def people_for_list(
    viewer: Person, filters: Filters, *, cursor: str, at: datetime
) -> tuple[Page[Person], list[PersonRow]]:
    """Return one page of those who may write or agree, with what each may do. Four queries.

    What each may do is read live; who is listed under a state is as of the last look.
    """
    rows = people_for_export(viewer, filters, at=at)
    page: Page[Person] = page_of(rows, order=ORDER, cursor=cursor, size=PAGE_SIZE)
    return page, rows_of(page.rows, filters, at=at)


def people_for_export(viewer: Person, filters: Filters, *, at: datetime) -> QuerySet[Person]:
    """Return everybody of the narrowed page, by name. One query when iterated."""
    rows = visible_speakers(viewer).filter(_condition(filters, at=at))
    rows = rows.annotate(by_name=Plain("name"))
    return rows.select_related("home_unit").order_by(*ORDER)


def _condition(filters: Filters, *, at: datetime) -> Q:
    wanted = Q()
    if filters.unit_path:
        wanted &= Q(home_unit__path__startswith=filters.unit_path)
    for word in filters.search.split():
        wanted &= Q(name__icontains=word)
    if filters.state in STATES:
        wanted &= _stands(filters, at=at)
    return wanted


def _stands(filters: Filters, *, at: datetime) -> Q:
    rows = Standing.objects.filter(person=OuterRef("pk"), network__in={"", filters.network})
    if filters.act:
        rows = rows.filter(act=filters.act)
    lost = Exists(rows.filter(ok=False))
    if filters.state == "lost":
        return Q(lost)
    if filters.state == "held":
        return ~Q(lost)
    return Q(Exists(rows.filter(ok=True, until__gt=at, until__lte=at + SOON)))


def rows_of(people: Sequence[Person], filters: Filters, *, at: datetime) -> list[PersonRow]:
    """Return people with what each may do on a network. Three queries at most."""
    acts = [filters.act] if filters.act in Act.values else Act.values
    found = licences_of([one.pk for one in people], acts, [filters.network], at=at)
    return [
        PersonRow(
            person=one,
            shown=tuple(shown(found[one.pk, act, filters.network], at=at) for act in acts),
        )
        for one in people
    ]


def acts_to_show(rows: Iterable[PersonRow], filters: Filters) -> list[Act]:
    """Return the acts worth a column: the chosen one, or those that ask or hold something back.

    All of them when none does. No query.
    """
    if filters.act in Act.values:
        return [Act(filters.act)]
    each = (one.licence for row in rows for one in row.shown)
    telling = {licence.act for licence in each if licence.asked or not licence.ok}
    return [act for act in Act if act in telling] or list(Act)


def shown(licence: Licence, *, at: datetime) -> Shown:
    """Return how one licence is shown. No query."""
    soon = licence.ok and licence.until is not None and licence.until <= at + SOON
    state = "stop" if licence.suspended else "overdue" if not licence.ok else "ok"
    if licence.ok and not licence.asked:
        state = "idle"
    if soon or (licence.ok and licence.waiver):
        state = "warn"
    return Shown(licence=licence, label=str(Act(licence.act).label), state=state, soon=soon)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActLine:
    """One act of somebody: where it holds and where not, and what is missing for it."""

    act: str
    label: str
    places: tuple[tuple[str, Shown], ...]
    told: tuple[Told, ...]
    in_roles: bool = True

    @property
    def ok(self) -> bool:
        """Return whether it holds everywhere."""
        return all(each.licence.ok for _name, each in self.places)

    @property
    def asked(self) -> bool:
        """Return whether anything is asked for it, or holds it back."""
        return any(each.licence.asked or not each.licence.ok for _name, each in self.places)

    @property
    def later(self) -> bool:
        """Return whether something is asked for it that nothing checks yet."""
        return self.asked and self.act in LATER


def lines_of(person: Person, *, at: datetime) -> list[ActLine]:
    """Return what somebody may do, act by act, and what is missing. Six queries at most."""
    found = licences_everywhere([person.pk], at=at)
    theirs = {act for act, rights in RIGHTS_FOR.items() if any(may(person, r) for r in rights)}
    networks = sorted({network for _person, _act, network in found})
    words = {one.reason.word: one for one in told(found.values())}
    lines = [_line(found, person, act, networks, words, at=at) for act in Act.values]
    return [replace(one, in_roles=one.act in theirs) for one in lines]


def _line(
    found: Mapping[tuple[UUID, str, str], Licence],
    person: Person,
    act: str,
    networks: Sequence[str],
    words: dict[str, Told],
    *,
    at: datetime,
) -> ActLine:
    each = [found[person.pk, act, network] for network in networks]
    reasons = dict.fromkeys(one.word for licence in each for one in licence.reasons)
    return ActLine(
        act=act,
        label=str(Act(act).label),
        places=tuple((place_name(one.network, networks), shown(one, at=at)) for one in each),
        told=tuple(words[word] for word in reasons),
    )


def place_name(network: str, networks: Sequence[str]) -> str:
    """Return how a page names a network; “elsewhere” when others ask something of their own."""
    return network_name(network) if network or len(networks) == 1 else ""


def export_rows(rows: Iterable[PersonRow]) -> Iterator[dict[str, Any]]:
    """Return one mapping for each person and act, for a file. No query."""
    for row in rows:
        for one in row.shown:
            licence = one.licence
            yield {
                "person": row.person.name,
                "unit": row.person.home_unit.label if row.person.home_unit else "",
                "network": licence.network,
                "act": licence.act,
                "ok": licence.ok,
                "until": licence.until.isoformat() if licence.until else None,
                "waiver": licence.waiver is not None,
                "missing": [each.word.partition(":")[0] for each in licence.reasons],
            }
