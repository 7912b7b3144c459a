"""The life of an incident: declared, graded, described, closed."""

import hashlib
from datetime import datetime, timedelta
from typing import Final, TypedDict, Unpack
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.crisis.actions.calls import end_calls
from gouvernail.crisis.actions.telling import (
    done_before,
    fresh,
    note,
    people_of,
    runners_of,
    tell_of,
)
from gouvernail.crisis.errors import (
    IncidentFrozenError,
    IncidentInvalidError,
    SituationChangedError,
)
from gouvernail.crisis.models import Entry, Incident, Plan, Seat, Task
from gouvernail.crisis.models.plans import Kind
from gouvernail.crisis.permissions import declaring_unit, open_room
from gouvernail.crisis.queries.freezing import standing_freezes
from gouvernail.foundation.actions import action
from gouvernail.foundation.outbox import announce
from gouvernail.ledger.actions import record
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, require, visible_unit
from gouvernail.policies.models import PolicyVersion

TITLE_LIMIT: Final = 200
TEXT_LIMIT: Final = 10_000
KEY_LIMIT: Final = 60
ORIGINS: Final = ("", "spike", "conversation", "report", "case", "mention", "drill")


class More(TypedDict, total=False):
    """What may be said besides of a new incident."""

    unit_id: UUID
    team: dict[str, UUID]
    situation: str
    detected_at: datetime
    is_drill: bool
    key: UUID | None


@action("crisis.declare")
def declare(
    *,
    kind: str,
    title: str,
    severity: int,
    origin: tuple[str, str] = ("", ""),
    by: Person,
    at: datetime,
    **more: Unpack[More],
) -> Incident:
    """Open an incident: seats and tasks come from the plan of this kind, and its people are told.

    `team` (role to person) gives the seats of a rehearsal: they are told instead of the plan's.
    Without a unit it stands in the widest one where `by` may declare. `origin` is the kind and the
    key of what it comes from (`ORIGINS`). Whoever declares holds the seat of the lead until
    somebody takes it over, if the plan names nobody. The same form (`key`) sent twice declares one.

    Raises:
        IncidentInvalidError: no title, no such kind or severity, or detected in the future.
        RightMissingError, UnitNotFoundError: `by` may not declare there.
    """
    unit = _unit_of(by, more.get("unit_id"))
    detected_at = more.get("detected_at") or at
    _check(kind=kind, title=title, severity=severity, origin=origin)
    if detected_at > at:
        raise IncidentInvalidError({"detected_at": _("This is in the future.")})
    said = " ".join(title.split())
    if key := more.get("key"):
        Person.objects.select_for_update(of=("self",)).get(pk=by.pk)
    own = Incident.objects.filter(declared_by=by)
    if twin := done_before(own, key, title=said, kind=kind):
        return twin
    plan = plan_for(kind, unit)
    incident = Incident(
        kind=kind,
        title=said,
        situation=more.get("situation", "").strip()[:TEXT_LIMIT],
        severity=severity,
        unit=unit,
        plan=plan,
        plan_edition=plan.edition if plan else None,
        policy_version=_version_of(plan),
        origin_kind=origin[0],
        origin_id=origin[1],
        is_drill=more.get("is_drill", False),
        detected_at=detected_at,
        declared_by=by,
        declared_at=at,
        key=fresh(own, key),
    )
    incident.save(force_insert=True)
    record(actor=by, verb="incident.declared", subject=incident, at=at)
    note(
        incident,
        Entry.Kind.LIFE,
        "declared",
        by=by,
        at=at,
        facts={"severity": str(severity)},
        text=incident.situation,
    )
    team = more.get("team")
    if team is None:
        _seat(incident, by=by, at=at)
    else:
        _seat_team(incident, {"lead": by.pk, **team}, by=by, at=at)
    _set_to_do(incident, by=by, at=at)
    told = people_of(incident) | (runners_of(incident) if team is None else set())
    kind_told = "drill_declared" if incident.is_drill else "declared"
    facts = {"drill": ""}  # its sentence says so by itself
    tell_of(incident, kind_told, people=told - {by.pk}, once="declared", at=at, facts=facts)
    announce("crisis.declared", {"incident_id": incident.pk}, at=at)
    return incident


def _unit_of(by: Person, unit_id: UUID | None) -> Unit:
    unit = visible_unit(unit_id, viewer=by) if unit_id else declaring_unit(by)
    if unit is None:
        raise RightMissingError(str(Right.FREEZE))
    require(by, Right.FREEZE, unit=unit)
    return unit


def _check(*, kind: str, title: str, severity: int, origin: tuple[str, str]) -> None:
    wrong = {}
    if not title.strip():
        wrong["title"] = _("Say what happens in a few words.")
    elif len(title) > TITLE_LIMIT:
        wrong["title"] = _("At most %(most)s characters, please.") % {"most": TITLE_LIMIT}
    if kind not in Kind.values:
        wrong["kind"] = _("Choose what kind of crisis it is.")
    if severity not in Incident.Severity.values:
        wrong["severity"] = _("Choose how grave it is, from 1 to 4.")
    if origin[0] not in ORIGINS or len(origin[1]) > KEY_LIMIT:
        wrong["origin"] = _("What it comes from cannot be found.")
    if wrong:
        raise IncidentInvalidError(wrong)


def plan_for(kind: str, unit: Unit) -> Plan | None:
    """Return the plan of a kind nearest above a unit, of two the one edited last. One query."""
    path = unit.path
    chain = [path[: index + 1] for index, mark in enumerate(path) if mark == "/"]
    rows = Plan.objects.filter(kind=kind, unit__path__in=chain, archived_at__isnull=True)
    found = list(rows.select_related("unit").order_by("-edited_at", "pk"))
    return max(found, key=lambda plan: plan.unit.depth, default=None)


def _version_of(plan: Plan | None) -> PolicyVersion | None:
    if plan is None or plan.policy_id is None:
        return None
    rows = PolicyVersion.objects.filter(policy_id=plan.policy_id, status="in_force")
    return rows.first()


def _seat(incident: Incident, *, by: Person, at: datetime) -> None:
    roles = list(incident.plan.roles.select_related("holder", "deputy")) if incident.plan else []
    named = {role.role for role in roles}
    for place, role in enumerate(roles):
        free = [one for one in (role.holder, role.deputy) if one is not None and one.is_active]
        person = free[0] if free else None
        person = by if person is None and role.role == "lead" else person
        deputy = next((one for one in free[1:] if one != person), None)
        _open_seat(incident, role.role, place, (person, deputy), by=by, at=at)
    if "lead" not in named:
        _open_seat(incident, "lead", 0, (by, None), by=by, at=at)
    if "watch" not in named:
        _open_seat(incident, "watch", 1, (None, None), by=by, at=at)


def _seat_team(incident: Incident, team: dict[str, UUID], *, by: Person, at: datetime) -> None:
    """Seat those who rehearse; the seat of the officer is there, vacant if nobody has it."""
    people = Person.objects.filter(is_active=True).in_bulk(list(set(team.values())))
    for place, (role, key) in enumerate(team.items()):
        _open_seat(incident, role, place, (people.get(key), None), by=by, at=at)
    if "watch" not in team:
        _open_seat(incident, "watch", len(team), (None, None), by=by, at=at)


def _open_seat(
    incident: Incident,
    role: str,
    place: int,
    people: tuple[Person | None, Person | None],
    *,
    by: Person,
    at: datetime,
) -> None:
    seat = Seat(
        incident=incident, role=role, person=people[0], deputy=people[1], since=at, position=place
    )
    seat.save(force_insert=True)
    record(actor=by, verb="incident_seat.opened", subject=seat, at=at)


def _set_to_do(incident: Incident, *, by: Person, at: datetime) -> None:
    """Make a task of each step, whose owner is who holds the role now; those of the card first.

    The steps of a network wait until an account of it is named (`name_account`).
    """
    if incident.plan is None:
        return
    owners = dict(
        Seat.objects.filter(incident=incident, until__isnull=True).values_list("role", "person_id")
    )
    for place, step in enumerate(incident.plan.steps.filter(network="")):
        task = Task(
            incident=incident,
            words=step.words,
            words_en=step.words_en,
            role=step.role,
            owner_id=owners.get(step.role),
            due_at=at + timedelta(minutes=step.minute),
            page=step.page,
            on_card=step.on_card,
            position=place,
        )
        task.save(force_insert=True)
        record(actor=by, verb="incident_task.added", subject=task, at=at)


@action("crisis.grade_incident")
def grade_incident(
    *, incident_id: UUID, severity: int, reason: str, by: Person, at: datetime
) -> Incident:
    """Raise or lower how grave it is, and say why; everybody in a seat is told.

    Raises:
        IncidentInvalidError: no such severity, the same one, or no reason.
        IncidentNotFoundError, RightMissingError, IncidentClosedError: not now, or not by `by`.
    """
    incident = open_room(incident_id, by=by)
    if severity not in Incident.Severity.values or severity == incident.severity:
        raise IncidentInvalidError({"severity": _("Choose another severity, from 1 to 4.")})
    why = _words(reason, "reason", _("Say why in a few words."))
    was, incident.severity = incident.severity, severity
    incident.save(update_fields=("severity",))
    record(actor=by, verb="incident.graded", subject=incident, at=at, data={"was": was})
    entry = note(
        incident,
        Entry.Kind.SEVERITY,
        "raised" if severity > was else "lowered",
        by=by,
        at=at,
        facts={"severity": str(severity), "was": str(was)},
        text=why,
    )
    people = people_of(incident) - {by.pk}
    tell_of(incident, "graded", people=people, once=f"graded:{entry.pk.hex}", at=at)
    announce("crisis.graded", {"incident_id": incident.pk, "severity": severity}, at=at)
    return incident


@action("crisis.describe_situation")
def describe_situation(
    *, incident_id: UUID, situation: str, by: Person, at: datetime, seen: str | None = None
) -> Incident:
    """Write where things stand; what it said before stays in the timeline.

    `seen` is the digest (`digest_of_words`) of what was on the screen, if it is known.

    Raises:
        SituationChangedError: somebody else wrote it since.
        IncidentInvalidError: no words, or too many.
        IncidentNotFoundError, RightMissingError, IncidentClosedError: not now, or not by `by`.
    """
    incident = open_room(incident_id, by=by)
    words = _words(situation, "situation", _("Say where things stand."))
    if words == incident.situation:
        return incident
    if seen is not None and seen != digest_of_words(incident.situation):
        raise SituationChangedError
    incident.situation = words
    incident.save(update_fields=("situation",))
    record(actor=by, verb="incident.described", subject=incident, at=at)
    note(incident, Entry.Kind.FACT, "described", by=by, at=at, text=words)
    return incident


def digest_of_words(words: str) -> str:
    """Return the SHA-256 of some words, line ends as a browser sends them left aside. Pure."""
    return hashlib.sha256("\n".join(words.strip().splitlines()).encode()).hexdigest()


@action("crisis.close_incident")
def close_incident(*, incident_id: UUID, closing: str, by: Person, at: datetime) -> Incident:
    """End it: shifts and calls end, nothing is added any more. What was frozen is lifted before.

    Raises:
        IncidentInvalidError: it does not say how it ended.
        IncidentFrozenError: a freeze made from its room stands.
        IncidentNotFoundError, RightMissingError, IncidentClosedError: not now, or not by `by`.
    """
    incident = open_room(incident_id, by=by)
    words = _words(closing, "closing", _("Say how it ended."))
    if standing_freezes(incident):
        raise IncidentFrozenError
    people = people_of(incident)
    for seat in Seat.objects.filter(incident=incident, until__isnull=True):
        seat.until = at
        seat.save(update_fields=("until",))
        record(actor=by, verb="incident_seat.ended", subject=seat, at=at)
    end_calls(incident, by=by, at=at)
    note(incident, Entry.Kind.LIFE, "closed", by=by, at=at, text=words)
    incident.status, incident.closing = Incident.Status.CLOSED, words
    incident.closed_by, incident.closed_at = by, at
    incident.save(update_fields=("status", "closing", "closed_by", "closed_at"))
    record(actor=by, verb="incident.closed", subject=incident, at=at)
    tell_of(incident, "closed", people=people - {by.pk}, once="closed", at=at)
    announce("crisis.closed", {"incident_id": incident.pk}, at=at)
    return incident


def _words(text: str, field: str, missing: str) -> str:
    words = text.strip()
    if not words:
        raise IncidentInvalidError({field: missing})
    if len(words) > TEXT_LIMIT:
        most = _("At most %(most)s characters, please.") % {"most": TEXT_LIMIT}
        raise IncidentInvalidError({field: most})
    return words
