"""The signer's life: a turn every minute, or at once when what happened cannot wait."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from gouvernail.foundation.beats import beat
from gouvernail.foundation.clock import now
from gouvernail.foundation.lifesigns import still_at_work
from gouvernail.kernel.merkle import Signer
from gouvernail.ledger.queries import origin_of
from gouvernail.ledger.queries.heads import head_epoch
from gouvernail.ledger.signer.keys import (
    published_key,
    published_statement_key,
    published_statement_keys,
    signing_key,
)
from gouvernail.ledger.signer.memory import MemoryDamagedError
from gouvernail.ledger.signer.sealing import SealRefusedError, is_urgent, seal

log = logging.getLogger(__name__)
LOOK_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Places:
    """Where the signer keeps its key and its memory; on a large site, of another user."""

    keys: Path
    memory: Path


def places() -> Places:
    """Return the folders of this site."""
    home = Path(settings.GOUVERNAIL_HOME)
    return Places(keys=home / "keys", memory=home / "signer")


def present_key(where: Places) -> Signer:
    """Return the key of the present log, made on first use. One query.

    Raises:
        SigningKeyError: the file cannot be used as it is.
    """
    epoch = head_epoch()
    return signing_key(origin_of(epoch), where.keys, epoch=epoch)


def shown_key(epoch: int) -> str:
    """Return the line of a log's public key for a page; empty where this process has no access.

    On a large site the folder of keys is the signer's alone: readers then bring the key themselves.

    Raises:
        SigningKeyError: the file is damaged.
    """
    try:
        verifier = published_key(places().keys, epoch=epoch)
    except PermissionError:
        return ""
    return verifier.vkey if verifier else ""


def shown_statement_keys() -> str:
    """Return the public keys of operators’ statements for a page; empty without access to them.

    Raises:
        SigningKeyError: a file is damaged.
    """
    try:
        keys = published_statement_keys(places().keys)
    except PermissionError:
        return ""
    return " ".join(key.vkey for key in keys)


def run(*, turns: int | None = None, besides: Callable[[], None] | None = None) -> None:
    """Seal every `SIGNER_SECONDS`, and at once after a freeze or a publication of rules.

    `besides` is done after each turn: what else is signed by this process, with a key of its own.

    A database that is away and a log that is refused are said and tried again at the next turn;
    the process ends only when told to, or after `turns` looks.
    """
    where = places()
    due = 0.0
    while turns is None or turns > 0:
        turns = None if turns is None else turns - 1
        if look(where, due=time.monotonic() >= due):
            if besides is not None:
                besides()
            due = time.monotonic() + settings.SIGNER_SECONDS
        if turns != 0:
            time.sleep(LOOK_SECONDS)


def look(where: Places, *, due: bool) -> bool:
    """Seal if it is time or cannot wait; return whether a turn was taken."""
    close_old_connections()
    still_at_work()
    try:
        if not due and not is_urgent():
            return False
        checkpoint = seal(
            signer=present_key(where),
            folder=where.memory,
            at=now(),
            statements=published_statement_key(where.keys),
        )
        if checkpoint:
            log.info("sealed %d entries", checkpoint.size)
        beat("signer", at=now())
    except (SealRefusedError, MemoryDamagedError) as refused:
        log.critical("not signing: %s", refused)
    except DatabaseError:
        log.exception("the database did not answer")
    return True
