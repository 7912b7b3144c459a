"""Every change of a consultation, of what is said in it and of what is answered."""

from gouvernail.consultations.actions.answering import (
    Said,
    answer_remarks,
    group_remarks,
    ungroup_remark,
)
from gouvernail.consultations.actions.ending import redact_remarks, tell_what_changed
from gouvernail.consultations.actions.entering import gather_held
from gouvernail.consultations.actions.remarks import (
    NewRemark,
    Sent,
    change_by_code,
    edit_remark,
    keep_draft,
    mark_clause,
    may_change,
    note_reading,
    send_remark,
    suggest_change,
    support_remark,
    withdraw_remark,
)
from gouvernail.consultations.actions.terms import write_terms
from gouvernail.consultations.actions.window import (
    Window,
    cancel_consultation,
    close_consultation,
    move_end,
    open_consultation,
    plan_consultation,
    remind,
)

__all__ = [
    "NewRemark",
    "Said",
    "Sent",
    "Window",
    "answer_remarks",
    "cancel_consultation",
    "change_by_code",
    "close_consultation",
    "edit_remark",
    "gather_held",
    "group_remarks",
    "keep_draft",
    "mark_clause",
    "may_change",
    "move_end",
    "note_reading",
    "open_consultation",
    "plan_consultation",
    "redact_remarks",
    "remind",
    "send_remark",
    "suggest_change",
    "support_remark",
    "tell_what_changed",
    "ungroup_remark",
    "withdraw_remark",
    "write_terms",
]
