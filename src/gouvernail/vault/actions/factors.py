"""The key of second factors: sealing every seed anew to another one, while people sign in."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.vault.actions.keys import QUIET
from gouvernail.vault.errors import (
    FactorsUnreadableError,
    FactorUnreadableError,
    KeyStillNeededError,
    NothingToRetireError,
)
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
    and makes one key more, which nothing is sealed to. Where keys come from the environment, the
    last one given there is put in force.

    Raises:
        FactorsUnreadableError: seeds do not open here, whose is said: nothing is changed.
        KeySourceReadOnlyError: the environment gives one key: add another there, after it.
    """
    _all_open(_with_seeds())  # before a key is made: its file stays, whatever fails then
    before, following = factors.follow()
    old, new = _adopted(before, by=by, at=at), _adopted(following, by=by, at=at)
    old.superseded_at = at
    old.save(update_fields=("superseded_at",))
    record(actor=by, verb="sealing_key.superseded", subject=old, at=at, data=DATA)
    return new.pk, reseal_factors(by=by, at=at)


@action("vault.retire_factor_keys")
def retire_factor_keys(*, by: Actor, at: datetime) -> list[str]:
    """Forget, for good, the keys that no seed is sealed to; return their ids.

    What was sealed while the key changed is sealed anew before, by `reseal_factors`: not here,
    since the files go even if this transaction then fails.

    Raises:
        FactorsUnreadableError: seeds do not open here, whose is said.
        KeyStillNeededError: a seed is sealed to one, or the key changed less than five minutes ago.
        KeySourceReadOnlyError: keys come from the environment: take the old ones away there.
        NothingToRetireError: there is one key.
    """
    names = [key_id(key.public_key()) for key in factors.factor_keys()]
    if len(names) == 1:
        raise NothingToRetireError
    rows = [_adopted(name, by=by, at=at) for name in names[:-1]]
    if any(row.superseded_at and row.superseded_at > at - QUIET for row in rows):
        raise KeyStillNeededError(boxes=0)
    _all_open(_with_seeds())
    if left := sum(_is_under_another(names[-1], row) for row in _with_seeds()):
        raise KeyStillNeededError(boxes=left)
    for row in rows:
        row.retired_at = at
        row.save(update_fields=("retired_at",))
        record(actor=by, verb="sealing_key.retired", subject=row, at=at, data=DATA)
    factors.place().remove(set(names[:-1]))
    return names[:-1]


@action("vault.reseal_factors")
def reseal_factors(*, by: Actor, at: datetime) -> int:
    """Seal to the key in force whatever is sealed to another; return how many factors it touched.

    Raises:
        FactorsUnreadableError: seeds do not open here, whose is said: none is sealed anew.
    """
    name = _adopted(key_id(factors.factor_keys()[-1].public_key()), by=by, at=at).pk
    rows = _with_seeds().select_for_update()
    _all_open(rows)
    stale = [row for row in rows if _is_under_another(name, row)]
    for row in stale:
        row.data = with_seeds(row.data, lambda seed: _under(name, seed))
        row.save(update_fields=("data",))
    return len(stale)


def _with_seeds() -> QuerySet[Authenticator]:
    rows: QuerySet[Authenticator] = Authenticator.objects.order_by("pk")
    return rows.exclude(type=Authenticator.Type.WEBAUTHN)


def _all_open(rows: QuerySet[Authenticator]) -> None:
    shut = {row.user_id for row in rows if not _opens(row)}
    if shut:
        people = Person.objects.filter(pk__in=shut).order_by("email", "pk")
        raise FactorsUnreadableError([person.email or str(person.pk) for person in people])


def _opens(row: Authenticator) -> bool:
    try:
        with_seeds(row.data, factors.open_factor)
    except FactorUnreadableError:
        return False
    return True


def _is_under_another(name: str, row: Authenticator) -> bool:
    sealed = with_seeds(row.data, factors.sealed_with)
    return sealed != with_seeds(row.data, lambda _seed: name)


def with_seeds(data: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    """Return what allauth keeps of a factor, each seed in it changed."""
    found: dict[str, Any] = {key: change(data[key]) for key in SEALED if key in data}
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
