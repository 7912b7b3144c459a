"""Handing alerts to channels of chat, in the process that may open the vault.

At least once: where it is not known whether a message was taken, it is sent again. An alert that
comes twice harms less than one that never comes.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import Error, close_old_connections

from gouvernail.foundation.clock import now
from gouvernail.foundation.outbound import way_out
from gouvernail.listening.actions.channels import note_told, note_untold
from gouvernail.listening.models import ChatChannel, Parcel
from gouvernail.listening.queries.messages import said_of
from gouvernail.networks.chat import Taken, body_of, post
from gouvernail.networks.contract import Refused, Secret, Unknown
from gouvernail.vault.errors import (
    SecretNotFoundError,
    SecretUnreadableError,
    VaultKeyMissingError,
)
from gouvernail.vault.keyring import open_secret

log = logging.getLogger(__name__)
POLL_SECONDS: Final = 2.0
AT_ONCE: Final = 50
TIMEOUT_SECONDS: Final = 10.0
MOST_ANSWER: Final = 64 * 1024
SHUT: Final = (SecretNotFoundError, SecretUnreadableError, VaultKeyMissingError)
FAULTS: Final = (LookupError, ValueError, TypeError, AttributeError)
Clock = Callable[[], datetime]


def run_chat(stop: threading.Event, *, clock: Clock = now) -> None:
    """Hand over what waits until `stop` is set; a database that is away is waited for.

    If it ends by a fault, `stop` is set: the process ends and is started again, whole.
    """
    try:
        while not stop.is_set():
            try:
                close_old_connections()
                send_parcels(clock=clock)
            except Error:
                log.exception("the messages to chat cannot reach the database")
            stop.wait(POLL_SECONDS)
    finally:
        stop.set()


def send_parcels(*, clock: Clock = now) -> int:
    """Hand over what is due, the oldest first; return how many were taken. One query when none."""
    rows = Parcel.objects.filter(due_at__lte=clock()).order_by("due_at", "pk")
    waiting = rows.select_related("channel__unit", "spike__topic__unit")[:AT_ONCE]
    return sum(_tried(parcel, clock=clock) for parcel in waiting)


def _tried(parcel: Parcel, *, clock: Clock) -> bool:
    """Hand one over; one that cannot be written holds up neither others nor what is published."""
    try:
        return _sent(parcel, clock=clock)
    except FAULTS as error:
        log.exception("a message to chat cannot be written")
        trouble = type(error).__name__
        note_untold(parcel.pk, trouble=trouble, is_final=True, wait_seconds=None, at=clock())
        return False


def _sent(parcel: Parcel, *, clock: Clock) -> bool:
    channel = parcel.channel
    try:
        address: Secret = open_secret(
            owner_kind=ChatChannel.OWNER_KIND, owner_id=channel.pk, field=ChatChannel.FIELD
        )
    except SHUT as error:
        note_untold(parcel.pk, trouble=error.code, is_final=False, wait_seconds=None, at=clock())
        return False
    body = body_of(channel.kind, said_of(channel, parcel.spike))
    out = way_out(
        timeout_seconds=TIMEOUT_SECONDS,
        max_response_bytes=MOST_ANSWER,
        private_hosts=settings.WEBSITE_PRIVATE_HOSTS,  # an address that people name themselves
    )
    answer = post(out, address=address, body=body)
    if isinstance(answer, Taken):
        note_told(parcel.pk, at=clock())
        return True
    _note(parcel, answer, at=clock())
    return False


def _note(parcel: Parcel, answer: Refused | Unknown, *, at: datetime) -> None:
    if isinstance(answer, Unknown):
        note_untold(parcel.pk, trouble=answer.reason, is_final=False, wait_seconds=None, at=at)
        return
    note_untold(
        parcel.pk,
        trouble=answer.message or answer.code,
        is_final=answer.permanent,
        wait_seconds=answer.retry_after_seconds,
        at=at,
    )
