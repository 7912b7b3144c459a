"""Plans as pages show them, and the directory."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from gouvernail.charter.queries import separation
from gouvernail.crisis.models import Contact, Plan, PlanContact, PlanRole, PlanStep, Statement
from gouvernail.crisis.models.plans import Kind, in_language
from gouvernail.crisis.permissions import (
    keeping_unit,
    may_approve,
    visible_contacts,
    visible_plans,
)
from gouvernail.foundation.paging import Page, page_of
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may
from gouvernail.policies.models import PolicyVersion

SIZE: Final = 50
MOST_CALLS: Final = 6
SMALL: Final = "small"


def plans_for_list(viewer: Person) -> QuerySet[Plan]:
    """Return the plans `viewer` may know about, with what is still to do in each. One query."""
    return (
        visible_plans(viewer)
        .select_related("unit", "policy")
        .annotate(
            unheld=Count("roles", filter=Q(roles__holder__isnull=True), distinct=True),
            ready=Count("statements", filter=Q(statements__status="approved"), distinct=True),
            waiting=Count(
                "statements", filter=Q(statements__status__in=("draft", "submitted")), distinct=True
            ),
        )
        .order_by("title", "id")
    )


def kinds_there(viewer: Person) -> set[str]:
    """Return the kinds of crisis that the widest unit of `viewer` has a plan for. One query."""
    rows = Plan.objects.filter(unit=keeping_unit(viewer), archived_at__isnull=True)
    return set(rows.values_list("kind", flat=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One line of the matrix of severities; `hours` between two reports, 0 for one at the end."""

    number: int
    example: str
    hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage:
    """A plan whole, in the reader's language.

    `own` are the statements `viewer` wrote in or submitted; `alone`, whether they may approve them.
    """

    keeps: bool
    approves: bool
    may_write_policy: bool
    signs: list[str]
    ends: list[str]
    after: list[str]
    sources: list[str]
    never: list[tuple[str, str]]
    levels: list[Level]
    roles: list[PlanRole]
    card: list[PlanStep]
    checks: list[PlanStep]
    networks: dict[str, list[PlanStep]]
    contacts: list[PlanContact]
    statements: list[Statement]
    own: set[UUID]
    alone: bool
    drafts: int
    version: PolicyVersion | None
    coming: PolicyVersion | None
    incident_count: int


def plan_page(plan: Plan, *, viewer: Person) -> PlanPage:
    """Return a plan whole. Nine queries."""
    steps = list(plan.steps.all())
    networks: dict[str, list[PlanStep]] = {}
    for step in steps:
        if step.network:
            networks.setdefault(step.network, []).append(step)
    keeps = may(viewer, Right.RUN_INCIDENTS, unit=plan.unit)
    statements = list(
        plan.statements.exclude(status="removed").select_related("decided_by", "written_by")
    )
    versions = list(plan.policy.versions.order_by("-number")[:5]) if plan.policy else []
    coming = ("draft", "consultation", "approval", "agreed")
    return PlanPage(
        keeps=keeps,
        approves=may_approve(viewer, plan),
        may_write_policy=keeps and may(viewer, Right.EDIT_POLICIES, unit=plan.unit),
        signs=said(plan.signs),
        ends=said(plan.ends),
        after=said(plan.after),
        sources=said(plan.sources),
        never=[(one_said(one["say"]), one_said(one["instead"])) for one in plan.never],
        levels=levels_of(plan),
        roles=list(plan.roles.select_related("holder", "deputy")),
        card=[step for step in steps if step.on_card],
        checks=[step for step in steps if not step.on_card and not step.network],
        networks=networks,
        contacts=list(plan.contacts.select_related("contact__person", "contact__backup")),
        statements=statements,
        own={one.pk for one in statements if one.is_own_of(viewer)},
        alone=separation() == SMALL,
        drafts=sum(1 for one in statements if one.status == Statement.Status.DRAFT),
        version=next((one for one in versions if one.status == "in_force"), None),
        coming=next((one for one in versions if one.status in coming), None),
        incident_count=plan.incidents.count(),
    )


def levels_of(plan: Plan) -> list[Level]:
    """Return the matrix of severities of a plan. Pure."""
    return [
        Level(number=int(number), example=one_said(facts), hours=int(facts.get("hours", 0)))
        for number, facts in sorted(plan.levels.items())
    ]


def one_said(kept: Mapping[str, str]) -> str:
    """Return words kept in both languages in the reader's. Pure."""
    return in_language(kept.get("fr", ""), kept.get("en", ""))


def said(kept: list[Mapping[str, str]]) -> list[str]:
    """Return each of some words in the reader's language. Pure."""
    return [one_said(one) for one in kept]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What one sheet says of the first hour: acts in their order, the first calls, the signs."""

    kind: str
    steps: list[PlanStep]
    calls: list[PlanContact]
    signs: list[str]
    roles: list[PlanRole]
    never: list[tuple[str, str]]


def card_of(plan: Plan) -> Card:
    """Return the card of the first hour. Three queries."""
    calls = plan.contacts.select_related("contact__person").order_by("position", "id")
    return Card(
        kind=str(Kind(plan.kind).label),
        steps=list(plan.steps.filter(on_card=True)),
        calls=list(calls[:MOST_CALLS]),
        signs=said(plan.signs),
        roles=list(plan.roles.select_related("holder", "deputy")),
        never=[(one_said(one["say"]), one_said(one["instead"])) for one in plan.never],
    )


def directory(viewer: Person, *, search: str = "", cursor: str = "") -> Page[Contact]:
    """Return one page of the directory, in the order of the calls. One query."""
    rows = visible_contacts(viewer).select_related("person", "backup", "unit")
    if words := search.strip():
        rows = rows.filter(
            Q(name__icontains=words)
            | Q(name_en__icontains=words)
            | Q(duty__icontains=words)
            | Q(duty_en__icontains=words)
        )
    rows = rows.annotate(plan_count=Count("plans", distinct=True))
    return page_of(rows, order=("position", "id"), cursor=cursor, size=SIZE)
