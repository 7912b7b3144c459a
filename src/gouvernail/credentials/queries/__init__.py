"""Questions about items of the vault and requests to see them."""

from gouvernail.credentials.queries.browsing import (
    SHOWS,
    ItemLine,
    Narrowing,
    RevealLine,
    awaiting,
    due_items,
    item_line,
    item_rows,
    items_of_account,
    owed_accounts,
    reveal_line,
    reveal_rows,
    reveals_of_item,
)
from gouvernail.credentials.queries.exports import export_rows, header
from gouvernail.credentials.queries.people import approver_names, keeper_choices, request_replaced
from gouvernail.credentials.queries.terms import (
    DEFAULTS,
    SOURCE,
    Times,
    said_of,
    times_for,
    times_of,
    written_terms,
)

__all__ = [
    "DEFAULTS",
    "SHOWS",
    "SOURCE",
    "ItemLine",
    "Narrowing",
    "RevealLine",
    "Times",
    "approver_names",
    "awaiting",
    "due_items",
    "export_rows",
    "header",
    "item_line",
    "item_rows",
    "items_of_account",
    "keeper_choices",
    "owed_accounts",
    "request_replaced",
    "reveal_line",
    "reveal_rows",
    "reveals_of_item",
    "said_of",
    "times_for",
    "times_of",
    "written_terms",
]
