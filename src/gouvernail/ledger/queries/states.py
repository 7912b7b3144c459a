"""What of a governed object is written in clear, and what only as a commitment."""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

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
    """Return the statuses and references of `subject`, as its leaf writes them in clear."""
    fields = _fields(type(subject))
    return {name: _in_clear(fields[name], subject) for name in _declared(type(subject), "clear")}


def hidden_state(subject: models.Model) -> dict[str, object]:
    """Return every other recorded field of `subject`, which its leaf only commits to."""
    left_out = {*_declared(type(subject), "clear"), *_declared(type(subject), "skip")}
    return {
        name: _as_recorded(field, subject)
        for name, field in _fields(type(subject)).items()
        if name == field.attname
        and not field.primary_key
        and not left_out & {field.name, field.attname}
    }


@cache
def _fields(model: type[models.Model]) -> dict[str, models.Field[Any, Any]]:
    named: dict[str, models.Field[Any, Any]] = {}
    for field in model._meta.concrete_fields:
        named[field.name] = named[field.attname] = field
    unknown = {*_declared(model, "clear"), *_declared(model, "skip")} - named.keys()
    if unknown:
        raise UngovernedSubjectError(f"{model.__name__} has no field {sorted(unknown)}")
    return named


def _in_clear(field: models.Field[Any, Any], subject: models.Model) -> object:
    try:
        return plain(_value(field, subject))
    except TypeError as error:
        raise UnrecordableValueError(f"{field.name}: {error}") from error


def _as_recorded(field: models.Field[Any, Any], subject: models.Model) -> object:
    value = _value(field, subject)
    try:
        return plain(value)
    except TypeError:  # floats inside JSON, file names: committed to as text
        return json.dumps(value, sort_keys=True, default=str, ensure_ascii=False)


def _value(field: models.Field[Any, Any], subject: models.Model) -> object:
    """Return the value as it would be read back from the database."""
    value = getattr(subject, field.attname)
    if value is None:
        return None
    if isinstance(field, models.JSONField | models.BinaryField):
        return value
    if isinstance(field, models.FileField):
        return str(value)
    value = field.to_python(value)
    if isinstance(field, models.DecimalField) and isinstance(value, Decimal):
        return f"{value:.{field.decimal_places}f}"
    return value


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
    """Return the exact bytes of an entry: canonical JSON (RFC 8785), without any float.

    Raises:
        UnrecordableValueError: a float, a lone surrogate, or a type without an agreed form.
    """
    try:
        return canonical(event)
    except (TypeError, ValueError) as error:  # rfc8785 raises subclasses of ValueError
        raise UnrecordableValueError(str(error)) from error
