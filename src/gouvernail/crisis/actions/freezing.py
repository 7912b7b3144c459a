"""Stopping everything from the room, and noting that it was lifted."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.crisis.actions.telling import WORKER, note, people_of, tell_of
from gouvernail.crisis.errors import IncidentInvalidError
from gouvernail.crisis.models import Entry, Incident
from gouvernail.crisis.permissions import open_room
from gouvernail.foundation.actions import action
from gouvernail.people.models import Person
from gouvernail.publishing.actions import engage_freeze
from gouvernail.publishing.models import Freeze

DRILL: Final = "[Exercice – Drill]"  # kept with the freeze, read in both languages
PRACTICE: Final = (Freeze.Scope.NETWORK, "practice")


@action("crisis.freeze_from_room")
def freeze_from_room(  # noqa: PLR0913 -- what stops, why, and whether it is meant
    *,
    incident_id: UUID,
    scope_kind: str,
    scope_value: str,
    reason: str = "",
    in_earnest: bool = False,
    by: Person,
    at: datetime,
) -> Freeze:
    """Stop publishing over a scope, as the freeze of the top bar does, and say so in the timeline.

    Lifting is done by two people where freezes are lifted. A drill stops the practice network;
    anything else only `in_earnest`, and everybody reads that it is a drill.

    Raises:
        IncidentInvalidError: a drill, and nobody said that publishing must really stop.
        as `publishing.actions.engage_freeze`.
        IncidentNotFoundError, RightMissingError, IncidentClosedError: not now, or not by `by`.
    """
    incident = open_room(incident_id, by=by)
    if incident.is_drill and not in_earnest and (scope_kind, scope_value) != PRACTICE:
        raise IncidentInvalidError(
            {"in_earnest": _("This is a drill: say that publishing must really stop.")}
        )
    why = reason.strip() or incident.title
    freeze = engage_freeze(
        scope_kind=scope_kind,
        scope_value=scope_value,
        reason=f"{DRILL} {why}" if incident.is_drill else why,
        by=by,
        at=at,
    )
    facts = {"scope_kind": freeze.scope_kind, "scope_value": freeze.scope_value}
    kind = Entry.Kind.FREEZE
    note(incident, kind, "frozen", by=by, at=at, facts=facts, text=reason.strip(), about=freeze)
    people = people_of(incident) - {by.pk}
    tell_of(incident, "frozen", people=people, once=f"frozen:{freeze.pk.hex}", at=at)
    return freeze


@action("crisis.note_lift")
def note_lift(*, freeze_id: UUID, at: datetime) -> int:
    """Say in the timelines of its open incidents that a freeze was lifted; return how many.

    Idempotent: an incident whose timeline says so already is passed by.
    """
    freeze = Freeze.objects.select_related("lifted_by", "lift_asked_by").get(pk=freeze_id)
    rows = Entry.objects.filter(subject_kind=Freeze.ledger_kind, subject_id=str(freeze_id))
    keys = set(rows.filter(code="frozen").values_list("incident_id", flat=True))
    told = 0
    waiting = Incident.objects.select_for_update().filter(pk__in=keys, status=Incident.Status.OPEN)
    for incident in waiting.order_by("pk"):
        if rows.filter(incident=incident, code="lifted").exists():
            continue
        facts = {
            "scope_kind": freeze.scope_kind,
            "scope_value": freeze.scope_value,
            "person_id": str(freeze.lifted_by_id or ""),
            "was_id": str(freeze.lift_asked_by_id or ""),
        }
        note(incident, Entry.Kind.FREEZE, "lifted", by=WORKER, at=at, facts=facts, about=freeze)
        told += 1
    return told
