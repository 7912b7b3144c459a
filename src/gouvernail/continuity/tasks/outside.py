"""A sign of life to a monitor outside: when it stops coming, the monitor tells people."""

from datetime import datetime

from django.conf import settings

from gouvernail.continuity.queries import silent_processes
from gouvernail.egress import EgressError, Request
from gouvernail.foundation.outbound import way_out


def ping_outside(at: datetime) -> None:
    """Call the address that the settings name, only while every process is alive.

    Raises:
        OSError: it could not be reached: said on the status page, tried again in a minute.
    """
    if not settings.PING_URL or silent_processes(at=at):
        return
    try:
        way_out(timeout_seconds=10).send(Request(method="GET", url=settings.PING_URL))
    except EgressError as error:
        raise OSError(str(error)) from error
