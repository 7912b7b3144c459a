"""Whether breaches may be followed up here, and what is missing for it."""

from collections.abc import Sequence

from django.db.models import QuerySet

from gouvernail.charter.queries.charter import the_charter
from gouvernail.charter.queries.modules import MODULES, is_on
from gouvernail.conduct.models import Basis

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
