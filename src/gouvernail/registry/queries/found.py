"""Accounts that came to light, and accounts named by other accounts."""

from django.db.models import Count, QuerySet

from gouvernail.foundation.paging import Page, page_of
from gouvernail.foundation.sorting import Plain
from gouvernail.kernel.text.addresses import AddressError, parse_address
from gouvernail.people.models import Person
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_accounts
from gouvernail.registry.queries.addresses import handle_key
from gouvernail.registry.queries.listing import PAGE_SIZE, Filters

OFFERED = 60


def found_accounts(viewer: Person, filters: Filters, *, cursor: str) -> Page[Account]:
    """Return one page of the accounts found, the last changed first. One query.

    `filters` narrow by network, unit, status, tag and words; they carry `found`.
    """
    accounts = visible_accounts(viewer).filter(filters.condition())
    accounts = accounts.select_related("unit", "duplicate_of", "status_by")
    return page_of(accounts, order=("-updated_at", "-id"), cursor=cursor, size=PAGE_SIZE)


def found_counts(viewer: Person) -> list[tuple[str, int]]:
    """Return how many accounts were found, by status, those to decide upon first. One query."""
    counted = (
        visible_accounts(viewer)
        .filter(status__in=Account.FOUND)
        .values("status")
        .annotate(number=Count("pk"))
        .order_by()
    )
    numbers = {line["status"]: line["number"] for line in counted}
    order = [Account.Status.TO_CONFIRM, *Account.Status]
    return [(str(status), numbers[status]) for status in dict.fromkeys(order) if status in numbers]


def account_named(text: str, *, network: str, viewer: Person) -> Account | None:
    """Return the account of the register with that address, or that handle on `network`.

    One query; none when the text names no account.
    """
    for said in (None, network):
        try:
            address = parse_address(text, network=said)
        except AddressError:
            continue
        accounts = visible_accounts(viewer).filter(
            network=address.network, handle_key=handle_key(address)
        )
        return accounts.first()
    return None


def neighbours_of(account: Account, *, viewer: Person) -> QuerySet[Account]:
    """Return accounts worth offering beside this one: of its network, its unit first. One query."""
    accounts = visible_accounts(viewer).filter(network=account.network, status__in=Account.OURS)
    return accounts.exclude(pk=account.pk).order_by("unit__path", Plain("name"))[:OFFERED]
