"""Who can get into which account of the demonstration, and who left it lately."""

from datetime import datetime, timedelta
from typing import Any

from demo.team import Site
from gouvernail.custody.actions import (
    AccessFacts,
    ReviewFacts,
    Tried,
    answer_reviewed,
    confirm_access,
    declare_access,
    note_rotation,
    open_handover,
    open_review,
    refuse_reviewed,
    tick_step,
)
from gouvernail.custody.models import Access, AccessReview, ReviewedAccess
from gouvernail.people.actions import mark_left
from gouvernail.people.models import Person
from gouvernail.registry.actions import set_holder

WORDS = ("name", "contact", "means", "level", "second_factor", "belongs", "detail", "note")


def load_custody(site: Site) -> None:
    """Name the custodians, declare the accesses of the file, note what was tried and renewed."""
    for name, keys in site.facts.get("custodians", {}).items():
        for key in keys:
            person = site.people[name]
            account = site.accounts[key]
            at = site.before(days=230)
            set_holder(account.pk, place="custodian", person_id=person.pk, by=site.lead, at=at)
    for position, entry in enumerate(site.facts.get("access", ())):
        for key in entry["on"]:
            for name in entry.get("who", (None,)):
                _declare(site, entry, key, name, minutes=position)
    for entry in site.facts.get("renewals", ()):
        for key in entry["on"]:
            note_rotation(
                site.accounts[key].pk,
                rotated_on=site.day(-entry["days"]),
                why=entry["why"],
                by=site.people[entry["by"]],
                at=site.before(days=entry["days"]),
            )


def _declare(
    site: Site, entry: dict[str, Any], key: str, name: str | None, *, minutes: int
) -> None:
    at = site.before(days=entry["days"]) + timedelta(minutes=minutes)
    person = site.people[name] if name else None
    facts = AccessFacts(
        holder=entry.get("holder", Access.Holder.PERSON),
        person_id=person.pk if person else None,
        since_on=at.date(),
        until_on=site.day(entry["until"]) if "until" in entry else None,
        **{word: entry[word] for word in WORDS if word in entry},
    )
    by = site.people[entry["by"]] if "by" in entry else site.lead
    access = declare_access(site.accounts[key].pk, facts=facts, by=by, at=at)
    if "tried" in entry and person is not None:
        _try(site, access, person, days=entry["tried"], works=entry.get("works", True))


def _try(site: Site, access: Access, person: Person, *, days: int, works: bool) -> None:
    at = site.before(days=days) + timedelta(minutes=75)
    tried = Tried.WORKS if works else Tried.FAILS
    confirm_access(access.pk, tried=tried, by=person, at=at)


def load_handovers(site: Site) -> None:
    """Open the handovers of the file and do the steps it says are done."""
    for entry in site.facts.get("handovers", ()):
        at, by = site.before(days=entry["days"]), site.people[entry["by"]]
        handover = open_handover(
            site.accounts[entry["account"]].pk,
            place=entry["place"],
            successor_id=site.people[entry["to"]].pk,
            due_on=site.day(entry["due"]),
            by=by,
            at=at,
        )
        for hours, (kind, name) in enumerate(entry["done"].items(), 20):
            tick_step(
                handover.pk,
                kind=kind,
                outcome="done",
                note="",
                by=site.people[name],
                at=at + timedelta(hours=hours),
            )


def load_access_reviews(site: Site) -> None:
    """Open the access reviews of the file; who is not silent answers two days later."""
    for entry in site.facts.get("access_reviews", ()):
        at = site.before(days=entry["days"])
        facts = ReviewFacts(
            unit_id=site.units[entry["unit"]].pk,
            title=entry["title"],
            title_en=entry["title_en"],
            manner=entry["manner"],
            due_on=site.day(entry["due"]),
        )
        review = open_review(facts=facts, by=site.people[entry["by"]], at=at)
        _answer(review, entry, at=at + timedelta(days=2))


def _answer(review: AccessReview, entry: dict[str, Any], *, at: datetime) -> None:
    silent = {*entry.get("silent", ()), *entry.get("left_out", ())}
    rows = ReviewedAccess.objects.filter(review=review, asked__isnull=False)
    lines = rows.select_related("access__person", "asked").order_by("access_id")
    for minutes, line in enumerate(lines):
        holder, by, then = line.access.holder_name, line.asked, at + timedelta(minutes=minutes)
        if by is None or {by.name, holder} & silent:
            continue
        if holder in entry.get("refuse", {}):
            refuse_reviewed(line.pk, reason=entry["refuse"][holder], by=by, at=then)
            continue
        told = next((word for word in ("withdraw", "change") if holder in entry.get(word, {})), "")
        reason = entry[told][holder] if told else ""
        answer_reviewed(line.pk, answer=told or "keep", reason=reason, by=by, at=then)


def load_departures(site: Site) -> None:
    """Let go whoever left before the day of loading; what they could get into is heard of."""
    for entry in site.facts["people"]:
        if "left_days" in entry:
            at = site.before(days=entry["left_days"])
            row = mark_left(person_id=site.people[entry["name"]].pk, by=site.lead, at=at)
            site.people[row.name] = Person.objects.get(pk=row.pk)
