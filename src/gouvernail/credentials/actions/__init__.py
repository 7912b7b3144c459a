"""Every change of what the vault holds for people, and of who may see it."""

from gouvernail.credentials.actions.deciding import (
    approve_reveal,
    back_reveal,
    refuse_reveal,
    withdraw_reveal,
)
from gouvernail.credentials.actions.emergencies import write_account
from gouvernail.credentials.actions.following import (
    follow_departure,
    follow_time,
    follow_withdrawal,
    forget_person,
    forget_showings,
    remind,
)
from gouvernail.credentials.actions.items import ItemFacts, add_item, change_item, retire_item
from gouvernail.credentials.actions.opening import (
    ask_showing,
    end_reveal,
    fail_showing,
    note_shown,
    open_reveal,
)
from gouvernail.credentials.actions.renewing import (
    confirm_renewal,
    note_breach,
    renew_item,
    undo_renewal,
)
from gouvernail.credentials.actions.requests import ask_reveal
from gouvernail.credentials.actions.rights import follow_rights, known_without_right
from gouvernail.credentials.actions.terms import write_terms

__all__ = [
    "ItemFacts",
    "add_item",
    "approve_reveal",
    "ask_reveal",
    "ask_showing",
    "back_reveal",
    "change_item",
    "confirm_renewal",
    "end_reveal",
    "fail_showing",
    "follow_departure",
    "follow_rights",
    "follow_time",
    "follow_withdrawal",
    "forget_person",
    "forget_showings",
    "known_without_right",
    "note_breach",
    "note_shown",
    "open_reveal",
    "refuse_reveal",
    "remind",
    "renew_item",
    "retire_item",
    "undo_renewal",
    "withdraw_reveal",
    "write_account",
    "write_terms",
]
