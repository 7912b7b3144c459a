"""An account as the rules of its comments name it."""

from uuid import UUID

from django.db.models import Q, QuerySet

from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, scope
from gouvernail.policies.permissions import CommentedAccount
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_accounts


def commented_account(account_id: UUID, *, viewer: Person) -> CommentedAccount | None:
    """Return an official account that `viewer` may know about; None for any other. One query."""
    account = _commented(viewer).select_related("unit").filter(pk=account_id).first()
    if account is None:
        return None
    holders = (account.owner_id, account.backup_id, account.custodian_id)
    return CommentedAccount(
        id=account.pk,
        name=account.name,
        network=account.network,
        address=account.url,
        unit=account.unit,
        holder_ids=frozenset(one for one in holders if one is not None),
    )


def moderated_accounts(viewer: Person) -> QuerySet[Account]:
    """Return the accounts `viewer` holds, or whose comments they moderate. One query in another."""
    holds = Q(owner=viewer) | Q(backup=viewer) | Q(custodian=viewer)
    return _commented(viewer).filter(holds | scope(viewer, Right.MODERATE_COMMENTS, "unit__path"))


def _commented(viewer: Person) -> QuerySet[Account]:
    return visible_accounts(viewer).exclude(kind=Account.Kind.PERSONAL)
