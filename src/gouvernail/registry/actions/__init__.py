"""Every change of state of an account, its connection, its readings and its imports."""

from gouvernail.registry.actions.accounts import (
    AccountFacts,
    note_custody,
    register_account,
    set_holder,
    set_review,
    update_account,
)
from gouvernail.registry.actions.agreements import AgreementFacts, file_agreement, file_paper
from gouvernail.registry.actions.imports import (
    Upload,
    abandon_import,
    run_import,
    set_import_settings,
    start_import,
)
from gouvernail.registry.actions.life import (
    ClosingPlan,
    Move,
    change_status,
    tick_step,
    undo_status,
)
from gouvernail.registry.actions.readings import Figures, record_reading
from gouvernail.registry.actions.sheets import write_sheet

__all__ = [
    "AccountFacts",
    "AgreementFacts",
    "ClosingPlan",
    "Figures",
    "Move",
    "Upload",
    "abandon_import",
    "change_status",
    "file_agreement",
    "file_paper",
    "note_custody",
    "record_reading",
    "register_account",
    "run_import",
    "set_holder",
    "set_import_settings",
    "set_review",
    "start_import",
    "tick_step",
    "undo_status",
    "update_account",
    "write_sheet",
]
