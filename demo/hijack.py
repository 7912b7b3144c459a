"""An account that somebody else held for an hour, and how it was taken back."""

from datetime import timedelta

from demo.team import Site
from gouvernail.crisis.actions import (
    add_entry,
    close_incident,
    declare,
    name_account,
    regain_account,
    settle_task,
)
from gouvernail.crisis.models import Task


def load_hijack(site: Site) -> None:
    """Lead the incident of the file: the account named, its four steps, ours again, closed."""
    facts = site.facts.get("crisis", {}).get("hijack")
    if facts is None:
        return
    start = site.before(days=facts["days"]) + timedelta(hours=2)
    by = site.people[facts["by"]]
    incident = declare(
        kind="hijack",
        title=facts["title"],
        severity=facts["severity"],
        by=by,
        at=start,
        unit_id=site.root.pk,
        situation=facts["situation"],
        detected_at=start - timedelta(minutes=facts["detected"]),
    )
    account = site.accounts[facts["on"]]
    taken = name_account(
        incident_id=incident.pk,
        account_id=account.pk,
        sign=facts["sign"],
        by=by,
        at=start + timedelta(minutes=2),
    )
    for stage, minute in facts["steps"].items():
        task = Task.objects.get(incident=incident, account=account, stage=stage)
        settle_task(task_id=task.pk, status="done", by=by, at=start + timedelta(minutes=minute))
    for one in facts["entries"]:
        add_entry(
            incident_id=incident.pk,
            kind=one["kind"],
            text=one["text"],
            by=by,
            at=start + timedelta(minutes=one["minute"]),
        )
    regain_account(taken_id=taken.pk, by=by, at=start + timedelta(minutes=facts["ours"]))
    for task in Task.objects.filter(incident=incident, status=Task.Status.OPEN):
        settle_task(
            task_id=task.pk,
            status="dropped",
            note_of_it=facts["rest"],
            by=by,
            at=start + timedelta(minutes=facts["ours"] + 10),
        )
    ended = start + timedelta(hours=3)
    close_incident(incident_id=incident.pk, closing=facts["closing"], by=by, at=ended)
