"""Preparing for a crisis, and running one."""

from gouvernail.crisis.actions.calls import (
    answer_call,
    call_contact,
    call_contacts,
    escalate_call,
    escalate_late,
)
from gouvernail.crisis.actions.contacts import (
    ContactFacts,
    move_contact,
    redact_contacts,
    remove_contact,
    write_contact,
)
from gouvernail.crisis.actions.evidence import (
    Captured,
    KeptFile,
    capture_evidence,
    forget_kept,
    keep_evidence_file,
)
from gouvernail.crisis.actions.freezing import freeze_from_room, note_lift
from gouvernail.crisis.actions.incidents import (
    close_incident,
    declare,
    describe_situation,
    grade_incident,
)
from gouvernail.crisis.actions.messages import (
    draft_message,
    prepare_message,
    send_to_staff,
    use_message,
)
from gouvernail.crisis.actions.plans import (
    PlanFacts,
    StepFacts,
    archive_plan,
    create_plan,
    name_role,
    remove_step,
    update_plan,
    write_as_policy,
    write_step,
)
from gouvernail.crisis.actions.room import (
    add_entry,
    add_task,
    give_task,
    reopen_task,
    settle_task,
    take_seat,
)
from gouvernail.crisis.actions.starting import import_starter
from gouvernail.crisis.actions.statements import (
    Words,
    approve_statement,
    remove_statement,
    return_statement,
    submit_statements,
    write_statement,
)
from gouvernail.crisis.actions.taken import (
    Cut,
    clear_account,
    cut_account,
    name_account,
    regain_account,
)

__all__ = [
    "Captured",
    "ContactFacts",
    "Cut",
    "KeptFile",
    "PlanFacts",
    "StepFacts",
    "Words",
    "add_entry",
    "add_task",
    "answer_call",
    "approve_statement",
    "archive_plan",
    "call_contact",
    "call_contacts",
    "capture_evidence",
    "clear_account",
    "close_incident",
    "create_plan",
    "cut_account",
    "declare",
    "describe_situation",
    "draft_message",
    "escalate_call",
    "escalate_late",
    "forget_kept",
    "freeze_from_room",
    "give_task",
    "grade_incident",
    "import_starter",
    "keep_evidence_file",
    "move_contact",
    "name_account",
    "name_role",
    "note_lift",
    "prepare_message",
    "redact_contacts",
    "regain_account",
    "remove_contact",
    "remove_statement",
    "remove_step",
    "reopen_task",
    "return_statement",
    "send_to_staff",
    "settle_task",
    "submit_statements",
    "take_seat",
    "update_plan",
    "use_message",
    "write_as_policy",
    "write_contact",
    "write_statement",
    "write_step",
]
