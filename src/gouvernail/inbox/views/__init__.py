"""Conversations as pages."""

from gouvernail.inbox.views.experts import question_answer, question_list
from gouvernail.inbox.views.handling import (
    conversation_assign,
    conversation_claim,
    conversation_close,
    conversation_expert,
    conversation_flag,
    conversation_merge,
    conversation_moderate,
    conversation_note,
    conversation_priority,
    conversation_register,
    conversation_release,
    conversation_reopen,
    conversation_reply,
    conversation_snooze,
    question_withdraw,
)
from gouvernail.inbox.views.letters import letter_take
from gouvernail.inbox.views.pages import conversation_detail, conversation_list
from gouvernail.inbox.views.reviewing import (
    reply_decide,
    reply_release,
    reply_review,
    reply_withdraw,
)
from gouvernail.inbox.views.settings import (
    desk_edit,
    report,
    report_export,
    rule_create,
    rule_drop,
    rule_move,
)

__all__ = [
    "conversation_assign",
    "conversation_claim",
    "conversation_close",
    "conversation_detail",
    "conversation_expert",
    "conversation_flag",
    "conversation_list",
    "conversation_merge",
    "conversation_moderate",
    "conversation_note",
    "conversation_priority",
    "conversation_register",
    "conversation_release",
    "conversation_reopen",
    "conversation_reply",
    "conversation_snooze",
    "desk_edit",
    "letter_take",
    "question_answer",
    "question_list",
    "question_withdraw",
    "reply_decide",
    "reply_release",
    "reply_review",
    "reply_withdraw",
    "report",
    "report_export",
    "rule_create",
    "rule_drop",
    "rule_move",
]
