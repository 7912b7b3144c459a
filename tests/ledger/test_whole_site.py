"""A whole site, lived through its actions, replays from its ledger without one difference.

And no single change of a row behind the ledger's back goes unseen, whatever the model and field.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, models, transaction

from demo.loading import load
from gouvernail.foundation.digests import plain
from gouvernail.ledger.models import Leaf
from gouvernail.ledger.queries import governed_models
from gouvernail.ledger.queries.replay import model_differences
from gouvernail.ledger.queries.states import hidden_state, kind_of
from gouvernail.ledger.queries.verification import verify_database

LONG_AGO = datetime(1999, 12, 31, 23, 59, tzinfo=UTC)


def rebuilt() -> dict[tuple[str, str], dict[str, Any]]:
    """Return the state of every object as its entries alone say: an oracle of a few lines."""
    state: dict[tuple[str, str], dict[str, Any]] = {}
    for row in Leaf.objects.order_by("seq"):
        said = json.loads(bytes(row.leaf))
        subject = said["subject"]["kind"], said["subject"]["id"]
        state[subject] = said["data"]["state"]
        if said["data"].get("gone"):
            del state[subject]
    return state


def alone(model: type[models.Model]) -> "models.QuerySet[Any]":
    """Return the rows that have an entry of their own, not one for the batch they came in."""
    batch = getattr(model, "ledger_batch", "")
    rows = model._meta.base_manager.all()
    return rows.filter(**{f"{batch}__isnull": True}) if batch else rows


def found() -> dict[tuple[str, str], dict[str, Any]]:
    """Return what the tables hold of the same fields."""
    return {
        (kind_of(model), str(row["pk"])): {
            name: plain(str(value) if isinstance(value, UUID) else value)
            for name, value in row.items()
            if name != "pk"
        }
        for model in governed_models()
        for row in alone(model).values("pk", *model.ledger_clear)  # type: ignore[attr-defined]
    }


def leaks() -> list[str]:
    """Return the names, addresses and texts that stand in clear in an entry: none is what we want.

    Compared are those of every hidden column with a space or an at-sign in it, which a reference,
    a status or a digest never has.
    """
    written = [bytes(leaf).decode() for leaf in Leaf.objects.values_list("leaf", flat=True)]
    everything = "\n".join(written)
    texts = {
        (f"{model._meta.label}.{name}", value)
        for model in governed_models()
        for row in model._meta.base_manager.all()
        for name, value in hidden_state(row).items()
        if isinstance(value, str) and {" ", "@"} & set(value)
    }
    assert len(texts) > 50
    return [f"{place}: {text}" for place, text in sorted(texts) if text in everything]


def another(field: "models.Field[Any, Any]", value: Any) -> Any:
    """Return a value that the column takes and that is not the one it holds."""
    if isinstance(field, models.ForeignKey):
        return another(field.target_field, value)
    for kind, changed in OTHERS.items():
        if isinstance(field, kind):
            return changed(value)
    return ("x" if str(value)[-1:] != "x" else "y") if value else "x"


OTHERS: dict[type["models.Field[Any, Any]"], Callable[[Any], Any]] = {
    models.BooleanField: lambda value: not value,
    models.DateTimeField: lambda value: (value or LONG_AGO) + timedelta(seconds=1),
    models.DateField: lambda value: (value or LONG_AGO.date()) + timedelta(days=1),
    models.TimeField: lambda value: time(1) if value != time(1) else time(2),
    models.JSONField: lambda value: [value, "changed"],
    models.UUIDField: lambda _value: uuid4(),
    models.IntegerField: lambda value: (value or 0) + 1,
    models.DecimalField: lambda value: (value or 0) + 1,
    models.BinaryField: lambda value: bytes(value or b"") + b"x",
}


def change(model: type[models.Model], row: models.Model, field: "models.Field[Any, Any]") -> str:
    """Change one column of one row in SQL, and say whether replay sees it."""
    value = another(field, getattr(row, field.attname))
    try:
        with transaction.atomic():
            model._meta.base_manager.filter(pk=row.pk).update(**{field.attname: value})
            return "seen" if any(model_differences(model, hidden=True)) else "unseen"
    except DatabaseError:
        return "refused"


def recorded_fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    skip: tuple[str, ...] = getattr(model, "ledger_skip", ())
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and not {field.name, field.attname} & set(skip)
    ]


@pytest.mark.django_db
def test_the_tables_of_the_demo_are_what_its_entries_say_and_no_single_change_goes_unseen() -> None:
    load("ville")

    report = verify_database(None)
    assert report.problems == []
    assert report.size == Leaf.objects.count() > 50
    assert rebuilt() == found()
    assert leaks() == []

    verdicts: dict[str, str] = {}
    for model in governed_models():
        row = model._meta.base_manager.order_by("pk").first()
        for field in recorded_fields(model) if row else ():
            assert row is not None
            savepoint = transaction.savepoint()
            verdicts[f"{model._meta.label}.{field.name}"] = change(model, row, field)
            transaction.savepoint_rollback(savepoint)
    assert [place for place, verdict in verdicts.items() if verdict == "unseen"] == []
    assert sum(verdict == "seen" for verdict in verdicts.values()) > 100
