"""Applying models kept as files."""

from collections.abc import Mapping
from datetime import datetime

from gouvernail.blueprint.actions import apply_model, plan_model
from gouvernail.blueprint.sections.planning import ModelPlan
from gouvernail.charter.models import Charter
from gouvernail.people.models import Person


def apply_files(
    texts: Mapping[str, str], *, by: Person, at: datetime, remove: bool = False
) -> ModelPlan:
    """Apply the files of a model, read by nobody else, in a small team."""
    Charter.objects.update(separation=Charter.Separation.SMALL)
    plan = plan_model(texts, by=by, remove=remove)
    return apply_model(texts=texts, digest=plan.digest, remove=remove, by=by, at=at)
