"""What the pages of crises read."""

from gouvernail.crisis.queries.incidents import open_incidents

__all__ = ["open_incidents"]
