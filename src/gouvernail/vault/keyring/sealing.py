"""Sealing a value for its owner, with the public key alone."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from gouvernail.foundation.digests import canonical
from gouvernail.networks.contract import Secret
from gouvernail.vault.keyring.boxes import seal
from gouvernail.vault.keyring.keys import key_id, public_key


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFor:
    """Whose value it is: what a box is bound to. `version` counts the replacements, from 1."""

    owner_kind: str
    owner_id: UUID
    field: str
    version: int

    def facts(self) -> bytes:
        """Return the associated data: canonical JSON. The wrap adds the id of its key to it."""
        return canonical(self._told())

    def first_facts(self, *, key: str) -> bytes:
        """Return the associated data of a box of the first format, which named the key too."""
        return canonical({**self._told(), "kv": key})

    def _told(self) -> dict[str, object]:
        return {
            "t": "cred",
            "org": settings.LEDGER_ORIGIN.partition("/")[0],
            "owner": self.owner_kind,
            "account": self.owner_id,
            "field": self.field,
            "v": self.version,
        }


def seal_for(whose: SealedFor, value: Secret) -> tuple[str, bytes]:
    """Return the id of the key used and the box.

    Raises:
        VaultKeyMissingError: the site has no public key and cannot make one.
    """
    key = public_key()
    return key_id(key), seal(value.reveal().encode(), to=key, facts=whose.facts())
