"""Who chooses what the public is told, who reads its reports, and what the public itself sees."""

from uuid import UUID

from django.db.models import (
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextField,
)
from django.db.models.functions import Cast

from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Seat
from gouvernail.people.permissions import Right, holds_overall, may_overall, require_overall
from gouvernail.registry.models import Account
from gouvernail.verification.errors import (
    DirectoryClosedError,
    ListingNotFoundError,
    ReportNotFoundError,
)
from gouvernail.verification.models import Directory, Listing, ReportedAccount, Silence

# What an account is to the public, by its status in the register. What is not here is not told:
# an account to confirm, being opened, set aside, or the double of another.
IN_USE = frozenset({"official", "dormant", "under_review", "closing"})
OURS = IN_USE | {"suspended", "closed"}
NOT_OURS = frozenset({"rogue", "impostor", "parody", "fan"})
UNTOLD = frozenset({"practice"})  # a network of this site, which is not a place to speak from
# A personal account is its person’s own business, whatever somebody chose to say of it before.
# One whose opening was given up never spoke: it was not ours, and is not told to be closed.
UNTOLD_ACCOUNTS = (
    Q(network__in=UNTOLD)
    | Q(kind=Account.Kind.PERSONAL)
    | Q(status=Account.Status.CLOSED, status_before=Account.Status.OPENING)
)
UNTOLD_LISTINGS = (
    Q(account__network__in=UNTOLD)
    | Q(account__kind=Account.Kind.PERSONAL)
    | Q(account__status=Account.Status.CLOSED, account__status_before=Account.Status.OPENING)
)


def require_publisher(person: Person) -> None:
    """Refuse unless `person` may choose what the public is told: a lead of the whole.

    Raises:
        RightMissingError: they may not.
    """
    require_overall(person, Right.EDIT_CHARTER)


def is_publisher(person: Person) -> bool:
    """Return whether `person` may choose what the public is told."""
    return may_overall(person, Right.EDIT_CHARTER)


def is_open() -> bool:
    """Return whether the public page answers. One query."""
    return Directory.objects.filter(is_open=True).exists()


def open_directory() -> Directory:
    """Return the directory when the public may ask it. One query.

    Raises:
        DirectoryClosedError: nobody opened it.
    """
    directory = Directory.objects.filter(is_open=True).first()
    if directory is None:
        raise DirectoryClosedError
    return directory


def kept_back(prefix: str = "") -> Exists:
    """Return the condition that a rule keeps an account out of everything public. No query.

    `prefix` leads to the account from what is filtered, such as `account__`.
    """
    text, tags = CharField(), TextField()
    rules = Silence.objects.filter(ended_at__isnull=True).annotate(
        its_unit=ExpressionWrapper(OuterRef(f"{prefix}unit__path"), output_field=text),
        its_tags=Cast(OuterRef(f"{prefix}tags"), tags),
    )
    covers = Q(kind="account", account=OuterRef(f"{prefix}pk"))
    covers |= Q(kind="unit", its_unit__startswith=F("unit__path"))
    for form in ("tag_plain", "tag_written"):  # a list in text, as either database keeps it
        covers |= Q(kind="tag", its_tags__contains=F(form))
    return Exists(rules.filter(covers))


def visible_silences(viewer: Person) -> QuerySet[Silence]:
    """Return the rules in force that keep accounts out of what is public, the newest first.

    Raises:
        RightMissingError: `viewer` does not choose what the public is told.
    """
    require_publisher(viewer)
    rules = Silence.objects.filter(ended_at__isnull=True)
    return rules.select_related("unit", "account", "begun_by").order_by("-begun_at", "-pk")


def public_listings() -> QuerySet[Listing]:
    """Return what is told in public now: chosen, still what it was chosen as, kept back by no rule.

    No query yet.

    What an account is comes from the register as it stands: nothing has to be told twice.
    """
    ours = Q(says=Listing.Says.OURS, account__status__in=OURS)
    others = Q(says=Listing.Says.NOT_OURS, account__status__in=NOT_OURS)
    return (
        Listing.objects.filter(ours | others, is_public=True)
        .exclude(UNTOLD_LISTINGS)
        .exclude(kept_back("account__"))
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
    return Account.objects.filter(status__in=OURS | NOT_OURS).exclude(UNTOLD_ACCOUNTS)


def require_report_reader(person: Person) -> None:
    """Refuse unless `person` reads reports: who decides them, security, audit, or legal.

    Raises:
        RightMissingError: they may not.
    """
    if not is_report_reader(person):
        raise RightMissingError(str(Right.SEE_REPORTS))


def is_report_reader(person: Person) -> bool:
    """Return whether `person` reads reports: as `require_report_reader`."""
    return may_overall(person, Right.SEE_REPORTS) or holds_overall(person, Seat.LEGAL)


def require_report_decider(person: Person) -> None:
    """Refuse unless `person` decides reports and answers them: they may edit every account.

    Raises:
        RightMissingError: they may not.
    """
    require_overall(person, Right.EDIT_ACCOUNTS)


def is_report_decider(person: Person) -> bool:
    """Return whether `person` decides reports: as `require_report_decider`."""
    return may_overall(person, Right.EDIT_ACCOUNTS)


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
