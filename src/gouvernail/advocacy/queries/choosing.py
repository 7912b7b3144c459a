"""What the forms of the desk offer to choose from."""

from datetime import date

from django.utils.formats import date_format

from gouvernail.advocacy.models import Programme
from gouvernail.brand.models.assets import LibraryItem
from gouvernail.brand.permissions.library import visible_items
from gouvernail.foundation.sorting import Plain, by_title
from gouvernail.people.models import Person
from gouvernail.people.permissions import visible_people
from gouvernail.policies.permissions import visible_policies

MOST = 200


def offered_owners(viewer: Person, programme: Programme | None) -> list[tuple[str, str]]:
    """Return who may answer for a programme: people `viewer` sees. One query."""
    rows = visible_people(viewer).filter(is_active=True).order_by(Plain("name"), "pk")[:MOST]
    people = {str(one.pk): one.name for one in rows} | {str(viewer.pk): viewer.name}
    if programme is not None:
        people.setdefault(str(programme.owner_id), programme.owner.name)
    return list(people.items())


def offered_policies(viewer: Person, programme: Programme | None) -> list[tuple[str, str]]:
    """Return the policies that may be asked first. One query."""
    rows = visible_policies(viewer).filter(must_sign=True).order_by(by_title())[:MOST]
    found = {str(one.pk): one.label for one in rows}
    if programme is not None and programme.policy is not None:
        found.setdefault(str(programme.policy_id), programme.policy.label)
    return list(found.items())


def offered_items(viewer: Person, *, today: date) -> list[tuple[str, str]]:
    """Return the pictures of the library that may go with a story, by title. Two queries."""
    rows = visible_items(viewer).filter(
        status=LibraryItem.Status.APPROVED,
        kind__in=(LibraryItem.Kind.PICTURE, LibraryItem.Kind.LOGO),
    )
    found = [one for one in rows.order_by(Plain("title"), "pk")[:MOST] if not one.has_ended(today)]
    return [(str(one.pk), _title(one)) for one in found]


def _title(item: LibraryItem) -> str:
    if item.rights_until is None:
        return item.title
    return f"{item.title} ({date_format(item.rights_until, 'j F Y')})"
