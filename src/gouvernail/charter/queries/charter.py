"""What the organisation chose."""

from allauth.mfa.models import Authenticator

from gouvernail.charter.models import Charter
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may

# Approving, publishing, managing, lifting: whoever holds one of these has powers over others.
POWERS = (
    *(Right.DECIDE, Right.RELEASE_CONTENT, Right.RESOLVE_DELIVERY, Right.LIFT_FREEZE),
    *(Right.MANAGE_PEOPLE, Right.MANAGE_UNITS, Right.GRANT_ROLES, Right.MEND_ACCESS),
    *(Right.EDIT_CHARTER, Right.EDIT_ROUTES, Right.EDIT_POLICIES, Right.EDIT_RULES),
    *(Right.CONNECT_ACCOUNTS, Right.EDIT_ACCOUNTS, Right.IMPORT_ACCOUNTS),
)
FACTORS = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)


def the_charter() -> Charter:
    """Return the charter, or an unsaved one with the defaults on a site not set up yet.

    One query.
    """
    return Charter.objects.first() or Charter(name="Gouvernail")


def separation() -> str:
    """Return how many people the organisation wants behind one act. One query."""
    return the_charter().separation


def factor_is_missing(person: Person) -> bool:
    """Return whether the charter wants a second factor of a person who has none here.

    What an identity provider says counts for the session it opened, never for keys.

    Three queries at most: the charter, their roles unless they were read, their factors.
    """
    wanted = the_charter().second_factor
    if wanted == Charter.SecondFactor.OPTIONAL:
        return False
    if wanted == Charter.SecondFactor.POWERS and not any(may(person, right) for right in POWERS):
        return False
    return not Authenticator.objects.filter(user=person, type__in=FACTORS).exists()
