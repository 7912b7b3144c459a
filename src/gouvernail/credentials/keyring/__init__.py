"""Codes of the moment, and sealing a value to the one-time key of one browser tab."""

from gouvernail.credentials.keyring.codes import CodesError, code_at, totp_of
from gouvernail.credentials.keyring.relay import RelayKeyError, facts_of, seal_to_browser, usable

__all__ = [
    "CodesError",
    "RelayKeyError",
    "code_at",
    "facts_of",
    "seal_to_browser",
    "totp_of",
    "usable",
]
