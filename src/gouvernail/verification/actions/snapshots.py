"""Signing the public list, and letting one key follow another."""

from base64 import b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.ledger.actions import record
from gouvernail.verification.models import Directory, Snapshot, SnapshotKey
from gouvernail.verification.queries.documents import (
    content_of,
    document_bytes,
    last_snapshot,
    written,
)
from gouvernail.verification.signer import keys

AGAIN: Final = timedelta(days=1)
SIGNER: Final = Actor(kind="machine", ref="signer", auth="worker")


@action("verification.sign_snapshot")
def sign_snapshot(*, at: datetime) -> Snapshot | None:
    """Sign the list if it changed, or if the last one is a day old; None if there is none to sign.

    Only the process that holds the key can. Five queries, and one statement when it is signed.

    Raises:
        DirectoryKeyError: the key file cannot be used as it is.
    """
    directory = Directory.objects.filter(is_open=True).first()
    if directory is None:
        return None
    private, key = _held(at=at)
    return _signed(directory, private, key, at=at)


def _signed(
    directory: Directory, private: Ed25519PrivateKey, key: SnapshotKey, *, at: datetime
) -> Snapshot:
    content = content_of(directory)
    digest = sha256(written(content)).hexdigest()
    last = last_snapshot()
    if last and last.content_sha256 == digest and last.key == key and at < last.made_at + AGAIN:
        return last
    body = document_bytes(content, key_id=key.key_id, at=at)
    Snapshot.objects.all().delete()
    return Snapshot.objects.create(
        key=key,
        body=body,
        signature=private.sign(body),
        sha256=sha256(body).hexdigest(),
        content_sha256=digest,
        accounts=len(content["accounts"]),
        made_at=at,
    )


def _held(*, at: datetime) -> tuple[Ed25519PrivateKey, SnapshotKey]:
    """Return the key in force; one whose place was not taken after its rows were kept takes it.

    Raises:
        DirectoryKeyError: the key file cannot be used, or another key follows the one it holds.
    """
    private = keys.held_key()
    key = _in_force(private, at=at)
    if key.retired_at is None:
        return private, key
    waiting = keys.waiting_key()
    text = keys.public_text(waiting.public_key()) if waiting else ""
    following = SnapshotKey.objects.filter(public_key=text, retired_at=None).first()
    if waiting is None or following is None:
        raise keys.DirectoryKeyError(f"{keys.key_file()} holds a key that another one followed")
    keys.put_in_place()
    return waiting, following


def _in_force(
    private: Ed25519PrivateKey, *, at: datetime, former: Ed25519PrivateKey | None = None
) -> SnapshotKey:
    """Return the row of a key; the first time, those before it are retired."""
    public = keys.public_text(private.public_key())
    known = SnapshotKey.objects.filter(public_key=public).first()
    if known is not None:
        return known
    for row in SnapshotKey.objects.select_for_update().filter(retired_at=None):
        row.retired_at = at
        row.save(update_fields=("retired_at",))
        record(actor=SIGNER, verb="directory_key.retired", subject=row, at=at)
    endorsement = b64encode(former.sign(keys.public_pem(public))).decode() if former else ""
    key = SnapshotKey.objects.create(
        key_id=keys.key_id(public), public_key=public, endorsement=endorsement, started_at=at
    )
    record(actor=SIGNER, verb="directory_key.started", subject=key, at=at)
    return key


def rotate_key(*, at: datetime) -> SnapshotKey:
    """Let a new key follow the present one, which signs for it; the list is signed anew at once.

    For whoever may use the signer’s files: a command of the machine, as that user.

    The present key stays in its place until the endorsement of the new one is kept for good.

    Raises:
        DirectoryKeyError: the present key cannot be used as it is.
    """
    key = _follow(at=at)
    keys.put_in_place()
    return key


@action("verification.rotate_key")
def _follow(*, at: datetime) -> SnapshotKey:
    former, _key = _held(at=at)
    private = keys.new_key()
    key = _in_force(private, at=at, former=former)
    directory = Directory.objects.filter(is_open=True).first()
    if directory is not None:
        _signed(directory, private, key, at=at)
    return key
