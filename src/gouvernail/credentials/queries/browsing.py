"""Lists of items and of requests, narrowed by their address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gouvernail.credentials.models import Item, Reveal
from gouvernail.credentials.permissions import (
    may_decide,
    may_refuse,
    visible_items,
    visible_reveals,
)
from gouvernail.custody.queries.ways import let_go
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, scope
from gouvernail.registry.models import Account

SHOWS: Final[Mapping[str, Promise]] = {
    "items": _("Items"),
    "due": _("To renew"),
    "retire": _("To take out"),
    "open": _("Requests under way"),
    "approve": _("To decide"),
    "emergencies": _("Emergencies"),
    "past": _("Past requests"),
}


PEOPLE: Final = ("asked_by", "decided_by", "backed_by", "backed_too_by")
SOON: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What an address asks of the lists: one of `SHOWS`, and what narrows it."""

    show: str = "items"
    unit: Unit | None = None
    network: str = ""
    kind: str = ""
    search: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """One item as a list shows it; `state` is a kind of `{% state %}`.

    `let_go` says that nobody is to get into its account any more: it is to be taken out.
    """

    item: Item
    state: str
    is_late: bool
    let_go: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RevealLine:
    """One request as a list shows it, and what its reader may do."""

    reveal: Reveal
    state: str
    may_decide: bool
    may_refuse: bool
    is_mine: bool


STATE_OF: Final = {
    Reveal.Status.ASKED: "clock",
    Reveal.Status.APPROVED: "info",
    Reveal.Status.OPEN: "warn",
    Reveal.Status.ENDED: "ok",
    Reveal.Status.REFUSED: "stop",
    Reveal.Status.WITHDRAWN: "idle",
    Reveal.Status.EXPIRED: "idle",
}


def item_rows(viewer: Person, asked: Narrowing, *, today: date) -> QuerySet[Item]:
    """Return the items in use that `viewer` may know about. One query when iterated."""
    rows = visible_items(viewer).filter(retired_at__isnull=True)
    rows = rows.select_related("account__unit", "account__custodian", "keeper")
    if asked.show == "due":
        rows = rows.filter(~to_retire(), due_on__lte=today + SOON)
    elif asked.show == "retire":
        rows = rows.filter(to_retire())
    if asked.unit is not None:
        rows = rows.filter(account__unit__path__startswith=asked.unit.path)
    if asked.network:
        rows = rows.filter(account__network=asked.network)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.search:
        named = Q(label__icontains=asked.search) | Q(account__name__icontains=asked.search)
        rows = rows.filter(named)
    return rows


def reveal_rows(viewer: Person, asked: Narrowing) -> QuerySet[Reveal]:
    """Return the requests that an address asks for, of those `viewer` may know. One query."""
    rows = awaiting(viewer) if asked.show == "approve" else visible_reveals(viewer)
    rows = rows.select_related("item__account__unit", *PEOPLE)
    if asked.show == "open":
        rows = rows.filter(status__in=Reveal.LIVE)
    elif asked.show == "emergencies":
        rows = rows.filter(way=Reveal.Way.EMERGENCY)
    elif asked.show == "past":
        rows = rows.exclude(status__in=Reveal.LIVE)
    if asked.unit is not None:
        rows = rows.filter(item__account__unit__path__startswith=asked.unit.path)
    if asked.network:
        rows = rows.filter(item__account__network=asked.network)
    if asked.kind:
        rows = rows.filter(item__kind=asked.kind)
    if asked.search:
        named = Q(item__label__icontains=asked.search)
        rows = rows.filter(named | Q(item__account__name__icontains=asked.search))
    return rows


def awaiting(viewer: Person) -> QuerySet[Reveal]:
    """Return the requests that wait for an answer of `viewer`. One query when iterated."""
    mine = scope(viewer, Right.APPROVE_REVEALS, "item__account__unit__path")
    mine |= Q(item__account__custodian=viewer)
    rows = Reveal.objects.filter(mine, status=Reveal.Status.ASKED).exclude(asked_by=viewer)
    return rows.select_related("item__account__unit", *PEOPLE)


def due_items(viewer: Person, *, until: date) -> QuerySet[Item]:
    """Return the items `viewer` is to renew by that day. One query when iterated."""
    return _handled_by(viewer).filter(~to_retire(), due_on__lte=until)


def waiting_items(viewer: Person, *, until: date) -> QuerySet[Item]:
    """Return the items `viewer` is to renew by that day, then those to take out. One query."""
    return _handled_by(viewer).filter(Q(due_on__lte=until) | to_retire())


def _handled_by(viewer: Person) -> QuerySet[Item]:
    mine = scope(viewer, Right.MANAGE_ACCESS, "account__unit__path")
    mine |= Q(account__custodian=viewer) | Q(keeper=viewer)
    rows = Item.objects.filter(mine, retired_at__isnull=True)
    return rows.select_related("account__unit").order_by(F("due_on").asc(nulls_last=True), "pk")


def to_retire() -> Q:
    """Return the condition of items whose account nobody is to get into. No query of its own."""
    return Q(account__in=Account.objects.filter(let_go()).order_by().values("pk"))


def let_go_among(items: Iterable[Item]) -> set[UUID]:
    """Return the accounts, of those of `items`, that nobody is to get into any more.

    No query unless one of them is closed. Accounts must be loaded.
    """
    accounts = {item.account for item in items}
    closed = [one.pk for one in accounts if one.status == Account.Status.CLOSED]
    found = {one.pk for one in accounts if one.kind == Account.Kind.PERSONAL}
    if closed:
        gone = Account.objects.filter(let_go(), pk__in=closed).order_by()
        found |= set(gone.values_list("pk", flat=True))
    return found


def owed_accounts(viewer: Person) -> QuerySet[Reveal]:
    """Return the emergencies of `viewer` whose account is still to be written. One query."""
    rows = Reveal.objects.filter(asked_by=viewer, account_due_on__isnull=False)
    return rows.filter(accounted_at__isnull=True).select_related("item__account")


def items_of_account(account: Account, *, viewer: Person) -> list[Item]:
    """Return the items in use of an account that `viewer` may know about. One query."""
    rows = visible_items(viewer).filter(account=account, retired_at__isnull=True)
    return list(rows.select_related("account__unit", "keeper").order_by("kind", "label", "pk"))


def reveals_of_item(item: Item, *, viewer: Person) -> list[Reveal]:
    """Return the twenty latest requests about an item. One query."""
    rows = visible_reveals(viewer).filter(item=item)
    rows = rows.select_related("item__account__unit", "asked_by", "decided_by")
    return list(rows.order_by("-asked_at", "-pk")[:20])


def item_lines(items: Iterable[Item], *, today: date) -> list[ItemLine]:
    """Return items as a list shows them. One query at most: which accounts are let go."""
    found = list(items)
    gone = let_go_among(found)
    return [_line(item, today=today, gone=item.account_id in gone) for item in found]


def _line(item: Item, *, today: date, gone: bool) -> ItemLine:
    late = item.is_late(today) and not gone
    if gone:
        state = "late"
    elif late:
        state = "overdue"
    elif item.due_on is not None and item.due_why != Item.Why.CALENDAR:
        state = "warn"
    elif item.next_version is not None:
        state = "info"
    else:
        state = "ok"
    return ItemLine(item=item, state=state, is_late=late, let_go=gone)


def reveal_line(reveal: Reveal, *, viewer: Person, at: datetime) -> RevealLine:
    """Return one request as a list shows it. No query beyond the grants."""
    waits = reveal.status == Reveal.Status.ASKED and at < reveal.waits_until
    state = STATE_OF[Reveal.Status(reveal.status)]
    if reveal.owes_account:
        state = "late"
    return RevealLine(
        reveal=reveal,
        state=state,
        may_decide=waits and may_decide(viewer, reveal),
        may_refuse=reveal.is_live and may_refuse(viewer, reveal),
        is_mine=reveal.asked_by_id == viewer.pk,
    )
