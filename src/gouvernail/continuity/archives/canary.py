"""A credential that opens nothing: whoever can open it in a restored site could open the others."""

from typing import Final, TypedDict
from uuid import UUID

from django.conf import settings


class Owner(TypedDict):
    """Whose secret it is, as the vault asks for it."""

    owner_kind: str
    owner_id: UUID
    field: str


CANARY: Final = Owner(owner_kind="canary", owner_id=UUID(int=1), field="canary")


def canary_value() -> str:
    """Return what it says, the same for ever on this site."""
    return f"canary of {settings.LEDGER_ORIGIN.partition('/')[0]}"
