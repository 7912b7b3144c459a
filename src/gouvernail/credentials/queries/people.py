"""Who may be named beside an item."""

from gouvernail.credentials.permissions import approvers_of
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, holders_of_right
from gouvernail.registry.models import Account


def keeper_choices(account: Account) -> list[tuple[str, str]]:
    """Return who may keep an item of an account: id and name, by name. Two queries.

    Its holders, whoever publishes there and whoever manages accesses there.
    """
    rows = holders_of_right(Right.HAND_OFF, unit=account.unit)
    rows |= holders_of_right(Right.MANAGE_ACCESS, unit=account.unit)
    held = (account.owner_id, account.backup_id, account.custodian_id)
    holders = Person.objects.filter(pk__in=[key for key in held if key], is_active=True)
    found = {str(person.pk): person.name for person in (*rows.distinct(), *holders)}
    return sorted(found.items(), key=lambda pair: pair[1])


def approver_names(account: Account, *, but: Person) -> list[str]:
    """Return who may approve for an account, but one person: ten names at most. Two queries."""
    people = Person.objects.filter(pk__in=approvers_of(account) - {but.pk})
    return list(people.order_by("name").values_list("name", flat=True)[:10])
