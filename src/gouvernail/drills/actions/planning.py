"""A drill is planned: which scenario, when, who leads, who plays which role."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.crisis.models.plans import RoleInCrisis
from gouvernail.drills.actions.scenarios import unit_for
from gouvernail.drills.actions.telling import team_of, tell_team
from gouvernail.drills.errors import DrillInvalidError, DrillStateError, ScenarioIncompleteError
from gouvernail.drills.models import Drill, Player
from gouvernail.drills.permissions import led_drill, visible_scenario
from gouvernail.drills.queries.scenarios import is_complete
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may, visible_person

SPEEDS: Final = (1, 2, 3, 5, 10, 30)
"""How many seconds of a drill may pass in a real one."""
LANGUAGES: Final = ("fr", "en")
SOON: Final = timedelta(hours=24)
BATCH: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillFacts:
    """How a drill is to be played; `players` gives who plays each role, nobody where None."""

    trainer_id: UUID | None = None
    planned_at: datetime | None = None
    language: str = "fr"
    speed: int = 1
    players: Mapping[str, UUID | None] = field(default_factory=dict)


@action("drills.plan_drill")
def plan_drill(
    *,
    scenario_id: UUID,
    facts: DrillFacts,
    unit_id: UUID | None = None,
    by: Person,
    at: datetime,
) -> Drill:
    """Plan a drill of a scenario; its team is told.

    Raises:
        DrillInvalidError: no such speed, language or role, or in the past.
        ScenarioIncompleteError: the scenario cannot be played as it is.
        ScenarioNotFoundError, PersonNotFoundError, UnitNotFoundError, RightMissingError.
    """
    scenario = visible_scenario(scenario_id, viewer=by)
    unit = unit_for(by, unit_id)
    if not is_complete(scenario.script):
        raise ScenarioIncompleteError
    drill = Drill(
        scenario=scenario,
        edition=scenario.edition,
        plan_kind=scenario.plan_kind,
        title=scenario.title,
        title_en=scenario.title_en,
        unit=unit,
        created_by=by,
        created_at=at,
    )
    _take(drill, facts, by=by, at=at)
    drill.save(force_insert=True)
    record(actor=by, verb="drill.planned", subject=drill, at=at)
    _name_players(drill, facts.players, by=by, at=at)
    _tell_planned(drill, by=by, at=at)
    return drill


@action("drills.update_drill")
def update_drill(*, drill_id: UUID, facts: DrillFacts, by: Person, at: datetime) -> Drill:
    """Change how a drill that has not begun is to be played; whoever joins is told.

    Raises:
        DrillInvalidError: no such speed, language or role, or in the past.
        DrillStateError: it has begun.
        DrillNotFoundError, PersonNotFoundError, RightMissingError.
    """
    drill = led_drill(drill_id, by=by)
    if drill.status != Drill.Status.PLANNED:
        raise DrillStateError
    moved = facts.planned_at != drill.planned_at
    _take(drill, facts, by=by, at=at, moved=moved)
    drill.save()
    record(actor=by, verb="drill.changed", subject=drill, at=at)
    _name_players(drill, facts.players, by=by, at=at)
    _tell_planned(drill, by=by, at=at)
    return drill


def _take(drill: Drill, facts: DrillFacts, *, by: Person, at: datetime, moved: bool = True) -> None:
    wrong = {}
    if facts.speed not in SPEEDS:
        wrong["speed"] = _("Choose one of the speeds.")
    if facts.language not in LANGUAGES:
        wrong["language"] = _("Choose French or English.")
    if moved and facts.planned_at is not None and facts.planned_at < at - timedelta(minutes=5):
        wrong["planned_at"] = _("This is in the past.")
    trainer = visible_person(facts.trainer_id, viewer=by) if facts.trainer_id else by
    if not may(trainer, Right.RUN_INCIDENTS, unit=drill.unit):
        wrong["trainer"] = _("The trainer must be somebody who runs incidents there.")
    if wrong:
        raise DrillInvalidError(wrong)
    if moved:
        drill.reminded_at = None
    drill.trainer, drill.planned_at = trainer, facts.planned_at
    drill.speed, drill.language = facts.speed, facts.language


def _name_players(
    drill: Drill, players: Mapping[str, UUID | None], *, by: Person, at: datetime
) -> None:
    for role, person_id in players.items():
        _name(drill, role, person_id, by=by, at=at)


@action("drills.name_player")
def name_player(
    *, drill_id: UUID, role: str, person_id: UUID | None, by: Person, at: datetime
) -> Drill:
    """Say who plays a role of a drill that has not begun; None leaves it empty.

    Raises:
        DrillInvalidError: there is no such role.
        DrillStateError: it has begun.
        DrillNotFoundError, PersonNotFoundError, RightMissingError.
    """
    drill = led_drill(drill_id, by=by)
    if drill.status != Drill.Status.PLANNED:
        raise DrillStateError
    _name(drill, role, person_id, by=by, at=at)
    _tell_planned(drill, by=by, at=at)
    return drill


def _name(drill: Drill, role: str, person_id: UUID | None, *, by: Person, at: datetime) -> None:
    if role not in RoleInCrisis.values:
        raise DrillInvalidError({"role": _("There is no such role.")})
    former = Player.objects.filter(drill=drill, role=role).first()
    if former is not None and former.person_id == person_id:
        return
    if former is not None:
        record(actor=by, verb="drill_player.removed", subject=former, at=at)
        former.delete()
    if person_id is not None:
        person = visible_person(person_id, viewer=by)
        player = Player(drill=drill, person=person, role=role)
        player.save(force_insert=True)
        record(actor=by, verb="drill_player.named", subject=player, at=at)


def _tell_planned(drill: Drill, *, by: Person, at: datetime) -> None:
    moment = drill.planned_at.isoformat() if drill.planned_at else "none"
    tell_team(drill, "planned", people=team_of(drill) - {by.pk}, once=f"planned:{moment}", at=at)


@action("drills.cancel_drill")
def cancel_drill(*, drill_id: UUID, by: Person, at: datetime) -> Drill:
    """Call off a drill that has not begun; its team is told.

    Raises:
        DrillStateError: it has begun.
        DrillNotFoundError, RightMissingError.
    """
    drill = led_drill(drill_id, by=by)
    if drill.status != Drill.Status.PLANNED:
        raise DrillStateError
    drill.status = Drill.Status.CANCELLED
    drill.save(update_fields=("status",))
    record(actor=by, verb="drill.cancelled", subject=drill, at=at)
    tell_team(drill, "cancelled", people=team_of(drill) - {by.pk}, once="cancelled", at=at)
    return drill


def remind_players(*, at: datetime) -> int:
    """Remind the teams of the drills of the next day, once; return how many drills."""
    rows = Drill.objects.filter(status=Drill.Status.PLANNED, reminded_at__isnull=True)
    rows = rows.filter(planned_at__gt=at, planned_at__lte=at + SOON)
    keys = list(rows.order_by("planned_at", "pk").values_list("pk", flat=True)[:BATCH])
    return sum(_remind(key, at=at) for key in keys)


@action("drills.remind")
def _remind(drill_id: UUID, *, at: datetime) -> int:
    drill = Drill.objects.select_for_update().get(pk=drill_id)
    if drill.status != Drill.Status.PLANNED or drill.reminded_at is not None:
        return 0
    drill.reminded_at = at
    drill.save(update_fields=("reminded_at",))
    moment = drill.planned_at.isoformat() if drill.planned_at else ""
    tell_team(drill, "soon", people=team_of(drill), once=f"soon:{moment}", at=at)
    return 1
