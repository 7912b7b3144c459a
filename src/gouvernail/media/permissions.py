"""The only door to a file: who may see it, by unit; and how much one may keep.

Withdrawn pictures count: they stay on disk, for the drafts and records that hold them.
"""

from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum

from gouvernail.media.errors import AssetNotFoundError, PictureRefusedError
from gouvernail.media.models import Asset
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import RIGHTS_OF, Right, active_grants, scope

MEGA = 1_000_000


def visible_assets(viewer: Person) -> QuerySet[Asset]:
    """Return the pictures of the units whose content `viewer` may see, withdrawn ones included.

    And those that a unit above offers to the units below it.
    """
    own = [
        grant.unit.path
        for grant in active_grants(viewer)
        if Right.SEE_CONTENT in RIGHTS_OF[grant.role]
    ]
    above = {path[: at + 1] for path in own for at, mark in enumerate(path) if mark == "/"}
    offered = Q(below=True, unit__path__in=above)
    return Asset.objects.filter(scope(viewer, Right.SEE_CONTENT, "unit__path") | offered)


def visible_asset(asset_id: UUID | str, *, viewer: Person) -> Asset:
    """Return one picture that `viewer` may know about. One query.

    Raises:
        AssetNotFoundError: missing or hidden; the caller cannot tell which.
    """
    asset = visible_assets(viewer).select_related("unit").filter(pk=asset_id).first()
    if asset is None:
        raise AssetNotFoundError
    return asset


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
