"""Everything that changes a conversation."""

from gouvernail.inbox.actions.changing import change_message, withdraw_message
from gouvernail.inbox.actions.elsewhere import receive_own
from gouvernail.inbox.actions.experts import (
    answer_expert,
    ask_expert,
    remind_expert,
    withdraw_question,
)
from gouvernail.inbox.actions.following import (
    decide_reply,
    follow_delivery,
    follow_request,
    release_reply_alone,
    withdraw_reply,
)
from gouvernail.inbox.actions.handling import (
    add_note,
    assign,
    claim,
    close,
    flag_complaint,
    hand_over_complaint,
    note_late,
    prioritise,
    release,
    reopen,
    snooze,
    wake,
)
from gouvernail.inbox.actions.indexing import index_missing
from gouvernail.inbox.actions.joining import merge
from gouvernail.inbox.actions.keeping import erase_notes, forget_name, sweep_conversations
from gouvernail.inbox.actions.letters import TakenLetter, take_letter
from gouvernail.inbox.actions.moderating import moderate, reasons_of
from gouvernail.inbox.actions.receiving import Received, receive
from gouvernail.inbox.actions.replying import Answer, fresh_key, reply
from gouvernail.inbox.actions.settings import (
    DeskFacts,
    drop_rule,
    move_rule,
    write_desk,
    write_rule,
)

__all__ = [
    "Answer",
    "DeskFacts",
    "Received",
    "TakenLetter",
    "add_note",
    "answer_expert",
    "ask_expert",
    "assign",
    "change_message",
    "claim",
    "close",
    "decide_reply",
    "drop_rule",
    "erase_notes",
    "flag_complaint",
    "follow_delivery",
    "follow_request",
    "forget_name",
    "fresh_key",
    "hand_over_complaint",
    "index_missing",
    "merge",
    "moderate",
    "move_rule",
    "note_late",
    "prioritise",
    "reasons_of",
    "receive",
    "receive_own",
    "release",
    "release_reply_alone",
    "remind_expert",
    "reopen",
    "reply",
    "snooze",
    "sweep_conversations",
    "take_letter",
    "wake",
    "withdraw_message",
    "withdraw_question",
    "withdraw_reply",
    "write_desk",
    "write_rule",
]
