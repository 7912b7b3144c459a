"""The only door to a file: who may see it, by unit."""

from uuid import UUID

from django.db.models import QuerySet

from gouvernail.media.errors import AssetNotFoundError
from gouvernail.media.models import Asset
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, scope


def visible_assets(viewer: Person) -> QuerySet[Asset]:
    """Return the pictures of the units whose content `viewer` may see, withdrawn ones included."""
    return Asset.objects.filter(scope(viewer, Right.SEE_CONTENT, "unit__path"))


def visible_asset(asset_id: UUID | str, *, viewer: Person) -> Asset:
    """Return one picture that `viewer` may know about. One query.

    Raises:
        AssetNotFoundError: missing or hidden; the caller cannot tell which.
    """
    asset = visible_assets(viewer).select_related("unit").filter(pk=asset_id).first()
    if asset is None:
        raise AssetNotFoundError
    return asset
