"""What the organisation chose, and what its governance model says."""

from gouvernail.charter.queries.charter import (
    FACTORS,
    POWERS,
    factor_is_missing,
    separation,
    the_charter,
)

__all__ = ["FACTORS", "POWERS", "factor_is_missing", "separation", "the_charter"]
