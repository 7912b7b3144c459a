"""Files by the SHA-256 of their bytes: written once, never changed, on disk or in a bucket."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.apps import apps
from django.conf import settings

from gouvernail.foundation.modes import read_by_all
from gouvernail.foundation.objects import bucket_of_files
from gouvernail.media.queries import asking_the_bucket, key_of, place_of


def keep(data: bytes) -> str:
    """Keep `data`, whole or not at all, where the settings say; return its SHA-256 in hexadecimal.

    Never inside an action: a bucket is far.

    Raises:
        StorageAwayError: the service that keeps files does not answer; nothing was kept.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    bucket = bucket_of_files()
    if bucket is None:
        keep_on_disk(data, sha256)
        return sha256
    with asking_the_bucket():
        bucket.put(key_of(sha256), data)
    return sha256


def forget(sha256: str) -> bool:
    """Take away the file of that digest, unless a row of `FILE_KEEPERS` still has it.

    Returns whether it went. One query for each keeper.

    Raises:
        StorageAwayError: the service that keeps files does not answer; the file may still be there.
    """
    for label, name in settings.FILE_KEEPERS:
        rows = apps.get_model(label)._base_manager  # noqa: SLF001 - any model
        if rows.filter(**{name: sha256}).exists():
            return False
    place_of(sha256).unlink(missing_ok=True)
    bucket = bucket_of_files()
    if bucket is not None:
        with asking_the_bucket():
            bucket.remove(key_of(sha256))
    return True


def keep_on_disk(data: bytes, sha256: str) -> None:
    """Put `data` on disk under its digest, unless it is there."""
    place = place_of(sha256)
    if place.exists():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent)
    with os.fdopen(handle, "wb") as file:
        os.fchmod(file.fileno(), read_by_all(place.parent))  # the sender reads it too
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(place)
