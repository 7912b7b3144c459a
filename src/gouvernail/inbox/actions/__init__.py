"""Everything that changes a conversation."""

from gouvernail.inbox.actions.experts import (
    answer_expert,
    ask_expert,
    remind_expert,
    withdraw_question,
)
from gouvernail.inbox.actions.handling import (
    add_note,
    assign,
    claim,
    close,
    flag_complaint,
    hand_over_complaint,
    merge,
    note_late,
    prioritise,
    release,
    reopen,
    snooze,
    wake,
)
from gouvernail.inbox.actions.moderating import moderate, reasons_of
from gouvernail.inbox.actions.receiving import Received, receive
from gouvernail.inbox.actions.replying import (
    Answer,
    decide_reply,
    follow_delivery,
    follow_request,
    fresh_key,
    reply,
)
from gouvernail.inbox.actions.settings import DeskFacts, drop_rule, write_desk, write_rule

__all__ = [
    "Answer",
    "DeskFacts",
    "Received",
    "add_note",
    "answer_expert",
    "ask_expert",
    "assign",
    "claim",
    "close",
    "decide_reply",
    "drop_rule",
    "flag_complaint",
    "follow_delivery",
    "follow_request",
    "fresh_key",
    "hand_over_complaint",
    "merge",
    "moderate",
    "note_late",
    "prioritise",
    "reasons_of",
    "receive",
    "release",
    "remind_expert",
    "reopen",
    "reply",
    "snooze",
    "wake",
    "withdraw_question",
    "write_desk",
    "write_rule",
]
