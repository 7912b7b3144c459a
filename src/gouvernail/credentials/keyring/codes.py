"""One-time codes of an account, from the seed its network gave (RFC 6238). Pure."""

import base64
import binascii
from datetime import datetime
from typing import Final
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA512
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from gouvernail.networks.contract import Secret

SECONDS: Final = 30
DIGITS: Final = 6
SHORTEST: Final = 10  # bytes of a seed: eighty bits, as most networks give
ALGORITHMS: Final[dict[str, type[SHA1 | SHA256 | SHA512]]] = {
    "SHA1": SHA1,
    "SHA256": SHA256,
    "SHA512": SHA512,
}


class CodesError(ValueError):
    """No codes come out of this; it is never repeated."""


def totp_of(seed: Secret) -> tuple[TOTP, int]:
    """Return what computes the codes of a seed, and for how many seconds each holds.

    The seed is what a network shows beside its QR code (base32, spaces allowed), or the address
    the QR code holds (`otpauth://totp/…?secret=…`).

    Raises:
        CodesError: neither of the two, or shorter than eighty bits.
    """
    text = seed.reveal().strip()
    told: dict[str, list[str]] = {}
    if text.lower().startswith("otpauth://"):
        told = parse_qs(urlsplit(text).query)
        text = "".join(told.get("secret", []))
    letters = text.replace(" ", "").replace("-", "").rstrip("=").upper()
    try:
        key = base64.b32decode(letters + "=" * (-len(letters) % 8))
        seconds = int("".join(told.get("period", [str(SECONDS)])))
        digits = int("".join(told.get("digits", [str(DIGITS)])))
        algorithm = ALGORITHMS["".join(told.get("algorithm", ["SHA1"])).upper()]()
        if len(key) < SHORTEST:
            raise CodesError("too short")
        return TOTP(key, digits, algorithm, seconds, enforce_key_length=False), seconds
    except (binascii.Error, ValueError, KeyError):
        raise CodesError("not a seed") from None


def code_at(seed: Secret, *, at: datetime) -> tuple[Secret, int]:
    """Return the code of an instant, and for how many more seconds it holds.

    Raises:
        CodesError: no codes come out of the seed.
    """
    totp, seconds = totp_of(seed)
    instant = int(at.timestamp())
    return Secret(totp.generate(instant).decode()), seconds - instant % seconds
