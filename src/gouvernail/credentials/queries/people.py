"""Who may be named beside an item."""

from gouvernail.credentials.models import Item, Reveal
from gouvernail.credentials.permissions import approvers_of
from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, holders_of_right
from gouvernail.registry.models import Account


def keeper_choices(account: Account, *, also: Person | None = None) -> list[tuple[str, str]]:
    """Return who may keep an item of an account: id and name, by name. Two queries.

    Its holders, whoever publishes there and whoever manages accesses there; and `also`, who keeps
    it now, whatever they have become.
    """
    rows = holders_of_right(Right.HAND_OFF, unit=account.unit)
    rows |= holders_of_right(Right.MANAGE_ACCESS, unit=account.unit)
    held = (account.owner_id, account.backup_id, account.custodian_id)
    holders = Person.objects.filter(pk__in=[key for key in held if key], is_active=True)
    kept = [also] if also is not None else []
    found = {str(person.pk): person.name for person in (*rows.distinct(), *holders, *kept)}
    return sorted(found.items(), key=lambda pair: pair[1])


def request_replaced(item: Item, *, by: Person) -> bool:
    """Return whether an emergency would take the place of a request of theirs. One query."""
    return Reveal.objects.filter(
        item=item, asked_by=by, status=Reveal.Status.ASKED, way=Reveal.Way.FOUR_EYES
    ).exists()


def approver_names(account: Account, *, but: Person) -> list[str]:
    """Return who may approve for an account, but one person: ten names at most. Two queries."""
    people = Person.objects.filter(pk__in=approvers_of(account) - {but.pk})
    return list(people.order_by(Plain("name")).values_list("name", flat=True)[:10])
