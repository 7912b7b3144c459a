"""What made this site what it is, if it was restored."""

from datetime import datetime

from gouvernail.continuity.models import Restore


def last_restore() -> Restore | None:
    """Return the restore that put this site here; None where it was set up. One query."""
    return Restore.objects.order_by("-restored_at").first()


def here_since() -> datetime | None:
    """Return when this site was restored: what was noted before was made elsewhere. One query."""
    last = last_restore()
    return last.restored_at if last else None
