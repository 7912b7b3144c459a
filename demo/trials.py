"""A draft tried over the year before, found too wide, five posts read, narrowed and submitted.

The archive of each organisation (`history.yaml`) holds posts that the first wording stops by
mistake: what a lead learns from the first trial is what the second wording lets go.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from ruamel.yaml import YAML

from demo.team import Site
from gouvernail.people.models import Person
from gouvernail.publishing.tasks.trying import approvals_of_records
from gouvernail.records.models import Record
from gouvernail.rulebooks.actions import (
    Submission,
    submit_version,
    withdraw_version,
    write_version,
)
from gouvernail.rulebooks.actions.trials import ask_for_trial, read_sample, run_waiting
from gouvernail.rulebooks.models import Pack, PackVersion, Trial, TrialReading

FILE = Path(__file__).resolve().parent / "trials.yaml"
OPENED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRule:
    """One rule, first too wide; `rightly` is what a post says that it rightly stops."""

    rule: str
    wide: str
    narrow: str
    rightly: str
    purpose: str

    def added_to(self, source: str, check: str) -> str:
        """Return a pack with the rule at its end, looking for the words of `check`."""
        return f"{source.rstrip()}\n\n{self.rule.replace('{check}', check)}"


def try_a_rule(site: Site, pack: Pack, *, days: float) -> None:
    """Write a rule too wide, try it, read five posts, narrow it, try again, submit it."""
    told = YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))
    rule = NewRule(**told[site.facts["organisation"]["code"]])
    at, lead = site.before(days=days), site.lead
    source = pack.versions.get(status=PackVersion.Status.IN_FORCE).source
    wide = rule.added_to(source, rule.wide)
    version = write_version(pack_id=pack.pk, source=wide, by=lead, at=at)
    _read(_tried(version, by=lead, at=at), rule, by=lead, at=at + timedelta(minutes=10))
    at += timedelta(minutes=20)
    withdraw_version(version_id=version.pk, by=lead, at=at)
    narrow = rule.added_to(source, rule.narrow)
    version = write_version(pack_id=pack.pk, source=narrow, by=lead, at=at)
    _tried(version, by=lead, at=at)
    why = Submission(purpose=rule.purpose, wanted_at=site.before(days=-10))
    submit_version(version_id=version.pk, submission=why, by=lead, at=at + timedelta(minutes=5))


def _tried(version: PackVersion, *, by: Person, at: datetime) -> Trial:
    """Try a draft over the archive, as the worker does: its figures and its chart stay."""
    asked = ask_for_trial(version_id=version.pk, by=by, at=at)
    while (trial := run_waiting(approvals=approvals_of_records, clock=lambda: at)) is not None:
        if trial.pk == asked.pk and trial.is_over:
            return trial
    asked.refresh_from_db()
    return asked


def _read(trial: Trial, rule: NewRule, *, by: Person, at: datetime) -> None:
    """Read the first posts of a trial: right, or a false alarm."""
    kept = (one["posts"] for one in trial.figures["samples"] if one["kind"] == "stopped")
    keys = [UUID(key) for posts in kept for key, _account in posts][:OPENED]
    texts = dict(Record.objects.filter(pk__in=keys).values_list("pk", "text"))
    readings = TrialReading.Reading
    for number, key in enumerate(keys):
        reading = readings.RIGHT if rule.rightly in texts[key] else readings.FALSE_ALARM
        when = at + timedelta(minutes=number)
        read_sample(trial_id=trial.pk, record_id=key, reading=reading, by=by, at=when)
