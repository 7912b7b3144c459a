"""Sealing to a public key, and opening with the private one.

Whoever holds the public key can store; only a process that may read the private key file
(`GOUVERNAIL_VAULT_PRIVATE_KEY_FILE`, mode 0600) can open. Pages, the API and the command line
import `seal_for` alone, through `vault.actions`; the sender and the other processes that talk to
networks import `open_secret`.
"""

from gouvernail.vault.keyring.keys import make_keys, public_key
from gouvernail.vault.keyring.opening import open_secret
from gouvernail.vault.keyring.sealing import SealedFor, seal_for

__all__ = ["SealedFor", "make_keys", "open_secret", "public_key", "seal_for"]
