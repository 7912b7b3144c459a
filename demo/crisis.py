"""Crises: plans with their people, one of them signed, the directory, one incident that ended."""

from datetime import datetime, timedelta
from typing import Any

from demo.policies import ALONE, _agree
from demo.team import Site
from demo.watch import begin_watch, calm_down, load_page, look_back, send_reports
from gouvernail.crisis.actions import (
    Captured,
    ContactFacts,
    add_entry,
    answer_call,
    approve_statement,
    call_contacts,
    capture_evidence,
    close_incident,
    declare,
    grade_incident,
    import_starter,
    name_role,
    settle_task,
    submit_statements,
    take_seat,
    write_as_policy,
    write_contact,
)
from gouvernail.crisis.actions.contacts import PLAIN
from gouvernail.crisis.models import Call, Contact, Plan, Task
from gouvernail.policies.actions import sign_version, submit_version
from gouvernail.policies.models import PolicyVersion

TASKS_DONE = 6


def load_crises(site: Site) -> None:
    """Bring in the plans of the file, name their people, then lead the incident to its end."""
    facts = site.facts.get("crisis")
    if facts is None:
        return
    at = site.before(days=facts["days"])
    for number, kind in enumerate(facts["plans"]):
        _load_plan(site, kind, facts, at=at + timedelta(minutes=number))
    _number(site, facts["numbers"], at=at + timedelta(minutes=30))
    for number, entry in enumerate(facts["contacts"]):
        _load_contact(site, entry, at=at + timedelta(hours=1, minutes=number))
    _sign(site, Plan.objects.get(kind=facts["signed"]), at=at + timedelta(hours=2))
    load_page(site, facts["page"], at=at + timedelta(hours=3))
    _load_incident(site, facts["incident"])


def _load_plan(site: Site, kind: str, facts: dict[str, Any], *, at: datetime) -> None:
    plan = import_starter(kind=kind, unit_id=site.root.pk, by=site.lead, at=at)
    for role in plan.roles.all():
        if named := facts["roles"].get(role.role):
            holder, deputy = (site.people[one].pk if one else None for one in named)
            name_role(
                plan_id=plan.pk,
                role=role.role,
                holder_id=holder,
                deputy_id=deputy,
                by=site.lead,
                at=at,
            )
    if kind in facts["approved"]:
        submit_statements(plan_id=plan.pk, by=site.lead, at=at)
        approver = site.people[facts["approver"]]
        alone = ALONE if approver == site.lead else ""
        for one in plan.statements.filter(status="submitted"):
            approve_statement(
                statement_id=one.pk, digest=one.digest, reason=alone, by=approver, at=at
            )


def _number(site: Site, prefix: str, *, at: datetime) -> None:
    """Give the contacts of the plans their numbers, but for one in eight that nobody found yet."""
    blank = Contact.objects.filter(phone="", phone_after_hours="").order_by("position", "pk")
    for number, one in enumerate(blank, start=1):
        if number % 8:
            plain = {name: getattr(one, name) for name in PLAIN}
            write_contact(
                facts=ContactFacts(
                    **plain | {"phone": f"{prefix} {number:02}"},
                    person_id=one.person_id,
                    backup_id=one.backup_id,
                    plan_ids=tuple(one.plans.values_list("plan_id", flat=True)),
                ),
                contact_id=one.pk,
                by=site.lead,
                at=at + timedelta(seconds=number),
            )


def _load_contact(site: Site, entry: dict[str, Any], *, at: datetime) -> None:
    backup = Contact.objects.filter(name=entry["backup"]).first() if "backup" in entry else None
    known = Contact.objects.filter(name=entry["name"]).first()
    plans = tuple(Plan.objects.values_list("pk", flat=True)) if entry.get("first") else ()
    write_contact(
        facts=ContactFacts(
            name=entry["name"],
            name_en=entry.get("name_en", ""),
            duty=entry["duty"],
            duty_en=entry["duty_en"],
            is_outside=entry.get("outside", False),
            phone=entry["phone"],
            phone_after_hours=entry.get("night", ""),
            delay_minutes=entry.get("delay", 15),
            person_id=site.people[entry["person"]].pk if "person" in entry else None,
            backup_id=backup.pk if backup else None,
            unit_id=site.root.pk,
            plan_ids=plans,
        ),
        contact_id=known.pk if known else None,
        by=site.lead,
        at=at,
    )


def _sign(site: Site, plan: Plan, *, at: datetime) -> None:
    """Put the policy of a plan in force, and have those who hold its roles sign it."""
    version = write_as_policy(plan_id=plan.pk, by=site.lead, at=at)
    version = submit_version(
        version_id=version.pk,
        in_force_on=at.date(),
        changes="Un plan par type de crise, relu chaque semestre.",
        changes_en="One plan for each kind of crisis, read again every six months.",
        by=site.lead,
        at=at,
    )
    _agree(site, version, at=at + timedelta(hours=1))
    version = PolicyVersion.objects.get(pk=version.pk)
    signers = {role.holder for role in plan.roles.select_related("holder") if role.holder}
    for number, person in enumerate(sorted(signers, key=lambda one: one.name)):
        when = at + timedelta(days=1, minutes=number)
        sign_version(version_id=version.pk, digest=version.digest, by=person, at=when)


def _load_incident(site: Site, entry: dict[str, Any]) -> None:
    start = site.before(days=entry["days"]) + timedelta(hours=6)
    incident = declare(
        kind=entry["kind"],
        title=entry["title"],
        severity=entry["severity"],
        by=site.people[entry["by"]],
        at=start,
        unit_id=site.root.pk,
        situation=entry["situation"],
        detected_at=start - timedelta(minutes=entry["detected"]),
    )
    lead = site.lead
    begin_watch(site, incident, entry["watch"], at=start)
    call_contacts(incident_id=incident.pk, by=lead, at=start + timedelta(minutes=6))
    named = [one["name"] for one in site.facts["crisis"]["contacts"]]
    calls = Call.objects.filter(incident=incident, contact__name__in=named).order_by("position")
    for number, call in enumerate(calls[:2]):
        answer_call(
            call_id=call.pk,
            note_of_it=entry["answered"],
            by=lead,
            at=start + timedelta(minutes=9 + 3 * number),
        )
    for one in entry["entries"]:
        add_entry(
            incident_id=incident.pk,
            kind=one["kind"],
            text=one["text"],
            by=site.people[one["by"]] if "by" in one else lead,
            at=start + timedelta(minutes=one["minute"]),
        )
    capture_evidence(
        incident_id=incident.pk,
        captured=Captured(**entry["evidence"]),
        by=lead,
        at=start + timedelta(minutes=4),
    )
    tasks = Task.objects.filter(incident=incident, on_card=True).order_by("due_at", "position")
    for number, task in enumerate(tasks[:TASKS_DONE]):
        settle_task(
            task_id=task.pk, status="done", by=lead, at=start + timedelta(minutes=8 + 7 * number)
        )
    send_reports(site, incident, entry["watch"], at=start)
    if "relief" in entry:
        take_seat(
            incident_id=incident.pk,
            role="watch",
            person_id=site.people[entry["relief"]].pk,
            handover=entry["handover"],
            by=lead,
            at=start + timedelta(hours=3),
        )
    grade_incident(
        incident_id=incident.pk,
        severity=1,
        reason=entry["calm"],
        by=lead,
        at=start + timedelta(hours=5),
    )
    calm_down(incident, at=start + timedelta(hours=5))
    ended = start + timedelta(hours=7)
    close_incident(incident_id=incident.pk, closing=entry["closing"], by=lead, at=ended)
    look_back(site, incident, entry["review"], at=ended)
