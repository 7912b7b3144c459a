"""Storing and destroying sealed values, and changing the key they are sealed to."""

from gouvernail.vault.actions.factors import (
    reseal_factors,
    retire_factor_keys,
    rotate_factors,
)
from gouvernail.vault.actions.keys import begin_rotation, retire_keys, rewrap_batch
from gouvernail.vault.actions.secrets import destroy_secret, store_secret

__all__ = [
    "begin_rotation",
    "destroy_secret",
    "reseal_factors",
    "retire_factor_keys",
    "retire_keys",
    "rewrap_batch",
    "rotate_factors",
    "store_secret",
]
