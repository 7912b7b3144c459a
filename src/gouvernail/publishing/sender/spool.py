"""Answers of networks, on disk before the database hears of them.

A disk that is full when the database wants to write must not make us forget what the network said.
The file is allocated whole beforehand, so that writing an answer asks for no new block. One place
a delivery; evidence only: the database stays the record.
"""

import json
import logging
import os
from pathlib import Path
from uuid import UUID

from django.conf import settings

from gouvernail.foundation.modes import private_folder
from gouvernail.networks.contract import Sent

log = logging.getLogger(__name__)
_KEPT = ("remote_id", "url", "response_sha256", "reference")
PLACES = 1024
BYTES = 2048  # of one place: an address of 500 signs and an id of 300, escaped


def _path() -> Path:
    return private_folder(Path(settings.GOUVERNAIL_HOME) / "spool") / "answers"


def _opened() -> int:
    handle = os.open(_path(), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    if os.fstat(handle).st_size < PLACES * BYTES:
        try:
            os.posix_fallocate(handle, 0, PLACES * BYTES)
        except OSError:
            os.close(handle)
            raise
    return handle


def prepare() -> None:
    """Allocate the file, while there is room. Raises OSError when there is none."""
    os.close(_opened())


def keep(delivery_id: UUID, *, key: str, sent: Sent) -> None:
    """Write down, and flush, what a network said of the intent `key`; a failure is only logged."""
    said = {"delivery": str(delivery_id), "key": key}
    said |= {name: getattr(sent, name) for name in _KEPT}
    line = json.dumps(said).encode()
    if len(line) >= BYTES:
        return
    try:
        handle = _opened()
        try:
            os.pwrite(handle, line.ljust(BYTES - 1) + b"\n", _offset(delivery_id))
            os.fdatasync(handle)
        finally:
            os.close(handle)
    except OSError:
        log.exception("the answer for delivery %s cannot be spooled", delivery_id)


def answer_for(delivery_id: UUID, *, key: str) -> Sent | None:
    """Return what the network said of the intent `key`, if it was heard before we stopped."""
    try:
        handle = _opened()
        try:
            line = os.pread(handle, BYTES, _offset(delivery_id))
        finally:
            os.close(handle)
        said = json.loads(line.rstrip(b"\x00 \n") or b"{}")
    except (OSError, ValueError):
        return None
    if not key or (said.get("delivery"), said.get("key")) != (str(delivery_id), key):
        return None
    return Sent(**{name: said[name] for name in _KEPT})


def _offset(delivery_id: UUID) -> int:
    return (delivery_id.int % PLACES) * BYTES
