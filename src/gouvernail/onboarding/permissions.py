"""Who leads the first hour, and who sees what it found."""

from django.db.models import Q, QuerySet

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
    """Return the proposed accounts: all of them to whoever leads, to the others what they brought.

    Nothing to whoever may edit no account.
    """
    rows = Proposal.objects.all()
    if not may(viewer, Right.EDIT_ACCOUNTS):
        return rows.none()
    if may_lead(viewer):
        return rows
    again = Proposal.brought_by.through.objects.filter(person=viewer).values("proposal")
    return rows.filter(Q(made_by=viewer) | Q(pk__in=again))
