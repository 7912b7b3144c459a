"""What the library holds."""

import hashlib
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db.models import Q, QuerySet

from gouvernail.foundation.objects import BucketError, bucket_of_files
from gouvernail.media.errors import AssetNotFoundError, StorageAwayError
from gouvernail.media.models import Asset
from gouvernail.media.permissions import visible_assets
from gouvernail.people.models import Person

log = logging.getLogger(__name__)


def place_of(sha256: str) -> Path:
    """Return where the file of that digest stands under `MEDIA_ROOT`, be it there or not."""
    return Path(settings.MEDIA_ROOT) / key_of(sha256)


def key_of(sha256: str) -> str:
    """Return the name of the file of that digest, under `MEDIA_ROOT` as in a bucket."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


@contextmanager
def asking_the_bucket() -> Iterator[None]:
    """Turn what a bucket could not do into what a person is told; the log says the rest.

    Raises:
        StorageAwayError: the service does not answer, or refuses us.
    """
    try:
        yield
    except BucketError as error:
        log.error("the bucket of files: %s", error)  # noqa: TRY400 - the message is the whole story
        raise StorageAwayError from error


def asset_bytes(asset: Asset) -> bytes:
    """Return the file of a picture, checked against its digest. No query.

    Raises:
        AssetNotFoundError: the file is gone, or is no longer what was kept.
        StorageAwayError: it is kept by a service that does not answer.
    """
    return stored_bytes(asset.sha256)


def stored_bytes(sha256: str) -> bytes:
    """Return the file with that digest; for the sender, which knows no asset. No query.

    From the disk if it is there, else from the bucket of the site, if it has one; never inside an
    action.

    Raises:
        AssetNotFoundError: the file is gone, or is no longer what was kept.
        StorageAwayError: it is kept by a service that does not answer.
    """
    try:
        data = place_of(sha256).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        data = b""
    bucket = bucket_of_files()
    if bucket is not None and not _is(data, sha256):
        with asking_the_bucket():
            data = bucket.get(key_of(sha256)) or b""
    if not _is(data, sha256):
        raise AssetNotFoundError
    return data


def _is(data: bytes, sha256: str) -> bool:
    return hashlib.sha256(data).hexdigest() == sha256


def assets_for_choice(viewer: Person, *, search: str = "") -> QuerySet[Asset]:
    """Return the pictures that may go into a draft, newest first. One query when iterated."""
    offered = visible_assets(viewer).filter(withdrawn_at__isnull=True, mime__startswith="image/")
    assets = offered.order_by("-added_at", "-pk")
    if search:
        assets = assets.filter(
            Q(title__icontains=search)
            | Q(original_name__icontains=search)
            | Q(alt__icontains=search)
        )
    return assets


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsFacts:
    """What is known of the rights of a file; an empty fact is an unknown one.

    `until` is the last day of use; `territory` are countries (ISO 3166-1), empty for everywhere.
    """

    until: date | None = None
    licence: str = ""
    territory: tuple[str, ...] = ()
    credit: str = ""
    origin: str = ""


def rights_of(digests: Iterable[str]) -> dict[str, RightsFacts]:
    """Return what is known of the rights of files, by digest; the shortest where units differ.

    One query.
    """
    facts: dict[str, RightsFacts] = {}
    rows = Asset.objects.filter(sha256__in=list(digests)).order_by("pk")
    for row in sorted(rows, key=lambda one: one.rights_until or date.max, reverse=True):
        facts[row.sha256] = RightsFacts(
            until=row.rights_until,
            licence=row.licence,
            territory=tuple(row.territory),
            credit=row.credit,
            origin=row.origin,
        )
    return facts


def ended_among(digests: Iterable[str], *, on: date) -> dict[str, date]:
    """Return, of those files, the ones whose rights ended before a day, with their last day.

    One query.
    """
    known = rights_of(digests)
    return {
        digest: facts.until
        for digest, facts in known.items()
        if facts.until is not None and facts.until < on
    }


def assets_with(digests: list[str], *, viewer: Person) -> list[Asset]:
    """Return the pictures with those digests, in that order, as far as `viewer` sees them.

    One query.
    """
    found = {asset.sha256: asset for asset in visible_assets(viewer).filter(sha256__in=digests)}
    return [found[digest] for digest in digests if digest in found]
