"""Where the files of the site are kept: on its disk, or in a bucket of an S3-compatible service.

The keys of the service are read here and written nowhere else: from the environment, or from a file
that systemd or the container gives this process.
"""

from pathlib import Path
from typing import Final

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

DISK: Final = "disk"
S3: Final = "s3"

MEDIA_STORE = env.str("GOUVERNAIL_MEDIA_STORE", default=DISK)
if MEDIA_STORE not in {DISK, S3}:
    raise ImproperlyConfigured(f"GOUVERNAIL_MEDIA_STORE is {MEDIA_STORE}: disk or s3")
# https, on port 443; any address and port where S3_PRIVATE says that it is not public.
S3_ENDPOINT = env.str("GOUVERNAIL_S3_ENDPOINT", default="").rstrip("/")
S3_BUCKET = env.str("GOUVERNAIL_S3_BUCKET", default="")
S3_PREFIX = env.str("GOUVERNAIL_S3_PREFIX", default="").strip("/")
S3_REGION = env.str("GOUVERNAIL_S3_REGION", default="us-east-1")
S3_PRIVATE = env.bool("GOUVERNAIL_S3_PRIVATE", default=False)
S3_CA_FILE = env.str("GOUVERNAIL_S3_CA_FILE", default="")
S3_TIMEOUT_SECONDS = env.int("GOUVERNAIL_S3_TIMEOUT_SECONDS", default=60)
S3_ACCESS_KEY = env.str("GOUVERNAIL_S3_ACCESS_KEY", default="")
S3_SECRET_KEY = env.str("GOUVERNAIL_S3_SECRET_KEY", default="")
_FILE = env.str("GOUVERNAIL_S3_SECRET_KEY_FILE", default="")
if _FILE and not S3_SECRET_KEY:
    S3_SECRET_KEY = Path(_FILE).read_text(encoding="utf-8").strip()
if MEDIA_STORE == S3:
    for _name, _value in (
        ("GOUVERNAIL_S3_ENDPOINT", S3_ENDPOINT),
        ("GOUVERNAIL_S3_BUCKET", S3_BUCKET),
        ("GOUVERNAIL_S3_ACCESS_KEY", S3_ACCESS_KEY),
        ("GOUVERNAIL_S3_SECRET_KEY, or …_FILE", S3_SECRET_KEY),
    ):
        if not _value:
            raise ImproperlyConfigured(f"GOUVERNAIL_MEDIA_STORE is s3: {_name} must be set")
