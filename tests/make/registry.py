"""Makers of accounts, connections and readings: rows as they stand, without the actions."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from gouvernail.kernel.text.addresses import parse_address
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account, Connection, Reading, SetupSheet
from gouvernail.registry.queries import handle_key

EPOCH = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
_numbers = count(1)


def make_account(*, unit: Unit, address: str = "", **fields: Any) -> Account:
    """Return a saved official account of `unit`; on X unless `address` says otherwise."""
    number = next(_numbers)
    parsed = parse_address(address or f"https://x.com/nordet_{number}")
    return Account.objects.create(
        **{
            "unit": unit,
            "network": parsed.network,
            "handle": parsed.handle,
            "handle_key": handle_key(parsed),
            "url": parsed.url,
            "name": f"Nordet {number}",
            "review_on": date(2099, 1, 1),
            "registered_at": EPOCH,
            "updated_at": EPOCH,
        }
        | fields
    )


def make_connection(*, account: Account, by: Person, **fields: Any) -> Connection:
    """Return a connection in force."""
    return Connection.objects.create(
        **{
            "account": account,
            "service_url": "https://pds.example",
            "remote_id": "did:plc:" + account.pk.hex[:24],
            "connected_by": by,
            "connected_at": EPOCH,
        }
        | fields
    )


def make_reading(*, account: Account, by: Person, **fields: Any) -> Reading:
    """Return figures read by hand."""
    return Reading.objects.create(
        **{"account": account, "read_by": by, "read_on": date(2026, 11, 16)} | fields
    )


def make_sheet(*, account: Account, by: Person, **fields: Any) -> SetupSheet:
    """Return a set-up sheet that says how to get back in."""
    return SetupSheet.objects.create(
        **{
            "account": account,
            "recovery": "The shared box receives the code.",
            "checked_on": date(2026, 11, 2),
            "written_by": by,
            "written_at": EPOCH,
        }
        | fields
    )
