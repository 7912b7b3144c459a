"""Sealing a value to the key that one browser tab made for this one gesture.

HPKE of RFC 9180 in base mode: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, from the
library; the other half is `static/credentials/hpke.js`, written on WebCrypto. What is sealed is
JSON `{"value": …, "seconds": …}`; `facts` (who asked, for which item, until when, in which showing)
are bound to it, so that it opens nowhere else. Pure: randomness comes from the library.
"""

import json
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from django.conf import settings

from gouvernail.credentials.models import Showing
from gouvernail.foundation.digests import canonical
from gouvernail.networks.contract import Secret

POINT_BYTES: Final = 65
SUITE: Final = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class RelayKeyError(ValueError):
    """Not a public key of P-256."""


def usable(point: bytes) -> EllipticCurvePublicKey:
    """Return the key that these bytes are: an uncompressed point of P-256.

    Raises:
        RelayKeyError: they are none.
    """
    if len(point) != POINT_BYTES:
        raise RelayKeyError("an uncompressed point has 65 bytes")
    try:
        return EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)
    except ValueError:
        raise RelayKeyError("not a point of the curve") from None


def facts_of(showing: Showing) -> bytes:
    """Return what a sealed value is bound to, as canonical JSON. The request must be loaded."""
    reveal = showing.reveal
    return canonical(
        {
            "t": "reveal",
            "org": settings.LEDGER_ORIGIN.partition("/")[0],
            "request": reveal.pk,
            "item": reveal.item_id,
            "version": showing.version,
            "person": reveal.asked_by_id,
            "until": reveal.open_until,
            "showing": showing.pk,
        }
    )


def seal_to_browser(value: Secret, *, seconds: int | None, point: bytes, facts: bytes) -> bytes:
    """Return the value for whoever made the key: `enc` (65 bytes), then the ciphertext.

    `seconds` is for how long a code holds; None for what does not run out by itself.

    Raises:
        RelayKeyError: the key is none.
    """
    told = json.dumps({"value": value.reveal(), "seconds": seconds}, ensure_ascii=False)
    return SUITE.encrypt(told.encode(), usable(point), facts)
