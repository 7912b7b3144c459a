"""Acts of moderation: those one may see, and what the public is told was done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Model, Q, QuerySet
from django.utils.module_loading import import_string

from gouvernail.foundation.paging import Page, page_of
from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Person
from gouvernail.policies.models import (
    Clause,
    CommentSpace,
    ModerationAct,
    Policy,
    PolicyVersion,
)

PAGE_SIZE: Final = 50
ORDER: Final = ("-done_at", "-id")
FEWEST: Final = 5  # smaller numbers are not told: one act among few is somebody's
LATELY: Final = timedelta(days=365)
Status: Final = PolicyVersion.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class ActFilters:
    """What the list is narrowed to; an empty field narrows nothing. Instants: from, before."""

    account_id: UUID | None = None
    act: str = ""
    anchor: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def condition(self) -> Q:
        """Return the filter on acts. No query."""
        wanted = Q()
        if self.account_id is not None:
            wanted &= Q(account_id=self.account_id)
        if self.act:
            wanted &= Q(act=self.act)
        if self.anchor:
            wanted &= Q(anchor=self.anchor)
        if self.since is not None:
            wanted &= Q(done_at__gte=self.since)
        if self.until is not None:
            wanted &= Q(done_at__lt=self.until)
        return wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneLine:
    """What was done for one clause: how often each act. `clause` is None for earlier texts."""

    clause: Clause | None
    counts: list[tuple[str, int]] = field(default_factory=list)


def moderated_acts(viewer: Person) -> QuerySet[ModerationAct]:
    """Return the acts on accounts that `viewer` holds or moderates. One query when iterated."""
    accounts = _moderated(viewer).values("pk")
    return ModerationAct.objects.filter(account_id__in=accounts)


def moderated_spaces(viewer: Person) -> list[CommentSpace]:
    """Return the rules of comments of the accounts one holds or moderates, by name. One query."""
    rows = CommentSpace.objects.filter(account_id__in=_moderated(viewer).values("pk"))
    return list(rows.order_by(Plain("name"), "network", "pk"))


def _moderated(viewer: Person) -> QuerySet[Model]:
    accounts: Callable[[Person], QuerySet[Model]] = import_string(settings.MODERATED_ACCOUNTS)
    return accounts(viewer)


def acts_for_list(viewer: Person, filters: ActFilters, *, cursor: str) -> Page[ModerationAct]:
    """Return one page of acts, latest first, struck ones too. One query."""
    rows = acts_for_export(viewer, filters)
    page: Page[ModerationAct] = page_of(rows, order=ORDER, cursor=cursor, size=PAGE_SIZE)
    return page


def acts_for_export(viewer: Person, filters: ActFilters) -> QuerySet[ModerationAct]:
    """Return every act of the narrowed list, latest first. One query when iterated."""
    rows = moderated_acts(viewer).filter(filters.condition())
    named = ("space", "version__policy", "done_by", "struck_by", "unit", "corrects")
    return rows.select_related(*named).order_by(*ORDER)


def version_on(policy: Policy, day: date) -> PolicyVersion | None:
    """Return the version that was in force on a day of the site, if any. One query."""
    rows = policy.versions.filter(
        status__in=(Status.IN_FORCE, Status.SUPERSEDED), in_force_on__lte=day
    )
    return rows.order_by("-in_force_on", "-number").first()


def done_lately(space: CommentSpace, version: PolicyVersion, *, at: datetime) -> list[DoneLine]:
    """Return what was done under an account in twelve months, by clause of `version`. One query.

    Struck acts do not count. Clauses without an act are left out; those that `version` no longer
    has come last, together.
    """
    rows = ModerationAct.objects.filter(
        space=space, struck_at=None, done_at__gte=at - LATELY, done_at__lte=at
    )
    found = rows.order_by().values_list("version__policy_id", "anchor", "act")
    clauses = {clause.anchor: clause for clause in version.clauses.all()}
    counts: dict[tuple[str, str], int] = {}
    for policy_id, anchor, act, number in found.annotate(number=Count("pk")):
        held = anchor if policy_id == version.policy_id and anchor in clauses else ""
        counts[held, act] = counts.get((held, act), 0) + number
    lines = []
    for anchor in (*clauses, ""):
        done = [
            (str(one.label), counts[anchor, one.value])
            for one in ModerationAct.Act
            if (anchor, one.value) in counts
        ]
        if done:
            lines.append(DoneLine(clause=clauses.get(anchor), counts=done))
    return lines


def those_to_forget(at: datetime) -> list[UUID]:
    """Return the acts whose words were kept as long as the public is told. One query."""
    kept = ModerationAct.objects.exclude(quote="", link="").filter(forget_at__lte=at)
    return list(kept.values_list("pk", flat=True))
