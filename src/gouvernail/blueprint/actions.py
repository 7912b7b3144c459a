"""Applying a model kept as files."""

from collections.abc import Mapping
from datetime import datetime

from gouvernail.blueprint.errors import ModelRefusedError, PlanStaleError
from gouvernail.blueprint.sections import SECTIONS
from gouvernail.blueprint.sections.planning import Change, ModelPlan, What, planned, site_of
from gouvernail.blueprint.sections.reading import read_files
from gouvernail.blueprint.sections.section import Listed, Writing
from gouvernail.blueprint.sections.writing import written
from gouvernail.charter.queries import the_charter
from gouvernail.foundation.actions import action
from gouvernail.foundation.errors import DomainError
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person


def plan_model(texts: Mapping[str, str], *, by: Person, remove: bool = False) -> ModelPlan:
    """Return what applying those files would do; nothing is written.

    Args:
        texts: what each file holds, by its name without `.yaml`.
        by: in whose name; sees and names what they may.
        remove: whether what the files do not hold is taken out.

    Raises:
        ModelInvalidError: the files are wrong, or name what does not exist.
    """
    files = read_files(texts, SECTIONS)
    return planned(files, site_of(SECTIONS, viewer=by), viewer=by, remove=remove)


@action("blueprint.apply_model")
def apply_model(
    *, texts: Mapping[str, str], digest: str, remove: bool = False, by: Person, at: datetime
) -> ModelPlan:
    """Make the site as the files say: all of the plan, or nothing of it.

    Each change is an act of its area, with its rights, its refusals and its entry in the journal.

    Args:
        texts: what each file holds, by its name without `.yaml`.
        digest: of the plan that was read (`ModelPlan.digest`).
        remove: whether what the files do not hold is taken out.
        by: who applies.
        at: when.

    Raises:
        ModelInvalidError: the files are wrong.
        PlanStaleError: the plan is no longer the one that was read.
        ModelRefusedError: the site refuses one of the changes.
    """
    plan = plan_model(texts, by=by, remove=remove)
    if plan.digest != digest:
        raise PlanStaleError
    how = Writing(by=by, at=at)
    for change in plan.changes:
        try:
            _apply(change, how)
        except DomainError as error:
            place = str(change.place or change.section.name)
            raise ModelRefusedError(place=place, what=change.name, why=error) from error
    if plan.changes:
        data = {"plan": plan.digest} | {str(one): plan.count(one) for one in What}
        record(actor=by, verb="charter.model_applied", subject=the_charter(), at=at, data=data)
    return plan


def _apply(change: Change, how: Writing) -> None:
    if change.after is not None:
        change.section.write(change.after, change.before, how)
    elif change.before is not None and isinstance(change.section, Listed):
        change.section.remove(change.before, how)


def exported_model(*, by: Person) -> dict[str, str]:
    """Return the site's model as files, by name without `.yaml`. Constant in queries."""
    return written(site_of(SECTIONS, viewer=by))
