"""Everything that happens to a draft."""

from gouvernail.approvals.actions.decisions import Choice
from gouvernail.content.actions.assigning import assign_draft, copy_draft
from gouvernail.content.actions.branding import (
    address_draft,
    insert_template,
    leave_draft_template,
)
from gouvernail.content.actions.decisions import (
    decide_draft,
    decide_draft_as_guest,
    release_draft_alone,
)
from gouvernail.content.actions.drafts import (
    NewDraft,
    Timetable,
    Writing,
    cancel_draft,
    choose_accounts,
    reopen_draft,
    save_draft,
    schedule_draft,
    start_draft,
)
from gouvernail.content.actions.findings import apply_fix, dismiss_card, reinstate_card
from gouvernail.content.actions.following import follow_deliveries, follow_expiry
from gouvernail.content.actions.licences import go_again, resting_on, wait_for_licence
from gouvernail.content.actions.pictures import attach_picture, remove_picture
from gouvernail.content.actions.proofs import (
    KeptFile,
    NewProof,
    attach_proof,
    keep_proof,
    reuse_proof,
    withdraw_proof,
)
from gouvernail.content.actions.submission import submit_draft, withdraw_draft

__all__ = [
    "Choice",
    "KeptFile",
    "NewDraft",
    "NewProof",
    "Timetable",
    "Writing",
    "address_draft",
    "apply_fix",
    "assign_draft",
    "attach_picture",
    "attach_proof",
    "cancel_draft",
    "choose_accounts",
    "copy_draft",
    "decide_draft",
    "decide_draft_as_guest",
    "dismiss_card",
    "follow_deliveries",
    "follow_expiry",
    "go_again",
    "insert_template",
    "keep_proof",
    "leave_draft_template",
    "reinstate_card",
    "release_draft_alone",
    "remove_picture",
    "reopen_draft",
    "resting_on",
    "reuse_proof",
    "save_draft",
    "schedule_draft",
    "start_draft",
    "submit_draft",
    "wait_for_licence",
    "withdraw_draft",
    "withdraw_proof",
]
