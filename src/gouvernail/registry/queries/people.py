"""Finding the people and units that somebody named in their own words."""

from collections.abc import Iterable
from itertools import islice
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gouvernail.foundation.sorting import Plain
from gouvernail.kernel.text import fold
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, scope

OFFERED: Final = 6
WORDS: Final = 4


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


def whom_else(text: str, people: QuerySet[Person]) -> str:
    """Say whom among `people` a text may mean that names nobody, or several of them.

    A list of names in a page is always cut somewhere: part of a name finds the others, without its
    accents too. Of `Name <e-mail>`, the name counts. One query; when it finds nobody, one more of
    all names.
    """
    name, _mark, mail = text.partition("<")
    said = (name.strip() or mail).replace("@", " ").replace(">", " ").split()[:WORDS]
    near = people
    for word in said:
        near = near.filter(Q(name__icontains=word) | Q(email__icontains=word))
    found = list(near.order_by(Plain("name"), "pk")[: OFFERED + 1]) or _found_folded(said, people)
    if not found:
        return _("Nobody has that name or e-mail.")
    named = [f"{one.name} ({one.email})" if one.email else one.name for one in found[:OFFERED]]
    names = {"names": ", ".join(named)}
    if len(found) > OFFERED:
        return _("Several people: %(names)s, and others. Write the e-mail.") % names
    return _("Do you mean %(names)s? Write the e-mail.") % names


def _found_folded(said: list[str], people: QuerySet[Person]) -> list[Person]:
    """Return the first of `people` who bear every word of `said`, accents and case aside."""
    words = [fold(word).text for word in said]
    rows = people.order_by(Plain("name"), "pk").only("name", "email").iterator()
    bearers = (one for one in rows if _bears(one, words))
    return list(islice(bearers, OFFERED + 1))


def _bears(person: Person, words: list[str]) -> bool:
    """Return whether each of these folded words is in the name or the e-mail."""
    known = fold(f"{person.name} {person.email or ''}").text
    return all(word in known for word in words)


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
