"""What opens the doors of a person: passwords, second factors, sessions, keys; and closing them."""

from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor, HasActor
from gouvernail.ledger.actions import record
from gouvernail.people.errors import SessionNotFoundError, UnitNotFoundError
from gouvernail.people.models import ApiKey, Person, Role, RoleGrant, Unit
from gouvernail.people.permissions import (
    Act,
    Right,
    refuse_above_own,
    require,
    require_step_up,
    visible_person,
)

PROVIDER = Actor(kind="machine", ref="identity-provider", auth="oidc")


@action("people.note_password")
def note_password(*, by: Person, at: datetime) -> None:
    """Note that somebody chose another password: their other sessions and their keys end."""
    record(actor=by, verb="person.password_changed", subject=by, at=at)
    revoke_keys(by, by=by, at=at)


@action("people.note_factor")
def note_factor(*, what: str, by: Person, at: datetime, keep: str = "") -> None:
    """Note that somebody changed their second factors.

    `what` is the kind and what became of it (`webauthn_added`, `totp_removed`). When one goes,
    every other session than `keep` (a session key) ends: whoever opened it may have used it.
    """
    data = {"what": what}
    record(actor=by, verb="person.second_factor_changed", subject=by, at=at, data=data)
    if what.endswith("_removed"):
        close_sessions(by, keep=keep)


@action("people.note_identity")
def note_identity(*, provider: str, by: Person, at: datetime) -> None:
    """Note that somebody signed in for the first time through the identity provider."""
    record(actor=by, verb="person.identity_linked", subject=by, at=at, data={"provider": provider})


@action("people.join_by_provider")
def join_by_provider(*, name: str, email: str, at: datetime) -> Person:
    """Add whoever the identity provider vouches for, as an employee of the whole, no more.

    Raises:
        UnitNotFoundError: the organisation has no unit yet.
    """
    root = Unit.objects.filter(parent=None).first()
    if root is None:
        raise UnitNotFoundError
    person = Person(name=name[:160], email=email.lower(), home_unit=root)
    person.language = settings.LANGUAGE_CODE
    person.set_unusable_password()
    person.save(force_insert=True)
    record(actor=PROVIDER, verb="person.created", subject=person, at=at)
    grant = RoleGrant.objects.create(person=person, unit=root, role=Role.EMPLOYEE, granted_at=at)
    record(actor=PROVIDER, verb="role.granted", subject=grant, at=at)
    return person


@action("people.reset_factors")
def reset_factors(*, person_id: UUID, by: Person, at: datetime) -> Person:
    """Remove every second factor of somebody who lost theirs; they are signed out everywhere.

    Raises:
        PersonNotFoundError, RightMissingError, RoleAboveOwnError: `by` may not.
        ProofNeededError, MachineMayNotError: `by` did not prove lately who they are.
    """
    person = visible_person(person_id, viewer=by, lock=True)
    require(by, Right.MEND_ACCESS, unit=person.home_unit)
    refuse_above_own(by, person)
    require_step_up(Act.MEND_ACCESS, at=at)
    Authenticator.objects.filter(user=person).delete()
    data = {"what": "all_removed"}
    record(actor=by, verb="person.second_factor_changed", subject=person, at=at, data=data)
    close_sessions(person)
    revoke_keys(person, by=by, at=at)
    return person


@action("people.sign_out")
def sign_out(*, person_id: UUID, by: Person, at: datetime, keep: str = "") -> int:
    """Close the sessions of somebody, or one's own except `keep`; return how many.

    It is as quick as a freeze: one person, no proof asked, and it may be done to anyone.

    Raises:
        PersonNotFoundError, RightMissingError: `by` may not.
    """
    person = visible_person(person_id, viewer=by)
    if person.pk != by.pk:
        require(by, Right.CLOSE_SESSIONS, unit=person.home_unit)
    closed = close_sessions(person, keep=keep)
    data = {"sessions": str(closed)}
    record(actor=by, verb="person.sessions_closed", subject=person, at=at, data=data)
    return closed


@action("people.close_session")
def close_session(*, session_id: int, by: Person, at: datetime) -> None:
    """Close one of one's own sessions.

    Raises:
        SessionNotFoundError: missing, over, or somebody else's.
    """
    session = UserSession.objects.filter(pk=session_id, user=by).first()
    if session is None:
        raise SessionNotFoundError
    session.end()
    record(actor=by, verb="person.sessions_closed", subject=by, at=at, data={"sessions": "1"})


def close_sessions(person: Person, *, keep: str = "") -> int:
    """Remove every session of a person but `keep` (a session key); return how many."""
    UserSession.objects.filter(user=person).exclude(session_key=keep).delete()
    keys = [
        session.session_key
        for session in Session.objects.iterator()
        if session.get_decoded().get("_auth_user_id") == str(person.pk)
    ]
    found = Session.objects.filter(session_key__in=[key for key in keys if key != keep])
    return found.delete()[0]


def revoke_keys(person: Person, *, by: HasActor, at: datetime) -> None:
    """End every living key of a person, each with its entry."""
    for key in ApiKey.objects.filter(person=person, revoked_at__isnull=True):
        key.revoked_at = at
        key.save(update_fields=("revoked_at",))
        record(actor=by, verb="api_key.revoked", subject=key, at=at)
