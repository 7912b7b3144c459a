"""What one may hope to do with an account, and who would do it."""

from enum import StrEnum


class Capability(StrEnum):
    """What one may hope to do with an account on a network."""

    PUBLISH = "publish"
    READ_BACK = "read_back"
    COMMENTS = "comments"
    MESSAGES = "messages"
    STATISTICS = "statistics"
    PROFILE = "profile"
    MEMBERS = "members"
    THREADS = "threads"
    WITHDRAW = "withdraw"
    EDIT = "edit"


class Means(StrEnum):
    """How a capability is served: by a machine, by a person, or by nobody."""

    AUTOMATIC = "automatic"
    BY_HAND = "by_hand"
    IMPOSSIBLE = "impossible"
