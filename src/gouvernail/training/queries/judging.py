"""What the rules in force say of an answer: asked of the area above that keeps them."""

from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from gouvernail.training.models import Run
from gouvernail.training.queries.staging import Remark


def remarks_on(text: str, run: Run, *, at: datetime) -> list[Remark] | None:
    """Return what the rules of the learner's unit say of their answer; None where none applies.

    The queries of each of `ANSWER_JUDGES`: dotted names of functions of a text, a unit, a
    language and an instant, that return remarks, or None where no rule is in force.
    """
    unit = run.person.home_unit or run.scenario.unit
    found: list[Remark] | None = None
    for name in settings.ANSWER_JUDGES:
        said = import_string(name)(text, unit=unit, language=run.language, at=at)
        if said is not None:
            found = [*(found or ()), *said]
    return found
