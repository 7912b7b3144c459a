"""Makers of trials of a draft over past posts."""

from datetime import datetime

from gouvernail.people.models import Person
from gouvernail.rulebooks.actions.trials import ask_for_trial, run_waiting
from gouvernail.rulebooks.models import PackVersion, Trial
from tests.make.rulebooks import PACK

WIDER = PACK.replace("any: [discount]", "any: [discount, free]")


def tried(draft: PackVersion, claire: Person, noon: datetime, **approvals: int) -> Trial:
    """Return the trial of a draft, done."""
    ask_for_trial(version_id=draft.pk, by=claire, at=noon)
    done = run_waiting(approvals=lambda: approvals, clock=lambda: noon)
    assert done is not None
    return done
