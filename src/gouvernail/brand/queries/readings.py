"""Who must read the guide of a unit, who has, and what waits for one person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from gouvernail.brand.models import Reading, Receipt
from gouvernail.brand.permissions.guides import chain, visible_readings
from gouvernail.brand.queries.guides import (
    digest_of,
    in_force_in,
    sorted_versions,
    versions_in_force,
)
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Person, Role, RoleGrant, Unit
from gouvernail.registry.models import Account

SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A request and how far it has come; `due_on` is the day it is to be answered by."""

    reading: Reading
    read: int
    asked: int
    due_on: date

    @property
    def missing(self) -> int:
        """Return how many have not read it yet."""
        return max(self.asked - self.read, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToRead:
    """A guide that waits for one person; `again` when they read what it said before."""

    unit: Unit
    due_on: date
    again: bool


def readers_of(reading: Reading, *, today: date) -> QuerySet[Person]:
    """Return whom a request concerns on a day, whoever they are by then. One query."""
    people, path = Person.objects.filter(is_active=True), reading.unit.path
    if reading.readers == Reading.Readers.EVERYBODY:
        return people.filter(home_unit__path__startswith=path)
    if reading.readers == Reading.Readers.DELEGATES:
        held = RoleGrant.objects.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=today),
            Q(ends_on__isnull=True) | Q(ends_on__gte=today),
            person=OuterRef("pk"),
            role=Role.DELEGATE,
            unit__path__startswith=path,
            revoked_at__isnull=True,
        )
        return people.filter(Exists(held))
    accounts = Account.objects.filter(unit__path__startswith=path, status__in=Account.OURS)
    holds = Q(owner=OuterRef("pk")) | Q(backup=OuterRef("pk")) | Q(custodian=OuterRef("pk"))
    return people.filter(Exists(accounts.filter(holds)))


def with_receipts(people: QuerySet[Person], *, unit: Unit, digest: str) -> QuerySet[Any]:
    """Return people with `has_read`: whether they read the guide of a unit as it stands."""
    given = Receipt.objects.filter(person=OuterRef("pk"), unit=unit, digest=digest)
    has_read = Exists(given) if digest else Value(value=True)
    return (
        people.annotate(has_read=has_read).select_related("home_unit").order_by(Plain("name"), "pk")
    )


def due_on(reading: Reading, versions: Iterable[Any]) -> date:
    """Return the day by which the guide is to be read: after the request, after each change.

    `versions` are those of `versions_in_force`. Only a change in substance counts.
    """
    changed: list[date] = [one.changed_on for one in versions if one.changed_on]
    return max([site_day(reading.asked_at), *changed]) + timedelta(days=reading.due_days)


def current_digest(unit: Unit) -> str:
    """Return what names the guide of a unit as it stands; empty when it says nothing. One query."""
    return digest_of(versions_in_force(unit))


def versions_read(unit: Unit) -> dict[str, int]:
    """Return the number in force of each section of a guide, by its id. One query."""
    return {str(one.section_id): one.number for one in sorted_versions(versions_in_force(unit))}


def standing_of(unit: Unit, *, viewer: Person, today: date) -> list[Standing]:
    """Return the standing requests of one unit. Two queries, and two for each (three at most)."""
    versions = list(versions_in_force(unit))
    digest = digest_of(versions)
    found = []
    for reading in visible_readings(viewer).filter(unit=unit).select_related("unit", "asked_by"):
        people = with_receipts(readers_of(reading, today=today), unit=unit, digest=digest)
        found.append(
            Standing(
                reading=reading,
                asked=people.count(),
                read=people.filter(has_read=True).count(),
                due_on=due_on(reading, versions),
            )
        )
    return found


def last_receipts(unit: Unit, people: list[Person]) -> dict[str, datetime]:
    """Return when each of these people last read the guide of a unit. One query."""
    rows = Receipt.objects.filter(unit=unit, person__in=people).order_by("at")
    return {str(row.person_id): row.at for row in rows}


def receipt_of(unit: Unit, person: Person) -> Receipt | None:
    """Return the last receipt somebody gave for the guide of a unit. One query."""
    return Receipt.objects.filter(unit=unit, person=person).order_by("-at", "-pk").first()


def is_asked(unit: Unit, person: Person, *, today: date) -> bool:
    """Return whether a standing request asks this person to read this guide. One query."""
    return readings_of(person, today).filter(unit=unit).exists()


def readings_of(person: Person, today: date) -> QuerySet[Reading]:
    """Return the standing requests that concern one person. One query."""
    home = person.home_unit.path if person.home_unit else ""
    everybody = Q(readers=Reading.Readers.EVERYBODY, unit__path__in=chain(home))
    grants = RoleGrant.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=today),
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        person=person,
        role=Role.DELEGATE,
        revoked_at__isnull=True,
        unit__path__startswith=OuterRef("unit__path"),
    )
    accounts = Account.objects.filter(
        Q(owner=person) | Q(backup=person) | Q(custodian=person),
        unit__path__startswith=OuterRef("unit__path"),
        status__in=Account.OURS,
    )
    delegates = Q(Exists(grants), readers=Reading.Readers.DELEGATES)
    holders = Q(Exists(accounts), readers=Reading.Readers.HOLDERS)
    rows = Reading.objects.filter(ended_at__isnull=True).select_related("unit")
    return rows.filter(everybody | delegates | holders)


def guides_to_read(
    person: Person, *, today: date, asked: Sequence[Reading] | None = None
) -> list[ToRead]:
    """Return the guides that wait for one person, the most urgent first.

    `asked` are their `readings_of` when they are read already.

    One query when nothing is asked of them; three otherwise, whatever the number.
    """
    asked = list(readings_of(person, today)) if asked is None else asked
    if not asked:
        return []
    paths = {path for one in asked for path in chain(one.unit.path)}
    everything = list(in_force_in(paths))
    given = Receipt.objects.filter(person=person, unit__in=[one.unit_id for one in asked])
    read = {(row.unit_id, row.digest) for row in given}
    units = {unit for unit, _digest in read}
    found: dict[object, ToRead] = {}
    for one in asked:
        inside = set(chain(one.unit.path))
        here = [each for each in everything if each.section.unit.path in inside]
        digest = digest_of(here)
        if not digest or (one.unit_id, digest) in read:
            continue
        waits = ToRead(unit=one.unit, due_on=due_on(one, here), again=one.unit_id in units)
        former = found.get(one.unit_id)
        if former is None or waits.due_on < former.due_on:
            found[one.unit_id] = waits
    return sorted(found.values(), key=lambda each: (each.due_on, each.unit.path))
