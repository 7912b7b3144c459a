"""Requests for new accounts at each stage of their way, with what was decided and why."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from demo.team import Site
from gouvernail.approvals.actions.decisions import Choice
from gouvernail.approvals.models import Request
from gouvernail.kernel.text.addresses import parse_address
from gouvernail.openings.actions import (
    Beginning,
    NewOpening,
    answer_appeal,
    answer_naming,
    appeal_refusal,
    begin_opening,
    decide_opening,
    draft_opening,
    merge_opening,
    submit_opening,
    tick_check,
    write_opening,
)
from gouvernail.openings.models import Opening
from gouvernail.openings.queries import summary_for
from gouvernail.people.models import Person

PLAIN: Final = ("purpose", "audience", "why_network", "why_new", "handle", "subjects")
TEXTS: Final = (*PLAIN, "first_month", "closing_when")


def load_openings(site: Site) -> None:
    """Write each request of the file and lead it to where it stands today."""
    for entry in site.facts.get("openings", ()):
        _load(site, entry)


def _load(site: Site, entry: dict[str, Any]) -> None:
    by, at = site.people[entry["by"]], site.before(days=entry["days"])
    new = NewOpening(
        title=entry["title"], unit_id=site.units[entry["unit"]].pk, network=entry["network"]
    )
    opening = draft_opening(new=new, by=by, at=at)
    opening = write_opening(opening.pk, changes=_changes(site, entry), by=by, at=at)
    _accept(site, entry, opening, at=at + timedelta(hours=3))
    if "draft" in entry:
        return
    found = summary_for(opening, today=at.date())
    opening = submit_opening(opening.pk, found=found, by=by, at=at + timedelta(hours=6))
    _follow(site, entry, opening, at=at + timedelta(hours=26))


def _changes(site: Site, entry: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {name: entry[name] for name in TEXTS if name in entry}
    told |= {"languages": ["fr"], "tags": entry.get("tags", [])}
    told["wished_on"] = site.day(entry["wished"])
    told["plan"] = [
        dict(zip(("kind", "times", "per"), line.split(), strict=True)) for line in entry["plan"]
    ]
    for line in told["plan"]:
        line["times"] = int(line["times"])
    for place in ("owner", "backup"):
        if place in entry:
            told[f"{place}_id"] = site.people[entry[place]].pk
            told[f"{place}_minutes"] = round(entry[f"{place}_hours"] * 60)
    return told


def _accept(site: Site, entry: Mapping[str, Any], opening: Opening, *, at: datetime) -> None:
    for place in ("owner", "backup"):
        named = entry.get(place, "")
        if named and named != entry.get("silent") and named != entry["by"]:
            answer_naming(opening.pk, accepts=True, by=site.people[named], at=at)


def _follow(site: Site, entry: Mapping[str, Any], opening: Opening, *, at: datetime) -> None:
    if "merge" in entry:
        merge = entry["merge"]
        merge_opening(
            opening.pk,
            account_id=site.accounts[merge["into"]].pk,
            reason=merge["reason"],
            by=opening.requested_by,
            at=at,
        )
    if "decided" in entry:
        opening = _decide(site, entry["decided"], opening, at=at)
    if "appeal" in entry:
        _appeal(site, entry["appeal"], opening, at=at + timedelta(hours=4))
    if "begun" in entry:
        _begin(site, entry["begun"], opening, at=at + timedelta(hours=4))


def _decide(site: Site, told: Mapping[str, Any], opening: Opening, *, at: datetime) -> Opening:
    request = Request.objects.get(pk=opening.approval_id or opening.pk)
    choice = Choice(verdict=told["verdict"], digest=request.digest, comment=told.get("comment", ""))
    by = site.people[told["by"]]
    return decide_opening(request_id=request.pk, choice=choice, by=by, at=at)


def _appeal(site: Site, told: Mapping[str, Any], opening: Opening, *, at: datetime) -> None:
    appeal_refusal(opening.pk, text=told["text"], by=opening.requested_by, at=at)
    if "answer" in told:
        answer_appeal(
            opening.pk,
            outcome=told["outcome"],
            answer=told["answer"],
            by=site.people[told["by"]],
            at=at + timedelta(hours=22),
        )


def _begin(site: Site, told: Mapping[str, Any], opening: Opening, *, at: datetime) -> None:
    by = site.people[told["by"]]
    address = parse_address(opening.handle, network=opening.network)
    beginning = Beginning(address=address, due_on=site.day(told["due"]))
    begin_opening(opening.pk, beginning=beginning, by=by, at=at)
    checks = {check.code: check for check in opening.checks.all()}
    for position, (code, note) in enumerate(told["done"].items(), start=1):
        tick_check(
            checks[code].pk,
            note=note or "",
            by=_hand(opening, code, by),
            at=at + timedelta(days=position, minutes=37 * position),
        )


def _hand(opening: Opening, code: str, by: Person) -> Person:
    """Return who vouches for a step: the person named in it, else whoever began the opening."""
    named = {"owner": opening.owner, "backup": opening.backup}.get(code.partition("_")[0])
    return named or by
