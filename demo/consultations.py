"""Consultations: one that is open now, one that is over, its every remark answered."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from demo.policies import _agree, _source
from demo.team import Site
from gouvernail.consultations.actions import (
    NewRemark,
    Said,
    Window,
    answer_remarks,
    close_consultation,
    mark_clause,
    note_reading,
    plan_consultation,
    send_remark,
    suggest_change,
    support_remark,
    write_terms,
)
from gouvernail.consultations.models import Consultation, Remark
from gouvernail.foundation.ids import uuid7
from gouvernail.policies.actions import draft_version, submit_version, write_clauses
from gouvernail.policies.models import Policy, PolicyVersion


def load_consultations(site: Site) -> None:
    """Say what the charter allows, then lead each consultation of the file to where it stands."""
    for entry in site.facts.get("consultations", ()):
        _load(site, entry)
    for entry in site.facts.get("suggestions", ()):
        policy = Policy.objects.get(slug=entry["policy"])
        new = NewRemark(key=uuid7(), text=entry["text"], anchor=entry["anchor"])
        by, at = site.people[entry["by"]], site.before(days=entry["days"])
        suggest_change(policy_id=policy.pk, new=new, by=by, at=at)


def _load(site: Site, entry: dict[str, Any]) -> None:
    at = site.before(days=entry["days"])
    write_terms(allows_anonymous=entry.get("terms", False), minimum_days=7, by=site.lead, at=at)
    policy = Policy.objects.get(slug=entry["policy"])
    version = draft_version(policy_id=policy.pk, by=site.lead, at=at)
    base, base_en = _source(version, "fr"), _source(version, "en")
    _write(site, version, base + entry["adds"], base_en + entry["adds_en"], at=at)
    zone = site.facts["organisation"]["zone"]
    first = at.astimezone(ZoneInfo(zone)).date()
    window = Window(
        opens_on=first,
        closes_on=first + timedelta(days=entry["lasts"] - 1),
        zone=zone,
        purpose=entry["why"],
        purpose_en=entry["why_en"],
    )
    consultation = plan_consultation(version_id=version.pk, window=window, by=site.lead, at=at)
    said = [
        _say(site, consultation, one, at=at + timedelta(hours=3 + 7 * number))
        for number, one in enumerate(entry["remarks"])
    ]
    if "answers" not in entry:
        return
    closed = consultation.closes_at + timedelta(minutes=1)
    close_consultation(consultation_id=consultation.pk, at=closed)
    day = closed + timedelta(days=1)
    final, final_en = entry.get("final", entry["adds"]), entry.get("final_en", entry["adds_en"])
    _write(site, version, base + final, base_en + final_en, at=day)
    for numbers, outcome, words, anchor in entry["answers"]:
        answer_remarks(
            remark_ids=[said[number].pk for number in numbers],
            said=Said(outcome=outcome, words=words, anchor=anchor),
            by=site.lead,
            at=day + timedelta(hours=1),
        )
    _submit(site, entry, version)


def _write(
    site: Site, version: PolicyVersion, source: str, source_en: str, *, at: datetime
) -> None:
    write_clauses(version_id=version.pk, source=source, source_en=source_en, by=site.lead, at=at)


def _say(site: Site, consultation: Consultation, entry: dict[str, Any], *, at: datetime) -> Remark:
    by = site.people[entry["by"]]
    note_reading(consultation_id=consultation.pk, by=by, at=at)
    new = NewRemark(
        key=uuid7(),
        text=entry["text"],
        anchor=entry.get("anchor", ""),
        kind=entry.get("kind", "comment"),
    )
    send_remark(consultation_id=consultation.pk, new=new, by=by, at=at)
    remark = Remark.objects.get(pk=new.key)
    for name in entry.get("same", ()):
        support_remark(remark_id=remark.pk, by=site.people[name], at=at + timedelta(hours=1))
    for value in ("agree", "concern"):
        for name in entry.get(value, ()):
            mark_clause(
                consultation_id=consultation.pk,
                anchor=new.anchor,
                value=value,
                by=site.people[name],
                at=at + timedelta(hours=2),
            )
    return remark


def _submit(site: Site, entry: dict[str, Any], version: PolicyVersion) -> None:
    at = site.before(days=entry["submitted"])
    submitted = submit_version(
        version_id=version.pk,
        in_force_on=site.day(entry["in_force"]),
        changes=entry["changes"],
        changes_en=entry["changes_en"],
        by=site.lead,
        at=at,
    )
    _agree(site, submitted, at=at + timedelta(hours=3))
