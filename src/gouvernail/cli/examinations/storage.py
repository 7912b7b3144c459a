"""Examination of where files are kept: does the bucket take, give back and keep to itself?"""

import hashlib
from collections.abc import Iterator
from itertools import islice
from typing import Final

from gouvernail.cli.examinations.finding import Finding
from gouvernail.foundation.objects import Bucket, BucketError, bucket_of_files
from gouvernail.media.pictures.moving import on_disk
from gouvernail.media.queries import key_of

PROBE: Final = b"Gouvernail asks whether this bucket keeps what it is given.\n"
SETTINGS: Final = "check GOUVERNAIL_S3_ENDPOINT, _BUCKET, _REGION, _ACCESS_KEY and _SECRET_KEY"
MANY: Final = 10_000


def examine() -> Iterator[Finding]:
    """Yield how the storage of files does; writes one small object there, the first time."""
    bucket = bucket_of_files()
    if bucket is None:
        yield Finding.ok("files", "kept on the disk of the site")
        return
    try:
        yield from _bucket(bucket)
    except BucketError as error:
        yield Finding.broken("files", str(error), SETTINGS)
        return
    left = sum(1 for _each in islice(on_disk(), MANY))
    if left:
        yield Finding.warning(
            "files", f"{left} are still on the disk", "gouvernail media move --to s3"
        )


def _bucket(bucket: Bucket) -> Iterator[Finding]:
    key = key_of(hashlib.sha256(PROBE).hexdigest())
    bucket.put(key, PROBE)
    if bucket.get(key) != PROBE:
        yield Finding.broken("files", f"{bucket.name} does not give back what it took", SETTINGS)
    if bucket.is_public(key):
        yield Finding.broken(
            "files",
            f"anybody can read {bucket.name}, without signing in anywhere",
            "take the public access away from the bucket: pages ask for files themselves",
        )
        return
    yield Finding.ok("files", f"the bucket {bucket.name} takes and gives, to this site alone")
