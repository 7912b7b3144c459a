"""What the library holds."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.db.models import Q, QuerySet

from gouvernail.media.errors import AssetNotFoundError
from gouvernail.media.models import Asset
from gouvernail.media.permissions import visible_assets
from gouvernail.people.models import Person


def place_of(sha256: str) -> Path:
    """Return where the file of that digest stands under `MEDIA_ROOT`, be it there or not."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256[2:4] / sha256


def asset_bytes(asset: Asset) -> bytes:
    """Return the file of a picture, checked against its digest. No query.

    Raises:
        AssetNotFoundError: the file is gone, or is no longer what was kept.
    """
    return stored_bytes(asset.sha256)


def stored_bytes(sha256: str) -> bytes:
    """Return the file with that digest; for the sender, which knows no asset. No query.

    Raises:
        AssetNotFoundError: the file is gone, or is no longer what was kept.
    """
    place = place_of(sha256)
    data = place.read_bytes() if place.is_file() else b""
    if hashlib.sha256(data).hexdigest() != sha256:
        raise AssetNotFoundError
    return data


def assets_for_choice(viewer: Person, *, search: str = "") -> QuerySet[Asset]:
    """Return the pictures that may go into a draft, newest first. One query when iterated."""
    assets = visible_assets(viewer).filter(withdrawn_at__isnull=True).order_by("-added_at", "-pk")
    if search:
        assets = assets.filter(
            Q(title__icontains=search)
            | Q(original_name__icontains=search)
            | Q(alt__icontains=search)
        )
    return assets


def assets_with(digests: list[str], *, viewer: Person) -> list[Asset]:
    """Return the pictures with those digests, in that order, as far as `viewer` sees them.

    One query.
    """
    found = {asset.sha256: asset for asset in visible_assets(viewer).filter(sha256__in=digests)}
    return [found[digest] for digest in digests if digest in found]
