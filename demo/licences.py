"""What the licence to publish asks, who holds it, who was let off, and for whom it lapsed."""

from datetime import timedelta
from typing import Any

from demo.team import Site
from gouvernail.licences import actions
from gouvernail.licences.models import Requirement
from gouvernail.licences.permissions import speakers
from gouvernail.people.models import Person
from gouvernail.training.actions.certifying import Finished, finish
from gouvernail.training.models import Course


def load_licences(site: Site) -> None:
    """Ask for what the file says, have people learn it, and let off those it names."""
    entry = site.facts.get("licences")
    if entry is None:
        return
    _learned(site, entry)
    if "seat" in entry:
        actions.set_terms(waiver_days=30, seat=entry["seat"], by=site.lead, at=site.before(days=31))
    for asked in entry["asked"]:
        _ask(site, asked)
    for one in entry.get("waivers", ()):
        _waive(site, one)
    actions.look_again(at=site.before(days=0))


def _learned(site: Site, entry: dict[str, Any]) -> None:
    """Give those who speak the certificate, some long ago; not those the file leaves out."""
    course = Course.objects.get(slug=entry["course"])
    left_out, lapsed = set(entry.get("without", ())), set(entry.get("lapsed", ()))
    for number, person in enumerate(speakers().order_by("name")):
        if person.name in left_out:
            continue
        days = 380 if person.name in lapsed else 60 + 20 * (number % 9)
        at = site.before(days=days)
        finish(course, person, Finished(done_at=at), by=_other(site, person), at=at)


def _other(site: Site, person: Person) -> Person:
    """Return who recorded it: the lead, and somebody else for the lead."""
    others = [one for one in site.people.values() if one.pk != person.pk]
    return site.lead if person.pk != site.lead.pk else others[0]


def _ask(site: Site, asked: dict[str, Any]) -> None:
    at = site.before(days=asked["days"])
    row = actions.set_requirement(
        new=actions.NewRequirement(
            act=asked["act"], network=asked.get("on", ""), courses=tuple(asked["courses"])
        ),
        by=site.lead,
        at=at,
    )
    if row.status == Requirement.Status.ASKED and "second" in asked:
        second = site.people[asked["second"]]
        actions.agree_requirement(requirement_id=row.pk, by=second, at=at + timedelta(hours=5))


def _waive(site: Site, one: dict[str, Any]) -> None:
    person, at = site.people[one["for"]], site.before(days=one["days"])
    new = actions.NewWaiver(
        until=site.before(days=one["until"]), reason=one["why"], acts=("publish",)
    )
    waiver = actions.ask_for_waiver(new=new, by=person, at=at)
    if "by" in one:
        actions.grant_waiver(
            waiver_id=waiver.pk, by=site.people[one["by"]], at=at + timedelta(hours=2)
        )
