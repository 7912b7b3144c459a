"""What of a governed object is written in clear, and what only as a commitment."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from django.apps import apps
from django.conf import settings
from django.db import models

from gouvernail.foundation.digests import canonical, plain
from gouvernail.ledger.errors import UngovernedSubjectError, UnrecordableValueError

COMMITMENT_PREFIX = b"\x02"
RANDOM_SIZE = 32


def governed_models() -> list[type[models.Model]]:
    """Return every model whose state the ledger must be able to rebuild, as the settings list."""
    return [apps.get_model(label) for label in settings.GOVERNED_MODELS]


@cache
def declared_verbs() -> frozenset[str]:
    """Return every verb a governed model declares: the closed set of the ledger's entry types."""
    return frozenset(verb for model in governed_models() for verb in _declared(model, "verbs"))


def kind_of(model: type[models.Model]) -> str:
    """Return the `ledger_kind` of a governed class.

    Raises:
        UngovernedSubjectError: the class declares none.
    """
    kind = getattr(model, "ledger_kind", "")
    if not kind or not isinstance(kind, str):
        raise UngovernedSubjectError(model.__name__ + " declares no ledger_kind")
    return kind


def _declared(model: type[models.Model], what: str) -> tuple[str, ...]:
    names: tuple[str, ...] = getattr(model, "ledger_" + what, ())
    return names


def clear_state(subject: models.Model) -> dict[str, object]:
    """Return the statuses and references of `subject`, as its leaf writes them in clear.

    Raises:
        UnrecordableValueError: a value in clear is a float or has no agreed form.
    """
    state: dict[str, object] = {}
    for name, attname, normal in _plan(type(subject)).clear:
        try:
            state[name] = plain(normal(getattr(subject, attname)))
        except TypeError as error:
            raise UnrecordableValueError(f"{name}: {error}") from error
    return state


def hidden_state(subject: models.Model) -> dict[str, object]:
    """Return every other recorded field of `subject`, which its leaf only commits to."""
    state: dict[str, object] = {}
    for name, attname, normal in _plan(type(subject)).hidden:
        value = normal(getattr(subject, attname))
        try:
            state[name] = plain(value)
        except TypeError:  # floats inside JSON: committed to as text
            state[name] = json.dumps(value, sort_keys=True, default=str, ensure_ascii=False)
    return state


Normal: TypeAlias = Callable[[Any], object]
"""Gives a field's value as it would be read back from the database."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is read of a class of subjects: the name written, the attribute, its normal form."""

    clear: tuple[tuple[str, str, Normal], ...]
    hidden: tuple[tuple[str, str, Normal], ...]


@cache
def _plan(model: type[models.Model]) -> Plan:
    clear, skip = _declared(model, "clear"), _declared(model, "skip")
    named: dict[str, models.Field[Any, Any]] = {}
    for field in model._meta.concrete_fields:
        named[field.name] = named[field.attname] = field
    unknown = {*clear, *skip} - named.keys()
    if unknown:
        raise UngovernedSubjectError(f"{model.__name__} has no field {sorted(unknown)}")
    hidden = [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and not {*clear, *skip} & {field.name, field.attname}
    ]
    return Plan(
        clear=tuple((name, named[name].attname, _normal(named[name])) for name in clear),
        hidden=tuple((field.attname, field.attname, _normal(field)) for field in hidden),
    )


def _normal(field: models.Field[Any, Any]) -> Normal:
    if isinstance(field, models.ForeignKey):
        return _normal(field.target_field)
    if isinstance(field, models.JSONField | models.BinaryField):
        return lambda value: value
    if isinstance(field, models.CharField | models.TextField | models.FileField):
        return lambda value: None if value is None else str(value)
    if isinstance(field, models.DecimalField):
        return lambda value: None if value is None else _decimal(field, value)
    return field.to_python


def _decimal(field: "models.DecimalField[Any, Any]", value: object) -> str:
    return f"{field.to_python(value):.{field.decimal_places}f}"


def plain_data(data: Mapping[str, object]) -> dict[str, object]:
    """Return `data` with every value in the form it takes in a leaf.

    Raises:
        UnrecordableValueError: a float, or a type without an agreed form.
    """
    try:
        return {str(key): plain(value) for key, value in data.items()}
    except TypeError as error:
        raise UnrecordableValueError(str(error)) from error


def commitment(random: bytes, value: bytes) -> bytes:
    """Return SHA-256 of 0x02, 32 random bytes and the value: says nothing until both are shown."""
    return hashlib.sha256(COMMITMENT_PREFIX + random + value).digest()


def leaf_bytes(event: Mapping[str, object]) -> bytes:
    """Return the exact bytes of an entry, whose values are plain: canonical JSON (RFC 8785).

    Python's own encoder writes the same bytes, ten times faster, as long as no character makes
    the order by code points differ from the order by UTF-16 units that the RFC asks for.

    Raises:
        UnrecordableValueError: a lone surrogate, or a value that is not plain.
    """
    try:
        text = _ENCODER.encode(event)
        return canonical(event) if _BEYOND.search(text) else text.encode()
    except (TypeError, ValueError) as error:  # UnicodeEncodeError and rfc8785's are ValueErrors
        raise UnrecordableValueError(str(error)) from error


_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)
_BEYOND = re.compile("[\ud800-\U0010ffff]")
