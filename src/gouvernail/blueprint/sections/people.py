"""How a file names a person, and who that is."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Lower

from gouvernail.people.models import Person
from gouvernail.people.permissions import visible_people

STAFF: Final = "staff:"
ID: Final = "id:"


def named(person: Person | None) -> str:
    """Return how a file names a person: by e-mail, else by staff number, else by id. No query."""
    if person is None:
        return ""
    if person.email:
        return person.email
    return f"{STAFF}{person.external_id}" if person.external_id else f"{ID}{person.pk}"


def people_named(names: Iterable[str], *, viewer: Person) -> dict[str, UUID]:
    """Return the ids of the people that `viewer` may see, by how they were named. One query.

    E-mails are compared without case. A name that nobody has, or that two people have, is absent.
    """
    wanted = {name for name in names if name}
    staff = {name: name.removeprefix(STAFF) for name in wanted if name.startswith(STAFF)}
    ids = {name: key for name in wanted if name.startswith(ID) and (key := _id(name))}
    emails = {name: name.casefold() for name in wanted - staff.keys() if not name.startswith(ID)}
    people = visible_people(viewer).annotate(folded=Lower("email"))
    told: dict[str, list[UUID]] = {}
    for one in people.filter(
        Q(folded__in=emails.values()) | Q(external_id__in=staff.values()) | Q(pk__in=ids.values())
    ):
        for words in (one.folded or "", f"{STAFF}{one.external_id}", f"{ID}{one.pk}"):
            told.setdefault(words, []).append(one.pk)
    keys = {name: emails.get(name) or f"{ID}{ids[name]}" for name in {*emails, *ids}}
    keys |= {name: name for name in staff}
    return {name: told[key][0] for name, key in keys.items() if len(told.get(key, ())) == 1}


def _id(name: str) -> UUID | None:
    try:
        return UUID(name.removeprefix(ID))
    except ValueError:
        return None
