"""Whether breaches may be followed up here, and what is missing for it."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import ngettext

from gouvernail.charter.queries.charter import the_charter
from gouvernail.charter.queries.modules import MODULES, is_on
from gouvernail.conduct.models import Basis
from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Person, Seat, Unit
from gouvernail.people.permissions import Right, holders_of_right, holders_of_seat

CODE = "conduct"


def basis_in_force() -> Basis | None:
    """Return the legal basis in force. One query."""
    return _of(Basis.Status.IN_FORCE).first()


def basis_proposed() -> Basis | None:
    """Return the legal basis that waits for a second person. One query."""
    return _of(Basis.Status.PROPOSED).first()


def _of(status: str) -> QuerySet[Basis]:
    return Basis.objects.filter(status=status).select_related("proposed_by", "decided_by")


def former_bases() -> list[Basis]:
    """Return what was in force before, or declined, latest first: ten at most. One query."""
    rows = Basis.objects.filter(status__in=("declined", "ended"))
    return list(rows.select_related("proposed_by", "decided_by")[:10])


def limit_in_words(basis: Basis) -> str:
    """Return after how long facts are too old, or nothing where nobody said. No query."""
    number = basis.facts_limit
    if number is None:
        return ""
    count = {"count": number}
    if basis.facts_unit == Basis.Span.YEARS:
        return ngettext("%(count)s year", "%(count)s years", number) % count
    return ngettext("%(count)s month", "%(count)s months", number) % count


def who_may_agree(basis: Basis | None) -> list[Person]:
    """Return who may be the second person: up to ten, by name. Four queries at most."""
    root = Unit.objects.filter(parent__isnull=True).order_by("path").first()
    if basis is None or root is None:
        return []
    leads = holders_of_right(Right.EDIT_CHARTER, unit=root).values("pk")
    legal = holders_of_seat(Seat.LEGAL, unit=root).values("pk")
    rows = Person.objects.filter(Q(pk__in=leads) | Q(pk__in=legal))
    return list(rows.exclude(pk=basis.proposed_by_id).order_by(Plain("name"))[:10])


def what_is_missing() -> Sequence[str]:
    """Return what keeps breaches from being followed up: `module`, `basis`, `second`. Two queries.

    Empty when nothing does. `second`: it is recorded, nobody else has agreed yet.
    """
    missing = []
    module = next(one for one in MODULES if one.code == CODE)
    if not is_on(module, the_charter()):
        missing.append("module")
    known = set(Basis.objects.filter(status__in=("proposed", "in_force")).values_list("status"))
    if (Basis.Status.IN_FORCE,) not in known:
        missing.append("second" if (Basis.Status.PROPOSED,) in known else "basis")
    return missing
