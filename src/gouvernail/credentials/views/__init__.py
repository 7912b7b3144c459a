"""Pages of the vault of people: none of them holds a value."""

from gouvernail.credentials.views.items import (
    account_panel,
    item_add,
    item_breach,
    item_confirm,
    item_detail,
    item_edit,
    item_renew,
    item_retire,
    item_undo,
)
from gouvernail.credentials.views.lists import item_export, item_list, terms_edit
from gouvernail.credentials.views.reveals import (
    reveal_account,
    reveal_approve,
    reveal_ask,
    reveal_back,
    reveal_detail,
    reveal_emergency,
    reveal_end,
    reveal_open,
    reveal_refuse,
    reveal_withdraw,
)
from gouvernail.credentials.views.showings import reveal_show, showing_detail

__all__ = [
    "account_panel",
    "item_add",
    "item_breach",
    "item_confirm",
    "item_detail",
    "item_edit",
    "item_export",
    "item_list",
    "item_renew",
    "item_retire",
    "item_undo",
    "reveal_account",
    "reveal_approve",
    "reveal_ask",
    "reveal_back",
    "reveal_detail",
    "reveal_emergency",
    "reveal_end",
    "reveal_open",
    "reveal_refuse",
    "reveal_show",
    "reveal_withdraw",
    "showing_detail",
    "terms_edit",
]
