"""Makers for plans, incidents and contacts."""

from datetime import UTC, datetime
from typing import Any

from gouvernail.crisis.actions import ContactFacts, declare, import_starter, write_contact
from gouvernail.crisis.models import Contact, Incident, Plan
from gouvernail.people.models import Person

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)


def make_plan(*, by: Person, kind: str = "reputation", at: datetime = NOON) -> Plan:
    """Import the starter plan of a kind in the widest unit of `by`."""
    return import_starter(kind=kind, by=by, at=at)


def make_incident(*, by: Person, at: datetime = NOON, **fields: Any) -> Incident:
    """Declare an incident, by hand and serious unless told otherwise."""
    wanted: dict[str, Any] = {"kind": "reputation", "title": "A rumour about our meals"}
    return declare(**{**wanted, "severity": 2, **fields}, by=by, at=at)


def make_contact(*, by: Person, at: datetime = NOON, **fields: Any) -> Contact:
    """Write a contact that has a number."""
    wanted: dict[str, Any] = {"name": "Préfecture", "phone": "02 61 91 00 00", **fields}
    return write_contact(facts=ContactFacts(**wanted), by=by, at=at)
