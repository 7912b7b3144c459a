"""Pictures in a draft."""

from datetime import datetime
from uuid import UUID

from gouvernail.content.actions.opening import opened_draft, touch
from gouvernail.content.models import Draft, DraftMedia
from gouvernail.foundation.actions import action
from gouvernail.media.errors import AssetNotFoundError, AssetWithdrawnError
from gouvernail.media.permissions import visible_asset
from gouvernail.people.models import Person


@action("content.attach_picture")
def attach_picture(
    *, draft_id: UUID | str, asset_id: UUID | str, alt: str = "", by: Person, at: datetime
) -> DraftMedia:
    """Put a picture of the library in a draft; its own alternative text is taken over.

    The same picture is put in once.

    Raises:
        AssetNotFoundError: missing, or hidden from `by`.
        AssetWithdrawnError: it was taken out of the library.
        DraftNotFoundError, RightMissingError, DraftClosedError, DraftLockedError: not now.
    """
    draft = opened_draft(draft_id, by=by)
    asset = visible_asset(asset_id, viewer=by)
    present = draft.media.filter(asset=asset).first()
    if present is not None:
        return present
    if not asset.is_picture:  # a video of the library does not go out from here
        raise AssetNotFoundError
    if asset.withdrawn_at is not None:
        raise AssetWithdrawnError
    spoken = asset.alt_en if draft.language == "en" and asset.alt_en else asset.alt
    picture = DraftMedia.objects.create(
        draft=draft, asset=asset, alt=alt or spoken, position=draft.media.count()
    )
    touch(draft, by=by, at=at)
    return picture


@action("content.remove_picture")
def remove_picture(
    *, draft_id: UUID | str, picture_id: UUID | str, by: Person, at: datetime
) -> Draft:
    """Take a picture out of a draft; it stays in the library.

    Raises:
        DraftNotFoundError, RightMissingError, DraftClosedError, DraftLockedError: not now.
    """
    draft = opened_draft(draft_id, by=by)
    deleted, _rows = draft.media.filter(pk=picture_id).delete()
    if deleted:
        touch(draft, by=by, at=at)
    return draft
