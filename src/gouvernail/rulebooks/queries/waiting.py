"""What waits for somebody's answer about rules."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from gouvernail.charter.models import Charter
from gouvernail.charter.queries import separation
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may
from gouvernail.rulebooks.models import PackVersion, RuleControl, Waiver
from gouvernail.rulebooks.permissions import may_agree, may_grant, visible_packs, visible_waivers
from gouvernail.rulebooks.queries.packs import bound_by_path
from gouvernail.rulebooks.queries.reading import in_words
from gouvernail.rulebooks.queries.standing import controls_to_decide

SOON: Final = timedelta(days=14)
Waiting = PackVersion | RuleControl | Waiver


def waiting_for_agreement(person: Person) -> list[Waiting]:
    """Return versions, levels and waivers that wait for this person, the oldest kind first.

    What they asked for themselves is left out, except in a small team. Four queries; none for who
    agrees to nothing.
    """
    if not (may(person, Right.EDIT_RULES) or may(person, Right.DECIDE)):
        return []
    packs = visible_packs(person).filter(retired_at__isnull=True)
    versions = PackVersion.objects.filter(
        pack__in=packs, status=PackVersion.Status.IN_REVIEW
    ).select_related("pack__unit", "submitted_by")
    waivers = visible_waivers(person).filter(status=Waiver.Status.ASKED)
    found: list[Waiting] = [
        one
        for one in versions.order_by("submitted_at", "pk")
        if may_agree(person, unit=one.pack.unit)
    ]
    found += [one for one in controls_to_decide(packs) if may_agree(person, unit=one.unit)]
    asked = waivers.select_related("pack__unit", "unit__parent", "asked_by").order_by("asked_at")
    found += [one for one in asked if may_grant(person, one)]
    own = [one for one in found if is_own(person, one)]
    if own and separation() != Charter.Separation.SMALL:
        return [one for one in found if one not in own]
    return found


def is_own(person: Person, one: Waiting) -> bool:
    """Return whether somebody had a hand in what waits. No query."""
    if isinstance(one, PackVersion):
        return person.pk in one.hands
    return one.asked_by_id == person.pk


def waivers_ending(person: Person, *, at: datetime) -> QuerySet[Waiver]:
    """Return the waivers that this person asked for or granted and that end soon. One query."""
    mine = Q(asked_by=person) | Q(decided_by=person)
    rows = Waiver.objects.filter(
        mine, status=Waiver.Status.GRANTED, until__gt=at, until__lte=at + SOON
    )
    return rows.select_related("unit", "pack__unit").order_by("until")


def rule_names(
    rows: Sequence[RuleControl | Waiver], *, at: datetime
) -> dict[tuple[UUID, str], str]:
    """Return the titles of the rules that levels and waivers are about, by pack and rule.

    A rule that no version in force has is left out. No query where there is no row, else one; one
    more when a pack was never read by this process.
    """
    paths = {one.pack.unit.path for one in rows}
    found = bound_by_path(paths, at=at) if paths else {}
    return {
        (bound.pack_id, rule.id): in_words(rule.title)
        for bounds in found.values()
        for bound in bounds
        for rule in bound.pack.rules
    }
