"""Units, people, roles, absences: who is there before anything is written."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from gouvernail.charter.actions import CharterChoices, write_charter
from gouvernail.foundation import clock
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.actions import (
    PersonFacts,
    UnitFacts,
    add_person,
    create_unit,
    declare_absence,
    grant_role,
    update_person,
)
from gouvernail.people.models import Person, Unit
from gouvernail.practice.actions import open_profile
from gouvernail.registry.models import Account, Connection
from gouvernail.vault.actions import store_secret

FOUNDED_DAYS = 300
_ASCII = str.maketrans("éèêëàâîïôûüçÉ", "eeeeaaiiouucE")


@dataclass(slots=True)
class Site:
    """What has been loaded so far, by the names used in the file."""

    facts: dict[str, Any]
    today: datetime
    root: Unit
    lead: Person
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    def before(self, *, days: float) -> datetime:
        """Return the instant that many days before eight o'clock today, in UTC.

        Before eight, what would be later than now is that many days before now.
        """
        at, now = (self.today - timedelta(days=days)).astimezone(UTC), clock.now()
        early = now.astimezone(self.today.tzinfo).date() == self.today.date() and now < at
        return now - timedelta(days=days) if early else at

    def day(self, offset: int) -> date:
        """Return the day that many days after today."""
        return (self.today + timedelta(days=offset)).date()

    def active_people(self) -> list[Person]:
        """Return who is still there, in the order of the file."""
        return [person for person in self.people.values() if person.is_active]

    def connect(self, account: Account, *, at: datetime) -> None:
        """Connect an account to the practice network."""
        connect_practice(account=account, by=self.lead, at=at)


@action("demo.connect_practice")
def connect_practice(*, account: Account, by: Person, at: datetime) -> Connection:
    """Open a practice profile for an account and keep its session sealed."""
    session = open_profile(handle=account.handle, name=account.name, bio=account.purpose)
    connection = Connection.objects.create(
        account=account,
        service_url=session.base_url,
        remote_id=session.account_id,
        remote_handle=session.handle,
        limits={"characters": 500, "media": 4},
        limits_read_at=at,
        connected_by=by,
        connected_at=at,
        checked_at=at,
    )
    record(actor=by, verb="connection.opened", subject=connection, at=at)
    store_secret(
        owner_kind="account",
        owner_id=account.pk,
        field="session",
        value=session.dump(),
        by=by,
        at=at,
    )
    return connection


def load_team(facts: dict[str, Any], today: datetime) -> Site:
    """Load the organisation, its units and its people."""
    at = (today - timedelta(days=FOUNDED_DAYS)).astimezone(UTC)
    organisation = facts["organisation"]
    root = create_unit(
        facts=_unit_facts(organisation, organisation), parent_id=None, by=None, at=at
    )
    lead_facts = next(one for one in facts["people"] if one["name"] == facts["lead"])
    lead = add_person(facts=_person_facts(lead_facts, facts, None), by=None, at=at)
    grant_role(person_id=lead.pk, unit_id=root.pk, role="lead", by=None, at=at)
    site = Site(facts=facts, today=today, root=root, lead=_fresh(lead))
    write_charter(choices=_charter(organisation), by=site.lead, at=at)
    site.units[organisation["code"]] = root
    for position, unit in enumerate(facts["units"]):
        chosen = _unit_facts(unit, organisation, position=position)
        site.units[unit["code"]] = create_unit(facts=chosen, parent_id=root.pk, by=site.lead, at=at)
    _load_people(site, at)
    _load_absences(site)
    return site


def _charter(organisation: dict[str, Any]) -> CharterChoices:
    return CharterChoices(
        name=organisation["name"],
        name_en=organisation["name_en"],
        country=organisation["country"],
        time_zone=organisation["zone"],
        separation=organisation["separation"],
        second_factor="optional",  # one click signs in: nobody has a device to show
    )


def _unit_facts(
    unit: dict[str, Any], organisation: dict[str, Any], *, position: int = 0
) -> UnitFacts:
    return UnitFacts(
        name=unit["name"],
        name_en=unit["name_en"],
        short_name=unit["short"],
        short_name_en=unit["short_en"],
        code=unit["code"],
        country=organisation["country"],
        time_zone=organisation["zone"],
        position=position,
    )


def _person_facts(person: dict[str, Any], facts: dict[str, Any], unit: Unit | None) -> PersonFacts:
    mail = person["name"].translate(_ASCII).lower().replace(" ", ".").replace("’", "")
    return PersonFacts(
        name=person["name"],
        email=f"{mail}@{facts['organisation']['code']}.example",
        job=person.get("job", ""),
        unit_id=unit.pk if unit else None,
        language="fr",
    )


def _load_people(site: Site, at: datetime) -> None:
    facts = site.facts
    everyone = [*facts["people"]]
    for code, names in facts["more_people"].items():
        everyone += [{"name": name, "unit": code, "roles": [f"employee@{code}"]} for name in names]
    for position, person in enumerate(everyone):
        when = at + timedelta(minutes=position)
        _load_person(site, person, when)
    site.lead = _fresh(site.lead)


def _load_person(site: Site, person: dict[str, Any], at: datetime) -> None:
    unit = site.units[person["unit"]]
    if person["name"] == site.lead.name:
        row = site.lead
        _place(row, unit, site, at)
    else:
        row = add_person(facts=_person_facts(person, site.facts, unit), by=site.lead, at=at)
    for role in person["roles"]:
        _grant(site, row, role, at)
    site.people[row.name] = _fresh(row)


def _place(row: Person, unit: Unit, site: Site, at: datetime) -> None:
    """Put the lead, who came before the units, in theirs."""
    person = next(one for one in site.facts["people"] if one["name"] == row.name)
    facts = _person_facts(person, site.facts, unit)
    update_person(person_id=row.pk, facts=facts, by=site.lead, at=at)


def _grant(site: Site, person: Person, role: str, at: datetime) -> None:
    """Give a role written `role@unit` or `reviewer:seat@unit`; the lead has theirs already."""
    name, _at, code = role.partition("@")
    kind, _colon, seat = name.partition(":")
    if person.pk == site.lead.pk and kind == "lead":
        return
    grant_role(
        person_id=person.pk,
        unit_id=site.units[code].pk,
        role=kind,
        seat=seat,
        by=_fresh(site.lead),
        at=at,
    )


def _load_absences(site: Site) -> None:
    for absence in site.facts["absences"]:
        person = site.people[absence["person"]]
        declare_absence(
            person_id=person.pk,
            starts_at=site.before(days=-absence["from"]),
            ends_at=site.before(days=-absence["until"]),
            delegate_id=site.people[absence["delegate"]].pk,
            by=person,
            at=site.before(days=2),
        )


def _fresh(person: Person) -> Person:
    """Return the person as the database has them, without rights remembered from before."""
    return Person.objects.select_related("home_unit").get(pk=person.pk)
