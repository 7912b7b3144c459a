"""Who writes scenarios, who leads a drill, who plays, who reads its figures."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from gouvernail.crisis.permissions import around, declaring_unit
from gouvernail.drills.errors import DrillNotFoundError, NotPlayingError, ScenarioNotFoundError
from gouvernail.drills.models import Drill, Player, Scenario
from gouvernail.foundation.ids import is_uuid
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, may, require, scope


def visible_scenarios(viewer: Person) -> QuerySet[Scenario]:
    """Return the scenarios in use, to who may lead a drill: they tell what will happen."""
    if not may(viewer, Right.RUN_INCIDENTS):
        return Scenario.objects.none()
    return Scenario.objects.filter(around(viewer), archived_at__isnull=True)


def visible_scenario(scenario_id: UUID | str, *, viewer: Person, lock: bool = False) -> Scenario:
    """Return one scenario in use, its unit loaded.

    Raises:
        ScenarioNotFoundError: missing or hidden.
    """
    if not is_uuid(str(scenario_id)):
        raise ScenarioNotFoundError
    if lock:
        Scenario.objects.select_for_update(of=("self",)).filter(pk=scenario_id).first()
    rows = visible_scenarios(viewer).select_related("unit", "edited_by")
    scenario = rows.filter(pk=scenario_id).first()
    if scenario is None:
        raise ScenarioNotFoundError
    return scenario


def may_write(viewer: Person, scenario: Scenario) -> bool:
    """Return whether `viewer` may change a scenario. No query."""
    return may(viewer, Right.RUN_INCIDENTS, unit=scenario.unit)


def visible_drills(viewer: Person) -> QuerySet[Drill]:
    """Return the drills of the units where `viewer` sees incidents, those they lead or play."""
    if not viewer.is_active:
        return Drill.objects.none()
    plays = Player.objects.filter(drill=OuterRef("pk"), person=viewer)
    seen = scope(viewer, Right.SEE_INCIDENTS, "unit__path")
    return Drill.objects.filter(seen | Q(trainer=viewer) | Q(Exists(plays)))


def visible_drill(drill_id: UUID | str, *, viewer: Person, lock: bool = False) -> Drill:
    """Return one drill `viewer` may know about, what it refers to loaded.

    Raises:
        DrillNotFoundError: missing or hidden.
    """
    if not is_uuid(str(drill_id)):
        raise DrillNotFoundError
    if lock:
        Drill.objects.select_for_update(of=("self",)).filter(pk=drill_id).first()
    rows = visible_drills(viewer).select_related("scenario", "unit", "trainer", "incident__unit")
    drill = rows.filter(pk=drill_id).first()
    if drill is None:
        raise DrillNotFoundError
    return drill


def may_lead(viewer: Person, drill: Drill) -> bool:
    """Return whether `viewer` leads a drill: its trainer, while they may run incidents there.

    Before it begins, after it ended, and once its trainer is gone, whoever runs incidents there.
    """
    if not may(viewer, Right.RUN_INCIDENTS, unit=drill.unit):
        return False
    return drill.trainer_id == viewer.pk or not drill.is_on or _is_left(drill)


def _is_left(drill: Drill) -> bool:
    """Return whether the trainer of a drill left, or lost the right to lead it."""
    return not may(drill.trainer, Right.RUN_INCIDENTS, unit=drill.unit)


def led_drill_shown(drill_id: UUID | str, *, viewer: Person) -> Drill:
    """Return one drill that `viewer` leads, to be read.

    Raises:
        DrillNotFoundError, RightMissingError.
        NotPlayingError: another trainer leads it.
    """
    drill = visible_drill(drill_id, viewer=viewer)
    require(viewer, Right.RUN_INCIDENTS, unit=drill.unit)
    if not may_lead(viewer, drill):
        raise NotPlayingError
    return drill


def led_drill(drill_id: UUID | str, *, by: Person) -> Drill:
    """Return one drill that `by` leads, locked.

    Before it begins, after it ended, and once its trainer is gone, whoever runs incidents in its
    unit may see to it.

    Raises:
        DrillNotFoundError, RightMissingError.
        NotPlayingError: another trainer leads it.
    """
    drill = visible_drill(drill_id, viewer=by, lock=True)
    require(by, Right.RUN_INCIDENTS, unit=drill.unit)
    if not may_lead(by, drill):
        raise NotPlayingError
    return drill


def roles_of(viewer: Person, drill: Drill) -> list[str]:
    """Return the roles that `viewer` plays. One query."""
    rows = Player.objects.filter(drill=drill, person=viewer)
    return list(rows.order_by("role").values_list("role", flat=True))


def alarm_unit(person: Person, drill: Drill) -> Unit | None:
    """Return where `person` declares the incident of a drill: its unit, else theirs inside it.

    None where they may not declare there. No query.
    """
    if may(person, Right.FREEZE, unit=drill.unit):
        return drill.unit
    own = declaring_unit(person)
    return own if own is not None and drill.unit.contains(own) else None


def played_drill(drill_id: UUID | str, *, by: Person) -> Drill:
    """Return one drill that `by` plays, locked.

    Raises:
        DrillNotFoundError: missing or hidden.
        NotPlayingError: they see it only.
    """
    drill = visible_drill(drill_id, viewer=by, lock=True)
    if not roles_of(by, drill):
        raise NotPlayingError
    return drill
