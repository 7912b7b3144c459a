"""Writing replies, agreeing to them, keeping them good, counting their use."""

from gouvernail.approvals.actions.decisions import Choice
from gouvernail.replies.actions.deciding import decide_reply
from gouvernail.replies.actions.importing import (
    Imported,
    import_replies,
    import_starters,
)
from gouvernail.replies.actions.keeping import (
    confirm_still_good,
    record_use,
    remind,
    retire_reply,
    take_up_again,
)
from gouvernail.replies.actions.submitting import submit_version, take_back_version
from gouvernail.replies.actions.writing import (
    Sheet,
    Words,
    begin_reply,
    write_reply,
)

__all__ = [
    "Choice",
    "Imported",
    "Sheet",
    "Words",
    "begin_reply",
    "confirm_still_good",
    "decide_reply",
    "import_replies",
    "import_starters",
    "record_use",
    "remind",
    "retire_reply",
    "submit_version",
    "take_back_version",
    "take_up_again",
    "write_reply",
]
