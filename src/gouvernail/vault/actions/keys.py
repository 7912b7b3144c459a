"""One key follows another while the site works: put in force, wrap anew in batches, retire.

What is stored meanwhile is sealed to whichever key is in force at that moment; every row names
its key, and the old private key stays until nothing names it. Each step may be cut anywhere: the
next call goes on from what the database and the key files say.
"""

from datetime import datetime, timedelta
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.db.models import QuerySet

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require
from gouvernail.vault.errors import (
    KeyStillNeededError,
    KeyUnknownError,
    NothingToRetireError,
)
from gouvernail.vault.keyring import keys, sources
from gouvernail.vault.keyring.opening import rewrapped
from gouvernail.vault.models import SealingKey, Secret

BATCH: Final = 50
QUIET: Final = timedelta(minutes=5)  # longer than any request that may have read the old key


@action("vault.begin_rotation")
def begin_rotation(*, by: Person | Actor, at: datetime, name: str = "") -> SealingKey:
    """Put another key in force; values stored from now on are sealed to it.

    A rotation that was begun and not ended is gone on with: the key then put in force stays.
    Without `name` a key is made, where keys are files; else the key of that id takes its turn.

    Raises:
        KeyUnknownError: no private key of that id can be read here.
        KeySourceReadOnlyError: keys come from outside: add one there and name it.
        RightMissingError: a person who may not connect accounts everywhere.
    """
    _authorise(by)
    now_in_force = _adopted(keys.key_id(keys.public_key()), by=by, at=at)
    if left_to_rewrap() and not name:
        return now_in_force
    if name == now_in_force.pk:
        return now_in_force
    private = keys.private_keys()
    if name and name not in private:
        raise KeyUnknownError(name)
    key = private[name] if name else _made()
    following = _adopted(keys.key_id(key.public_key()), by=by, at=at)
    now_in_force.superseded_at = at
    now_in_force.save(update_fields=("superseded_at",))
    record(actor=by, verb="sealing_key.superseded", subject=now_in_force, at=at)
    # Last: if the transaction fails after this, the key is adopted at the next call.
    keys.put_in_force(key.public_key())
    return following


@action("vault.rewrap_batch")
def rewrap_batch(*, by: Person | Actor, at: datetime, size: int = BATCH) -> int:
    """Wrap up to `size` values under the key in force; return how many, 0 when all are.

    Every value leaves its entry, all of a batch in one transaction.

    Raises:
        SecretUnreadableError: a box does not open with the key it names: nothing of this batch
            is changed.
        VaultKeyMissingError: this process may not open anything.
    """
    _authorise(by)
    to = keys.public_key()
    name = keys.key_id(to)
    rows = list(_old(name).select_for_update().order_by("pk")[:size])
    for row in rows:
        row.box, row.key_id = rewrapped(row, to=to), name
        row.save(update_fields=("box", "key_id"))
        record(actor=by, verb="secret.rewrapped", subject=row, at=at)
    return len(rows)


@action("vault.retire_keys")
def retire_keys(*, by: Person | Actor, at: datetime) -> list[str]:
    """Forget, for good, the private keys that nothing is sealed to; return their ids.

    Raises:
        KeyStillNeededError: a value is still sealed to one, or it was replaced a moment ago.
        NothingToRetireError: every key is in use.
        KeySourceReadOnlyError: keys come from outside: take the old ones away there.
    """
    _authorise(by)
    in_force = keys.key_id(keys.public_key())
    if boxes := left_to_rewrap():
        raise KeyStillNeededError(boxes=boxes)
    old = [name for name in keys.private_keys() if name != in_force]
    if not old:
        raise NothingToRetireError
    rows = [_adopted(name, by=by, at=at) for name in old]
    if any(row.superseded_at and row.superseded_at > at - QUIET for row in rows):
        raise KeyStillNeededError(boxes=0)
    for row in rows:
        row.retired_at = at
        row.save(update_fields=("retired_at",))
        record(actor=by, verb="sealing_key.retired", subject=row, at=at)
    sources.source().remove(set(old))
    return old


def left_to_rewrap() -> int:
    """Return how many values are sealed to another key than the one in force. One query."""
    return _old(keys.key_id(keys.public_key())).count()


def _old(in_force: str) -> QuerySet[Secret]:
    return Secret.objects.filter(destroyed_at__isnull=True).exclude(key_id=in_force)


def _made() -> X25519PrivateKey:
    key = X25519PrivateKey.generate()
    sources.source().add(key)
    return key


def _adopted(name: str, *, by: Person | Actor, at: datetime) -> SealingKey:
    """Return the row of a key, entered the first time it is met."""
    row, made = SealingKey.objects.select_for_update().get_or_create(
        pk=name, defaults={"made_at": at}
    )
    if made:
        record(actor=by, verb="sealing_key.put_in_force", subject=row, at=at)
    return row


def _authorise(by: Person | Actor) -> None:
    if isinstance(by, Person):
        require(by, Right.CONNECT_ACCOUNTS)
