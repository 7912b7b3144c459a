"""Incidents, plans and the directory, for the matrix: what each form sends, and about what."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gouvernail.crisis import actions
from gouvernail.crisis.actions.statements import digest_of
from gouvernail.crisis.models import Call, Evidence, Message, PlanStep, Statement, Task
from gouvernail.foundation.clock import now
from gouvernail.media.pictures.store import keep
from gouvernail.people.models import Person, Unit
from tests.make.crisis import make_contact
from tests.make.registry import make_account

if TYPE_CHECKING:
    from tests.authorisation.world import World

INSTEAD = {
    "crisis:task-settle": {"task_id": "crisis-task"},
    "crisis:task-reopen": {"task_id": "crisis-task-done"},
    "crisis:call-answer": {"call_id": "crisis-call"},
    "crisis:call-escalate": {"call_id": "crisis-call"},
    "crisis:incident-accounts": {"incident_id": "crisis-hijack"},
    **{
        f"crisis:account-{name}": {"taken_id": "crisis-taken"}
        for name in ("cut", "regain", "clear")
    },
    "crisis:evidence-file": {"evidence_id": "crisis-evidence"},
    "crisis:message-prepare": {"incident_id": "incident_id", "statement_id": "crisis-approved"},
    "crisis:message-draft": {"message_id": "crisis-message"},
    "crisis:message-send": {"message_id": "crisis-message-staff"},
    "crisis:message-use": {"message_id": "crisis-message"},
    "crisis:plan-card": {"plan_id": "crisis-plan", "language": "crisis-language"},
    "crisis:statement-edit": {"plan_id": "crisis-plan", "statement_id": "crisis-draft"},
    "crisis:step-edit": {"plan_id": "crisis-plan", "step_id": "crisis-step"},
    "crisis:step-remove": {"plan_id": "crisis-plan", "step_id": "crisis-step"},
    "crisis:statement-approve": {"statement_id": "crisis-submitted"},
    "crisis:statement-return": {"statement_id": "crisis-submitted"},
    "crisis:statement-remove": {"statement_id": "crisis-draft"},
    **{
        f"crisis:{name}": {"plan_id": "crisis-plan"}
        for name in (
            *("plan-detail", "plan-edit", "plan-archive", "plan-policy", "role-name"),
            *("step-create", "statement-create", "statements-submit"),
        )
    },
    **{
        f"crisis:contact-{name}": {"contact_id": "crisis-contact"}
        for name in ("edit", "move", "remove")
    },
}
HOURS = {"hours_1": 0, "hours_2": 3, "hours_3": 2, "hours_4": 2}
STEP = {"role": "lead", "minute": 5, "words": "Appeler"}
WORDS = {"slug": "other", "channel": "banner", "moment": "first", "text": "Bonjour"}
BODIES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "crisis:incident-create": lambda _: {
        "title": "A rumour",
        "kind": "reputation",
        "severity": 2,
        **dict.fromkeys(("unit", "situation", "detected_at", "is_drill"), ""),
        **dict.fromkeys(("origin_kind", "origin_id"), ""),
    },
    "crisis:entry-create": lambda _: {"text": "It is out.", "kind": "fact"},
    "crisis:incident-describe": lambda _: {"situation": "Calm."},
    "crisis:incident-grade": lambda _: {"severity": 3, "reason": "Worse."},
    "crisis:incident-close": lambda _: {"closing": "Over."},
    "crisis:seat-take": lambda _: {"role": "staff", "person": "", "handover": ""},
    "crisis:task-create": lambda _: {"words": "Call the press", "owner": "", "due_at": ""},
    "crisis:task-settle": lambda _: {"status": "done"},
    "crisis:evidence-create": lambda _: {"title": "Seen", "text": "They lie"},
    "crisis:incident-accounts": lambda t: {"account": t["crisis-address"], "sign": "A lie"},
    "crisis:room-freeze": lambda _: {"scope": "tag|rumour"},
    "crisis:call-create": lambda t: {"contact": t["crisis-contact-free"]},
    "crisis:message-prepare": lambda _: {},
    "crisis:message-use": lambda _: {"where": "On the website"},
    "crisis:plan-import": lambda _: {"kind": "weather"},
    "crisis:plan-create": lambda _: {"kind": "other", "title": "Autre", **HOURS},
    "crisis:plan-edit": lambda _: {"title": "Réputation", **HOURS},
    "crisis:role-name": lambda _: {"role": "lead", "holder": "", "deputy": ""},
    "crisis:step-create": lambda _: STEP,
    "crisis:step-edit": lambda _: STEP,
    "crisis:statement-create": lambda _: WORDS,
    "crisis:statement-edit": lambda _: WORDS,
    "crisis:statement-approve": lambda t: {"digest": t["crisis-digest"]},
    "crisis:statement-return": lambda _: {"reason": "Shorter."},
    "crisis:contact-create": lambda _: {
        "name": "Mairie",
        "phone": "02 61 91 00 00",
        "channel": "phone",
        "delay_minutes": 15,
    },
    "crisis:contact-edit": lambda _: {
        "name": "Mairie",
        "phone": "02 61 91 00 00",
        "channel": "phone",
        "delay_minutes": 15,
    },
    "crisis:contact-move": lambda _: {"to": "up"},
}


def put_crises(world: "World") -> None:
    """Have each unit keep a plan and run an incident."""
    founder = Person.objects.get(name="Founder")
    for place, unit in world.units.items():
        world.things[place] |= _running(unit, place, by=founder)


def _running(unit: Unit, place: str, *, by: Person) -> dict[str, Any]:
    at = now()
    plan = actions.create_plan(
        kind="reputation",
        facts=actions.PlanFacts(title=f"Plan {place}"),
        unit_id=unit.pk,
        by=by,
        at=at,
    )
    step = actions.write_step(
        plan_id=plan.pk,
        facts=actions.StepFacts(role="lead", minute=5, words="Appeler", on_card=True),
        by=by,
        at=at,
    )
    said = {
        name: Statement.objects.create(
            plan=plan,
            slug=name,
            channel=channel,
            text="Nous savons.",
            status=status,
            written_by=by,
            written_at=at,
            decided_by=by if status == "approved" else None,
            decided_at=at if status == "approved" else None,
        )
        for name, channel, status in (
            ("draft", "banner", "draft"),
            ("submitted", "banner", "submitted"),
            ("approved", "short_post", "approved"),
            ("staff", "staff_email", "approved"),
        )
    }
    for row in said.values():
        row.digest = digest_of(row)
        row.save()
    waiting = said["submitted"]
    contact = make_contact(by=by, name=f"Mairie {place}", unit_id=unit.pk, plan_ids=(plan.pk,))
    free = make_contact(by=by, name=f"Presse {place}", unit_id=unit.pk)
    incident = actions.declare(
        kind="reputation", title=f"Rumour {place}", severity=2, by=by, at=at, unit_id=unit.pk
    )
    done = Task.objects.create(
        incident=incident, words="Done", status="done", settled_at=at, settled_by=by
    )
    messages = {
        name: Message.objects.create(
            incident=incident,
            statement=said[name],
            channel=said[name].channel,
            text="Nous savons.",
            prepared_by=by,
            prepared_at=at,
        )
        for name in ("approved", "staff")
    }
    evidence = Evidence.objects.create(
        incident=incident,
        title="Seen",
        sha256=keep(b"a picture"),
        mime="image/png",
        captured_by=by,
        captured_at=at,
        seen_at=at,
    )
    hijack = actions.declare(
        kind="hijack", title=f"Taken {place}", severity=2, by=by, at=at, unit_id=unit.pk
    )
    accounts = [make_account(unit=unit) for _ in range(2)]
    taken = actions.name_account(incident_id=hijack.pk, account_id=accounts[0].pk, by=by, at=at)
    call = actions.call_contact(incident_id=incident.pk, contact_id=contact.pk, by=by, at=at)
    return {
        "incident_id": incident.pk,
        "crisis-plan": plan.pk,
        "crisis-step": PlanStep.objects.get(pk=step.pk).pk,
        "crisis-draft": said["draft"].pk,
        "crisis-submitted": waiting.pk,
        "crisis-approved": said["approved"].pk,
        "crisis-digest": waiting.digest,
        "crisis-task": Task.objects.filter(incident=incident, status="open")[0].pk,
        "crisis-task-done": done.pk,
        "crisis-call": Call.objects.get(pk=call.pk).pk,
        "crisis-contact": contact.pk,
        "crisis-contact-free": free.pk,
        "crisis-message": messages["approved"].pk,
        "crisis-message-staff": messages["staff"].pk,
        "crisis-evidence": evidence.pk,
        "crisis-hijack": hijack.pk,
        "crisis-taken": taken.pk,
        "crisis-address": accounts[1].url,
        "crisis-language": "fr",
    }
