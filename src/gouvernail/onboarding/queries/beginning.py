"""Whether a site has begun, and what its size suggests."""

from datetime import datetime
from hashlib import sha256

from gouvernail.charter.models import Charter
from gouvernail.onboarding.models import FirstHour, SetupToken
from gouvernail.people.models import Person


def is_begun() -> bool:
    """Return whether the site has a charter, or at least one person. Two queries at most."""
    return Charter.objects.exists() or Person.objects.exists()


def holds_link(holder: str, *, at: datetime) -> bool:
    """Return whether a browser holds the link that begins the site. One query."""
    digest = sha256(holder.encode()).hexdigest()
    links = SetupToken.objects.filter(claim=digest, used_at=None, expires_at__gt=at)
    return bool(holder) and links.exists()


def is_free(secret: str, *, at: datetime) -> bool:
    """Return whether a link is in force and no browser holds it. One query."""
    digest = sha256(secret.encode()).hexdigest()
    return SetupToken.objects.filter(
        digest=digest, claim="", used_at=None, expires_at__gt=at
    ).exists()


def suggested_separation(size: str) -> str:
    """Return how many people behind one act a size suggests: two, or one in a team of a few."""
    tiny = size == FirstHour.Size.TINY
    return Charter.Separation.SMALL if tiny else Charter.Separation.STANDARD
