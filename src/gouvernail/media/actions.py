"""Every change of the library of pictures."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.media.errors import AssetAlreadyWithdrawnError
from gouvernail.media.models import Asset
from gouvernail.media.permissions import require_room, visible_asset
from gouvernail.media.pictures.cleaning import CleanPicture, clean
from gouvernail.media.pictures.store import keep
from gouvernail.media.pictures.videos import checked_video
from gouvernail.media.queries import RightsFacts, rights_of
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, require, visible_unit

NAME_LIMIT = 200
TITLE_LIMIT = 160
KNOWN = ("rights_until", "licence", "territory", "origin", "credit")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPicture:
    """A picture as somebody sent it, and what they said of it."""

    data: bytes
    name: str
    title: str = ""
    alt: str = ""
    alt_en: str = ""
    credit: str = ""


def add_asset(*, file: NewPicture, unit_id: UUID | str, by: Person, at: datetime) -> Asset:
    """Clean a picture, keep it by its content and enter it in the library of a unit.

    The cleaning is done before the transaction. The same picture sent twice to one unit is one
    asset: the second time gives back the first.

    Raises:
        PictureRefusedError: it is not a picture that can be published, or there is no room left.
        RightMissingError: `by` may not write in that unit.
        UnitNotFoundError: missing, or hidden from `by`.
    """
    unit = visible_unit(unit_id, viewer=by)
    require(by, Right.WRITE_CONTENT, unit=unit)
    picture = clean(file.data)
    if not _is_there(picture, unit):
        require_room(size=len(picture.data), unit=unit, by=by)
    keep(picture.data)
    return _enter_asset(file=file, picture=picture, unit=unit, by=by, at=at)


@action("media.add_asset")
def _enter_asset(
    *, file: NewPicture, picture: CleanPicture, unit: Unit, by: Person, at: datetime
) -> Asset:
    require(by, Right.WRITE_CONTENT, unit=unit)
    # One after the other, or two at once would both find room; `no_key`, so that whatever refers to
    # this unit or person meanwhile waits for nothing.
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    if not _is_there(picture, unit):
        require_room(size=len(picture.data), unit=unit, by=by)
    name = PurePath(file.name.replace("\\", "/")).name[:NAME_LIMIT] or "picture"
    asset, created = Asset.objects.get_or_create(
        sha256=hashlib.sha256(picture.data).hexdigest(),
        unit=unit,
        defaults={
            "mime": picture.mime,
            "size_bytes": len(picture.data),
            "width": picture.width,
            "height": picture.height,
            "original_name": name,
            "original_sha256": hashlib.sha256(file.data).hexdigest(),
            "title": (file.title or PurePath(name).stem)[:TITLE_LIMIT],
            "alt": file.alt,
            "alt_en": file.alt_en,
            "credit": file.credit[:NAME_LIMIT],
            "added_by": by,
            "added_at": at,
        },
    )
    if created:
        known = rights_of([asset.sha256] if _is_elsewhere(asset) else [])
        if known:  # the same file has the same rights, whoever sends it again
            _know(asset, known[asset.sha256])
            asset.save(update_fields=KNOWN)
        record(actor=by, verb="asset.added", subject=asset, at=at)
    return asset


def _is_elsewhere(asset: Asset) -> bool:
    return Asset.objects.filter(sha256=asset.sha256).exclude(pk=asset.pk).exists()


def _is_there(picture: CleanPicture, unit: Unit) -> bool:
    sha256 = hashlib.sha256(picture.data).hexdigest()
    return Asset.objects.filter(sha256=sha256, unit=unit).exists()


def add_video(*, file: NewPicture, unit_id: UUID | str, by: Person, at: datetime) -> Asset:
    """Keep a video as it came, once its type and its frame are checked; nothing transcodes it.

    Raises:
        PictureRefusedError: it is not a video we keep, or there is no room left.
        RightMissingError: `by` may not write in that unit.
        UnitNotFoundError: missing, or hidden from `by`.
    """
    unit = visible_unit(unit_id, viewer=by)
    require(by, Right.WRITE_CONTENT, unit=unit)
    video = CleanPicture(data=file.data, mime=checked_video(file.data), width=0, height=0)
    if not _is_there(video, unit):
        require_room(size=len(file.data), unit=unit, by=by)
    keep(file.data)
    return _enter_asset(file=file, picture=video, unit=unit, by=by, at=at)


@action("media.set_rights")
def set_rights(
    *, sha256: str, facts: RightsFacts, offered_by: Collection[UUID], by: Person, at: datetime
) -> list[Asset]:
    """Write what is known of the rights of a file, wherever it is; for the brand library.

    The right to say so is that of the item in the library, which its own action asked for.
    The units in `offered_by` offer it to those below them. One statement for each unit that
    keeps it.
    """
    assets = list(Asset.objects.select_for_update().filter(sha256=sha256).order_by("pk"))
    for asset in assets:
        _know(asset, facts)
        asset.below = asset.unit_id in offered_by
        asset.save(update_fields=(*KNOWN, "below"))
        record(actor=by, verb="asset.updated", subject=asset, at=at)
    return assets


def _know(asset: Asset, facts: RightsFacts) -> None:
    asset.rights_until, asset.licence = facts.until, facts.licence
    asset.territory, asset.origin = list(facts.territory), facts.origin
    asset.credit = facts.credit or asset.credit


@action("media.withdraw_asset")
def withdraw_asset(*, asset_id: UUID | str, by: Person, at: datetime) -> Asset:
    """Take a picture out of the library; drafts and posts that hold it keep it.

    Raises:
        AssetNotFoundError: missing, or hidden from `by`.
        AssetAlreadyWithdrawnError: it was withdrawn before.
    """
    asset = visible_asset(asset_id, viewer=by)
    require(by, Right.WRITE_CONTENT, unit=asset.unit)
    if asset.withdrawn_at is not None:
        raise AssetAlreadyWithdrawnError
    asset.withdrawn_at = at
    asset.save(update_fields=("withdrawn_at",))
    record(actor=by, verb="asset.withdrawn", subject=asset, at=at)
    return asset


def keep_apart(data: bytes) -> tuple[str, str]:
    """Clean a picture and keep it by its content, in no library: the digest and the media type.

    For a picture that proves something and is not to be published. Some tenths of a second; never
    inside a transaction.

    Raises:
        PictureRefusedError: it is not a picture that can be shown.
    """
    picture = clean(data)
    return keep(picture.data), picture.mime
