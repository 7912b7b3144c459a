"""Drills: scenarios that were brought in, those that were played, one that is ready to play."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from demo.team import Site
from gouvernail.crisis.actions import add_entry, close_incident, freeze_from_room
from gouvernail.crisis.models import Incident
from gouvernail.drills.actions import (
    DrillFacts,
    Said,
    conclude_drill,
    end_drill,
    import_scenario,
    note_act,
    plan_drill,
    play_due,
    raise_alarm,
    speak,
    start_drill,
)
from gouvernail.drills.models import Drill, Scenario
from gouvernail.people.models import Person
from gouvernail.publishing.actions import ask_lift, confirm_lift, seal_freeze
from gouvernail.watch.actions import end_watch, open_watch, send_report
from gouvernail.watch.models import Report

MINUTE = timedelta(minutes=1)


def load_drills(site: Site) -> None:
    """Bring in the scenarios of the file, play its past drills, plan the next one."""
    facts = site.facts.get("drills")
    if facts is None:
        return
    at = site.before(days=facts["days"])
    scenarios = {
        slug: import_scenario(slug=slug, unit_id=site.root.pk, by=site.lead, at=at)
        for slug in facts["scenarios"]
    }
    for entry in facts["past"]:
        _play(site, scenarios[entry["slug"]], facts["players"], entry)
    ahead = facts["ahead"]
    plan_drill(
        scenario_id=scenarios[ahead["slug"]].pk,
        facts=DrillFacts(
            planned_at=site.before(days=0) + timedelta(days=ahead["within"], hours=2),
            players=_players(site, facts["players"], scenarios[ahead["slug"]]),
        ),
        unit_id=site.root.pk,
        by=site.lead,
        at=site.before(days=1),
    )


def _players(site: Site, named: dict[str, str], scenario: Scenario) -> dict[str, UUID | None]:
    roles = {one["role"] for one in scenario.part("roles")}
    return {role: site.people[who].pk for role, who in named.items() if role in roles}


def _play(site: Site, scenario: Scenario, named: dict[str, str], entry: dict[str, Any]) -> None:
    start = site.before(days=entry["days"]) + timedelta(hours=3)
    drill = plan_drill(
        scenario_id=scenario.pk,
        facts=DrillFacts(planned_at=start, players=_players(site, named, scenario)),
        unit_id=site.root.pk,
        by=site.lead,
        at=start - timedelta(days=7),
    )
    start_drill(drill_id=drill.pk, by=site.lead, at=start)
    minutes, team = entry["minutes"], {role: site.people[who] for role, who in named.items()}

    def moment(act: str) -> datetime:
        return start + timedelta(minutes=minutes[act])

    play_due(drill_id=drill.pk, at=moment("detect"))
    drill = raise_alarm(
        drill_id=drill.pk, severity=entry["severity"], by=team["watch"], at=moment("detect")
    )
    room = drill.incident
    if room is None:
        raise ValueError("an alarm opens a room")
    _work(room, entry, team, start=start)
    play_due(drill_id=drill.pk, at=moment("first_word"))
    said = Said(kind="comment", words=entry["word"], by=entry["as"], under=entry["under"])
    speak(drill_id=drill.pk, said=said, by=team["lead"], at=moment("first_word"))
    _conclude(site, drill, room, entry, start=start)


def _work(
    room: Incident, entry: dict[str, Any], team: dict[str, Person], *, start: datetime
) -> None:
    """Assess, stop the practice network and lift it, report; each at its minute."""
    minutes = entry["minutes"]
    lead, officer = team["lead"], team["watch"]
    open_watch(incident_id=room.pk, at=start + minutes["detect"] * MINUTE)
    add_entry(
        incident_id=room.pk,
        kind="fact",
        text=entry["fact"],
        by=officer,
        at=start + minutes["assess"] * MINUTE,
    )
    frozen_at = start + minutes["freeze"] * MINUTE
    freeze = freeze_from_room(
        incident_id=room.pk, scope_kind="network", scope_value="practice", by=lead, at=frozen_at
    )
    seal_freeze(freeze_id=freeze.pk, at=frozen_at + MINUTE / 20)
    report = Report.objects.get(watch__incident=room, status="due")
    send_report(
        report_id=report.pk,
        parts={"sentence": entry["sentence"]},
        edition=report.edition,
        by=officer,
        at=start + minutes["first_report"] * MINUTE,
    )
    lifted_at = start + 29 * MINUTE
    asked = ask_lift(freeze_id=freeze.pk, reason=entry["lift"], by=team["asks"], at=lifted_at)
    if asked.status != "lifted":
        confirm_lift(freeze_id=freeze.pk, by=team["agrees"], at=lifted_at + MINUTE / 4)


def _conclude(
    site: Site, drill: Drill, room: Incident, entry: dict[str, Any], *, start: datetime
) -> None:
    """Close the room, end the drill, say what was seen and what changes."""
    over = start + entry["minutes"]["all_clear"] * MINUTE
    play_due(drill_id=drill.pk, at=over)
    seen = start + entry["minutes"]["correct"] * MINUTE
    note_act(drill_id=drill.pk, act="correct", verdict="done", by=site.lead, at=seen)
    lead = drill.players.get(role="lead").person
    close_incident(incident_id=room.pk, closing=entry["closing"], by=lead, at=over)
    end_watch(incident_id=room.pk, at=over)
    end_drill(drill_id=drill.pk, by=site.lead, at=over + MINUTE)
    for act, (verdict, note) in entry["seen"].items():
        note_act(
            drill_id=drill.pk, act=act, verdict=verdict, note=note, by=site.lead, at=over + MINUTE
        )
    conclude_drill(drill_id=drill.pk, lessons=entry["lessons"], by=site.lead, at=over + 20 * MINUTE)
