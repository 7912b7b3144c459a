"""The key of second factors: sealing every seed anew to another one, while people sign in."""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.ledger.actions import record
from gouvernail.vault.actions.keys import QUIET
from gouvernail.vault.errors import KeyStillNeededError, NothingToRetireError
from gouvernail.vault.keyring import factors
from gouvernail.vault.keyring.keys import key_id
from gouvernail.vault.models import SealingKey

SEALED = ("secret", "seed")  # what allauth hands over to be sealed, by name
LIST = "migrated_codes"
DATA = {"of": "second factors"}


@action("vault.rotate_factors")
def rotate_factors(*, by: Actor, at: datetime) -> tuple[str, int]:
    """Put another key in force and seal every seed to it; return its id and how many.

    One transaction: there are two seeds a person at most. Cut before its end, it is called again,
    and makes one key more, which nothing is sealed to.

    Raises:
        FactorUnreadableError: a seed does not open here: nothing is changed.
        KeySourceReadOnlyError: the key comes from the environment: change it there.
    """
    before = key_id(factors.factor_keys()[-1].public_key())
    key = X25519PrivateKey.generate()
    factors.place().add(key)
    following = key_id(key.public_key())
    old, new = _adopted(before, by=by, at=at), _adopted(following, by=by, at=at)
    old.superseded_at = at
    old.save(update_fields=("superseded_at",))
    record(actor=by, verb="sealing_key.superseded", subject=old, at=at, data=DATA)
    return new.pk, reseal_factors()


@action("vault.retire_factor_keys")
def retire_factor_keys(*, by: Actor, at: datetime) -> list[str]:
    """Forget, for good, the keys that no seed is sealed to; return their ids.

    What was sealed while the key changed is sealed anew first.

    Raises:
        FactorUnreadableError: a seed does not open here: nothing is forgotten.
        KeyStillNeededError: the key changed less than five minutes ago.
        NothingToRetireError: there is one key.
    """
    names = [key_id(key.public_key()) for key in factors.factor_keys()]
    if len(names) == 1:
        raise NothingToRetireError
    rows = [_adopted(name, by=by, at=at) for name in names[:-1]]
    if any(row.superseded_at and row.superseded_at > at - QUIET for row in rows):
        raise KeyStillNeededError(boxes=0)
    reseal_factors()
    for row in rows:
        row.retired_at = at
        row.save(update_fields=("retired_at",))
        record(actor=by, verb="sealing_key.retired", subject=row, at=at, data=DATA)
    factors.place().remove(set(names[:-1]))
    return names[:-1]


def reseal_factors() -> int:
    """Seal to the key in force whatever is sealed to another; return how many people it touched.

    Raises:
        FactorUnreadableError: one does not open here.
    """
    name = key_id(factors.factor_keys()[-1].public_key())
    done = 0
    rows = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)
    for row in rows.select_for_update().order_by("pk"):
        changed = with_seeds(row.data, lambda seed: _under(name, seed))
        if changed != row.data:
            row.data = changed
            row.save(update_fields=("data",))
            done += 1
    return done


def with_seeds(data: dict[str, Any], change: Any) -> dict[str, Any]:  # noqa: ANN401 - a function of text
    """Return what allauth keeps of a factor, each seed in it changed."""
    found = {key: change(data[key]) for key in SEALED if key in data}
    if LIST in data:
        found[LIST] = [change(each) for each in data[LIST]]
    return data | found


def _under(name: str, seed: str) -> str:
    if factors.sealed_with(seed) == name:
        return seed
    return factors.seal_factor(factors.open_factor(seed))


def _adopted(name: str, *, by: Actor, at: datetime) -> SealingKey:
    row, made = SealingKey.objects.select_for_update().get_or_create(
        pk=name, defaults={"made_at": at}
    )
    if made:
        record(actor=by, verb="sealing_key.put_in_force", subject=row, at=at, data=DATA)
    return row
