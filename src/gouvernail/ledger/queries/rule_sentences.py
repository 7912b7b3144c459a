"""What the verbs about rules say to a reader."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RULES: Final[Mapping[str, Promise]] = {
    "finding.dismissed": _("Finding of a rule set aside"),
    "finding.reinstated": _("Finding of a rule reinstated"),
    "pack.created": _("Rule pack created"),
    "pack.retired": _("Rule pack retired"),
    "pack.retirement_asked": _("Rule pack to retire: a second person decides"),
    "pack.retirement_withdrawn": _("Rule pack kept in use"),
    "pack_version.adopted": _("Version %(number)s of the rules in force"),
    "pack_version.agreed": _("Version %(number)s of the rules agreed to by a second person"),
    "pack_version.drafted": _("Version %(number)s of the rules drafted"),
    "pack_version.edited": _("Version %(number)s of the rules edited"),
    "pack_version.rejected": _("Version %(number)s of the rules rejected"),
    "pack_version.submitted": _("Version %(number)s of the rules submitted for review"),
    "pack_version.superseded": _("Version %(number)s of the rules superseded"),
    "pack_version.tried": _("Version %(number)s of the rules tried over past posts"),
    "pack_version.withdrawn": _("Version %(number)s of the rules withdrawn"),
    "published_verdict.brought_back": _("Publication against the rules brought back to the list"),
    "published_verdict.raised": _("Publication found against the rules of today"),
    "published_verdict.replaced": _("Publication changed since it was found against the rules"),
    "published_verdict.set_aside": _("Publication against the rules left as it stands"),
    "rule_control.agreed": _("Level of a rule agreed to: %(control)s"),
    "rule_control.asked": _("Level of a rule asked for: %(control)s"),
    "rule_control.rejected": _("Change of the level of a rule rejected: %(control)s"),
    "rule_control.withdrawn": _("Change of the level of a rule withdrawn: %(control)s"),
    "trial.asked": _("Trial of a draft of rules over past posts asked for"),
    "trial.cancelled": _("Trial of a draft of rules stopped"),
    "trial.ended": _("Trial of a draft of rules ended"),
    "trial_reading.made": _("Post of a trial read: right, or a false alarm"),
    "waiver.asked": _("Waiver of a rule asked for"),
    "waiver.ended": _("Waiver of a rule ended before its time"),
    "waiver.expired": _("Waiver of a rule ended at its time"),
    "waiver.granted": _("Waiver of a rule granted"),
    "waiver.refused": _("Waiver of a rule refused"),
    "waiver.withdrawn": _("Request for a waiver withdrawn"),
}
