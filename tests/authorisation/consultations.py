"""Consultations, for the matrix: what they are asked about, and what each form sends."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from gouvernail.consultations.actions import group_remarks
from gouvernail.consultations.models import Consultation
from gouvernail.consultations.tasks import follow_windows
from gouvernail.foundation.clock import now
from gouvernail.foundation.ids import uuid7
from gouvernail.people.models import Person, Role, Unit
from gouvernail.policies.models import Policy
from tests.make.consultations import DRAFT, OLD, make_consultation, make_remark
from tests.make.people import make_grant, make_person
from tests.make.policies import make_draft_version, make_version

if TYPE_CHECKING:
    from tests.authorisation.world import World

OPEN = {"consultation_id": "consulted"}
CLOSED = {"consultation_id": "consulted-closed"}
INSTEAD = {
    **{
        f"consultations:{name}": OPEN
        for name in (
            *("consultation-detail", "consultation-move", "remark-send", "clause-mark"),
            *("remark-list", "own-remarks", "code-change", "remark-desk"),
        )
    },
    "consultations:consultation-cancel": {"consultation_id": "consulted-planned"},
    "consultations:consultation-summary": CLOSED,
    "consultations:summary-export": CLOSED,
    "consultations:summary-of": {"version_id": "consulted-version"},
    "consultations:consultation-create": {"slug": "consulted-draft"},
    "consultations:remark-edit": {"remark_id": "remark-own"},
    "consultations:remark-withdraw": {"remark_id": "remark-own"},
    "consultations:remark-support": {"remark_id": "remark"},
    "consultations:remark-ungroup": {"remark_id": "remark-grouped"},
}
BODIES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "consultations:terms-edit": lambda _: {"minimum_days": 5},
    "consultations:consultation-create": lambda _: _window(),
    "consultations:consultation-move": lambda _: {
        "closes_on": (now() + timedelta(days=20)).date(),
        "reason": "Holidays.",
    },
    "consultations:consultation-cancel": lambda _: {"reason": "Another day."},
    "consultations:remark-send": lambda _: _said(),
    "consultations:clause-mark": lambda _: {"anchor": "1", "value": "agree"},
    "consultations:code-change": lambda _: {"code": "AAAAA"},
    "consultations:remark-edit": lambda _: {"text": "Other words."},
    "consultations:remarks-answer": lambda t: {
        "remarks": [t["remark-closed"]],
        "outcome": "kept",
        "words": "Thank you.",
    },
    "consultations:remarks-group": lambda t: {"remarks": t["remarks-alike"], "label": "Alike"},
    "consultations:suggestion-create": lambda _: _said(),
}
SPEAKERS = {
    "own": "employee",
    "child": "responder",
    "sibling": "contributor-sibling",
    "parent": "auditor",
}


def _said() -> dict[str, Any]:
    return {"key": uuid7(), "anchor": "1", "text": "Which source?", "kind": "comment"}


def _window() -> dict[str, Any]:
    first = now().date() + timedelta(days=1)
    return {"opens_on": first, "closes_on": first + timedelta(days=9), "zone": "Europe/Paris"}


def put_consultations(world: "World") -> None:
    """Have each unit ask about a policy at each stage; somebody of the cast speaks."""
    lead = make_person(name="Consulting", home_unit=world.units["parent"])
    make_grant(person=lead, unit=world.units["parent"], role=Role.LEAD)
    for place, name in SPEAKERS.items():
        speaker = world.people[name]
        world.things[place] |= _consulted(world.units[place], place, lead=lead, speaker=speaker)


def _consulted(unit: Unit, place: str, *, lead: Person, speaker: Person) -> dict[str, Any]:
    other = make_person(name=f"Speaking {place}", home_unit=unit)
    make_grant(person=other, unit=unit, role=Role.EMPLOYEE)

    def asked(stage: str, **fields: Any) -> Consultation:
        policy = _policy(stage, place, unit, lead)
        extra = {"also_person_ids": [speaker.pk], **fields}
        return make_consultation(by=lead, policy=policy, **extra)

    closed = asked("closed", at=now() - timedelta(days=30))
    begun = closed.opened_at
    assert begun is not None
    said = [make_remark(closed, by=other, at=begun) for _number in range(5)]
    follow_windows(now())
    group_remarks(remark_ids=[one.pk for one in said[3:]], label="Two", by=lead, at=now())
    going = asked("open", at=now())
    planned = asked("planned", at=now(), opens_on=(now() + timedelta(days=3)).date())
    make_draft_version(_policy("draft", place, unit, lead), by=lead, source=DRAFT)
    return {
        "consulted": going.pk,
        "consulted-closed": closed.pk,
        "consulted-planned": planned.pk,
        "consulted-version": closed.version_id,
        "consulted-draft": f"draft-{place}",
        "remark": make_remark(going, by=other, at=now()).pk,
        "remark-own": make_remark(going, by=speaker, at=now()).pk,
        "remark-closed": said[0].pk,
        "remarks-alike": [said[1].pk, said[2].pk],
        "remark-grouped": said[3].pk,
    }


def _policy(stage: str, place: str, unit: Unit, by: Person) -> Policy:
    policy = Policy.objects.create(slug=f"{stage}-{place}", title="Charte", unit=unit, owner=by)
    return make_version(policy, by=by, source=OLD)
