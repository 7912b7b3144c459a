"""Every change of state of an account, its connection, its readings and its imports."""

from gouvernail.registry.actions.accounts import (
    AccountFacts,
    change_status,
    note_custody,
    register_account,
    set_holder,
    set_review,
    update_account,
)
from gouvernail.registry.actions.imports import (
    Upload,
    abandon_import,
    run_import,
    set_import_settings,
    start_import,
)
from gouvernail.registry.actions.readings import Figures, record_reading

__all__ = [
    "AccountFacts",
    "Figures",
    "Upload",
    "abandon_import",
    "change_status",
    "note_custody",
    "record_reading",
    "register_account",
    "run_import",
    "set_holder",
    "set_import_settings",
    "set_review",
    "start_import",
    "update_account",
]
