"""Who leads the first hour, and who sees what it found."""

from django.db.models import QuerySet

from gouvernail.onboarding.models import Proposal
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may, may_overall, require_overall


def may_lead(person: Person) -> bool:
    """Return whether `person` leads the first hour: whoever may edit the charter of the whole."""
    return may_overall(person, Right.EDIT_CHARTER)


def require_lead(person: Person) -> None:
    """Refuse unless `person` leads the first hour.

    Raises:
        RightMissingError: they do not.
    """
    require_overall(person, Right.EDIT_CHARTER)


def visible_proposals(viewer: Person) -> QuerySet[Proposal]:
    """Return the proposed accounts: to whoever may edit accounts somewhere, else nothing."""
    rows = Proposal.objects.all()
    return rows if may(viewer, Right.EDIT_ACCOUNTS) else rows.none()
