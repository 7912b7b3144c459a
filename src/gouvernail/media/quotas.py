"""How much one person, and one unit, may keep: number and bytes, withdrawn pictures included.

They stay on disk, for the drafts and records that hold them.
"""

from django.conf import settings
from django.db.models import Count, Sum

from gouvernail.media.errors import PictureRefusedError
from gouvernail.media.models import Asset
from gouvernail.people.models import Person, Unit

MEGA = 1_000_000


def require_room(*, size: int, unit: Unit, by: Person) -> None:
    """Refuse a picture of `size` bytes where there is no room for it. Two queries.

    Raises:
        PictureRefusedError: `picture_quota_files`, `picture_quota_bytes` or `picture_quota_unit`.
    """
    own = Asset.objects.filter(added_by=by).aggregate(files=Count("pk"), size=Sum("size_bytes"))
    if own["files"] >= settings.MEDIA_PERSON_FILES:
        raise PictureRefusedError("picture_quota_files", limit=settings.MEDIA_PERSON_FILES)
    _weigh("picture_quota_bytes", (own["size"] or 0) + size, settings.MEDIA_PERSON_MB)
    there = Asset.objects.filter(unit=unit).aggregate(size=Sum("size_bytes"))["size"] or 0
    _weigh("picture_quota_unit", there + size, settings.MEDIA_UNIT_MB)


def _weigh(code: str, size: int, megabytes: int) -> None:
    if size > megabytes * MEGA:
        raise PictureRefusedError(code, size=-(-size // MEGA), limit=megabytes)
