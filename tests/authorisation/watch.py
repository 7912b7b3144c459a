"""Watches, reports, reviews and holding pages, for the matrix: what each form sends."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from gouvernail.crisis.actions import close_incident, declare
from gouvernail.foundation.clock import now, today
from gouvernail.people.models import Person, Unit
from gouvernail.watch import actions
from gouvernail.watch.models import Copy, Improvement, Report
from gouvernail.watch.permissions import key_of
from tests.make.watch import make_report_sent

if TYPE_CHECKING:
    from tests.authorisation.world import World

INSTEAD = {
    "watch:reader-remove": {"recipient_id": "watch-reader"},
    "watch:report-detail": {"report_id": "watch-sent"},
    "watch:report-acknowledge": {"report_id": "watch-sent"},
    "watch:report-text": {"report_id": "watch-sent", "language": "crisis-language"},
    "watch:report-paper": {"report_id": "watch-sent", "language": "crisis-language"},
    "watch:copy-note": {"copy_id": "watch-copy"},
    "watch:acknowledge": {"key": "watch-key"},
    "watch:improvement-detail": {"improvement_id": "watch-change"},
    "watch:improvement-settle": {"improvement_id": "watch-change"},
    **{f"watch:report-{name}": {"report_id": "watch-due"} for name in ("edit", "begin")},
    **{
        f"watch:relief-{name}": {"relief_id": "watch-relief"}
        for name in ("detail", "accept", "withdraw")
    },
    **{
        f"watch:{name}": {"incident_id": "watch-closed"}
        for name in ("review-detail", "improvement-create")
    },
    "watch:review-paper": {"incident_id": "watch-closed", "language": "crisis-language"},
    **{
        f"watch:page-{name}": {"page_id": "watch-page"}
        for name in ("detail", "edit", "file", "clear", "archive")
    },
}
PAGE = {"title": "Arrêt", "title_en": "Down", "text": "Nous revenons.", "text_en": "Back soon."}
BODIES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "watch:watch-pace": lambda _: {"minutes": 60, "reason": "The press waits."},
    "watch:watch-topics": lambda _: {"topics": []},
    "watch:reader-create": lambda _: {"name": "Mayor", "email": "mayor@example.org"},
    "watch:relief-create": lambda _: {"taker": "Delegate", "words": "The mayor calls at six."},
    "watch:relief-detail": lambda _: {"answer": "I am abroad."},
    "watch:report-edit": lambda _: {"edition": 0, "sentence": "Calm."},
    "watch:review-detail": lambda _: {"story": "It rained."},
    "watch:improvement-create": lambda _: {
        "words": "A second phone.",
        "owner": "Delegate",
        "due_on": today() + timedelta(days=30),
    },
    "watch:improvement-settle": lambda _: {"status": "done"},
    "watch:page-create": lambda _: PAGE,
    "watch:page-edit": lambda _: PAGE,
    "watch:page-detail": lambda t: {
        "incident": t["watch-other"],
        "words": "Nous revenons.",
        "words_en": "Back soon.",
    },
}


def put_watches(world: "World") -> None:
    """Have each unit keep the watch of its incident, look back at another, and hold a page."""
    founder = Person.objects.get(name="Founder")
    for place, unit in world.units.items():
        incident_id = world.things[place]["incident_id"]
        world.things[place] |= _watched(incident_id, unit, by=founder)


def _watched(incident_id: UUID, unit: Unit, *, by: Person) -> dict[str, Any]:
    at = now()
    other = declare(kind="weather", title="A storm", severity=2, by=by, at=at, unit_id=unit.pk)
    sent_watch = actions.open_watch(incident_id=other.pk, at=at)
    watch = actions.open_watch(incident_id=incident_id, at=at)
    assert sent_watch is not None
    assert watch is not None
    reader = actions.Reader(name="Prefecture", email="prefecture@example.org")
    row = actions.add_reader(incident_id=other.pk, reader=reader, by=by, at=at)
    sent = make_report_sent(sent_watch, by=by, at=at)
    copy = Copy.objects.get(report=sent, recipient=row)
    relief = actions.ask_relief(
        incident_id=other.pk, taker_id=by.pk, words="The mayor calls at six.", by=by, at=at
    )
    closed = declare(
        kind="weather", title="A past storm", severity=2, by=by, at=at, unit_id=unit.pk
    )
    close_incident(incident_id=closed.pk, closing="Over.", by=by, at=at)
    actions.add_improvement(
        incident_id=closed.pk,
        words="A second phone.",
        owner_id=by.pk,
        due_on=today() + timedelta(days=30),
        by=by,
        at=at,
    )
    page = actions.write_page(facts=actions.PageFacts(**PAGE), unit_id=unit.pk, by=by, at=at)
    return {
        "watch-reader": row.pk,
        "watch-due": Report.objects.get(watch=watch, status="due").pk,
        "watch-sent": sent.pk,
        "watch-copy": copy.pk,
        "watch-key": key_of(copy),
        "watch-relief": relief.pk,
        "watch-other": other.pk,
        "watch-closed": closed.pk,
        "watch-change": Improvement.objects.get(review__incident=closed).pk,
        "watch-page": page.pk,
    }
