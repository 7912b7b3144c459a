"""Makers of replies of the library: drafts, replies under approval, replies in use."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from gouvernail.approvals.actions.decisions import Choice
from gouvernail.approvals.models import Request
from gouvernail.people.models import Person, Role, Seat, Unit
from gouvernail.replies.actions import (
    Sheet,
    Words,
    begin_reply,
    decide_reply,
    submit_version,
)
from gouvernail.replies.models import Reply, ReplyVersion
from tests.make.people import make_grant, make_person

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
WORDS = Words(
    short_fr="Bonjour {first_name}, nous regardons où est votre colis. {signature}",
    short_en="Hello {first_name}, we will see where your parcel is. {signature}",
)
SHEET = Sheet(
    title_fr="Livraison en retard",
    title_en="Late delivery",
    theme="service",
    asked_fr="Où est mon colis ?",
    asked_en="Where is my parcel?",
)


def make_reply(
    *, by: Person, unit: Unit, words: Words = WORDS, at: datetime = NOON, **sheet: Any
) -> Reply:
    """Return a reply with its first draft."""
    if "networks" in sheet:
        words = replace(words, networks=sheet.pop("networks"))
    told = {name: getattr(SHEET, name) for name in Sheet.__dataclass_fields__} | sheet
    return begin_reply(unit_id=unit.pk, sheet=Sheet(**told), words=words, by=by, at=at)


def make_colleague(unit: Unit) -> Person:
    """Return somebody who agrees to what colleagues write."""
    person = make_person(name=f"Colleague {Person.objects.count()}", home_unit=unit)
    make_grant(person=person, unit=unit, role=Role.REVIEWER, seat=Seat.COLLEAGUE)
    return person


def approve(version: ReplyVersion, *, by: Person, at: datetime = NOON) -> Reply:
    """Agree to what waits."""
    request = Request.objects.get(subject_id=version.pk, status="pending")
    choice = Choice(verdict="approve", digest=request.digest)
    return decide_reply(request_id=request.pk, choice=choice, by=by, at=at)


def make_in_use(*, by: Person, unit: Unit, at: datetime = NOON, **told: Any) -> Reply:
    """Return a reply whose words a colleague agreed to."""
    reply = make_reply(by=by, unit=unit, at=at, **told)
    version = submit_version(reply.pk, by=by, at=at)
    return approve(version, by=make_colleague(unit), at=at)
