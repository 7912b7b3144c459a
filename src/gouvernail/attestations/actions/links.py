"""Links to declare: made for one person, sent to their own mailbox, or handed over."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.urls import reverse

from gouvernail.attestations.actions.telling import tell_unmailed
from gouvernail.attestations.errors import DeclarationNotFoundError, DeclarationOverError
from gouvernail.attestations.models import Campaign, Declaration, Declarer, DeclarerLink
from gouvernail.attestations.permissions import digest_of_key, visible_declaration
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor, machine
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require

GRACE: Final = timedelta(days=45)  # to read the answers and to appeal


@action("attestations.hand_over_link")
def hand_over_link(*, declarer_id: UUID, by: Person, at: datetime) -> tuple[Declarer, str]:
    """Make a link that `by` hands over themselves; return its key, told once and kept nowhere.

    The journal says that it was handed over, and by whom.

    Raises:
        DeclarationNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` may not edit the accounts of that unit.
        DeclarationOverError: it is signed, or the campaign is not open.
    """
    declarer = _asked(declarer_id)
    declaration = visible_declaration(declarer.declaration_id, viewer=by)
    require(by, Right.EDIT_ACCOUNTS, unit=declaration.unit)
    _must_be_open(declaration)
    return declarer, _make(declarer, by=by, handed_over=True, at=at)


@action("attestations.resend_link")
def resend_link(*, declarer_id: UUID, by: Person) -> Declarer:
    """Let the link leave again within a minute, by e-mail; those sent before end two days later.

    The journal will say that a link was made, when it leaves.

    Raises:
        DeclarationNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` may not edit the accounts of that unit.
        DeclarationOverError: it is signed, or the campaign is not open.
    """
    declarer = _asked(declarer_id)
    declaration = visible_declaration(declarer.declaration_id, viewer=by)
    require(by, Right.EDIT_ACCOUNTS, unit=declaration.unit)
    _must_be_open(declaration)
    Declarer.objects.filter(pk=declarer.pk).update(
        sent_at=None, failed=False, tries=0, next_try_at=None, links_ended_at=None
    )
    return declarer


@action("attestations.end_links")
def end_links(*, declarer_id: UUID, by: Person, at: datetime) -> Declarer:
    """End every link of somebody at once, before or after they signed: none opens anything.

    No letter brings them another until somebody has one sent again; an answer that was about to
    leave by e-mail is told in the product instead.

    Raises:
        DeclarationNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` may not edit the accounts of that unit.
    """
    declarer = _asked(declarer_id)
    declaration = visible_declaration(declarer.declaration_id, viewer=by)
    require(by, Right.EDIT_ACCOUNTS, unit=declaration.unit)
    locked = Declarer.objects.select_for_update().get(pk=declarer.pk)
    locked.links_ended_at = at
    locked.save(update_fields=("links_ended_at",))
    close_links(locked.links.filter(expires_at__gt=at), by=by, ends_at=at, at=at)
    tell_unmailed(locked, at=at)
    return declarer


def close_links(
    links: Iterable[DeclarerLink], *, by: Person | Actor, ends_at: datetime, at: datetime
) -> None:
    """Let links open nothing from an instant on. One statement and one leaf each."""
    for link in links:
        link.expires_at = ends_at
        link.save(update_fields=("expires_at",))
        record(actor=by, verb="declaration_link.ended", subject=link, at=at)


def _asked(declarer_id: UUID) -> Declarer:
    rows = Declarer.objects.select_related("person", "declaration__campaign__made_by")
    declarer = (
        rows.select_related("declaration__unit")
        .filter(pk=declarer_id, removed_at__isnull=True)
        .first()
    )
    if declarer is None:
        raise DeclarationNotFoundError
    return declarer


def _must_be_open(declaration: Declaration) -> None:
    signed = declaration.status == Declaration.Status.SIGNED
    if signed or declaration.campaign.status != Campaign.Status.OPEN:
        raise DeclarationOverError


def _make(declarer: Declarer, *, by: Person | Actor, handed_over: bool, at: datetime) -> str:
    campaign = declarer.declaration.campaign
    key = secrets.token_urlsafe(32)
    last = max(campaign.closes_on, site_day(at))
    link = DeclarerLink.objects.create(
        declarer=declarer,
        key_digest=digest_of_key(key),
        expires_at=at + (last - site_day(at)) + GRACE,
        handed_over=handed_over,
        made_at=at,
    )
    record(actor=by, verb="declaration_link.made", subject=link, at=at)
    return key


@action("attestations.renew_link")
def renew_link(*, declarer_id: UUID, at: datetime) -> tuple[Declarer, str]:
    """Make a link for a letter that is about to leave. Those sent before end once it has left.

    It opens what was signed, too, for whoever has an answer to read there.

    Raises:
        DeclarationNotFoundError: nobody is asked there any more.
        DeclarationOverError: it is signed, the campaign is not open, or their links were ended.
    """
    declarer = _asked(declarer_id)
    if declarer.links_ended_at is not None:
        raise DeclarationOverError
    if declarer.answered_at is None:
        _must_be_open(declarer.declaration)
    return declarer, _make(declarer, by=machine("schedule"), handed_over=False, at=at)


def link_path(key: str) -> str:
    """Return the address, without the site's own, of a page to declare."""
    return reverse("attestations:declare", args=[key])
