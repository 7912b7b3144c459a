"""Every change of the rules, and of what was said with them."""

from gouvernail.rulebooks.actions.controls import (
    ControlChoice,
    agree_control,
    change_controls,
    reject_control,
    withdraw_control,
)
from gouvernail.rulebooks.actions.dismissals import (
    dismiss_finding,
    reinstate_dismissal,
    reinstate_finding,
)
from gouvernail.rulebooks.actions.packs import (
    NewPack,
    adopt_starter_packs,
    ask_to_retire_pack,
    create_pack,
    edit_version,
    keep_pack,
    restore_version,
    retire_pack,
    write_version,
)
from gouvernail.rulebooks.actions.verdicts import Judged, judge_again, store_verdict
from gouvernail.rulebooks.actions.versions import (
    Submission,
    agree_version,
    note_tried,
    put_version_in_force,
    reject_version,
    submit_version,
    withdraw_version,
)
from gouvernail.rulebooks.actions.waivers import (
    WaiverRequest,
    ask_for_waiver,
    end_waiver,
    expire_waiver,
    grant_waiver,
    refuse_waiver,
    withdraw_waiver,
)

__all__ = [
    "ControlChoice",
    "Judged",
    "NewPack",
    "Submission",
    "WaiverRequest",
    "adopt_starter_packs",
    "agree_control",
    "agree_version",
    "ask_for_waiver",
    "ask_to_retire_pack",
    "change_controls",
    "create_pack",
    "dismiss_finding",
    "edit_version",
    "end_waiver",
    "expire_waiver",
    "grant_waiver",
    "judge_again",
    "keep_pack",
    "note_tried",
    "put_version_in_force",
    "refuse_waiver",
    "reinstate_dismissal",
    "reinstate_finding",
    "reject_control",
    "reject_version",
    "restore_version",
    "retire_pack",
    "store_verdict",
    "submit_version",
    "withdraw_control",
    "withdraw_version",
    "withdraw_waiver",
    "write_version",
]
