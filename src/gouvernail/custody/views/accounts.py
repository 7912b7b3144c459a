"""Who can get into one account, and what one person can get into."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gouvernail.custody.models import Access, Handover
from gouvernail.custody.permissions import (
    account_for_custody,
    may_hand_over,
    may_manage,
    may_revoke,
    sees_names,
    visible_accesses,
    visible_handovers,
)
from gouvernail.custody.queries import custody_of, hold_of
from gouvernail.custody.queries.people import accesses_of
from gouvernail.custody.queries.proofs import last_proofs
from gouvernail.foundation import clock
from gouvernail.foundation.web import WebRequest
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may, require, visible_person
from gouvernail.registry.models import Account

RECENT = 8
SHOWN = 12


@login_required
@require_GET
def account_custody(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Show who can get into an account and how, what was closed, when it was renewed."""
    account = account_for_custody(account_id, viewer=request.user)
    context = facts_of(account, viewer=request.user) | {
        "closed": list(_closed(account, request.user)),
        "handovers": list(_handovers(account, request.user)),
        "may_hand_over": may_hand_over(request.user, account),
        "rotations": list(account.rotations.select_related("rotated_by")[:RECENT]),
    }
    return render(request, "custody/account_custody.html", context)


@login_required
@require_GET
def account_panel(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Show the five criteria and who can get in, for the page of the account."""
    account = account_for_custody(account_id, viewer=request.user)
    return render(request, "custody/_panel.html", facts_of(account, viewer=request.user))


def facts_of(account: Account, *, viewer: Person) -> dict[str, Any]:
    """Return what the panel and the page of one account show. Three queries and the grants."""
    custody = custody_of(account, today=clock.today())
    sees = sees_names(viewer, account)
    standing = [one for one in custody.known.standing if sees or one.person_id == viewer.pk]
    return {
        "account": account,
        "custody": custody,
        "accesses": sorted(standing, key=_importance),
        "alone": _alone(custody.known.ways) if sees else None,
        "sees_names": sees,
        "may_manage": may_manage(viewer, account),
        "may_revoke": may_revoke(viewer, account),
        "opens": may(viewer, Right.SEE_ACCOUNTS, unit=account.unit),
        "may_simulate": may(viewer, Right.SEE_ACCESS, unit=account.unit),
        "hold": hold_of(account.network),
        "proofs": last_proofs(account) if sees else [],
        "today": clock.today(),
    }


def _importance(access: Access) -> tuple[bool, int, str]:
    """Sort what is to revoke first, then by means, then by name."""
    means = list(Access.Means.values)
    return (not access.is_due, means.index(access.means), access.holder_name)


def _alone(ways: list[Access]) -> Person | None:
    """Return the one person who could get in, if there is exactly one."""
    people = {one.person for one in ways}
    return people.pop() if len(people) == 1 else None


def _handovers(account: Account, viewer: Person) -> QuerySet[Handover]:
    going = visible_handovers(viewer).filter(account=account, state__in=Handover.GOING)
    return going.select_related("giver", "successor").order_by("due_on", "pk")


def _closed(account: Account, viewer: Person) -> list[Access]:
    rows = visible_accesses(viewer).filter(account=account, state=Access.State.CLOSED)
    return list(rows.select_related("person", "closed_by").order_by("-closed_at", "-pk")[:RECENT])


@login_required
@require_GET
def person_panel(request: WebRequest, person_id: UUID) -> HttpResponse:
    """Show what somebody can get into, for their page."""
    person = visible_person(person_id, viewer=request.user)
    if person.pk != request.user.pk:
        require(request.user, Right.SEE_ACCESS)
    rows = accesses_of(person, viewer=request.user)
    context = {
        "person": person,
        "accesses": list(rows[:SHOWN]),
        "total": rows.count(),
        "may_simulate": may(request.user, Right.SEE_ACCESS),
    }
    page = "custody/_person_panel.html" if request.htmx else "custody/person_custody.html"
    return render(request, page, context)
