"""Scenarios as pages show them, and whether one can be played."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q

from gouvernail.crisis.models.plans import in_language
from gouvernail.drills.models import Scenario
from gouvernail.drills.permissions import visible_scenarios
from gouvernail.foundation.paging import Page, page_of
from gouvernail.people.models import Person

SIZE = 25
MINUTE = 60


def scenarios_for_list(viewer: Person, *, cursor: str = "") -> Page[Scenario]:
    """Return one page of scenarios, with how often each was played and when last. One query."""
    ended = Q(drills__status="ended")
    rows = visible_scenarios(viewer).select_related("unit")
    rows = rows.annotate(
        played_count=Count("drills", filter=ended), last_at=Max("drills__ended_at", filter=ended)
    )
    return page_of(rows, order=("title", "id"), cursor=cursor, size=SIZE)


def sign_of(script: dict[str, Any]) -> str:
    """Return the key of the first event that a watchful team can see; empty without events. Pure.

    It is the one marked, else the first that is not our own voice, else the first.
    """
    events = list(script.get("events", ()))
    ours = {one["who"] for one in script.get("cast", ()) if one["kind"] == "ours"}
    marked = [one for one in events if one.get("sign")]
    others = [one for one in events if one.get("by") not in ours]
    found = (marked or others or events)[:1]
    return str(found[0]["event"]) if found else ""


def is_complete(script: dict[str, Any]) -> bool:
    """Return whether a scenario can be played: a role, an event, something expected. Pure."""
    return all(script.get(part) for part in ("roles", "events", "expected"))


def said_of(item: dict[str, Any], name: str = "") -> str:
    """Return the words of an item of a script, in the reader's language. Pure."""
    ahead = f"{name}_" if name else ""
    return in_language(str(item.get(f"{ahead}fr", "")), str(item.get(f"{ahead}en", "")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One line of a script in words: its key, its `minute` where it has one, who and for whom."""

    key: str
    words: str
    code: str
    minute: int | None
    by: str
    to: str
    under: str
    is_sign: bool


def told_part(script: dict[str, Any], part: str) -> list[Told]:
    """Return one list of a script as pages show it, by minute where it has minutes. Pure."""
    names = {one["who"]: said_of(one) for one in script.get("cast", ())}
    events = {one["event"]: said_of(one) for one in script.get("events", ())}
    sign = sign_of(script)
    key = Scenario.KEYS[part]
    rows = [
        Told(
            key=str(one[key]),
            words=said_of(one),
            code=str(one[key] if part in {"roles", "expected"} else one["kind"]),
            minute=one.get("minute"),
            by=names.get(one.get("by", ""), ""),
            to=str(one.get("to", "")),
            under=events.get(one.get("under", ""), "")[:60],
            is_sign=part == "events" and one["event"] == sign,
        )
        for one in script.get(part, ())
    ]
    return sorted(rows, key=lambda row: row.minute or 0)
