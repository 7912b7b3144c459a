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

    def facts(self, *, key: str) -> bytes:
        """Return the associated data: canonical JSON, with the id of the key."""
        return canonical(
            {
                "t": "cred",
                "org": settings.LEDGER_ORIGIN.partition("/")[0],
                "owner": self.owner_kind,
                "account": self.owner_id,
                "field": self.field,
                "v": self.version,
                "kv": key,
            }
        )


def seal_for(whose: SealedFor, value: Secret) -> tuple[str, bytes]:
    """Return the id of the key used and the box.

    Raises:
        VaultKeyMissingError: the site has no public key and cannot make one.
    """
    key = public_key()
    name = key_id(key)
    return name, seal(value.reveal().encode(), to=key, facts=whose.facts(key=name))
