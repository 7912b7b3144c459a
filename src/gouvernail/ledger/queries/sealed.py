"""Every root that was ever signed, to hold a copy of the log to it."""

from datetime import datetime

from gouvernail.ledger.models import Checkpoint


def sealed_roots(*, until: datetime | None = None) -> dict[int, str]:
    """Return the root, in hexadecimal, of every signed checkpoint by its size. One query.

    Args:
        until: leave out those signed later.
    """
    rows = Checkpoint.objects.order_by("size")
    if until is not None:
        rows = rows.filter(at__lte=until)
    return {size: bytes(root).hex() for size, root in rows.values_list("size", "root")}
