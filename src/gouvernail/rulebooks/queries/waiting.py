"""What waits for somebody's answer about rules."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may
from gouvernail.rulebooks.models import Pack, PackVersion, RuleControl, Waiver
from gouvernail.rulebooks.permissions import may_agree, may_grant, visible_packs, visible_waivers
from gouvernail.rulebooks.queries.packs import bound_by_path
from gouvernail.rulebooks.queries.reading import in_words
from gouvernail.rulebooks.queries.standing import controls_to_decide

SOON: Final = timedelta(days=14)
Waiting = PackVersion | RuleControl | Waiver
WaitingRow = TypeVar("WaitingRow", PackVersion, RuleControl, Waiver)


def agrees_somewhere(person: Person) -> bool:
    """Return whether `person` agrees to rules of some unit, or may in some seat. The grants."""
    return may(person, Right.EDIT_RULES) or may(person, Right.DECIDE)


def versions_in_review(person: Person) -> QuerySet[PackVersion]:
    """Return the versions of rules `person` may read that wait for an answer, the oldest first.

    One query when iterated; none for who agrees to nothing.
    """
    if not agrees_somewhere(person):
        return PackVersion.objects.none()
    rows = PackVersion.objects.filter(
        pack__in=_packs(person), status=PackVersion.Status.IN_REVIEW
    ).select_related("pack__unit", "submitted_by")
    return rows.order_by("submitted_at", "pk")


def controls_asked(person: Person) -> QuerySet[RuleControl]:
    """Return the changes of level `person` may read that wait for an answer, as above."""
    if not agrees_somewhere(person):
        return RuleControl.objects.none()
    return controls_to_decide(_packs(person))


def waivers_asked(person: Person) -> QuerySet[Waiver]:
    """Return the waivers `person` may read that wait for an answer, as above."""
    if not agrees_somewhere(person):
        return Waiver.objects.none()
    rows = visible_waivers(person).filter(status=Waiver.Status.ASKED)
    return rows.select_related("pack__unit", "unit__parent", "asked_by").order_by("asked_at")


def _packs(person: Person) -> QuerySet[Pack]:
    return visible_packs(person).filter(retired_at__isnull=True)


def theirs_to_answer(
    rows: Iterable[WaitingRow], person: Person, *, own_too: Callable[[], bool]
) -> list[WaitingRow]:
    """Return which of these `person` may answer; their own only where `own_too` says so."""
    found = [one for one in rows if _may_answer(person, one)]
    if any(is_own(person, one) for one in found) and not own_too():
        return [one for one in found if not is_own(person, one)]
    return found


def _may_answer(person: Person, one: Waiting) -> bool:
    if isinstance(one, Waiver):
        return may_grant(person, one)
    return may_agree(person, unit=one.pack.unit if isinstance(one, PackVersion) else one.unit)


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
