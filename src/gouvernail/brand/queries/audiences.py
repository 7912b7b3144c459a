"""Audiences, who speaks to them, and where nobody does, or several at once."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef

from gouvernail.brand.models import Addressee, Audience, AudienceAccount
from gouvernail.brand.permissions.guides import visible_audiences
from gouvernail.foundation.paging import Page, page_of
from gouvernail.foundation.sorting import Plain, by_title
from gouvernail.people.models import Person
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_accounts

ORDER: Final = ("by_name", "id")
SIZE: Final = 40
SILENT: Final = 50
OFFERED: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """An audience on a network: `hole` when nobody speaks to it there, though it is there.

    `overlap`: two accounts or more speak to it there in the same language.
    """

    network: str
    accounts: tuple[Account, ...]
    hole: bool
    overlap: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An audience, its parent loaded, across the networks of the matrix."""

    audience: Audience
    cells: tuple[Cell, ...]
    drafts: int

    @property
    def accounts(self) -> list[Account]:
        """Return every account that speaks to it."""
        return [account for cell in self.cells for account in cell.accounts]

    @property
    def is_hole(self) -> bool:
        """Return whether no account speaks to it at all."""
        return not self.accounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """A page of the matrix, and the accounts that are said to speak to nobody (first fifty)."""

    networks: tuple[str, ...]
    rows: tuple[Row, ...]
    page: Page[Audience]
    silent: tuple[Account, ...]

    @property
    def holes(self) -> int:
        """Return how many places of this page have nobody who speaks there."""
        return sum(cell.hole for row in self.rows for cell in row.cells)

    @property
    def overlaps(self) -> int:
        """Return how many places of this page have two who say the same."""
        return sum(cell.overlap for row in self.rows for cell in row.cells)


def coverage(viewer: Person, *, cursor: str = "") -> Coverage:
    """Return who speaks to which audience, as far as `viewer` sees both. Four queries."""
    rows = visible_audiences(viewer).select_related("parent", "unit")
    rows = rows.annotate(by_name=by_title())
    page: Page[Audience] = page_of(rows, order=ORDER, cursor=cursor, size=SIZE)
    speaking = visible_accounts(viewer).filter(status__in=Account.SPEAKING)
    links = AudienceAccount.objects.filter(
        audience__in=page.rows, account__in=speaking.values("pk")
    ).select_related("account")
    spoken: dict[UUID, list[Account]] = {}
    for link in links:
        spoken.setdefault(link.audience_id, []).append(link.account)
    used = {account.network for accounts in spoken.values() for account in accounts}
    networks = tuple(sorted(used | {one for row in page.rows for one in row.networks}))
    addressed = Counter(
        Addressee.objects.filter(audience__in=page.rows).values_list("audience_id", flat=True)
    )
    linked = AudienceAccount.objects.filter(
        account=OuterRef("pk"), audience__archived_at__isnull=True
    )
    ours = speaking.filter(kind__in=(Account.Kind.ORGANISATION, Account.Kind.NAMED))
    silent = ours.exclude(Exists(linked)).order_by(Plain("name"), "pk")[:SILENT]
    return Coverage(
        networks=networks,
        rows=tuple(
            Row(
                audience=one,
                cells=tuple(_cell(one, network, spoken.get(one.pk, ())) for network in networks),
                drafts=addressed[one.pk],
            )
            for one in page.rows
        ),
        page=page,
        silent=tuple(silent),
    )


def _cell(audience: Audience, network: str, accounts: Iterable[Account]) -> Cell:
    here = tuple(one for one in accounts if one.network == network)
    languages = Counter(one.language for one in here)
    return Cell(
        network=network,
        accounts=here,
        hole=network in audience.networks and not here,
        overlap=any(times > 1 for times in languages.values()),
    )


def audiences_of(subject_id: UUID) -> list[str]:
    """Return the codes of the audiences that something addresses, with those above. One query."""
    rows = Addressee.objects.filter(subject_id=subject_id).select_related("audience__parent")
    found: set[str] = set()
    for row in rows:
        found.add(row.audience.code)
        if row.audience.parent:
            found.add(row.audience.parent.code)
    return sorted(found)


def audience_choices(viewer: Person, *, highest: bool = False) -> list[tuple[str, str]]:
    """Return audiences one may choose, by code, those at micro level after theirs. One query."""
    rows = visible_audiences(viewer).select_related("parent")
    if highest:
        rows = rows.filter(parent__isnull=True)
    named = [
        ((one.parent.label if one.parent else one.label, bool(one.parent), one.label), one)
        for one in rows
    ]
    return [
        (one.code, f"{one.parent.label} / {one.label}" if one.parent else one.label)
        for _key, one in sorted(named, key=lambda each: each[0])
    ]


def parents(viewer: Person, *, but: Audience | None) -> list[Audience]:
    """Return the audiences at high level that one may stand under. One query."""
    rows = visible_audiences(viewer).filter(parent__isnull=True).order_by(by_title(), "id")
    return [one for one in rows if but is None or one.pk != but.pk]


def offered_accounts(viewer: Person) -> list[Account]:
    """Return the accounts that may be said to speak to an audience. One query."""
    rows = visible_accounts(viewer).filter(status__in=Account.OURS)
    return list(rows.order_by(Plain("name"), "pk")[:OFFERED])


def linked_accounts(audience: Audience) -> list[str]:
    """Return the ids of the accounts that speak to an audience. One query."""
    return [str(key) for key in audience.links.values_list("account_id", flat=True)]


def addressed(subject_id: UUID) -> list[str]:
    """Return the codes of the audiences that something addresses itself. One query."""
    rows = Addressee.objects.filter(subject_id=subject_id).order_by("audience__code")
    return list(rows.values_list("audience__code", flat=True))
