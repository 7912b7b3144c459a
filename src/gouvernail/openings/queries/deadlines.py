"""The days of openings and of reworks, for the calendar of whoever works on them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.openings.models import Opening, Rework
from gouvernail.people.models import Person
from gouvernail.registry.models import Account
from gouvernail.registry.queries.deadlines import Deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningDeadline(Deadline):
    """The day by which an account is open, or by which another is reworked instead."""

    opening_id: UUID

    @property
    def path(self) -> str:
        """Return the page where it is done."""
        page = "opening-checklist" if self.kind == "opening" else "opening-detail"
        return reverse(f"openings:{page}", args=[self.opening_id])

    @property
    def words(self) -> str:
        """Return what is due, in the reader's language."""
        told = {"opening": _("Open: %(name)s"), "rework": _("Rework: %(name)s")}
        return told[self.kind] % {"name": self.name}


def opening_deadlines(person: Person, *, today: date) -> list[OpeningDeadline]:  # noqa: ARG001 - as every source
    """Return the days of what `person` opens or reworks. Two queries."""
    works = Q(account__owner=person) | Q(account__backup=person) | Q(begun_by=person)
    openings = Opening.objects.filter(works, status=Opening.Status.OPENING, due_on__isnull=False)
    reworks = Rework.objects.filter(assigned_to=person, done_at__isnull=True)
    near = "account__unit"
    return [
        *(
            _deadline("opening", one.account, one.due_on, one.pk)
            for one in openings.select_related(near)
            if one.account is not None and one.due_on is not None
        ),
        *(
            _deadline("rework", one.account, one.due_on, one.opening_id)
            for one in reworks.select_related(near)
        ),
    ]


def _deadline(kind: str, account: Account, on: date, opening_id: UUID) -> OpeningDeadline:
    return OpeningDeadline(
        on=on,
        kind=kind,
        key=account.pk.hex,
        name=account.name,
        network=account.network,
        unit=account.unit.label,
        opening_id=opening_id,
    )
