"""Opening values for people, in the process that may read the vault's private key.

It runs beside the sender, as its user: the processes that answer browsers have no such key. It
opens a value, seals it to the key of the tab that asked, and hands over only that. A value stays in
its memory for an instant and is written nowhere.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import Error, close_old_connections

from gouvernail.credentials.actions import fail_showing, note_shown
from gouvernail.credentials.actions.items import OWNER_KIND, field_of
from gouvernail.credentials.actions.opening import may_be_shown
from gouvernail.credentials.errors import RevealNotOpenError, ShowingNotFoundError
from gouvernail.credentials.keyring import (
    CodesError,
    RelayKeyError,
    code_at,
    facts_of,
    seal_to_browser,
)
from gouvernail.credentials.models import Showing
from gouvernail.foundation.clock import now
from gouvernail.networks.contract import Secret
from gouvernail.vault.errors import (
    SecretNotFoundError,
    SecretUnreadableError,
    VaultKeyMissingError,
)
from gouvernail.vault.keyring import open_secret

log = logging.getLogger(__name__)
POLL_SECONDS: Final = 0.4
SHUT: Final = (SecretNotFoundError, SecretUnreadableError, VaultKeyMissingError)
BROKEN: Final = (CodesError, RelayKeyError, RevealNotOpenError)
Clock = Callable[[], datetime]


def run_opener(stop: threading.Event, *, clock: Clock = now) -> None:
    """Answer browsers until `stop` is set; a database that is away is waited for.

    If it ends by a fault, `stop` is set: the process ends and is started again, whole.
    """
    try:
        while not stop.is_set():
            try:
                close_old_connections()
                answer_waiting(at=clock())
            except Error:
                log.exception("the opener cannot reach the database")
            stop.wait(POLL_SECONDS)
    finally:
        stop.set()


def answer_waiting(*, at: datetime) -> int:
    """Answer every browser that waits; return how many were given a value. One query when none."""
    waiting = Showing.objects.filter(state=Showing.State.WAITING, expires_at__gt=at)
    keys = list(waiting.order_by("asked_at").values_list("pk", flat=True))
    return sum(answer(key, at=at) for key in keys)


def answer(showing_id: UUID, *, at: datetime) -> bool:
    """Answer one browser; return whether it was given a value."""
    rows = Showing.objects.select_related("reveal__item", "reveal__asked_by")
    showing = rows.filter(pk=showing_id).first()
    if showing is None:
        return False
    try:
        facts = facts_of(showing)
        sealed = _sealed(showing, facts=facts, at=at)
        note_shown(showing_id=showing_id, sealed=sealed, facts=facts, at=at)
    except ShowingNotFoundError:
        return False
    except (*SHUT, *BROKEN) as error:
        log.warning("showing %s comes to nothing: %s", showing_id, type(error).__name__)
        fail_showing(showing_id=showing_id, at=at)
        return False
    return True


def _sealed(showing: Showing, *, facts: bytes, at: datetime) -> bytes:
    """Open the value and seal it to the browser, once the request is known to be open."""
    reveal = showing.reveal
    number = showing.version
    if number is None or not may_be_shown(reveal, number=number, at=at):
        raise RevealNotOpenError
    value: Secret = open_secret(
        owner_kind=OWNER_KIND, owner_id=reveal.item_id, field=field_of(number)
    )
    seconds = None
    if reveal.item.shows_codes:
        value, seconds = code_at(value, at=at)
    point = bytes(showing.public_key)
    return seal_to_browser(value, seconds=seconds, point=point, facts=facts)
