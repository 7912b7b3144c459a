"""Who chooses what the public is told, who reads its reports, and what the public itself sees."""

from uuid import UUID

from django.db.models import Q, QuerySet

from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may_overall, require_overall
from gouvernail.registry.models import Account
from gouvernail.verification.errors import (
    DirectoryClosedError,
    ListingNotFoundError,
    ReportNotFoundError,
)
from gouvernail.verification.models import Directory, Listing, ReportedAccount

# What an account is to the public, by its status in the register. What is not here is not told:
# an account to confirm, being opened, set aside, or the double of another.
IN_USE = frozenset({"official", "dormant", "under_review", "closing"})
OURS = IN_USE | {"suspended", "closed"}
NOT_OURS = frozenset({"rogue", "impostor", "parody", "fan"})
UNTOLD = frozenset({"practice"})  # a network of this site, which is not a place to speak from


def require_publisher(person: Person) -> None:
    """Refuse unless `person` may choose what the public is told: a lead of the whole.

    Raises:
        RightMissingError: they may not.
    """
    require_overall(person, Right.EDIT_CHARTER)


def is_publisher(person: Person) -> bool:
    """Return whether `person` may choose what the public is told."""
    return may_overall(person, Right.EDIT_CHARTER)


def open_directory() -> Directory:
    """Return the directory when the public may ask it. One query.

    Raises:
        DirectoryClosedError: nobody opened it.
    """
    directory = Directory.objects.filter(is_open=True).first()
    if directory is None:
        raise DirectoryClosedError
    return directory


def public_listings() -> QuerySet[Listing]:
    """Return what is told in public now: chosen, and still what it was chosen as. No query yet.

    What an account is comes from the register as it stands: nothing has to be told twice.
    """
    ours = Q(says=Listing.Says.OURS, account__status__in=OURS)
    others = Q(says=Listing.Says.NOT_OURS, account__status__in=NOT_OURS)
    return (
        Listing.objects.filter(ours | others, is_public=True)
        .exclude(account__network__in=UNTOLD)
        .select_related("account__unit")
    )


def official_listings() -> QuerySet[Listing]:
    """Return the accounts in use that are told to be ours. No query yet."""
    return public_listings().filter(says=Listing.Says.OURS, account__status__in=IN_USE)


def public_listing(listing_id: UUID) -> Listing:
    """Return one account in use that is told to be ours. One query.

    Raises:
        ListingNotFoundError: missing, not ours, or not told.
    """
    listing = official_listings().filter(pk=listing_id).first()
    if listing is None:
        raise ListingNotFoundError
    return listing


def tellable_accounts(viewer: Person) -> QuerySet[Account]:
    """Return the accounts of which something could be said in public, to whoever chooses.

    Raises:
        RightMissingError: `viewer` does not choose.
    """
    require_publisher(viewer)
    return Account.objects.filter(status__in=OURS | NOT_OURS).exclude(network__in=UNTOLD)


def require_report_reader(person: Person) -> None:
    """Refuse unless `person` reads and decides reports: they may edit accounts everywhere.

    Raises:
        RightMissingError: they may not.
    """
    require_overall(person, Right.EDIT_ACCOUNTS)


def visible_reports(viewer: Person) -> QuerySet[ReportedAccount]:
    """Return the accounts that the public reported.

    Raises:
        RightMissingError: `viewer` does not read reports.
    """
    require_report_reader(viewer)
    return ReportedAccount.objects.select_related("account", "decided_by")


def visible_report(reported_id: UUID, *, viewer: Person, lock: bool = False) -> ReportedAccount:
    """Return one reported account. One query.

    Raises:
        RightMissingError: `viewer` does not read reports.
        ReportNotFoundError: missing.
    """
    rows = visible_reports(viewer)
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(pk=reported_id).first()
    if found is None:
        raise ReportNotFoundError
    return found
