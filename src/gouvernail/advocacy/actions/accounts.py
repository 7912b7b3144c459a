"""Personal accounts: declared, agreed to be read for a year, checked, forgotten."""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.advocacy.actions.members import empty_shares_of, forget_account
from gouvernail.advocacy.actions.telling import forget_words, sound
from gouvernail.advocacy.errors import AdvocacyInvalidError, ConsentMissingError
from gouvernail.advocacy.models import PersonalAccount
from gouvernail.advocacy.permissions import own_account, require_member, visible_programme
from gouvernail.advocacy.queries.disclosing import says_own, says_who
from gouvernail.advocacy.queries.reading import is_readable
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.kernel.text.addresses import Address, AddressError, parse_address
from gouvernail.ledger.actions import record
from gouvernail.networks.servers import base_url
from gouvernail.people.models import Person

A_YEAR: Final = timedelta(days=365)
MOST: Final = 20


@action("advocacy.declare_account")
def declare_account(  # noqa: PLR0913 -- what the form asks
    programme_id: UUID,
    *,
    network: str,
    address: str,
    server: str = "",
    reads: bool = False,
    by: Person,
    at: datetime,
) -> PersonalAccount:
    """Tell of an account of one's own. `reads`: agree for a year that its public posts are read.

    Raises:
        AdvocacyNotFoundError, NotAMemberError: hidden from `by`; `by` does not take part.
        AdvocacyInvalidError: no account can be told from this, it is declared already, or
            the network cannot be read.
    """
    programme = visible_programme(programme_id, viewer=by)
    membership = require_member(by, programme, lock=True)
    rows = PersonalAccount.objects.filter(membership=membership, ended_at__isnull=True)
    if rows.count() >= MOST:
        most = _("At most %(most)s accounts: take one out first.") % {"most": MOST}
        raise AdvocacyInvalidError({"address": most})
    account = PersonalAccount(membership=membership, declared_at=at)
    _name(account, network=network, address=address, server=server)
    if rows.filter(network=account.network, handle=account.handle).exists():
        raise AdvocacyInvalidError({"address": _("You declared this account already.")})
    if reads:
        _agree(account, today=site_day(at))
    account.save(force_insert=True)
    record(actor=by, verb="personal_account.declared", subject=account, at=at)
    if reads:
        record(actor=by, verb="personal_account.consent_given", subject=account, at=at)
    return account


@action("advocacy.edit_account")
def edit_account(
    account_id: UUID, *, network: str, address: str, server: str = "", by: Person, at: datetime
) -> PersonalAccount:
    """Say otherwise which account it is. A consent was for the former one: it ends.

    Raises:
        AdvocacyNotFoundError: missing, or of somebody else.
        AdvocacyInvalidError: no account can be told from this, or it is declared already.
    """
    account = own_account(account_id, viewer=by, lock=True)
    before = (account.network, account.handle, account.server)
    _name(account, network=network, address=address, server=server)
    others = PersonalAccount.objects.filter(
        membership=account.membership, network=account.network, handle=account.handle
    )
    if others.filter(ended_at__isnull=True).exclude(pk=account.pk).exists():
        raise AdvocacyInvalidError({"address": _("You declared this account already.")})
    if (account.network, account.handle, account.server) == before:
        return account
    account.reads, account.consent_until = False, None
    account.says_who = account.says_own = account.bio_at = None
    account.bio_how = ""
    account.save()
    forget_words(account)
    empty_shares_of(account, by=by, at=at)
    record(actor=by, verb="personal_account.edited", subject=account, at=at)
    return account


@action("advocacy.remove_account")
def remove_account(account_id: UUID, *, by: Person, at: datetime) -> PersonalAccount:
    """Have an account forgotten at once, whatever was agreed.

    Raises:
        AdvocacyNotFoundError: missing, or of somebody else.
    """
    account = own_account(account_id, viewer=by, lock=True)
    forget_account(account, by=by, at=at)
    return account


@action("advocacy.give_consent")
def give_consent(account_id: UUID, *, by: Person, at: datetime) -> PersonalAccount:
    """Agree, for a year from today, that the public posts of one's account are read; or renew it.

    Raises:
        AdvocacyNotFoundError: missing, or of somebody else.
        AdvocacyInvalidError: the network cannot be read.
    """
    account = own_account(account_id, viewer=by, lock=True)
    _agree(account, today=site_day(at))
    account.save()
    record(actor=by, verb="personal_account.consent_given", subject=account, at=at)
    return account


@action("advocacy.stop_reading")
def stop_reading(account_id: UUID, *, by: Person, at: datetime) -> PersonalAccount:
    """Take one's consent back: nothing is read from this instant on. Twice is once.

    Raises:
        AdvocacyNotFoundError: missing, or of somebody else.
    """
    account = own_account(account_id, viewer=by, lock=True)
    if not account.reads:
        return account
    account.reads, account.consent_until, account.looked_at = False, None, None
    account.save()
    record(actor=by, verb="personal_account.consent_withdrawn", subject=account, at=at)
    return account


@action("advocacy.check_profile")
def check_profile(
    account_id: UUID, *, text: str, how: str, by: Person, at: datetime
) -> PersonalAccount:
    """Note whether a profile says who speaks, and that it is for oneself; its words are not kept.

    Raises:
        AdvocacyNotFoundError: missing, or of somebody else.
        AdvocacyInvalidError: nothing was pasted.
        ConsentMissingError: it was read, and no consent is in force.
    """
    account = own_account(account_id, viewer=by, lock=True)
    if not text.strip():
        raise AdvocacyInvalidError({"text": _("Paste the words of your profile.")})
    if how == PersonalAccount.How.READ and not account.may_be_read(site_day(at)):
        raise ConsentMissingError
    programme = account.membership.programme
    account.says_who = says_who(text, programme)
    account.says_own = says_own(text, programme)
    account.bio_how, account.bio_at = how, at
    account.save()
    record(actor=by, verb="personal_account.profile_checked", subject=account, at=at)
    return account


def _agree(account: PersonalAccount, *, today: date) -> None:
    if not is_readable(account.network):
        told = _("This network shows nothing to read: there is nothing to agree to.")
        raise AdvocacyInvalidError({"reads": told})
    account.reads, account.consent_until = True, today + A_YEAR


def _name(account: PersonalAccount, *, network: str, address: str, server: str) -> None:
    """Say which account it is.

    Raises:
        AdvocacyInvalidError: no account can be told from this.
    """
    found = _address(network, address)
    account.network, account.handle, account.url = found.network, found.handle, found.url
    try:
        account.server = base_url(server) if server.strip() else ""
    except ValueError:
        told = _("This is not the address of a server.")
        raise AdvocacyInvalidError({"server": told}) from None
    sound(account, leave=("says_who", "says_own"))


def _address(network: str, address: str) -> Address:
    try:
        return parse_address(address, network=network)
    except AddressError as error:
        told = {
            "wrong_network": _("This address is of another network."),
            "empty": _("Say its name or its address."),
        }.get(error.code, _("No account can be told from this: paste the address of the profile."))
        raise AdvocacyInvalidError({"address": told}) from None
