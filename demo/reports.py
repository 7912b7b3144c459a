"""What people of the organisation reported, and what came of it."""

from datetime import timedelta
from typing import Any

from demo.team import Site
from gouvernail.conduct.actions import NewReport, answer, make_report, say, take_up
from gouvernail.foundation.ids import uuid7


def load_reports(site: Site) -> None:
    """Make each report of the file and lead it to where it stands today."""
    for entry in site.facts.get("reports", ()):
        _load(site, entry)


def _load(site: Site, entry: dict[str, Any]) -> None:
    by, at = site.people[entry["by"]], site.before(days=entry["days"])
    new = NewReport(
        key=uuid7(),
        kind=entry["kind"],
        words=entry["words"],
        address=entry.get("address", ""),
        is_discreet=entry.get("discreet", False),
    )
    report = make_report(new=new, by=by, at=at)
    if "helper" not in entry:
        return
    helper = site.people[entry["helper"]]
    take_up(report.pk, by=helper, at=at + timedelta(minutes=12))
    for number, (who, text) in enumerate(entry.get("said", ()), start=1):
        say(report.pk, text=text, by=site.people[who], at=at + timedelta(minutes=12 + 9 * number))
    if "answer" in entry:
        outcome, text = entry["answer"]
        answer(report.pk, outcome=outcome, text=text, by=helper, at=at + timedelta(hours=3))
