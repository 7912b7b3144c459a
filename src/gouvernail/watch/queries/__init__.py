"""What the pages of watches read."""

from gouvernail.watch.queries.watches import due_report, watch_of

__all__ = ["due_report", "watch_of"]
