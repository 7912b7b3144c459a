"""What a report is pre-filled with: what the room wrote, decided and said since the last one."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from gouvernail.crisis.models import Entry, Incident, Task
from gouvernail.watch.models import Report

LINES: Final = 12
TASKS: Final = 8


def filled_of(incident: Incident, *, since: datetime, at: datetime) -> dict[str, str]:
    """Return the parts of a report, in the language in force, from the timeline. Two queries.

    What was corrected since is left out: the entry that corrects it stands instead.
    """
    rows = Entry.objects.filter(
        incident=incident, written_at__gt=since, written_at__lte=at
    ).order_by("happened_at", "pk")
    entries = list(rows)
    wrong = {one.corrects_id for one in entries if one.corrects_id}
    kept = [one for one in entries if one.pk not in wrong]
    return {
        "sentence": _sentence(incident),
        "certain": _lines(one.text for one in kept if one.kind == Entry.Kind.FACT),
        "unknown": "",
        "themes": "",
        "decisions": _lines(one.text for one in kept if one.kind == Entry.Kind.DECISION),
        "published": _lines(_word(one) for one in kept if one.kind == Entry.Kind.WORD),
        "tasks": _tasks(incident),
        "requests": "",
    }


def _sentence(incident: Incident) -> str:
    """Return the first sentence of where things stand."""
    words = " ".join(incident.situation.split())
    end = min((place for place in (words.find(sign) for sign in ".!?") if place > 0), default=-1)
    return words[: end + 1] if end > 0 else words[:300]


def _word(entry: Entry) -> str:
    """Return what was said in public: by hand, or put online from a statement and where."""
    if entry.text:
        return entry.text
    return str(entry.facts.get("words", "")) if entry.code == "message_used" else ""


def _lines(texts: Iterable[str]) -> str:
    told = [" ".join(text.split()) for text in texts if text.strip()]
    return "\n".join(f"- {one}" for one in told[-LINES:])


def _tasks(incident: Incident) -> str:
    rows = Task.objects.filter(incident=incident, status=Task.Status.OPEN).select_related("owner")
    found = [
        f"- {task.said}" + (f" ({task.owner.name})" if task.owner else "")
        for task in rows.order_by("due_at", "position", "pk")[:TASKS]
    ]
    return "\n".join(found)


def untouched(report: Report) -> Mapping[str, bool]:
    """Return, by part, whether nobody changed what it was pre-filled with. Pure."""
    return {part: getattr(report, part) == report.filled.get(part, "") for part in Report.PARTS}
