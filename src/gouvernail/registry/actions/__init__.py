"""Every change of state of an account, its connection, its readings and its imports."""

from gouvernail.registry.actions.accounts import (
    AccountFacts,
    change_status,
    register_account,
    set_holder,
    set_review,
    update_account,
)
from gouvernail.registry.actions.readings import Figures, record_reading

__all__ = [
    "AccountFacts",
    "Figures",
    "change_status",
    "record_reading",
    "register_account",
    "set_holder",
    "set_review",
    "update_account",
]
