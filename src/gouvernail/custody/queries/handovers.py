"""Handovers as lists, one case, and the briefing of a successor."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from gouvernail.custody.models import Access, Handover, HandoverStep
from gouvernail.custody.permissions import (
    givers_for,
    guarded_accounts,
    may_hand_over,
    may_sign_as_giver,
    may_tick,
    signs_again_from,
    visible_handovers,
)
from gouvernail.custody.queries.networks import Hold, hold_of
from gouvernail.custody.queries.ways import in_custody
from gouvernail.foundation.paging import Page, page_of
from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, scope
from gouvernail.registry.models import Account

PAGE_SIZE: Final = 50
MOST: Final = 300
NAMED: Final = 5  # people a page names as those who may sign
STATES: Final[Mapping[str, Q]] = {
    "going": Q(state__in=Handover.GOING),
    "refused": Q(state=Handover.State.REFUSED),
    "done": Q(state=Handover.State.DONE),
    "cancelled": Q(state=Handover.State.CANCELLED),
}


def handovers_for_list(
    viewer: Person, *, state: str, late: bool, cursor: str, today: date
) -> Page[Handover]:
    """Return one page of the handovers `viewer` sees, the most urgent first. One query."""
    rows = visible_handovers(viewer).filter(STATES.get(state, STATES["going"]))
    if late:
        rows = rows.filter(STATES["going"], due_on__lt=today)
    rows = rows.select_related("account__unit", "giver", "successor")
    return page_of(rows, order=("due_on", "id"), cursor=cursor, size=PAGE_SIZE)


def handovers_waiting(person: Person, *, today: date) -> QuerySet[Handover]:
    """Return what waits for `person`: as successor or giver; by right, what nobody moves."""
    mine = Q(successor=person) | Q(giver=person, giver_signed_at__isnull=True)
    stuck = Q(successor__isnull=True) | Q(state="refused") | Q(state="signed") | Q(due_on__lt=today)
    decided = scope(person, Right.EDIT_ACCOUNTS, "account__unit__path") & stuck
    rows = Handover.objects.filter(mine | decided, state__in=Handover.GOING)
    return rows.select_related("account__unit", "giver", "successor").order_by("due_on", "pk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a case, and whether the reader may say that it is done."""

    step: HandoverStep
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One handover as one reader sees it.

    `taking` is whether they are the successor; `again_from` when the successor may sign in place of
    a giver who left, whoever reads; `givers` who else may, once only that signature is awaited, and
    `more_givers` whether there are others.
    """

    handover: Handover
    steps: list[Step]
    taking: bool
    may_sign: bool
    may_refuse: bool
    may_decide: bool
    again_from: datetime | None
    givers: list[Person]
    more_givers: bool

    @property
    def left(self) -> int:
        """Return how many steps are to do."""
        return sum(not one.step.outcome for one in self.steps)

    @property
    def done(self) -> int:
        """Return how many steps are behind."""
        return len(self.steps) - self.left


def case_of(handover: Handover, *, viewer: Person, at: datetime) -> Case:
    """Return a handover with its steps and what `viewer` may do. Five queries and the grants."""
    going = handover.state == Handover.State.OPEN
    taking = viewer.pk == handover.successor_id
    signs = (taking and handover.successor_signed_at is None) or (
        not taking and handover.giver_signed_at is None and may_sign_as_giver(viewer, handover)
    )
    successor = handover.successor
    again_from = signs_again_from(successor, handover) if going and successor else None
    signs = signs or (taking and again_from is not None and again_from <= at)
    awaited = going and handover.successor_signed_at is not None and not handover.giver.is_active
    written = {step.kind: step for step in handover.steps.select_related("done_by")}
    steps = [
        written.get(kind) or HandoverStep(handover=handover, kind=kind, position=position)
        for position, kind in enumerate(HandoverStep.Kind.values)
    ]
    givers = list(givers_for(handover)[: NAMED + 1]) if awaited else []
    return Case(
        handover=handover,
        steps=[Step(step=step, mine=going and may_tick(viewer, handover, step)) for step in steps],
        taking=taking,
        may_sign=going and handover.successor_id is not None and signs,
        may_refuse=going and taking,
        may_decide=may_hand_over(viewer, handover.account),
        again_from=again_from,
        givers=givers[:NAMED],
        more_givers=len(givers) > NAMED,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """One account that exists for somebody: their places, who else gets in, what is handed over.

    `whole` is whether the reader is told of everybody who gets in; `may_read` also what a private
    address or number is.
    """

    account: Account
    places: list[str]
    accesses: list[Access] = field(default_factory=list)
    handover: Handover | None = None
    hold: Hold
    whole: bool = True
    may_read: bool = True

    @property
    def recovered_by(self) -> list[str]:
        """Return the addresses and numbers that recover it; whose, where they are private."""
        return [
            one.detail
            if one.detail and (self.may_read or one.belongs != Access.Belongs.PRIVATE)
            else one.holder_name
            for one in self.accesses
            if one.recovers
        ]

    @property
    def people(self) -> list[Access]:
        """Return what opens it, and who holds it."""
        return [one for one in self.accesses if not one.recovers]


def briefing_of(person: Person, *, viewer: Person) -> list[Brief]:
    """Return every account that exists for `person` and that `viewer` may know, by unit and name.

    Those they hold a place of, can get into, or are about to take. Who else gets in is told where
    the reader sees it anyway, and to whoever takes the account over. Five queries, 300 accounts.
    """
    takes = Handover.objects.filter(successor=person, state__in=Handover.GOING)
    taken = {one.account_id: one for one in takes.select_related("giver")}
    held = Q(owner=person) | Q(backup=person) | Q(custodian=person)
    reached = Access.objects.filter(person=person).exclude(state=Access.State.CLOSED)
    accounts = Account.objects.exclude(kind=Account.Kind.PERSONAL)
    if viewer.pk != person.pk:
        accounts = guarded_accounts(viewer)
    rows = accounts.filter(
        in_custody(), held | Q(pk__in=reached.values("account")) | Q(pk__in=taken)
    ).select_related("unit", "owner", "backup", "custodian")
    found = list(rows.order_by("unit__path", Plain("name"), "network", "pk")[:MOST])
    keys = [one.pk for one in found]
    seen = set(guarded_accounts(viewer).filter(pk__in=keys).values_list("pk", flat=True))
    guarded = {
        one.pk
        for one in found
        if one.pk in seen or viewer.pk in (one.owner_id, one.backup_id, one.custodian_id)
    }
    taking = {
        key
        for key, case in taken.items()
        if viewer.pk == case.successor_id and case.state != Handover.State.REFUSED
    }
    opened = _standing(found, viewer=viewer, whole=guarded | taking)
    return [
        Brief(
            account=account,
            places=[
                place
                for place in Handover.Place.values
                if getattr(account, f"{place}_id") == person.pk
            ],
            accesses=opened[account.pk],
            handover=taken.get(account.pk),
            hold=hold_of(account.network),
            whole=account.pk in guarded | taking,
            may_read=account.pk in guarded,
        )
        for account in found
    ]


def _standing(
    accounts: list[Account], *, viewer: Person, whole: set[UUID]
) -> dict[UUID, list[Access]]:
    """Return what opens these accounts: all of it for those of `whole`, else what is `viewer`'s."""
    opened: dict[UUID, list[Access]] = defaultdict(list)
    rows = Access.objects.filter(Q(account__in=whole) | Q(person=viewer), account__in=accounts)
    rows = rows.exclude(state=Access.State.CLOSED)
    for access in rows.select_related("person").order_by("means", "pk"):
        opened[access.account_id].append(access)
    return opened
