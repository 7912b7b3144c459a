"""What an entry commits to, opened for the person it is about."""

import json

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gouvernail.ledger.models import Leaf, Opening, SubjectKey
from gouvernail.ledger.queries import states
from gouvernail.ledger.queries.replay import NONCE_BYTES


def commitment_opening(seq: int) -> dict[str, str] | None:
    """Return the random value (hexadecimal) and the text that an entry's commitment hides.

    Whoever holds both can check them against the entry: SHA-256 of 0x02, the random value and the
    text. None when it hides nothing, or was erased. The caller has checked that the reader may
    know what it says. Three queries.
    """
    opening = Opening.objects.filter(pk=seq).first()
    key = SubjectKey.objects.filter(pk=opening.key_id).first() if opening else None
    leaf = Leaf.objects.filter(seq=seq).first()
    if opening is None or key is None or leaf is None:
        return None
    digest = bytes.fromhex(json.loads(bytes(leaf.leaf))["pii"].get("fields", ""))
    sealed = bytes(opening.sealed)
    try:
        plain = AESGCM(bytes(key.key)).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], digest)
    except InvalidTag:
        return None
    random, value = plain[: states.RANDOM_SIZE], plain[states.RANDOM_SIZE :]
    return {"random": random.hex(), "value": value.decode()}
