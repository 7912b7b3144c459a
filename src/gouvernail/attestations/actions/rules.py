"""How often each unit reviews its accounts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.attestations.models import ReviewRule
from gouvernail.foundation.actions import action
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.kernel.text.addresses import NETWORKS
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require, visible_unit

MONTHS_MOST: Final = 36
WEEKS_MOST: Final = 12
ACCOUNTS_LIMIT: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFacts:
    """What is set for a unit and a network (all of them without one); None is inherited."""

    unit_id: UUID
    network: str = ""
    months: int | None = None
    weeks_before: int | None = None
    accounts_most: int | None = None


@action("attestations.write_rule")
def write_rule(*, facts: RuleFacts, by: Person, at: datetime) -> ReviewRule | None:
    """Set the rhythm of a unit; everything left empty takes it away. None when it is gone.

    Raises:
        UnitNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` may not edit the accounts there.
        InvalidInputError: a number is out of bounds, or the network unknown.
    """
    unit = visible_unit(facts.unit_id, viewer=by)
    require(by, Right.EDIT_ACCOUNTS, unit=unit)
    _check(facts)
    rule = ReviewRule.objects.select_for_update().filter(unit=unit, network=facts.network).first()
    if facts.months is None and facts.weeks_before is None and facts.accounts_most is None:
        if rule is not None:
            record(actor=by, verb="review_rule.removed", subject=rule, at=at)
            rule.delete()
        return None
    rule = rule or ReviewRule(unit=unit, network=facts.network)
    rule.months, rule.weeks_before = facts.months, facts.weeks_before
    rule.accounts_most = None if facts.network else facts.accounts_most
    rule.save()
    record(actor=by, verb="review_rule.written", subject=rule, at=at)
    return rule


def _check(facts: RuleFacts) -> None:
    bounds = (
        ("months", facts.months, MONTHS_MOST),
        ("weeks_before", facts.weeks_before, WEEKS_MOST),
        ("accounts_most", facts.accounts_most, ACCOUNTS_LIMIT),
    )
    fields = {
        name: _("From 1 to %(most)s.") % {"most": most}
        for name, value, most in bounds
        if value is not None and not 1 <= value <= most
    }
    if facts.network and facts.network not in NETWORKS:
        fields["network"] = _("This network is not known here.")
    if fields:
        raise InvalidInputError(next(iter(fields.values())), fields=fields)
