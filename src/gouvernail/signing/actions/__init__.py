"""Every change of a campaign of signatures."""

from gouvernail.signing.actions.carrying import carry_over, end_carry_over
from gouvernail.signing.actions.erasing import redact_person
from gouvernail.signing.actions.following import follow_people
from gouvernail.signing.actions.planning import (
    Plan,
    change_campaign,
    close_campaign,
    close_superseded,
    open_campaign,
    plan_campaign,
)
from gouvernail.signing.actions.reminding import remind, remind_by_hand
from gouvernail.signing.actions.signing import answer_objection, make_objection, sign

__all__ = [
    "Plan",
    "answer_objection",
    "carry_over",
    "change_campaign",
    "close_campaign",
    "close_superseded",
    "end_carry_over",
    "follow_people",
    "make_objection",
    "open_campaign",
    "plan_campaign",
    "redact_person",
    "remind",
    "remind_by_hand",
    "sign",
]
