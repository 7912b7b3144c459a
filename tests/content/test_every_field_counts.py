"""Every field of what is written is agreed to, or is named here with the reason why it is not.

The fields are read from the models: a new one fails until somebody says which it is.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import models

from gouvernail.content.models import Draft, DraftMedia, DraftProof, Variant
from gouvernail.content.queries import (
    examine,
    manuscript_of,
    payloads_of,
    plan_for,
    revision_digest,
)
from gouvernail.foundation.ids import uuid7
from gouvernail.media.models import Asset
from gouvernail.people.models import Person, Unit
from tests.make.content import make_draft, make_proof
from tests.make.media import make_asset
from tests.make.people import make_person
from tests.make.registry import make_account

# What an agreement does not cover, and why.
WORKFLOW = "where it stands, not what it says"
HANDS = "who wrote, which the request remembers"
INSIDE = "for readers inside, never sent"
NOT_AGREED: dict[type[models.Model], dict[str, str]] = {
    Draft: {
        "id": "the same for ever",
        "title": INSIDE,
        "tags": INSIDE,
        "unit": "whose it is; no action changes it",
        "author": HANDS,
        "assignee": WORKFLOW,
        "status": WORKFLOW,
        "revision": WORKFLOW,
        "approval_id": WORKFLOW,
        "edit_count": WORKFLOW,
        "edited_by": HANDS,
        "edited_at": HANDS,
        "created_at": HANDS,
    },
    Variant: {
        "id": "the same for ever",
        "draft": "the same for ever",
        "text": "only when adapted: see the test of adapted texts",
        "position": "the order of accounts on the page",
    },
    DraftMedia: {"id": "the same for ever", "draft": "the same for ever"},
    DraftProof: {
        "draft": "the same for ever",
        "at": HANDS,
        "reused_id": "where it was copied from; it says the same",
    },
    Asset: {
        "id": "the file counts, by its digest",
        "size_bytes": "follows the file, by its digest",
        "original_name": INSIDE,
        "original_sha256": INSIDE,
        "title": INSIDE,
        "alt": "copied into the draft, where it counts",
        "alt_en": "copied into the draft, where it counts",
        "credit": INSIDE,
        "rights_until": INSIDE,
        "below": INSIDE,
        "unit": INSIDE,
        "added_by": HANDS,
        "added_at": HANDS,
        "withdrawn_at": WORKFLOW,
    },
}
CASES = [
    (model, field.name)
    for model in NOT_AGREED
    for field in model._meta.concrete_fields
    if field.name not in NOT_AGREED[model]
]


@pytest.fixture
def draft(hugo: Person, energy: Unit, noon: datetime) -> Draft:
    accounts = (make_account(unit=energy), make_account(unit=energy))
    draft = make_draft(
        author=hugo,
        unit=energy,
        accounts=accounts,
        wall_time="2027-03-01T10:00",
        time_zone="Europe/Paris",
        publish_at=noon + timedelta(days=100),
    )
    for colour in ("teal", "red"):
        asset = make_asset(unit=energy, by=hugo, colour=colour)
        place = draft.media.count()
        DraftMedia.objects.create(draft=draft, asset=asset, alt="A mast", position=place)
    make_proof(draft=draft, by=hugo)
    return draft


def digest(draft: Draft) -> str:
    """Return the digest an approval of the draft as it stands would have."""
    manuscript = manuscript_of(Draft.objects.get(pk=draft.pk))
    examination = examine(manuscript, at=draft.publish_at)
    plan = plan_for(manuscript, examination, by=draft.author)
    payloads = payloads_of(manuscript, examination, revision_id=draft.pk, plan=plan)
    return revision_digest(payloads)


def other(row: models.Model, name: str, unit: Unit) -> object:
    """Return another value for a field of a row, by the name of the field or by its kind."""
    field, value = row._meta.get_field(name), getattr(row, name)
    named: dict[str, Callable[[], object]] = {
        "account": lambda: make_account(unit=unit),
        "asset": lambda: make_asset(unit=unit, by=unit.drafts.get().author, colour="blue"),
        "language": lambda: "fr",
        "time_zone": lambda: "Europe/Rome",
        "mime": lambda: "image/gif",
        "id": uuid7,
        "countries": lambda: ["FR"],
        "territory": lambda: ["FR"],
        "by": lambda: make_person(home_unit=unit),
        "until": lambda: date(2027, 1, 1),
        "withdrawn_at": lambda: datetime(2026, 11, 20, tzinfo=UTC),
    }
    kinds: dict[type[models.Field[Any, Any]], Callable[[], object]] = {
        models.BooleanField: lambda: not value,
        models.DateTimeField: lambda: value + timedelta(minutes=1),
        models.JSONField: lambda: {**value, "more": "1"},
        models.DateField: lambda: value + timedelta(days=1),
        models.IntegerField: lambda: value + 1,
        models.CharField: lambda: f"{value[:-1]}x",
        models.TextField: lambda: f"{value[:-1]}x",
    }
    if name in named:
        return named[name]()
    return next(make for kind, make in kinds.items() if isinstance(field, kind))()


@pytest.mark.parametrize(("model", "name"), CASES, ids=lambda one: getattr(one, "__name__", one))
def test_any_other_value_is_another_digest(
    model: type[models.Model], name: str, draft: Draft, energy: Unit
) -> None:
    before = digest(draft)
    rows: dict[type[models.Model], Any] = {
        Draft: draft,
        Variant: draft.variants.first(),
        DraftMedia: draft.media.first(),
        DraftProof: draft.proofs.first(),
        Asset: Asset.objects.filter(pk__in=draft.media.values("asset")).first(),
    }
    row = rows[model]
    assert row is not None
    if (model, name) == (DraftMedia, "position"):
        row.position = 9
    elif (model, name) == (Variant, "adapted"):
        row.adapted, row.text = True, "Other words."
    else:
        setattr(row, name, other(row, name, energy))

    if name == "id":  # another proof, that says the same
        draft.proofs.all().delete()
    row.save()

    assert digest(draft) != before


def test_an_adapted_text_counts(draft: Draft) -> None:
    draft.variants.update(adapted=True, text="One.")
    before = digest(draft)

    draft.variants.filter(position=0).update(text="Two.")

    assert digest(draft) != before


def test_an_account_more_or_less_counts(draft: Draft, energy: Unit) -> None:
    before = digest(draft)

    Variant.objects.create(draft=draft, account=make_account(unit=energy), position=5)
    more = digest(draft)
    draft.variants.filter(position__gt=0).delete()

    assert len({before, more, digest(draft)}) == 3


@pytest.mark.parametrize("model", NOT_AGREED, ids=lambda model: model.__name__)
def test_no_reason_is_given_for_a_field_that_is_gone(model: type[models.Model]) -> None:
    names = {field.name for field in model._meta.concrete_fields}

    assert set(NOT_AGREED[model]) - names == set()
