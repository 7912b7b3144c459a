"""People of a file, compared with those who are there."""

from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from gouvernail.people.importers.plans import Outcome, Plan, PlannedRow
from gouvernail.people.importers.tables import Table, decoded, read_table
from gouvernail.people.importers.words import DAYS, PEOPLE_HEADINGS, ROLE_WORDS, SEAT_WORDS
from gouvernail.people.models import Person, Role, Unit
from gouvernail.people.permissions import Right, active_grants, may, visible_people, visible_units
from gouvernail.people.queries.facts import PersonFacts, facts_of

GrantKey = tuple[str, str, UUID]


@dataclass(slots=True)
class _Known:
    """What is there, read once: units by code or name, people by number, e-mail or name."""

    viewer: Person
    units: dict[str, Unit] = field(default_factory=dict)
    by_number: dict[str, Person] = field(default_factory=dict)
    by_email: dict[str, Person] = field(default_factory=dict)
    by_name: dict[tuple[str, UUID | None], Person] = field(default_factory=dict)
    hidden_emails: set[str] = field(default_factory=set)
    hidden_numbers: set[str] = field(default_factory=set)
    seen: dict[str, int] = field(default_factory=dict)


def planned_people(raw: bytes, *, viewer: Person) -> Plan:
    """Return what each row of a file would do, were `viewer` to import it.

    A row is about the person with its staff number, else with its e-mail, else with its name in
    that unit. Columns that are not in the file change nothing. Six queries and one for each role
    of the viewer, whatever the number of rows.

    Raises:
        TableUnreadableError: the file is not a table of people.
    """
    table = read_table(decoded(raw), headings=PEOPLE_HEADINGS, needed="name")
    known = _known(viewer)
    rows = [_planned(table, index, known) for index in range(len(table.rows))]
    return Plan(rows=tuple(rows), ignored=table.ignored)


def _known(viewer: Person) -> _Known:
    known = _Known(viewer=viewer)
    for unit in visible_units(viewer).filter(status=Unit.Status.OPEN):
        for word in (unit.name, unit.name_en, unit.short_name, unit.code):
            if word:
                known.units[word.casefold()] = unit
    people = visible_people(viewer).select_related("home_unit").prefetch_related("grants")
    for person in people:
        if person.external_id:
            known.by_number[person.external_id] = person
        if person.email:
            known.by_email[person.email.casefold()] = person
        known.by_name[person.name.casefold(), person.home_unit_id] = person
    emails = Person.objects.exclude(email=None).values_list("email", flat=True)
    known.hidden_emails = {str(one).casefold() for one in emails} - known.by_email.keys()
    numbers = Person.objects.exclude(external_id="").values_list("external_id", flat=True)
    known.hidden_numbers = set(numbers) - known.by_number.keys()
    return known


def _planned(table: Table, index: int, known: _Known) -> PlannedRow:
    row, line = table.rows[index], table.lines[index]
    reasons: list[str] = []
    person = _person_of(row, known)
    unit = _unit_of(row, person, known, reasons)
    facts = _facts(row, person, unit, reasons)
    grants = _grants(row, unit, known, reasons)
    _refuse(facts, person, unit, known, reasons)
    _refuse_twice(row, facts, line, known, reasons)
    planned = PlannedRow(
        line=line,
        title=facts.name or row.get("email", "") or _("Row %(line)s") % {"line": line},
        outcome=Outcome.REJECTED,
        facts=facts,
        target=person.pk if person else None,
        reasons=tuple(reasons),
    )
    if reasons:
        return planned
    if person is None:
        return replace(planned, outcome=Outcome.CREATED, grants=grants)
    held = {
        (one.role, one.seat, one.unit_id) for one in person.grants.all() if one.revoked_at is None
    }
    new = tuple(one for one in grants if one not in held)
    changes = (*_changes(facts, person), *(("roles",) if new else ()))
    outcome = Outcome.UPDATED if changes else Outcome.UNCHANGED
    return replace(planned, outcome=outcome, changes=changes, grants=new)


def _person_of(row: dict[str, str], known: _Known) -> Person | None:
    if row.get("external_id") in known.by_number:
        return known.by_number[row["external_id"]]
    if row.get("email", "").casefold() in known.by_email:
        return known.by_email[row["email"].casefold()]
    if row.get("external_id") or row.get("email"):
        return None
    unit = known.units.get(row.get("unit", "").casefold())
    return known.by_name.get((row.get("name", "").casefold(), unit.pk if unit else None))


def _unit_of(
    row: dict[str, str], person: Person | None, known: _Known, reasons: list[str]
) -> Unit | None:
    written = row.get("unit", "")
    if not written:
        return person.home_unit if person else None
    unit = known.units.get(written.casefold())
    if unit is None:
        reasons.append(_("There is no unit “%(unit)s” that you may see.") % {"unit": written})
    return unit


def _facts(
    row: dict[str, str], person: Person | None, unit: Unit | None, reasons: list[str]
) -> PersonFacts:
    kept = facts_of(person) if person else PersonFacts(name="", language=settings.LANGUAGE_CODE)
    named = ("name", "email", "job", "phone", "external_id")
    given = {name: row[name] for name in named if row.get(name)}
    language = row.get("language", "").lower()
    if language in dict(settings.LANGUAGES):
        given["language"] = language
    elif language:
        reasons.append(_("The language “%(word)s” is not offered.") % {"word": language})
    if "email" in given:
        given["email"] = given["email"].lower()
    joined = _day(row.get("joined_on", ""), reasons) or kept.joined_on
    return replace(kept, **given, unit_id=unit.pk if unit else None, joined_on=joined)


def _day(written: str, reasons: list[str]) -> date | None:
    if not written:
        return None
    for pattern in DAYS:
        found = pattern.fullmatch(written)
        if found is not None:
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                break
    reasons.append(_("“%(day)s” is not a day: write 2026-11-30.") % {"day": written})
    return None


def _grants(
    row: dict[str, str], unit: Unit | None, known: _Known, reasons: list[str]
) -> tuple[GrantKey, ...]:
    found = []
    for part in row.get("roles", "").split(";"):
        words, _at, code = part.strip().partition("@")
        if not words:
            continue
        role, seat = _role(words)
        place = known.units.get(code.strip().casefold()) if code else unit
        if not role:
            reasons.append(_("There is no role “%(role)s”.") % {"role": words.strip()})
        elif place is None:
            reasons.append(_("The role “%(role)s” needs a unit.") % {"role": words.strip()})
        elif not may(known.viewer, Right.GRANT_ROLES, unit=place):
            reasons.append(_("You may not give roles in “%(unit)s”.") % {"unit": place.label})
        else:
            found.append((role, seat, place.pk))
    return tuple(found)


def _role(words: str) -> tuple[str, str]:
    role_word, _colon, seat_word = words.partition(":")
    role = ROLE_WORDS.get(role_word.strip().casefold(), "")
    seat = SEAT_WORDS.get(seat_word.strip().casefold(), "")
    if (role == Role.REVIEWER) != bool(seat):
        return "", ""
    return role, seat


def _refuse(
    facts: PersonFacts,
    person: Person | None,
    unit: Unit | None,
    known: _Known,
    reasons: list[str],
) -> None:
    if not facts.name:
        reasons.append(_("The name is missing."))
    if facts.email:
        try:
            validate_email(facts.email)
        except ValidationError:
            reasons.append(_("“%(email)s” is not an e-mail address.") % {"email": facts.email})
        other = known.by_email.get(facts.email.casefold())
        clash = other is not None and (person is None or other.pk != person.pk)
        if clash or facts.email.casefold() in known.hidden_emails:
            reasons.append(_("Somebody else has this e-mail."))
    if facts.external_id in known.hidden_numbers:
        reasons.append(_("Somebody else has this staff number."))
    places = {unit, person.home_unit if person else unit}
    if any(not _may_place(known.viewer, place) for place in places):
        reasons.append(_("You may not manage people there."))
    if person is not None and person.status == Person.Status.LEFT:
        reasons.append(_("This person has left; bring them back first."))


def _may_place(viewer: Person, unit: Unit | None) -> bool:
    if unit is not None:
        return may(viewer, Right.MANAGE_PEOPLE, unit=unit)
    return any(grant.unit.parent_id is None for grant in active_grants(viewer)) and may(
        viewer, Right.MANAGE_PEOPLE
    )


def _refuse_twice(
    row: dict[str, str], facts: PersonFacts, line: int, known: _Known, reasons: list[str]
) -> None:
    """Refuse the second of two rows about one person: which of them is right, nobody can tell."""
    name = f"name {facts.name.casefold()} {facts.unit_id}"
    keys = [f"number {row['external_id']}"] if row.get("external_id") else []
    keys += [f"email {facts.email.casefold()}"] if facts.email else []
    first = min((known.seen[key] for key in keys or [name] if key in known.seen), default=0)
    if first:
        reasons.append(_("Row %(line)s is about the same person.") % {"line": first})
    for key in keys or [name]:
        known.seen.setdefault(key, line)


def _changes(facts: PersonFacts, person: Person) -> tuple[str, ...]:
    before = facts_of(person)
    return tuple(
        name for name in PersonFacts.__slots__ if getattr(before, name) != getattr(facts, name)
    )
