"""Accounts that came to light outside the register: stored, and nothing more, until one decides."""

from datetime import datetime

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.kernel.text.addresses import Address
from gouvernail.ledger.actions import record
from gouvernail.people.models import Unit
from gouvernail.registry.actions.accounts import AccountFacts, new_account
from gouvernail.registry.models import Account
from gouvernail.registry.queries import handle_key

ORIGIN = "found by"


@action("registry.store_found_account")
def store_found_account(*, address: Address, origin: str, by: Actor, at: datetime) -> Account:
    """Keep an account that was found, to confirm, in the organisation’s own unit.

    One that is in the register already is returned as it stands. `origin` says how it came to
    light (`public report`) and stays with it; `by` is a machine: nobody vouches for it yet.
    """
    root = Unit.objects.select_for_update().get(parent=None)  # two finders, one row
    known = Account.objects.filter(network=address.network, handle_key=handle_key(address)).first()
    if known is not None:
        return known
    facts = AccountFacts(
        address=address,
        unit_id=root.pk,
        status=Account.Status.TO_CONFIRM,
        extra={ORIGIN: origin},
    )
    account = new_account(facts, at=at)
    account.save()
    record(actor=by, verb="account.registered", subject=account, at=at, data={"origin": origin})
    return account
