"""Choosing what the public is told: the switch, and each account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import F
from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Act, require_step_up
from gouvernail.registry.models import Account
from gouvernail.verification.errors import (
    DirectoryInvalidError,
    KeptBackError,
    ListingNotFoundError,
    NotPublishableError,
)
from gouvernail.verification.models import Directory, Listing, Snapshot
from gouvernail.verification.permissions import (
    OURS,
    kept_back,
    require_publisher,
    tellable_accounts,
)
from gouvernail.verification.queries.addresses import shape_of

MOST_TAGS = 40
NAMED = 3
WEB = ("http", "https")


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryChoices:
    """What the public page says around its answers; addresses are of the web, or empty."""

    website: str = ""
    help_url: str = ""
    tags: tuple[str, ...] = ()


@action("verification.open_directory")
def open_directory(*, by: Person, at: datetime) -> Directory:
    """Answer the public from now on. A recent proof of who one is is asked for.

    Raises:
        RightMissingError: `by` does not choose what the public is told.
        ProofNeededError: the last proof is too old.
    """
    return _switch(by=by, at=at, is_open=True)


@action("verification.close_directory")
def close_directory(*, by: Person, at: datetime) -> Directory:
    """Answer the public no more, at once; what was chosen for each account is kept.

    Raises:
        RightMissingError, ProofNeededError: as `open_directory`.
    """
    return _switch(by=by, at=at, is_open=False)


def _switch(*, by: Person, at: datetime, is_open: bool) -> Directory:
    require_publisher(by)
    require_step_up(Act.OPEN_DIRECTORY, at=at)
    directory = _directory()
    if directory.is_open == is_open:
        return directory
    directory.is_open = is_open
    directory.opened_at = at if is_open else None
    directory.save()
    verb = "directory.opened" if is_open else "directory.closed"
    record(actor=by, verb=verb, subject=directory, at=at)
    changed_in_public()
    return directory


@action("verification.set_directory")
def set_directory(*, choices: DirectoryChoices, by: Person, at: datetime) -> Directory:
    """Say which addresses and tags go with the answers.

    Raises:
        RightMissingError: `by` does not choose what the public is told.
        DirectoryInvalidError: an address or the tags cannot be taken.
    """
    require_publisher(by)
    _check(choices)
    directory = _directory()
    directory.website, directory.help_url = choices.website, choices.help_url
    directory.tags = sorted(set(choices.tags), key=str.casefold)
    directory.save()
    record(actor=by, verb="directory.changed", subject=directory, at=at)
    changed_in_public()
    return directory


def _check(choices: DirectoryChoices) -> None:
    wrong = {}
    for name in ("website", "help_url"):
        if value := getattr(choices, name):
            try:
                URLValidator(schemes=WEB)(value)
            except ValidationError:
                wrong[name] = _("Write a whole address, beginning with https://.")
    if len(choices.tags) > MOST_TAGS:
        wrong["tags"] = _("Choose %(count)s tags at most.") % {"count": MOST_TAGS}
    if wrong:
        raise DirectoryInvalidError(wrong)


def _directory() -> Directory:
    Directory.objects.select_for_update().first()
    return Directory.objects.first() or Directory()


def changed_in_public() -> None:
    """Count a change of what the public is told, so that nobody goes by what they remember."""
    Directory.objects.update(revision=F("revision") + 1)


@action("verification.publish_accounts")
def publish_accounts(
    account_ids: Sequence[UUID], *, shows_unit: bool = True, by: Person, at: datetime
) -> int:
    """Tell the public what these accounts are, ours or not; return how many that is new for.

    One entry an account. Two queries, and two statements an account that changes.

    Raises:
        RightMissingError: `by` does not choose what the public is told.
        NotPublishableError: nothing can be said of some of them: personal, to confirm…
        KeptBackError: a rule keeps some of them out of everything public.
    """
    accounts = _accounts(account_ids, by=by)
    before = {row.account_id: row for row in Listing.objects.filter(account__in=accounts)}
    changed = 0
    for account in accounts:
        ours = account.status in OURS
        says = Listing.Says.OURS if ours else Listing.Says.NOT_OURS
        listing = before.get(account.pk) or Listing(account=account, published_at=at)
        kept = (listing.is_public, listing.says, listing.shows_unit)
        if not listing._state.adding and kept == (True, says, shows_unit):  # noqa: SLF001 - Django's
            continue
        listing.is_public, listing.says, listing.shows_unit = True, says, shows_unit
        listing.skeleton = shape_of(account.handle)
        listing.save()
        record(actor=by, verb="listing.published", subject=listing, at=at)
        changed += 1
    if changed:
        changed_in_public()
    return changed


@action("verification.withdraw_accounts")
def withdraw_accounts(account_ids: Sequence[UUID], *, by: Person, at: datetime) -> int:
    """Say nothing of these accounts in public from now on; return how many that is new for.

    Raises:
        RightMissingError: `by` does not choose what the public is told.
    """
    require_publisher(by)
    rows = Listing.objects.select_for_update().filter(account__in=account_ids, is_public=True)
    withdrawn = list(rows)
    for listing in withdrawn:
        listing.is_public = False
        listing.save(update_fields=("is_public",))
        record(actor=by, verb="listing.withdrawn", subject=listing, at=at)
    if withdrawn:
        Snapshot.objects.all().delete()  # the signed list says it no more, even before the next
        changed_in_public()
    return len(withdrawn)


def _accounts(account_ids: Sequence[UUID], *, by: Person) -> list[Account]:
    chosen = tellable_accounts(by).filter(pk__in=account_ids)
    silent = chosen.filter(kept_back()).values_list("name", flat=True)[:NAMED]
    if silent:
        raise KeptBackError(", ".join(silent))
    accounts = list(chosen)
    missing = set(account_ids) - {account.pk for account in accounts}
    if missing:
        names = Account.objects.filter(pk__in=missing).values_list("name", flat=True)[:NAMED]
        raise NotPublishableError(", ".join(names))
    return accounts


@action("verification.note_link")
def note_link(listing_id: UUID, *, seen_on: date | None, by: Person, at: datetime) -> Listing:
    """Note that somebody saw the account's profile link back to its page; None takes it back.

    Raises:
        RightMissingError: `by` does not choose what the public is told.
        ListingNotFoundError: there is no such listing.
        DirectoryInvalidError: the day is still to come.
    """
    require_publisher(by)
    listing = Listing.objects.select_for_update().filter(pk=listing_id).first()
    if listing is None:
        raise ListingNotFoundError
    if seen_on is not None and seen_on > site_day(at):
        raise DirectoryInvalidError({"seen_on": _("This day is still to come.")})
    listing.link_seen_on = seen_on
    listing.link_seen_by = by if seen_on else None
    listing.save(update_fields=("link_seen_on", "link_seen_by"))
    record(actor=by, verb="listing.link_noted", subject=listing, at=at)
    return listing
