"""Approved replies to start from, in both languages, and how they are read from their files."""

from gouvernail.replies.starters.reading import (
    DUTIES,
    StarterHandover,
    StarterHelpLine,
    StarterReply,
    StarterReplyCommons,
    StarterTheme,
    StarterTone,
    read_replies,
    read_reply_commons,
    starter_replies,
    starter_reply_commons,
)

__all__ = [
    "DUTIES",
    "StarterHandover",
    "StarterHelpLine",
    "StarterReply",
    "StarterReplyCommons",
    "StarterTheme",
    "StarterTone",
    "read_replies",
    "read_reply_commons",
    "starter_replies",
    "starter_reply_commons",
]
