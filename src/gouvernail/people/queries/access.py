"""How somebody gets in, as those who may close or mend it see it."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession

from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Open sessions, whether there is a second factor, and what the viewer may do about both."""

    sessions: int
    factors: bool
    may_close: bool
    may_mend: bool


def may_sign_in(person: Person) -> bool:
    """Return whether a person has a password, a passkey or an identity at the provider.

    Two queries at most, none for who has a password.
    """
    return (
        person.has_usable_password()
        or Authenticator.objects.filter(user=person, type="webauthn").exists()
        or SocialAccount.objects.filter(user=person).exists()
    )


def access_of(person: Person, *, viewer: Person) -> Access | None:
    """Return how a person gets in, or None to those it does not concern. Two queries at most."""
    close = may(viewer, Right.CLOSE_SESSIONS, unit=person.home_unit)
    mend = may(viewer, Right.MEND_ACCESS, unit=person.home_unit)
    if not (close or mend) or not person.is_active or person.pk == viewer.pk:
        return None
    return Access(
        sessions=UserSession.objects.filter(user=person).count(),
        factors=Authenticator.objects.filter(user=person).exists(),
        may_close=close,
        may_mend=mend,
    )
