"""Every change of what licences ask, of what lets off and of what holds back."""

from gouvernail.licences.actions.following import look_again, look_at, redact_words, tell_ends
from gouvernail.licences.actions.requirements import (
    NewRequirement,
    agree_requirement,
    refuse_requirement,
    set_requirement,
    set_terms,
    withdraw_requirement,
)
from gouvernail.licences.actions.restrictions import forget_case, lift, restrict, suspend
from gouvernail.licences.actions.waivers import (
    NewWaiver,
    ask_for_waiver,
    end_waiver,
    give_waiver,
    grant_waiver,
    refuse_waiver,
    withdraw_waiver,
)

__all__ = [
    "NewRequirement",
    "NewWaiver",
    "agree_requirement",
    "ask_for_waiver",
    "end_waiver",
    "forget_case",
    "give_waiver",
    "grant_waiver",
    "lift",
    "look_again",
    "look_at",
    "redact_words",
    "refuse_requirement",
    "refuse_waiver",
    "restrict",
    "set_requirement",
    "set_terms",
    "suspend",
    "tell_ends",
    "withdraw_requirement",
    "withdraw_waiver",
]
