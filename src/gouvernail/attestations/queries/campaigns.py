"""Campaigns: how far each is, who has answered, what differs from the register."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Count, Max, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gouvernail.attestations.models import (
    Campaign,
    Declaration,
    DeclaredLine,
    Declarer,
    DeclarerLink,
)
from gouvernail.attestations.permissions import (
    may_answer_appeal,
    may_settle,
    visible_campaigns,
)
from gouvernail.attestations.queries.declarers import there
from gouvernail.attestations.queries.settling import closes_by_plan, held_elsewhere
from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, scope
from gouvernail.registry.models import Account

Line, What = DeclaredLine.Status, DeclaredLine.What
LIVE: Final = (Line.WAITING, Line.APPEALED)
ORDER: Final = ("unit__path", "id")
STATES: Final = ("asked", "signed", "nobody", "failed", "to_settle")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a campaign is."""

    asked: int
    signed: int
    nobody: int
    to_settle: int
    accepted: int
    refused: int

    @property
    def waiting(self) -> int:
        """Return how many units have not answered."""
        return self.asked - self.signed


def campaigns_for_list(viewer: Person) -> QuerySet[Campaign]:
    """Return the campaigns `viewer` may see with `asked_count`, `signed_count`, `settle_count`.

    One query when iterated.
    """
    return visible_campaigns(viewer).annotate(
        asked_count=Count("declarations", distinct=True),
        signed_count=Count("declarations", filter=Q(declarations__status="signed"), distinct=True),
        settle_count=Count(
            "declarations__lines", filter=Q(declarations__lines__status__in=LIVE), distinct=True
        ),
    )


def progress_of(campaign: Campaign) -> Progress:
    """Return how far a campaign is. Three queries."""
    declarations = Declaration.objects.filter(campaign=campaign)
    counts = declarations.aggregate(
        asked=Count("pk"), signed=Count("pk", filter=Q(status="signed"))
    )
    lines = DeclaredLine.objects.filter(declaration__campaign=campaign).aggregate(
        to_settle=Count("pk", filter=Q(status__in=LIVE)),
        accepted=Count("pk", filter=Q(status=Line.ACCEPTED)),
        refused=Count("pk", filter=Q(status__in=(Line.REFUSED, Line.UPHELD))),
    )
    nobody = declarations.filter(_nobody(), status="asked").count()
    return Progress(**counts, **lines, nobody=nobody)


def _nobody() -> Q:
    return ~Q(pk__in=there().values("declaration_id"))


def declarations_for_list(
    campaign: Campaign, *, state: str = "", search: str = ""
) -> QuerySet[Declaration]:
    """Return what each unit declares, narrowed, with `asked_people`, `live_count`, `line_count`.

    Two queries when iterated, whatever the number of rows.
    """
    rows = Declaration.objects.filter(campaign=campaign)
    refused = there().filter(failed=True)
    conditions = {
        "asked": Q(status="asked"),
        "signed": Q(status="signed"),
        "nobody": _nobody() & Q(status="asked"),
        "failed": Q(pk__in=refused.values("declaration_id"), status="asked"),
        "to_settle": Q(lines__status__in=LIVE),
    }
    if state in conditions:
        rows = rows.filter(
            pk__in=Declaration.objects.filter(conditions[state], campaign=campaign).values("pk")
        )
    for word in search.split()[:6]:
        rows = rows.filter(
            pk__in=Declaration.objects.filter(
                Q(unit__name__icontains=word)
                | Q(unit__name_en__icontains=word)
                | Q(declarers__person__name__icontains=word)
            ).values("pk")
        )
    people = Declarer.objects.filter(
        Q(person__is_active=True) | Q(declaration__status="signed"), removed_at__isnull=True
    ).select_related("person")
    return (
        rows.select_related("unit", "signed_by")
        .annotate(
            live_count=Count("lines", filter=Q(lines__status__in=LIVE)),
            line_count=Count("lines"),
        )
        .prefetch_related(
            Prefetch(
                "declarers", queryset=people.order_by(Plain("person__name")), to_attr="asked_people"
            )
        )
    )


EXPORT_HEADER: Final = (
    *("unit", "unit_code", "asked", "status", "signed_by", "signed_at", "digest"),
    *("differences", "to_settle"),
)


def export_rows(campaign: Campaign, *, state: str, search: str) -> Iterator[tuple[object, ...]]:
    """Yield the narrowed list as rows under `EXPORT_HEADER`. Two queries."""
    for one in declarations_for_list(campaign, state=state, search=search).order_by(*ORDER):
        row: Any = one
        yield (
            one.unit.label,
            one.unit.code,
            "; ".join(each.person.name for each in row.asked_people),
            one.status,
            one.signed_by.name if one.signed_by else "",
            one.signed_at,
            one.digest,
            row.line_count,
            row.live_count,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One difference as whoever settles it sees it."""

    line: DeclaredLine
    changes: list[tuple[str, str, str]]
    may_settle: bool
    may_answer: bool
    held: Account | None
    asks_plan: bool
    asks_backup: bool


def cases_of(declaration: Declaration, *, viewer: Person, separation: str) -> list[Case]:
    """Return the differences of one declaration. Two queries, one more for each appeal."""
    rows = list(
        DeclaredLine.objects.filter(declaration=declaration).select_related(
            "account__owner", "decided_by", "appeal_by"
        )
    )
    held, cases = held_elsewhere(rows, viewer=viewer), []
    for line in rows:
        line.declaration = declaration
        waits, appealed = line.status == Line.WAITING, line.status == Line.APPEALED
        cases.append(
            Case(
                line=line,
                changes=[(name, one["from"], one["to"]) for name, one in line.changes.items()],
                may_settle=waits and may_settle(viewer, line, separation=separation),
                held=held.get(line.address),
                asks_plan=line.what == What.CLOSED
                and line.account is not None
                and closes_by_plan(line.account),
                asks_backup=line.what == What.OURS
                and line.account is not None
                and line.account.backup_id is None,
                may_answer=appealed and may_answer_appeal(viewer, line, separation=separation),
            )
        )
    return cases


def handed_over(declaration: Declaration) -> bool:
    """Return whether one of the links to it was handed over rather than mailed. One query."""
    links = DeclarerLink.objects.filter(declarer__declaration=declaration, handed_over=True)
    return links.exists()


def said_of(declaration: Declaration) -> list[dict[str, str]]:
    """Return what was signed of each account, as the register stood then. No query."""
    words = {
        "confirm": _("Ours, and right"),
        "correct": _("Ours, to correct"),
        "not_ours": _("Not ours"),
        "closed": pgettext("account", "Closed"),
    }
    told = declaration.answers.get("accounts", {}).values()
    return [{**one.get("facts", {}), "say": words.get(one["say"], "")} for one in told]


def lines_of(declaration: Declaration) -> list[DeclaredLine]:
    """Return the differences of one declaration, as whoever signed sees them. One query."""
    rows = DeclaredLine.objects.filter(declaration=declaration).select_related(
        "account", "decided_by", "appeal_by"
    )
    return list(rows)


def last_declared_on(viewer: Person) -> datetime | None:
    """Return when a unit whose accounts `viewer` sees last signed a declaration. One query."""
    seen = Declaration.objects.filter(scope(viewer, Right.SEE_ACCOUNTS, "unit__path"))
    last: datetime | None = seen.aggregate(last=Max("signed_at"))["last"]
    return last


def is_late(declaration: Declaration, campaign: Campaign, *, today: date) -> bool:
    """Return whether a unit has not answered although the last day has passed. No query."""
    return declaration.status == Declaration.Status.ASKED and campaign.is_late(today)
