"""What connected accounts posted by any means, read on their networks as everybody sees it."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import F, Q, QuerySet

from gouvernail.networks.contract import Secret, Session, Unreadable
from gouvernail.networks.contract.posted import Posted, ReadsPosted
from gouvernail.networks.registry import connector
from gouvernail.records.models import Capture
from gouvernail.registry.models import Account, Connection
from gouvernail.registry.queries.networks import egress

AGAIN: Final = timedelta(days=2)  # what was changed soon after it was posted is seen once more


def connections_to_look_at(*, before: datetime) -> QuerySet[Connection]:
    """Return connections not looked at since `before`, the longest ago first. One query.

    Personal accounts are left alone.
    """
    fresh = Capture.objects.filter(looked_at__gte=before)
    return (
        Connection.objects.filter(
            status=Connection.Status.CONNECTED, account__status__in=Account.OURS
        )
        .exclude(Q(account__kind=Account.Kind.PERSONAL) | Q(account__in=fresh.values("account")))
        .select_related("account__capture", "account__unit")
        .order_by(F("account__capture__looked_at").asc(nulls_first=True), "pk")
    )


def posted_by(connection: Connection) -> tuple[Posted, ...] | Unreadable | None:
    """Return what an account posted since it was last read, newest first.

    None where the network does not show it. What was posted before the account was connected comes
    with an archive. A few calls to the network, outside any transaction.
    """
    adapter = connector(connection.account.network, egress=egress())
    if not isinstance(adapter, ReadsPosted):
        return None
    capture: Capture | None = getattr(connection.account, "capture", None)
    since = capture.seen_until - AGAIN if capture is not None else connection.connected_at
    session = Session(
        network=connection.account.network,
        base_url=connection.service_url,
        account_id=connection.remote_id,
        handle=connection.remote_handle or connection.account.handle,
        access=Secret(""),
    )
    return adapter.posted(session, since=max(since, connection.connected_at))
