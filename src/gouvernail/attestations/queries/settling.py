"""What settling a difference asks for, and where a page added already stands."""

from collections.abc import Iterable
from typing import Final

from django.db.models import Q

from gouvernail.attestations.models import DeclaredLine
from gouvernail.kernel.text.addresses import Address, parse_address
from gouvernail.people.models import Person
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_accounts
from gouvernail.registry.queries import handle_key

AT_ONCE: Final = frozenset({"to_confirm", "opening", "closing", "closed"})


def closes_by_plan(account: Account) -> bool:
    """Return whether an account said closed is closed by a plan. No query."""
    return account.status not in AT_ONCE


def held_as(address: Address) -> Account | None:
    """Return the account of the register that an address names, wherever it stands. One query."""
    return Account.objects.filter(network=address.network, handle_key=handle_key(address)).first()


def held_elsewhere(lines: Iterable[DeclaredLine], *, viewer: Person) -> dict[str, Account]:
    """Return, by the address of a line, the account of another unit that `viewer` sees there.

    One query.
    """
    places = {
        line.address: parse_address(line.address)
        for line in lines
        if line.what == DeclaredLine.What.ADDITION and line.account_id is None
    }
    asked = Q(pk__in=[])
    for address in places.values():
        asked |= Q(network=address.network, handle_key=handle_key(address))
    if not places:
        return {}
    rows = visible_accounts(viewer).filter(asked).select_related("unit")
    found = {(one.network, one.handle_key): one for one in rows}
    return {
        raw: found[key]
        for raw, address in places.items()
        if (key := (address.network, handle_key(address))) in found
    }
