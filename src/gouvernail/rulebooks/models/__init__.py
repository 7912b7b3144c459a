"""Rule packs in force, and what they said about each text."""

from gouvernail.rulebooks.models.controls import RuleControl
from gouvernail.rulebooks.models.dismissals import Dismissal
from gouvernail.rulebooks.models.manuscripts import Manuscript
from gouvernail.rulebooks.models.packs import Pack, PackVersion
from gouvernail.rulebooks.models.published import PublishedVerdict
from gouvernail.rulebooks.models.trials import Trial, TrialReading
from gouvernail.rulebooks.models.verdicts import RaisedRule, StoredVerdict
from gouvernail.rulebooks.models.waivers import Waiver

__all__ = [
    "Dismissal",
    "Manuscript",
    "Pack",
    "PackVersion",
    "PublishedVerdict",
    "RaisedRule",
    "RuleControl",
    "StoredVerdict",
    "Trial",
    "TrialReading",
    "Waiver",
]
