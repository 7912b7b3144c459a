"""Invitations that wait for an answer."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from gouvernail.people.errors import InvitationOverError
from gouvernail.people.models import Invitation, Person
from gouvernail.people.permissions import Right, scope


def invitations_for(viewer: Person) -> QuerySet[Invitation]:
    """Return every invitation to the people that `viewer` manages, the latest first.

    Each says in `followed` whether a later one was sent to the same person.
    """
    later = Invitation.objects.filter(
        person=OuterRef("person"), invited_at__gt=OuterRef("invited_at")
    )
    rows = Invitation.objects.filter(scope(viewer, Right.MANAGE_PEOPLE, "person__home_unit__path"))
    rows = rows.annotate(followed=Exists(later))
    return rows.select_related("person__home_unit", "invited_by").order_by("-invited_at", "-pk")


def pending_invitation(invitation_id: UUID, *, viewer: Person, at: datetime) -> Invitation:
    """Return one invitation that waits, of somebody `viewer` manages.

    Raises:
        InvitationOverError: there is none.
    """
    found = invitations_for(viewer).filter(pk=invitation_id, **Invitation.waiting(at)).first()
    if found is None:
        raise InvitationOverError
    return found


def invitation_of(secret: str, *, at: datetime) -> Invitation:
    """Return the invitation a link opens, its person loaded; looking uses nothing. One query.

    Raises:
        InvitationOverError: the link is wrong, used, too old or ended.
    """
    digest = sha256(secret.encode()).hexdigest()
    rows = Invitation.objects.pending(at).select_related("person", "invited_by")
    found = rows.filter(digest=digest, person__is_active=True).first()
    if found is None:
        raise InvitationOverError
    return found
