"""Who answers for something about to be published, and whether their licences let it go."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from gouvernail.approvals.models import Request
from gouvernail.licences.models import Act
from gouvernail.licences.queries.deciding import Licence
from gouvernail.licences.queries.reading import licences_of
from gouvernail.licences.queries.requirements import the_terms
from gouvernail.licences.queries.words import as_kept, kept
from gouvernail.people.models import Seat, Unit
from gouvernail.people.permissions import holders_of_seat

ANSWER: Final = "answer"
LICENCE: Final = "licence"
"""Where a request for approval keeps who answers, and what their licences lacked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """The people who answer for a publication, and their licences on each network."""

    licences: Mapping[tuple[UUID, str, str], Licence]

    @property
    def lacking(self) -> list[Licence]:
        """Return the licences that do not hold."""
        return [one for one in self.licences.values() if not one.ok]

    def of(self, person_id: UUID) -> list[Licence]:
        """Return the licences of one of them."""
        return [one for (key, _act, _network), one in self.licences.items() if key == person_id]

    def lacking_of(self, person_id: UUID) -> list[Licence]:
        """Return the licences of one of them that do not hold."""
        return [one for one in self.of(person_id) if not one.ok]

    @property
    def people(self) -> set[UUID]:
        """Return whose licences do not hold."""
        return {key for (key, _act, _network), one in self.licences.items() if not one.ok}

    @property
    def words(self) -> frozenset[str]:
        """Return what is lacking, as stable words: `<person>/certificate:security`."""
        return frozenset(
            f"{key}/{word}"
            for (key, _act, _network), one in self.licences.items()
            for word in one.words
        )


def answering(
    people: Collection[UUID], networks: Iterable[str], *, at: datetime, act: str = Act.PUBLISH
) -> Answering:
    """Return whether the people who answer for a publication may publish it. Three queries."""
    return Answering(licences=licences_of(list(people), [act], sorted(set(networks)), at=at))


def seat_for(unit: Unit, *, hands: Collection[UUID]) -> str:
    """Return the seat that agrees to what lacks a licence: a colleague where nobody else holds it.

    Two queries.
    """
    seat = the_terms().seat
    held = holders_of_seat(seat, unit=unit).exclude(pk__in=list(hands)).exists()
    return seat if held else str(Seat.COLLEAGUE)


def context_of(people: Iterable[UUID], found: Answering) -> dict[str, Any]:
    """Return what a request for approval keeps: who answers, and what they lack. No query."""
    said: dict[str, Any] = {ANSWER: sorted(str(one) for one in people)}
    if found.lacking:
        said[LICENCE] = {
            **kept(found.lacking),
            "words": sorted(found.words),
            "people": sorted(str(one) for one in found.people),
        }
    return said


def reasons_kept(request: Request) -> list[Any]:
    """Return what the licences lacked when agreement was asked. No query."""
    said = request.context.get(LICENCE)
    return as_kept(said) if isinstance(said, dict) else []


def lapsed_since(
    approval_id: UUID | None,
    network: str,
    *,
    at: datetime,
    said: Mapping[str, Any] | None = None,
) -> Answering | None:
    """Return what lapsed since an approval, when anything did that nobody agreed to.

    `said` names one person and the act they need the licence for (`{"person": …, "act": …}`), with
    or without an approval. None when everybody who answers may do it there, or when what they lack
    is what was put to those who agreed. One query, and those of `answering`.
    """
    request = Request.objects.filter(pk=approval_id).first() if approval_id else None
    context = request.context if request is not None else {}
    if said is not None:
        people, act = {UUID(str(said["person"]))}, str(said["act"])
    elif request is not None:
        named = context.get(ANSWER)
        people = {UUID(one) for one in named} if named else {request.submitted_by_id}
        act = Act.PUBLISH
    else:
        return None
    found = answering(people, {network}, at=at, act=act)
    lacked = context.get(LICENCE)
    agreed = set(lacked.get("words", ())) if isinstance(lacked, dict) else set()
    return found if found.words - agreed else None


def still_agreed(approval_id: UUID | None) -> bool:
    """Return whether an approval stands: nothing was edited or sent back since. One query."""
    if approval_id is None:
        return False
    return Request.objects.filter(pk=approval_id, status=Request.Status.APPROVED).exists()
