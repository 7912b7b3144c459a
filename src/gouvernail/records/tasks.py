"""What the archive does by itself: it indexes, closes segments and takes archives in."""

from datetime import datetime, timedelta

from gouvernail.foundation.schedule import Periodic
from gouvernail.records.actions.filing import close_segments
from gouvernail.records.actions.indexing import index_missing


def file_away(at: datetime) -> None:
    """Index what is not indexed yet, then close what fills a segment."""
    index_missing(at=at)
    close_segments(at=at)


PERIODIC = [Periodic(name="records.file", every=timedelta(minutes=5), run=file_away)]
