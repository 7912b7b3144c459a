"""The governance charter of a demonstration site: what it says, and the duties done lately."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from demo.team import Site
from gouvernail.charter.actions import (
    Frame,
    TeamFacts,
    take_starter,
    tick_duty,
    write_frame,
    write_line,
    write_team_model,
)
from gouvernail.charter.models import Duty, Line
from gouvernail.charter.permissions import is_holder
from gouvernail.charter.queries.facts import FACTS
from gouvernail.people.models import Person

FOLDER = Path(__file__).resolve().parent / "charters"
WRITTEN_DAYS = 120
SECTIONS = ("channels", "documents", "stakeholders", "groups", "strategy", "variants")
OF_UNITS = ("objectives", "risks", "duties")
TICKED_DAYS = 12
FORGOTTEN = 5  # one duty of so many is not done


def load_charter(site: Site) -> None:
    """Write the charter of a site, section by section, days apart, then what was done lately."""
    code = site.facts["organisation"]["code"]
    said = YAML(typ="safe").load((FOLDER / f"{code}.yaml").read_text(encoding="utf-8"))
    at = site.before(days=WRITTEN_DAYS)
    named = site.people.get(said["frame"].pop("accountable", ""))
    frame = Frame(**said["frame"], accountable_id=named.pk if named else None)
    write_frame(frame=frame, by=site.lead, at=at)
    for team in said["teams"]:
        unit = site.units[team.pop("unit")]
        write_team_model(unit_id=unit.pk, facts=TeamFacts(**team), by=site.lead, at=at)
    known: dict[str, Line] = {}
    for place, section in enumerate((*SECTIONS, *OF_UNITS)):
        for entry in said.get(section, ()):
            when = at + timedelta(days=place * 9, minutes=len(known))
            values = _values(site, entry, known)
            line = write_line(facts=FACTS[section](**values), by=site.lead, at=when)
            known[line.title] = line
    if said.get("starter"):
        take_starter(keys=said["starter"], by=site.lead, at=site.before(days=2))
    _tick([line for line in known.values() if isinstance(line, Duty)], site)


def _values(site: Site, entry: dict[str, Any], known: dict[str, Line]) -> dict[str, Any]:
    """Return an entry of the file as its facts take it."""
    values = dict(entry)
    if "unit" in values:
        values["unit_id"] = site.units[values.pop("unit")].pk
    for name in ("owner", "person"):
        if name in values:
            values[f"{name}_id"] = site.people[values.pop(name)].pk
    for name, key in (("review", "review_on"), ("due", "due_on")):
        if name in values:
            values[key] = site.day(values.pop(name))
    if "channels" in values:
        values["channels"] = tuple(str(known[title].pk) for title in values["channels"])
    if "by" in values:
        values["by_time"] = time.fromisoformat(values.pop("by"))
        values["days"] = tuple(values.pop("week", (0, 1, 2, 3, 4)))
        values["time_zone"] = values.pop("zone", "")
    return values


def _tick(duties: list[Duty], site: Site) -> None:
    """Let each duty be done on most of its last days, a little before its hour."""
    people = site.active_people()
    for number, duty in enumerate(duties):
        holder = next((person for person in people if is_holder(person, duty)), None)
        if holder is None or duty.time_zone:
            continue
        for back in range(TICKED_DAYS, 0, -1):
            if (number + back) % FORGOTTEN:
                _tick_on(duty, holder, site.day(-back), site)


def _tick_on(duty: Duty, holder: Person, on: date, site: Site) -> None:
    if on.weekday() in duty.days:
        before = timedelta(minutes=25)
        at = datetime.combine(on, duty.by_time, tzinfo=site.today.tzinfo) - before
        tick_duty(duty_id=duty.pk, by=holder, at=at)
