"""What was shared: told by the person, or read on the network while they agree to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.advocacy.actions.members import empty_share
from gouvernail.advocacy.actions.telling import WATCH, inform, sound
from gouvernail.advocacy.errors import (
    AdvocacyInvalidError,
    AdvocacyNotFoundError,
    ConsentMissingError,
)
from gouvernail.advocacy.models import Kit, Membership, PersonalAccount, Share
from gouvernail.advocacy.permissions import own_share, require_member, visible_kit
from gouvernail.advocacy.queries.disclosing import SHAREABLE, says_who
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.columns import faults_of
from gouvernail.foundation.digests import sha256_hex
from gouvernail.kernel.text.addresses import AddressError, parse_address
from gouvernail.ledger.actions import record
from gouvernail.networks.contract.posted import Posted
from gouvernail.people.models import Person

MOST: Final = 20  # shares of one story by one person


@dataclass(frozen=True, slots=True, kw_only=True)
class NewShare:
    """What somebody tells of a share. `text`, when given, is looked at and not kept."""

    network: str
    shared_on: date
    url: str = ""
    text: str = ""


@action("advocacy.declare_share")
def declare_share(kit_id: UUID, *, new: NewShare, by: Person, at: datetime) -> Share:
    """Tell that one shared a story; nobody has to. The same address twice is one share.

    Raises:
        AdvocacyNotFoundError, NotAMemberError: hidden from `by`; `by` does not take part.
        AdvocacyInvalidError: no such network or day, or an address of another network.
    """
    kit = visible_kit(kit_id, viewer=by, lock=True)
    membership = require_member(by, kit.programme, lock=True)
    if new.network not in SHAREABLE:
        raise AdvocacyInvalidError({"network": _("Choose a network of the list.")})
    rows = Share.objects.filter(membership=membership, kit=kit, removed_at__isnull=True)
    url = _sound_address(kit, new, at=at)
    there = rows.filter(url=url).first() if url else None
    if there is None and rows.count() >= MOST:
        most = _("You told of %(most)s already: that is plenty.") % {"most": MOST}
        raise AdvocacyInvalidError({"url": most})
    share = there or Share(
        kit=kit, membership=membership, network=new.network, url=url,
        shared_on=new.shared_on, made_at=at, key_sha256=_key(membership, new.network, url),
    )  # fmt: skip
    if new.text.strip():
        share.disclosure, share.checked_at = _disclosed(new.text, kit), at
    if there is None:
        sound(share)
    share.save()
    verb = "ambassador_share.checked" if there else "ambassador_share.declared"
    record(actor=by, verb=verb, subject=share, at=at)
    return share


def _key(membership: Membership, network: str, url: str) -> str:
    """Return by what a post is known again once its address is forgotten; of this part only."""
    last = url.partition("?")[0].rstrip("/").rpartition("/")[2]
    return sha256_hex(f"{membership.pk}:{network}:{last}".encode()) if last else ""


def _disclosed(text: str, kit: Kit) -> str:
    found = says_who(text, kit.programme)
    return Share.Disclosure.FOUND if found else Share.Disclosure.MISSING


def _sound_address(kit: Kit, new: NewShare, *, at: datetime) -> str:
    """Return the address as it is kept; a day and an address that are wrong are said together."""
    wrong: dict[str, str] = {}
    url = ""
    if not kit.opens_on <= new.shared_on <= site_day(at):
        wrong["shared_on"] = _("Choose a day since the story was offered.")
    try:
        url = _address(new.url, new.network)
    except AdvocacyInvalidError as refused:
        wrong |= refused.fields
    if wrong:
        raise AdvocacyInvalidError(wrong)
    return url


def _address(url: str, network: str) -> str:
    """Return an address as it is kept.

    Raises:
        AdvocacyInvalidError: it is none, or one of another network.
    """
    typed = url.strip()
    if not typed:
        return ""
    if urlsplit(typed).scheme not in {"http", "https"} or not urlsplit(typed).hostname:
        raise AdvocacyInvalidError({"url": _("Paste the address of the post: https://…")})
    try:
        found = parse_address(typed)
    except AddressError:
        return typed.partition("#")[0]
    if found.network not in {network, "website", "rss"}:
        raise AdvocacyInvalidError({"url": _("This address is of another network.")})
    return typed.partition("#")[0]


@action("advocacy.remove_share")
def remove_share(share_id: UUID, *, by: Person, at: datetime) -> Share:
    """Take a share of one's own out: it is counted no more, its address is forgotten.

    Raises:
        AdvocacyNotFoundError: missing, or of somebody else.
    """
    share = own_share(share_id, viewer=by, lock=True)
    share.removed_at = at
    share.save(update_fields=("removed_at",))
    record(actor=by, verb="ambassador_share.removed", subject=share, at=at)
    empty_share(share, by=by, at=at)
    return share


@action("advocacy.note_posts")
def note_posts(account_id: UUID, *, found: Mapping[UUID, list[Posted]], at: datetime) -> int:
    """Keep which posts of an account told which story; nothing of any other post came this far.

    `found` are posts by story. Returns how many shares are new. A post whose author did not say who
    speaks is told to them, kindly, once.

    Raises:
        AdvocacyNotFoundError: the account is gone.
        ConsentMissingError: the consent ended meanwhile; nothing is kept.
    """
    account = _readable(account_id, at=at)
    kits = Kit.objects.filter(pk__in=list(found), programme=account.membership.programme_id)
    new = 0
    for kit in kits.select_related("programme").order_by("pk"):
        for post in found[kit.pk]:
            new += _note(account, kit, post, at=at)
    account.looked_at = at
    account.save(update_fields=("looked_at",))
    return new


@action("advocacy.note_look")
def note_look(account_id: UUID, *, at: datetime) -> None:
    """Keep when an account was looked at last, before it is: one that fails waits like the others.

    Raises:
        AdvocacyNotFoundError: the account is gone.
        ConsentMissingError: the consent ended meanwhile.
    """
    account = _readable(account_id, at=at)
    account.looked_at = at
    account.save(update_fields=("looked_at",))


def _readable(account_id: UUID, *, at: datetime) -> PersonalAccount:
    account = (
        PersonalAccount.objects.select_for_update(of=("self",))
        .select_related("membership__programme")
        .filter(pk=account_id)
        .first()
    )
    if account is None:
        raise AdvocacyNotFoundError
    if not account.may_be_read(site_day(at)):
        raise ConsentMissingError
    return account


def _note(account: PersonalAccount, kit: Kit, post: Posted, *, at: datetime) -> int:
    rows = Share.objects.filter(membership=account.membership, kit=kit, network=account.network)
    key = _key(account.membership, account.network, post.url)
    last = post.url.rstrip("/").rpartition("/")[2]
    known = rows.filter(Q(key_sha256=key) | Q(url__endswith=f"/{last}"))
    there = known.order_by(F("removed_at").asc(nulls_first=True), "pk").first()
    share = there or Share(
        kit=kit, membership=account.membership, network=account.network, account=account,
        url=post.url, how=Share.How.READ, shared_on=site_day(post.published_at), made_at=at,
        key_sha256=key,
    )  # fmt: skip
    if faults_of(share):
        return 0  # an address that no column takes: the other posts are kept
    disclosure = _disclosed(post.text, kit)
    if there is not None and (there.removed_at is not None or there.disclosure == disclosure):
        return 0
    share.disclosure, share.checked_at = disclosure, at
    share.save()
    verb = "ambassador_share.checked" if there else "ambassador_share.found"
    record(actor=WATCH, verb=verb, subject=share, at=at)
    if disclosure == Share.Disclosure.MISSING:
        inform(
            [account.membership.person_id],
            about="mend",
            once=share.pk.hex,
            path=reverse("advocacy:programme-detail", args=[kit.programme_id]) + "#shares",
            named=kit,
            at=at,
        )
    return 0 if there else 1
