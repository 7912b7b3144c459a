"""Every change of the rules, and of what was said with them."""

from gouvernail.rulebooks.actions.dismissals import dismiss_finding, reinstate_finding
from gouvernail.rulebooks.actions.packs import (
    NewPack,
    adopt_starter_packs,
    adopt_version,
    create_pack,
    retire_pack,
    write_version,
)
from gouvernail.rulebooks.actions.verdicts import Judged, judge_again, store_verdict

__all__ = [
    "Judged",
    "NewPack",
    "adopt_starter_packs",
    "adopt_version",
    "create_pack",
    "dismiss_finding",
    "judge_again",
    "reinstate_finding",
    "retire_pack",
    "store_verdict",
    "write_version",
]
