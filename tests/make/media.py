"""Makers of pictures: small real files of each kind, and rows of the library."""

import hashlib
import io
from datetime import UTC, datetime

from PIL import Image

from gouvernail.media.models import Asset
from gouvernail.media.pictures.store import keep
from gouvernail.people.models import Person, Unit

EPOCH = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def make_picture(
    kind: str = "PNG", *, size: tuple[int, int] = (64, 40), colour: str = "teal", **options: object
) -> bytes:
    """Return the bytes of a picture of one colour; `kind` is Pillow's name of the format."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **options)
    return out.getvalue()


def make_asset(*, unit: Unit, by: Person, colour: str = "teal", **fields: object) -> Asset:
    """Return a saved picture with its file on disk, without the action around it."""
    data = make_picture(colour=colour)
    keep(data)
    digest = hashlib.sha256(data).hexdigest()
    values: dict[str, object] = {
        "sha256": digest,
        "mime": "image/png",
        "size_bytes": len(data),
        "width": 64,
        "height": 40,
        "original_name": f"{colour}.png",
        "original_sha256": digest,
        "title": colour,
        "unit": unit,
        "added_by": by,
        "added_at": EPOCH,
    }
    return Asset.objects.create(**(values | fields))
