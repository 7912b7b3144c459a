"""Scenarios: brought in from those that come with the product, written, put away."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.crisis.models.plans import Kind, RoleInCrisis
from gouvernail.drills.errors import DrillInvalidError, ScenarioNotFoundError
from gouvernail.drills.models import Scenario
from gouvernail.drills.models.scenarios import Act, EventKind, Voice
from gouvernail.drills.permissions import visible_scenario
from gouvernail.drills.starters import StarterDrill, starter_drill
from gouvernail.foundation.actions import action
from gouvernail.foundation.ids import uuid7
from gouvernail.ledger.actions import record
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import (
    RIGHTS_OF,
    Right,
    active_grants,
    require,
    visible_unit,
)

TITLE_LIMIT: Final = 160
TEXT_LIMIT: Final = 5_000
WORDS_LIMIT: Final = 500
NAME_LIMIT: Final = 120
SHORTEST: Final = 5
LONGEST: Final = 240
MOST: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioFacts:
    """What a scenario says beside its four lists."""

    plan_kind: str
    minutes: int
    title: str
    title_en: str = ""
    story: str = ""
    story_en: str = ""
    notes: str = ""
    notes_en: str = ""
    debrief: str = ""
    debrief_en: str = ""


def writing_unit(by: Person) -> Unit | None:
    """Return the widest unit where somebody runs incidents; None where there is none."""
    units = [
        grant.unit for grant in active_grants(by) if Right.RUN_INCIDENTS in RIGHTS_OF[grant.role]
    ]
    return min(units, key=lambda unit: (unit.depth, unit.path), default=None)


def unit_for(by: Person, unit_id: UUID | None) -> Unit:
    """Return the unit a scenario or a drill is made in, where `by` runs incidents.

    Raises:
        RightMissingError, UnitNotFoundError.
    """
    unit = visible_unit(unit_id, viewer=by) if unit_id else writing_unit(by)
    if unit is None:
        raise RightMissingError(str(Right.RUN_INCIDENTS))
    require(by, Right.RUN_INCIDENTS, unit=unit)
    return unit


@action("drills.import_scenario")
def import_scenario(
    *, slug: str, unit_id: UUID | None = None, by: Person, at: datetime
) -> Scenario:
    """Bring in one of the scenarios that come with the product; from then on it is one's own.

    The one that the unit has already is returned as it is.

    Raises:
        ScenarioNotFoundError: none bears this name.
        RightMissingError, UnitNotFoundError: `by` runs no incidents there.
    """
    unit = unit_for(by, unit_id)
    try:
        starter = starter_drill(slug)
    except KeyError:
        raise ScenarioNotFoundError from None
    Unit.objects.select_for_update().get(pk=unit.pk)
    rows = Scenario.objects.filter(slug=slug, unit=unit, archived_at__isnull=True)
    if known := rows.first():
        return known
    scenario = Scenario(
        slug=slug,
        plan_kind=starter.plan,
        unit=unit,
        minutes=starter.minutes,
        title=starter.title.fr,
        title_en=starter.title.en,
        story=starter.story.fr,
        story_en=starter.story.en,
        notes=starter.trainer.fr,
        notes_en=starter.trainer.en,
        debrief="\n".join(one.fr for one in starter.debrief),
        debrief_en="\n".join(one.en for one in starter.debrief),
        script=script_of(starter),
        edited_by=by,
        edited_at=at,
    )
    scenario.save(force_insert=True)
    record(actor=by, verb="drill_scenario.imported", subject=scenario, at=at)
    return scenario


def script_of(starter: StarterDrill) -> dict[str, list[dict[str, Any]]]:
    """Return the four lists of a starter as a scenario keeps them. Pure."""
    return {
        "roles": [
            {"role": role, "fr": words.fr, "en": words.en} for role, words in starter.roles.items()
        ],
        "cast": [
            {
                "who": one.slug,
                "kind": one.kind,
                "handle": one.handle,
                "fr": one.name.fr,
                "en": one.name.en,
            }
            for one in starter.cast
        ],
        "events": [
            {
                "event": one.slug,
                "minute": one.minute,
                "kind": one.kind,
                "by": one.by,
                "under": one.under,
                "to": one.to,
                "fr": one.words.fr,
                "en": one.words.en,
                "picture_fr": one.picture.fr if one.picture else "",
                "picture_en": one.picture.en if one.picture else "",
                "sign": one.slug == starter.sign,
            }
            for one in starter.events
        ],
        "expected": [
            {"act": one.act, "minute": one.minute, "fr": one.words.fr, "en": one.words.en}
            for one in starter.expected
        ],
    }


@action("drills.write_scenario")
def write_scenario(
    *,
    facts: ScenarioFacts,
    scenario_id: UUID | None = None,
    unit_id: UUID | None = None,
    by: Person,
    at: datetime,
) -> Scenario:
    """Write what a scenario says beside its lists; without `scenario_id` begin a new one.

    Raises:
        DrillInvalidError: no title, no such kind, too long, or shorter than its events.
        ScenarioNotFoundError, RightMissingError, UnitNotFoundError.
    """
    scenario = _open(scenario_id, by=by) if scenario_id else None
    unit = scenario.unit if scenario else unit_for(by, unit_id)
    _check(facts, scenario)
    verb = "drill_scenario.changed" if scenario else "drill_scenario.written"
    scenario = scenario or Scenario(unit=unit, edition=0, script={"expected": _first_expected()})
    for name in ScenarioFacts.__dataclass_fields__:
        value = getattr(facts, name)
        setattr(scenario, name, value.strip() if isinstance(value, str) else value)
    return _kept(scenario, verb, by=by, at=at)


def _first_expected() -> list[dict[str, Any]]:
    """Return the seven acts of any drill at usual minutes, to be changed. Pure."""
    usual = dict(zip(Act.values, (5, 10, 12, 15, 20, 25, 30), strict=True))
    return [{"act": act, "minute": minute, "fr": "", "en": ""} for act, minute in usual.items()]


def _open(scenario_id: UUID, *, by: Person) -> Scenario:
    scenario = visible_scenario(scenario_id, viewer=by, lock=True)
    require(by, Right.RUN_INCIDENTS, unit=scenario.unit)
    return scenario


def _kept(scenario: Scenario, verb: str, *, by: Person, at: datetime) -> Scenario:
    scenario.edition += 1
    scenario.edited_by, scenario.edited_at = by, at
    scenario.save()
    record(actor=by, verb=verb, subject=scenario, at=at)
    return scenario


def _check(facts: ScenarioFacts, scenario: Scenario | None) -> None:
    limits = {"title": TITLE_LIMIT, "story": TEXT_LIMIT, "notes": TEXT_LIMIT, "debrief": TEXT_LIMIT}
    wrong = {
        field: _most(limit)
        for name, limit in limits.items()
        for field in (name, f"{name}_en")
        if len(getattr(facts, field)) > limit
    }
    if not facts.title.strip():
        wrong["title"] = _("Give the scenario a title.")
    if facts.plan_kind not in Kind.values:
        wrong["plan_kind"] = _("Choose what kind of crisis it is.")
    lines = [*scenario.part("events"), *scenario.part("expected")] if scenario else []
    least = max([SHORTEST, *(int(one["minute"]) for one in lines)])
    if not least <= facts.minutes <= LONGEST:
        told = {"least": least, "most": LONGEST}
        wrong["minutes"] = _("From %(least)s to %(most)s minutes.") % told
    if wrong:
        raise DrillInvalidError(wrong)


def _most(limit: int) -> str:
    return _("At most %(most)s characters, please.") % {"most": limit}


@action("drills.write_part")
def write_part(
    *,
    scenario_id: UUID,
    part: str,
    key: str = "",
    facts: Mapping[str, Any],
    by: Person,
    at: datetime,
) -> Scenario:
    """Write one line of one of the four lists; without `key` add it.

    Raises:
        DrillInvalidError: something is missing, unknown, too long, or there already.
        ScenarioNotFoundError: no such scenario, list or line.
        RightMissingError.
    """
    scenario = _open(scenario_id, by=by)
    if part not in Scenario.PARTS:
        raise ScenarioNotFoundError
    name = Scenario.KEYS[part]
    rows = scenario.part(part)
    place = _place(rows, name, key) if key else None
    facts = {**facts, name: key} if key else facts
    kept = {field: facts.get(field, "") for field in ("fr", "en")}
    line = {**kept, **_CHECKS[part](scenario, facts)}
    line[name] = key or line.get(name) or f"{part}-{uuid7().hex[-10:]}"
    if place is None and any(one[name] == line[name] for one in rows):
        raise DrillInvalidError({name: _("There is one already: change it.")})
    if len(rows) >= MOST and place is None:
        raise DrillInvalidError({"fr": _("There are too many lines.")})
    if place is None:
        rows.append(line)
    else:
        rows[place] = line
    if line.get("sign"):
        rows = [one if one is line else {**one, "sign": False} for one in rows]
    scenario.script = {**scenario.script, part: rows}
    return _kept(scenario, "drill_scenario.changed", by=by, at=at)


def _place(rows: list[dict[str, Any]], name: str, key: str) -> int:
    for place, one in enumerate(rows):
        if one[name] == key:
            return place
    raise ScenarioNotFoundError


def _said(facts: Mapping[str, Any], limit: int) -> dict[str, str]:
    wrong = {}
    texts = {field: str(facts.get(field, "")).strip() for field in ("fr", "en")}
    if not any(texts.values()):
        wrong["fr"] = _("Write it in one language at least.")
    wrong |= {field: _most(limit) for field, text in texts.items() if len(text) > limit}
    if wrong:
        raise DrillInvalidError(wrong)
    return texts


def _minute(scenario: Scenario, facts: Mapping[str, Any]) -> int:
    minute = facts.get("minute")
    if not isinstance(minute, int) or not 0 <= minute <= scenario.minutes:
        most = _("From 0 to %(most)s minutes.") % {"most": scenario.minutes}
        raise DrillInvalidError({"minute": most})
    return minute


def _chosen(value: object, among: list[str], field: str) -> str:
    if value not in among:
        raise DrillInvalidError({field: _("Choose one of the list.")})
    return str(value)


def _role(_scenario: Scenario, facts: Mapping[str, Any]) -> dict[str, Any]:
    role = _chosen(facts.get("role"), RoleInCrisis.values, "role")
    return {**_said(facts, WORDS_LIMIT), "role": role}


def _member(scenario: Scenario, facts: Mapping[str, Any]) -> dict[str, Any]:
    kind = _chosen(facts.get("kind"), Voice.values, "kind")
    texts = _said(facts, NAME_LIMIT)
    names = {one["fr"] for one in scenario.part("cast")}
    handle = str(facts.get("handle", "")).strip()[:NAME_LIMIT]
    if not facts.get("who") and texts["fr"] in names:
        raise DrillInvalidError({"fr": _("There is one already: change it.")})
    return {**texts, "kind": kind, "handle": handle}


def _event(scenario: Scenario, facts: Mapping[str, Any]) -> dict[str, Any]:
    kind = _chosen(facts.get("kind"), EventKind.values, "kind")
    line: dict[str, Any] = {
        **_said(facts, WORDS_LIMIT),
        "minute": _minute(scenario, facts),
        "kind": kind,
        "sign": bool(facts.get("sign")),
        **{
            field: str(facts.get(field, ""))[:WORDS_LIMIT] for field in ("picture_fr", "picture_en")
        },
        "by": "",
        "under": "",
        "to": "",
    }
    if kind == EventKind.INJECT:
        roles = ["", *(one["role"] for one in scenario.part("roles"))]
        return {**line, "to": _chosen(facts.get("to", ""), roles, "to")}
    line["by"] = _chosen(facts.get("by"), [one["who"] for one in scenario.part("cast")], "by")
    if kind == EventKind.COMMENT:
        earlier = [
            one["event"]
            for one in scenario.part("events")
            if one["kind"] == EventKind.POST and one["minute"] <= line["minute"]
        ]
        line["under"] = _chosen(facts.get("under"), earlier, "under")
    return line


def _expectation(scenario: Scenario, facts: Mapping[str, Any]) -> dict[str, Any]:
    act = _chosen(facts.get("act"), Act.values, "act")
    return {**_said(facts, WORDS_LIMIT), "act": act, "minute": _minute(scenario, facts)}


_CHECKS: Final[Mapping[str, Callable[[Scenario, Mapping[str, Any]], dict[str, Any]]]] = {
    "roles": _role,
    "cast": _member,
    "events": _event,
    "expected": _expectation,
}


@action("drills.remove_part")
def remove_part(*, scenario_id: UUID, part: str, key: str, by: Person, at: datetime) -> Scenario:
    """Take a line out of one of the four lists; what hangs on it must go first.

    Raises:
        DrillInvalidError: an event is written by it, for it, or under it.
        ScenarioNotFoundError, RightMissingError.
    """
    scenario = _open(scenario_id, by=by)
    if part not in Scenario.PARTS:
        raise ScenarioNotFoundError
    rows = scenario.part(part)
    del rows[_place(rows, Scenario.KEYS[part], key)]
    hanging = {"roles": "to", "cast": "by", "events": "under"}.get(part)
    if hanging and any(one.get(hanging) == key for one in scenario.part("events")):
        raise DrillInvalidError({"part": _("Events hang on it: change them first.")})
    scenario.script = {**scenario.script, part: rows}
    return _kept(scenario, "drill_scenario.changed", by=by, at=at)


@action("drills.archive_scenario")
def archive_scenario(*, scenario_id: UUID, by: Person, at: datetime) -> Scenario:
    """Put a scenario away; the drills that were played of it keep their figures.

    Raises:
        ScenarioNotFoundError, RightMissingError.
    """
    scenario = _open(scenario_id, by=by)
    scenario.archived_at = at
    scenario.save(update_fields=("archived_at",))
    record(actor=by, verb="drill_scenario.archived", subject=scenario, at=at)
    return scenario
