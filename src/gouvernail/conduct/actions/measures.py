"""What a decision does: to a licence, or as something to learn again. Lifted with it."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from gouvernail.conduct.models import Case, Decision
from gouvernail.licences.actions import lift, restrict, suspend
from gouvernail.licences.models import Restriction
from gouvernail.people.models import Person


def begin_measures(case: Case, decision: Decision, *, by: Person, at: datetime) -> None:
    """Have what was decided act. Called inside an action that authorised `by`.

    A licence names the case by its key and says nothing of the facts: who answers for the person
    reads the licence, not the case.
    """
    person = case.person
    until = decision.until
    if person is None or not person.is_active or until is None or until <= at:
        return
    if decision.outcome in Case.OF_LICENCE:
        hold = suspend if decision.outcome == Case.Outcome.SUSPENDED else restrict
        hold(
            person,
            by=by,
            at=at,
            reason=_("Decided in writing; they can read why on their own page, and appeal."),
            until=until,
            case=case.pk.hex,
            acts=decision.acts,
            networks=[decision.network] if decision.network else [],
            decided=True,
        )


def stop_measures(case: Case, *, by: Person, at: datetime) -> int:
    """Lift what a case had begun and that still holds; returns how many licences are free again.

    `by` is never the person themselves: an appeal is their act, its effect follows from the
    decision they appeal.
    """
    ends = Q(until__isnull=True) | Q(until__gt=at)
    rows = Restriction.objects.filter(ends, case_ref=case.pk.hex, lifted_at__isnull=True)
    keys = list(rows.values_list("pk", flat=True))
    for key in keys:
        said = _("The decision it came from is appealed, changed or ended.")
        lift(key, by=by, at=at, reason=said, decided=True)
    return len(keys)
