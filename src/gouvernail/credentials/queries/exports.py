"""The lists as tables for files: what there is, never what it says."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.db.models import QuerySet

from gouvernail.credentials.models import Item, Reveal

HEADERS: Final = {
    "items": (
        *("network", "account", "unit", "item", "kind", "used_at", "kept_by", "version"),
        *("put_in", "to_renew_by", "why"),
    ),
    "reveals": (
        *("network", "account", "unit", "item", "asked_by", "asked_at", "reason", "minutes"),
        *("way", "status", "backed_by", "backed_too_by", "decided_by", "decided_at"),
        *("opened_at", "open_until", "times_shown", "ended_at", "account_due"),
        *("account_written", "account"),
    ),
}


def export_rows(rows: QuerySet[Item] | QuerySet[Reveal]) -> Iterator[Sequence[object]]:
    """Yield the cells of each row, under `HEADERS`; one query for each 2,000 rows."""
    for row in rows.iterator(chunk_size=2000):
        yield _item(row) if isinstance(row, Item) else _reveal(row)


def _item(item: Item) -> Sequence[object]:
    account = item.account
    return (
        *(account.network, account.name, account.unit.name, item.label, item.kind, item.place),
        *(_name(item.keeper), item.version, item.put_at, item.due_on, item.due_why),
    )


def _reveal(reveal: Reveal) -> Sequence[object]:
    account = reveal.item.account
    return (
        *(account.network, account.name, account.unit.name, reveal.item.label),
        *(_name(reveal.asked_by), reveal.asked_at, reveal.reason, reveal.minutes, reveal.way),
        *(reveal.status, _name(reveal.backed_by), _name(reveal.backed_too_by)),
        *(_name(reveal.decided_by), reveal.decided_at, reveal.opened_at, reveal.open_until),
        *(reveal.shown, reveal.ended_at, reveal.account_due_on, reveal.accounted_at),
        reveal.account_text,
    )


def _name(person: object) -> str:
    return str(getattr(person, "name", ""))
