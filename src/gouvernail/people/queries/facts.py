"""What is known of a person or a unit, apart from where the database keeps it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gouvernail.people.models import Person, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """What is known of a person; an e-mail is needed only to sign in."""

    name: str
    email: str = ""
    job: str = ""
    phone: str = ""
    external_id: str = ""
    unit_id: UUID | None = None
    language: str = "fr"
    time_zone: str = ""
    joined_on: date | None = None


def facts_of(person: Person) -> PersonFacts:
    """Return what is known of a person, as the action takes it."""
    return PersonFacts(
        name=person.name,
        email=person.email or "",
        job=person.job,
        phone=person.phone,
        external_id=person.external_id,
        unit_id=person.home_unit_id,
        language=person.language,
        time_zone=person.time_zone,
        joined_on=person.joined_on,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """What a unit says of itself; `code` is unique in the organisation."""

    name: str
    code: str
    name_en: str = ""
    short_name: str = ""
    short_name_en: str = ""
    country: str = ""
    time_zone: str = ""
    position: int = 0


def facts_of_unit(unit: Unit) -> UnitFacts:
    """Return what a unit says of itself, as the action takes it."""
    return UnitFacts(**{name: getattr(unit, name) for name in UnitFacts.__slots__})
