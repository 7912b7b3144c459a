"""The declarations that other areas make on their models, held to what the ledger can record."""

import pytest
from django.apps import apps
from django.db import models

from gouvernail.ledger.queries import states

GOVERNED = states.governed_models()


def test_the_settings_list_exactly_the_models_that_declare_themselves_governed() -> None:
    declaring = {model for model in apps.get_models() if hasattr(model, "ledger_kind")}

    assert set(GOVERNED) == declaring


def test_no_two_models_share_a_kind_or_a_verb() -> None:
    kinds = [states.kind_of(model) for model in GOVERNED]
    verbs = [verb for model in GOVERNED for verb in model.ledger_verbs]  # type: ignore[attr-defined]

    assert len(set(kinds)) == len(kinds)
    assert len(set(verbs)) == len(verbs)


@pytest.mark.parametrize("model", GOVERNED, ids=lambda model: model._meta.label)
def test_every_field_a_model_names_exists(model: type[models.Model]) -> None:
    assert states._plan(model).clear


@pytest.mark.parametrize("verb", sorted(states.declared_verbs()))
def test_verbs_are_a_noun_and_a_past_participle(verb: str) -> None:
    noun, _, participle = verb.partition(".")

    assert noun.replace("_", "").isalpha()
    assert participle.replace("_", "").isalpha()
    assert len(verb) <= 64
