"""Questions about signatures, answered without writing."""

from gouvernail.signing.queries.standing import holds, signed_current

__all__ = ["holds", "signed_current"]
