"""Telling that the same person acts again without keeping who they are.

HMAC-SHA-256 (RFC 2104) under the secret of the consultation and the key of the site: neither a copy
of the database nor the key alone tells anything, and nothing does once the secret is destroyed.
"""

import hmac
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.conf import settings

from gouvernail.consultations.models import Consultation
from gouvernail.people.models import Person

ALPHABET: Final = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # no sign that is read as another
GROUPS, SIZE = 4, 5


def tag_of(consultation: Consultation, person: Person, what: str, key: UUID | str) -> str:
    """Return the blinded name of `person` beside one thing (`what` and its key). No query."""
    return tags_of(consultation, person, what, [key])[key]


def tags_of(
    consultation: Consultation, person: Person, what: str, keys: list[UUID | str]
) -> dict[UUID | str, str]:
    """Return the blinded names of `person` beside several things; none once the window closed."""
    if not consultation.secret:
        return dict.fromkeys(keys, "")
    under = sha256(f"{settings.SECRET_KEY}:{consultation.secret}".encode()).digest()
    return {
        key: hmac.new(under, f"{what}:{key}:{person.pk}".encode(), sha256).hexdigest()
        for key in keys
    }


def code_digest(code: str) -> str:
    """Return what is kept of a code, however it was typed."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return sha256(plain.encode()).hexdigest() if plain else ""
