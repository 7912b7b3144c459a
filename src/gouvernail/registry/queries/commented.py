"""An account as the rules of its comments name it."""

from uuid import UUID

from gouvernail.people.models import Person
from gouvernail.policies.queries.spaces import CommentedAccount
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_accounts


def commented_account(account_id: UUID, *, viewer: Person) -> CommentedAccount | None:
    """Return an official account that `viewer` may know about; None for any other. One query."""
    rows = visible_accounts(viewer).exclude(kind=Account.Kind.PERSONAL)
    account = rows.filter(pk=account_id).first()
    if account is None:
        return None
    return CommentedAccount(
        id=account.pk, name=account.name, network=account.network, address=account.url
    )
