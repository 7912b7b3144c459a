"""Finding the people and units that somebody named in their own words."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from gouvernail.kernel.text import fold
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, scope


def nameable_people(viewer: Person) -> QuerySet[Person]:
    """Return the active people `viewer` may name as holders: of the units whose people they see.

    Those without a home unit are known to everyone who sees people anywhere.
    """
    seen = scope(viewer, Right.SEE_PEOPLE, "home_unit__path")
    return Person.objects.filter(is_active=True).filter(seen | Q(home_unit__isnull=True))


def person_named(text: str, *, viewer: Person) -> Person | None:
    """Return the one active person with that e-mail or name; None when nobody or several.

    Two queries at most.
    """
    wanted = text.strip()
    if "<" in wanted and wanted.endswith(">"):
        wanted = wanted.rsplit("<", 1)[1][:-1].strip()
    people = nameable_people(viewer)
    if "@" in wanted:
        return people.filter(email__iexact=wanted).first()
    found = list(people.filter(name__iexact=wanted)[:2])
    return found[0] if len(found) == 1 else None


def people_by_name(viewer: Person) -> dict[str, Person | None]:
    """Return everyone nameable by folded e-mail and folded name; None where two share a name.

    One query.
    """
    book: dict[str, Person | None] = {}
    for person in nameable_people(viewer):
        if person.email:
            book[fold(person.email).text] = person
        key = fold(person.name).text
        book[key] = None if key in book else person
    return book


def units_by_name(units: Iterable[Unit]) -> dict[str, Unit | None]:
    """Return units by folded code, name and short name, in both languages; None for two of one.

    A code always wins over a name.
    """
    units = list(units)
    book: dict[str, Unit | None] = {}
    for unit in units:
        names = {unit.name, unit.name_en, unit.short_name, unit.short_name_en} - {""}
        for key in {fold(name).text.strip() for name in names}:
            book[key] = None if key in book else unit
    return book | {fold(unit.code).text.strip(): unit for unit in units}
