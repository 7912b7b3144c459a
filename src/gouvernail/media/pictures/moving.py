"""Moving kept files between the disk and a bucket, one by one, each held to its digest.

Cut anywhere, the same move is made again: a file leaves where it was only once it was read where it
goes, and is what its name says.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from django.conf import settings

from gouvernail.foundation.objects import Bucket
from gouvernail.media.pictures.store import keep_on_disk
from gouvernail.media.queries import asking_the_bucket, key_of, place_of

KEY: Final = re.compile(r"([0-9a-f]{2})/([0-9a-f]{2})/(\1\2[0-9a-f]{60})")


class Outcome(StrEnum):
    """What became of one file: `damaged` ones stay where they are, for a person to look at."""

    MOVED = "moved"
    COPIED = "copied"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One file that was looked at."""

    sha256: str
    size_bytes: int
    outcome: Outcome


def on_disk() -> Iterator[str]:
    """Yield the digests of the files kept on disk, in order; archives of history are not among."""
    root = Path(settings.MEDIA_ROOT)
    for place in sorted(root.glob("??/??/*")):
        if KEY.fullmatch(str(place.relative_to(root))) and place.is_file():
            yield place.name


def in_bucket(bucket: Bucket) -> Iterator[str]:
    """Yield the digests of the files kept in a bucket, in order.

    Raises:
        StorageAwayError: it does not answer.
    """
    with asking_the_bucket():
        for key in bucket.names():
            if found := KEY.fullmatch(key):
                yield found[3]


def to_bucket(bucket: Bucket, *, stay: bool = False) -> Iterator[Moved]:
    """Move every file of the disk to a bucket; yield each once it is done.

    `stay` leaves it on the disk as well.

    Raises:
        StorageAwayError: the bucket does not answer; what was yielded is done.
    """
    for sha256 in list(on_disk()):
        data = place_of(sha256).read_bytes()
        good = _is(data, sha256)
        if good:
            with asking_the_bucket():
                bucket.put(key_of(sha256), data)
                good = _is(bucket.get(key_of(sha256)) or b"", sha256)
        if good and not stay:
            place_of(sha256).unlink()
        yield _told(sha256, data, good=good, stay=stay)


def to_disk(bucket: Bucket, *, stay: bool = False) -> Iterator[Moved]:
    """Move every file of a bucket to the disk; yield each once it is done.

    `stay` leaves it in the bucket as well.

    Raises:
        StorageAwayError: the bucket does not answer; what was yielded is done.
    """
    for sha256 in list(in_bucket(bucket)):
        with asking_the_bucket():
            data = bucket.get(key_of(sha256)) or b""
        good = _is(data, sha256)
        if good:
            keep_on_disk(data, sha256)
            good = _is(place_of(sha256).read_bytes(), sha256)
        if good and not stay:
            with asking_the_bucket():
                bucket.remove(key_of(sha256))
        yield _told(sha256, data, good=good, stay=stay)


def _is(data: bytes, sha256: str) -> bool:
    return hashlib.sha256(data).hexdigest() == sha256


def _told(sha256: str, data: bytes, *, good: bool, stay: bool) -> Moved:
    outcome = (Outcome.COPIED if stay else Outcome.MOVED) if good else Outcome.DAMAGED
    return Moved(sha256=sha256, size_bytes=len(data), outcome=outcome)
