"""Whom a unit's declaration is asked of, and which accounts it lists."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from gouvernail.attestations.models import Campaign, Declaration, DeclarationDraft, Declarer
from gouvernail.charter.queries.teams import grants_in_force
from gouvernail.foundation.digests import canonical, sha256_hex
from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Person, Role, Unit
from gouvernail.registry.models import Account

DECLARED: Final = Account.OURS | {Account.Status.TO_CONFIRM, Account.Status.DUPLICATE}


def delegates_of(units: Iterable[UUID], *, at: datetime) -> dict[UUID, list[Person]]:
    """Return the active delegates of each unit itself, by name. One query."""
    grants = grants_in_force(at=at).filter(role=Role.DELEGATE, unit__in=list(units))
    found: dict[UUID, list[Person]] = {}
    for grant in grants:
        found.setdefault(grant.unit_id, []).append(grant.person)
    return found


def accounts_to_declare(unit: Unit) -> QuerySet[Account]:
    """Return the accounts the register knows of one unit itself, by network and name."""
    rows = Account.objects.filter(unit=unit, status__in=DECLARED)
    rows = rows.exclude(kind=Account.Kind.PERSONAL)
    return rows.select_related("owner", "unit").order_by("network", Plain("name"), "pk")


def asked_of(person: Person) -> QuerySet[Declarer]:
    """Return the declarations that wait for `person`, in campaigns that are open, soonest first."""
    rows = Declarer.objects.filter(
        person=person,
        removed_at__isnull=True,
        declaration__status=Declaration.Status.ASKED,
        declaration__campaign__status=Campaign.Status.OPEN,
    )
    related = rows.select_related("declaration__campaign", "declaration__unit")
    return related.order_by("declaration__campaign__closes_on", "pk")


def there() -> QuerySet[Declarer]:
    """Return everybody who is asked and can answer: neither removed nor gone."""
    return Declarer.objects.filter(removed_at__isnull=True, person__is_active=True)


def declarers_of(declaration: Declaration, *, at: datetime) -> list[Declarer]:
    """Return who is asked to declare, by name, each with `open_links`. One query."""
    rows = Declarer.objects.filter(declaration=declaration, removed_at__isnull=True)
    rows = rows.annotate(open_links=Count("links", filter=Q(links__expires_at__gt=at)))
    return list(rows.select_related("person", "named_by").order_by(Plain("person__name")))


def declared_facts(account: Account) -> dict[str, str]:
    """Return what a declaration says of an account: people by reference, never by name."""
    return {
        "network": account.network,
        "address": account.url or account.handle,
        "name": account.name,
        "purpose": account.purpose,
        "owner": str(account.owner_id or ""),
    }


def facts_mark(accounts: Iterable[Account]) -> str:
    """Return what is equal while the register says the same of the accounts of a page."""
    return sha256_hex(canonical({str(one.pk): declared_facts(one) for one in accounts}))


def draft_of(declaration: Declaration) -> DeclarationDraft:
    """Return what was filled in and not signed; an unsaved one when nothing was. One query."""
    rows = DeclarationDraft.objects.select_related("saved_by")
    found = rows.filter(declaration=declaration).first()
    return found or DeclarationDraft(declaration=declaration)


def draft_mark(saved_at: datetime | None) -> str:
    """Return what is equal while nobody saves the draft again; empty when nobody did. No query."""
    return saved_at.isoformat() if saved_at else ""
