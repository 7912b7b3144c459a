"""Which tables are only ever added to, for the rights of the role that the application works as."""

from typing import Final

from gouvernail.ledger.models import Anchor, Checkpoint, Epoch, Head, Leaf, Node

INSERT_ONLY: Final = frozenset(
    model._meta.db_table for model in (Leaf, Node, Checkpoint, Anchor, Epoch)
)
NEVER_REMOVED: Final = frozenset({Head._meta.db_table})

__all__ = ["INSERT_ONLY", "NEVER_REMOVED"]
