"""Who is told what of licences."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from gouvernail.licences.models import Requirement, Restriction, Standing, Waiver
from gouvernail.licences.permissions import those_who_agree
from gouvernail.notifications.actions import Message, tell
from gouvernail.people.models import Person


def tell_of_requirement(row: Requirement, *, by: Person, at: datetime) -> None:
    """Tell whoever may agree that something waits for a second person. Five statements."""
    people = those_who_agree() - {by.pk}
    message = Message(
        kind="licence.requirement_asked",
        once=f"licence-asked:{row.pk.hex}",
        path=reverse("licences:requirement-list"),
        facts={"by": by.name},
        subject_kind=Requirement.ledger_kind,
        subject_id=str(row.pk),
    )
    tell(people=people, message=message, at=at)


def tell_of_waiver(
    waiver: Waiver, what: str, *, people: Iterable[UUID], by: Person, at: datetime
) -> None:
    """Tell each person once what became of a waiver. One statement."""
    mine = what != "to_grant"
    message = Message(
        kind=f"licence.waiver_{what}",
        once=f"licence-waiver:{waiver.pk.hex}:{what}",
        path=reverse("licences:mine")
        if mine
        else reverse("licences:person-detail", args=[waiver.person_id]),
        facts={"by": by.name, "title": waiver.person.name},
        subject_kind=Waiver.ledger_kind,
        subject_id=str(waiver.pk),
    )
    tell(people=people, message=message, at=at)


def tell_of_restriction(row: Restriction, what: str, *, by: Person, at: datetime) -> None:
    """Tell the person themselves what was decided of their licence. One statement."""
    message = Message(
        kind=f"licence.{what}",
        once=f"licence-held:{row.pk.hex}:{what}",
        path=reverse("licences:mine"),
        facts={"by": by.name},
        subject_kind=Restriction.ledger_kind,
        subject_id=str(row.pk),
    )
    tell(people={row.person_id}, message=message, at=at)


def tell_of_standing(standing: Standing, what: str, *, at: datetime) -> None:
    """Tell somebody that a licence ends soon, has ended, or never held yet. One statement.

    Once for each of these, whatever the number of acts and networks that end together.
    """
    day = standing.until if what.startswith("ending") else standing.since
    message = Message(
        kind=f"licence.{what}",
        once=f"licence:{what}:{day:%Y%m%d}",
        path=reverse("licences:mine"),
        subject_kind="person",
        subject_id=str(standing.person_id),
    )
    tell(people={standing.person_id}, message=message, at=at)
