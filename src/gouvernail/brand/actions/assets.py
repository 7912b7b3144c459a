"""The library: putting in, describing, approving, replacing, withdrawing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.brand.actions.removals import ask_removal
from gouvernail.brand.errors.library import (
    ItemWithdrawnError,
    KeeperOnlyError,
    LibraryRefusedError,
    OwnVersionError,
    VersionSettledError,
)
from gouvernail.brand.models import Removal
from gouvernail.brand.models.assets import LibraryItem, LibraryVersion
from gouvernail.brand.permissions.library import (
    may_keep,
    may_write_item,
    visible_item,
    visible_version,
)
from gouvernail.brand.queries.file_rights import rights_said
from gouvernail.brand.queries.removals import is_urgent
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.outbox import announce
from gouvernail.kernel.text import fold
from gouvernail.ledger.actions import record
from gouvernail.media.actions import NewPicture, add_asset, add_video, set_rights
from gouvernail.media.models import Asset
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require, visible_unit

Kind = LibraryItem.Kind
Status = LibraryItem.Status
COLOUR: Final = re.compile(r"#[0-9A-Fa-f]{6}")
MAX_TAGS: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is said of an item besides its rights."""

    title: str
    use: str = ""
    tags: tuple[str, ...] = ()
    below: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What a version is made of: a file, or a colour (`#0B6482`); and what changed in it."""

    data: bytes = b""
    name: str = ""
    colour: str = ""
    note: str = ""
    alt: str = ""


def add_item(
    *, kind: str, unit_id: UUID | str, sheet: Sheet, piece: Piece, by: Person, at: datetime
) -> LibraryItem:
    """Put something in the library of a unit, to be approved by another person.

    Its file is cleaned and kept before the transaction. Whoever adds it keeps its rights at first.

    Raises:
        UnitNotFoundError, RightMissingError: `by` may not write in that unit.
        LibraryRefusedError: no such kind, no title, or no colour.
        PictureRefusedError: the file is not one of that kind.
    """
    if kind not in Kind.values:
        raise LibraryRefusedError("kind", _("Choose what it is."))
    if not sheet.title.strip():
        raise LibraryRefusedError("title", _("Give it a title: it is found by it."))
    asset = _kept(kind, piece, unit_id=unit_id, by=by, at=at)
    return _enter_item(
        kind=kind, unit_id=unit_id, sheet=sheet, piece=piece, asset=asset, by=by, at=at
    )


def _kept(
    kind: str, piece: Piece, *, unit_id: UUID | str, by: Person, at: datetime
) -> Asset | None:
    if kind == Kind.COLOUR:
        if not COLOUR.fullmatch(piece.colour):
            raise LibraryRefusedError("colour", _("Write a colour as #RRGGBB."))
        return None
    file = NewPicture(data=piece.data, name=piece.name, alt=piece.alt)
    keep = add_video if kind == Kind.VIDEO else add_asset
    return keep(file=file, unit_id=unit_id, by=by, at=at)


@action("brand.add_item")
def _enter_item(  # noqa: PLR0913 -- what was checked outside the transaction, each named
    *,
    kind: str,
    unit_id: UUID | str,
    sheet: Sheet,
    piece: Piece,
    asset: Asset | None,
    by: Person,
    at: datetime,
) -> LibraryItem:
    unit = visible_unit(unit_id, viewer=by)
    require(by, Right.WRITE_CONTENT, unit=unit)
    item = LibraryItem(kind=kind, unit=unit, keeper=by, added_by=by, added_at=at, changed_at=at)
    _describe(item, sheet)
    item.colour = piece.colour.upper()
    item.save(force_insert=True)
    record(actor=by, verb="library_item.added", subject=item, at=at)
    _enter_version(item, piece, asset, by=by, at=at)
    return item


def _describe(item: LibraryItem, sheet: Sheet) -> None:
    item.title, item.use = sheet.title.strip()[:160], sheet.use.strip()
    item.tags, item.below = list(_tags(sheet.tags)), sheet.below
    item.search = fold(" ".join([item.title, item.use, *item.tags, item.holder])).text


def _tags(tags: Iterable[str]) -> list[str]:
    found = dict.fromkeys(tag.strip().lower()[:40] for tag in tags)
    return [tag for tag in found if tag][:MAX_TAGS]


def _enter_version(
    item: LibraryItem, piece: Piece, asset: Asset | None, *, by: Person, at: datetime
) -> LibraryVersion:
    last = item.versions.first()
    version = LibraryVersion.objects.create(
        item=item,
        number=last.number + 1 if last else 1,
        asset=asset,
        sha256=asset.sha256 if asset else "",
        colour=piece.colour.upper(),
        note=piece.note.strip()[:300],
        added_by=by,
        added_at=at,
    )
    record(actor=by, verb="library_version.added", subject=version, at=at)
    tell_media([version], by=by, at=at)
    return version


def tell_media(versions: Iterable[LibraryVersion], *, by: Person, at: datetime) -> None:
    """Write the rights of files beside them, where rules and senders read them.

    A file may stand in several items, of several units: `rights_said` tells which rights hold.
    """
    digests = sorted({version.sha256 for version in versions} - {""})
    for sha256, said in rights_said(digests).items():
        set_rights(sha256=sha256, facts=said.facts, offered_by=said.offered_by, by=by, at=at)


def add_version(item_id: UUID | str, *, piece: Piece, by: Person, at: datetime) -> LibraryVersion:
    """Add a newer version of an item; the one in force stays so until this one is approved.

    Raises:
        LibraryNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` may not write in that unit.
        ItemWithdrawnError: it was withdrawn.
        LibraryRefusedError, PictureRefusedError: the file or the colour cannot be taken.
    """
    item = _open(item_id, by=by)
    asset = _kept(item.kind, piece, unit_id=item.unit_id, by=by, at=at)
    return _add_version(item_id=item.pk, piece=piece, asset=asset, by=by, at=at)


@action("brand.add_version")
def _add_version(
    *, item_id: UUID, piece: Piece, asset: Asset | None, by: Person, at: datetime
) -> LibraryVersion:
    item = _open(item_id, by=by, lock=True)
    last = item.versions.first()
    if asset is not None and last is not None and last.sha256 == asset.sha256:
        raise LibraryRefusedError("file", _("This is the very file of the version before."))
    version = _enter_version(item, piece, asset, by=by, at=at)
    item.changed_at = at
    item.save(update_fields=("changed_at",))
    return version


def _open(item_id: UUID | str, *, by: Person, lock: bool = False) -> LibraryItem:
    item = visible_item(item_id, viewer=by, lock=lock)
    if not may_write_item(by, item):
        raise RightMissingError(str(Right.WRITE_CONTENT))
    if item.status == Status.WITHDRAWN:
        raise ItemWithdrawnError
    return item


@action("brand.edit_item")
def edit_item(item_id: UUID | str, *, sheet: Sheet, by: Person, at: datetime) -> LibraryItem:
    """Say of an item what it is, how it is used and who is offered it.

    Raises:
        LibraryNotFoundError, RightMissingError, ItemWithdrawnError: not by `by`, or not now.
        LibraryRefusedError: it has no title.
    """
    item = _open(item_id, by=by, lock=True)
    if not sheet.title.strip():
        raise LibraryRefusedError("title", _("Give it a title: it is found by it."))
    _describe(item, sheet)
    item.changed_at = at
    item.save(update_fields=("title", "use", "tags", "below", "search", "changed_at"))
    record(actor=by, verb="library_item.edited", subject=item, at=at)
    tell_media(item.versions.all(), by=by, at=at)
    return item


@action("brand.approve_version")
def approve_version(version_id: UUID | str, *, by: Person, at: datetime) -> LibraryVersion:
    """Put a version in force; the one before it is kept, and said replaced.

    Raises:
        LibraryNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` does not edit the brand of that unit.
        OwnVersionError: `by` added it.
        VersionSettledError: it is approved, or a newer one is in force.
        ItemWithdrawnError: its item was withdrawn.
    """
    shown = visible_version(version_id, viewer=by)
    item = visible_item(shown.item_id, viewer=by, lock=True)
    version = item.versions.select_related("asset").get(pk=shown.pk)
    require(by, Right.EDIT_BRAND, unit=item.unit)
    if item.status == Status.WITHDRAWN:
        raise ItemWithdrawnError
    if version.added_by_id == by.pk:
        raise OwnVersionError
    former = item.versions.filter(approved_at__isnull=False, replaced_at__isnull=True).first()
    if version.approved_at is not None or (former and former.number >= version.number):
        raise VersionSettledError
    if former is not None:
        former.replaced_at = at
        former.save(update_fields=("replaced_at",))
        record(actor=by, verb="library_version.replaced", subject=former, at=at)
    version.approved_by, version.approved_at = by, at
    version.save(update_fields=("approved_by", "approved_at"))
    record(actor=by, verb="library_version.approved", subject=version, at=at)
    _approve_item(item, version, by=by, at=at)
    tell_media(item.versions.all(), by=by, at=at)
    announce("brand.library", {"item_id": item.pk}, at=at)
    return version


def _approve_item(item: LibraryItem, version: LibraryVersion, *, by: Person, at: datetime) -> None:
    item.colour, item.changed_at = version.colour, at
    fields = ["colour", "changed_at"]
    if item.status == Status.PROPOSED:
        item.status, item.approved_by, item.approved_at = Status.APPROVED, by, at
        fields += ["status", "approved_by", "approved_at"]
        record(actor=by, verb="library_item.approved", subject=item, at=at)
    item.save(update_fields=fields)


@action("brand.withdraw_item")
def withdraw_item(
    item_id: UUID | str, *, reason: str = "", by: Person, at: datetime
) -> Removal | None:
    """Ask that an item leaves the library; what carries it keeps it.

    One that nobody approved leaves at once, and so does one whose rights ended, which another
    person confirms or brings back.

    Returns:
        The request; None for an item that was not in force.

    Raises:
        LibraryNotFoundError: missing, or hidden from `by`.
        KeeperOnlyError: `by` does not answer for it.
        ItemWithdrawnError: it was withdrawn before.
        BrandInvalidError, RemovalOpenError, ProofNeededError: nothing was changed.
    """
    item = visible_item(item_id, viewer=by, lock=True)
    if not may_keep(by, item):
        raise KeeperOnlyError
    if item.status == Status.WITHDRAWN:
        raise ItemWithdrawnError
    if item.status == Status.PROPOSED:
        take_out_item(item, by=by, at=at)
        return None
    removal = Removal(
        what=Removal.What.ITEM,
        subject_id=item.pk,
        unit=item.unit,
        label=item.title,
        reason=reason,
        at_once=is_urgent(item, today=site_day(at)),
    )
    if ask_removal(removal, by=by, at=at):
        take_out_item(item, by=by, at=at)
    return removal


def take_out_item(item: LibraryItem, *, by: Person, at: datetime) -> None:
    """Withdraw an item. Inside an action that locked it and authorised.

    Raises:
        ItemWithdrawnError: it was withdrawn before.
    """
    if item.status == Status.WITHDRAWN:
        raise ItemWithdrawnError
    _move(item, Status.WITHDRAWN, "library_item.withdrawn", by=by, at=at)


def restore_item(item: LibraryItem, *, by: Person, at: datetime) -> None:
    """Bring an item that was withdrawn at once back. Inside an action that locked it."""
    _move(item, Status.APPROVED, "library_item.restored", by=by, at=at)


def _move(item: LibraryItem, status: str, verb: str, *, by: Person, at: datetime) -> None:
    item.status, item.changed_at = status, at
    item.save(update_fields=("status", "changed_at"))
    record(actor=by, verb=verb, subject=item, at=at)
    tell_media(item.versions.all(), by=by, at=at)
    announce("brand.library", {"item_id": item.pk}, at=at)
