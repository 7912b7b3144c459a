"""The only door to accounts."""

from uuid import UUID

from django.db.models import QuerySet

from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may, require, scope
from gouvernail.registry.errors import (
    AccountNotFoundError,
    AgreementNotFoundError,
    ImportNotFoundError,
)
from gouvernail.registry.models import Account, AgreementPaper, ImportRun


def visible_accounts(viewer: Person, *, right: Right = Right.SEE_ACCOUNTS) -> QuerySet[Account]:
    """Return the accounts in units where `viewer` has `right`. One query for the grants."""
    return Account.objects.filter(scope(viewer, right, "unit__path"))


def visible_account(account_id: UUID | str, *, viewer: Person, lock: bool = False) -> Account:
    """Return one account that `viewer` may know about, with its unit and holders. One query.

    Raises:
        AccountNotFoundError: missing or hidden; the caller cannot tell which.
    """
    accounts = visible_accounts(viewer).select_related(
        "unit", "owner", "backup", "custodian", "status_by", "duplicate_of"
    )
    if lock:
        accounts = accounts.select_for_update(of=("self",))
    account = accounts.filter(pk=account_id).first()
    if account is None:
        raise AccountNotFoundError
    return account


def is_holder(person: Person, account: Account) -> bool:
    """Return whether `person` answers for the account in one of its three places. No query."""
    return person.pk in {account.owner_id, account.backup_id, account.custodian_id}


def may_read_by_hand(person: Person, account: Account) -> bool:
    """Return whether `person` may note what they read on the network: editors and holders."""
    return is_holder(person, account) or may(person, Right.EDIT_ACCOUNTS, unit=account.unit)


def may_see_sheet(person: Person, account: Account) -> bool:
    """Return whether `person` may read and write how the account is set up.

    Its holders, whoever may edit it, and whoever connects accounts there: the sheet names the
    e-mail, the phone and the way back in. No query beyond the grants.
    """
    return is_holder(person, account) or any(
        may(person, right, unit=account.unit)
        for right in (Right.EDIT_ACCOUNTS, Right.CONNECT_ACCOUNTS)
    )


def visible_paper(
    paper_id: UUID | str, *, account_id: UUID | str, viewer: Person
) -> AgreementPaper:
    """Return a signed paper: for who may see the set-up sheet, and who signed it. Two queries.

    Raises:
        AccountNotFoundError: the account is missing or hidden.
        AgreementNotFoundError: missing, of another account, or not theirs to read.
    """
    account = visible_account(account_id, viewer=viewer)
    papers = AgreementPaper.objects.select_related("agreement")
    paper = papers.filter(pk=paper_id, agreement__account=account).first()
    if paper is None:
        raise AgreementNotFoundError
    if not may_see_sheet(viewer, account) and paper.agreement.person_id != viewer.pk:
        raise AgreementNotFoundError
    return paper


def visible_import(run_id: UUID | str, *, viewer: Person, lock: bool = False) -> ImportRun:
    """Return one of the viewer's own imports, as long as they may import at all. One query.

    Raises:
        RightMissingError: they may not import anywhere.
        ImportNotFoundError: missing, or somebody else's.
    """
    require(viewer, Right.IMPORT_ACCOUNTS)
    runs = ImportRun.objects.filter(started_by=viewer, pk=run_id)
    run = (runs.select_for_update() if lock else runs).first()
    if run is None:
        raise ImportNotFoundError
    return run
