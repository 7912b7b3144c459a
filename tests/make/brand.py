"""Makers of the brand."""

from datetime import UTC, datetime

from gouvernail.brand.actions.guides import SectionFacts, begin_section, publish_section
from gouvernail.brand.models import SectionVersion
from gouvernail.people.models import Person, Unit

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)


def make_section(
    *,
    unit: Unit,
    by: Person,
    other: Person | None = None,
    topic: str = "voice",
    network: str = "",
    at: datetime = NOON,
    **facts: object,
) -> SectionVersion:
    """Return a section of the guide of `unit` written by `by`, put in force by `other` if any."""
    said = {"title": "Une voix claire", "text": "Nous disons vous."} | facts
    draft = begin_section(
        unit_id=unit.pk,
        network=network,
        topic=topic,
        facts=SectionFacts(**said),  # type: ignore[arg-type]  # loose on purpose
        by=by,
        at=at,
    )
    if other is None:
        return draft
    return publish_section(section_id=draft.section_id, number=1, by=other, at=at)
