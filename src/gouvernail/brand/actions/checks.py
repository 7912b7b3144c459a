"""Looking at pictures: their fingerprints, and what profiles show against the library."""

from datetime import datetime
from typing import Final
from uuid import UUID

from gouvernail.brand.models.checks import Fingerprint, ProfilePicture
from gouvernail.brand.queries.checks import Finding, found_in, kept, library_seen_from
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.kernel.pictures import fingerprint
from gouvernail.ledger.actions import record
from gouvernail.media.actions import keep_apart
from gouvernail.media.errors import AssetNotFoundError, PictureRefusedError
from gouvernail.media.pictures.cleaning import look
from gouvernail.media.queries import stored_bytes
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require
from gouvernail.registry.permissions import may_read_by_hand, visible_account

RGB: Final = 3


def look_at(sha256: str, *, at: datetime) -> Fingerprint:
    """Make the fingerprint of a kept picture, unless there is one. Some tenths of a second.

    Never call it inside a transaction: the picture is decoded in a process of its own. What
    cannot be read has an empty fingerprint, and is like nothing.
    """
    known = Fingerprint.objects.filter(pk=sha256).first()
    if known is not None:
        return known
    try:
        seen = look(stored_bytes(sha256))
    except (PictureRefusedError, AssetNotFoundError):
        return note_fingerprint(Fingerprint(sha256=sha256, grid=b""), at=at)
    around = seen.around
    plain = (around[0], around[1], around[2]) if around and len(around) == RGB else None
    made = fingerprint(seen.pixels, ratio=seen.ratio, background=plain)
    return note_fingerprint(
        Fingerprint(
            sha256=sha256,
            luma=f"{made.luma:016x}",
            shape=f"{made.shape:016x}",
            ratio=made.ratio,
            plain=made.plain,
            grid=made.grid,
        ),
        at=at,
    )


@action("brand.note_fingerprint")
def note_fingerprint(made: Fingerprint, *, at: datetime) -> Fingerprint:
    """Keep a fingerprint, once for each file. Derived from the file, so not in the journal."""
    made.made_at = at
    Fingerprint.objects.bulk_create([made], ignore_conflicts=True)
    return made


def note_profile_picture(
    account_id: UUID | str, *, place: str, data: bytes, by: Person, at: datetime
) -> ProfilePicture:
    """Keep the picture of a profile as somebody saw it, and hold it against the library.

    Raises:
        AccountNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` may not read that profile by hand.
        PictureRefusedError: it is not a picture.
    """
    account = visible_account(account_id, viewer=by)
    if not may_read_by_hand(by, account):
        require(by, Right.EDIT_ACCOUNTS, unit=account.unit)
    sha256, mime = keep_apart(data)
    look_at(sha256, at=at)
    return _note(account_id=account.pk, place=place, kept_as=(sha256, mime), by=by, at=at)


@action("brand.note_profile_picture")
def _note(
    *, account_id: UUID, place: str, kept_as: tuple[str, str], by: Person, at: datetime
) -> ProfilePicture:
    account = visible_account(account_id, viewer=by, lock=True)
    sha256, mime = kept_as
    current = ProfilePicture.objects.filter(account=account, place=place, replaced_at__isnull=True)
    former = current.first()
    if former is not None:
        former.replaced_at = at
        former.save(update_fields=("replaced_at",))
        record(actor=by, verb="profile_picture.replaced", subject=former, at=at)
    picture = ProfilePicture(
        account=account, place=ProfilePicture.Place(place), sha256=sha256, mime=mime
    )
    picture.seen_by, picture.seen_at = by, at
    picture.save(force_insert=True)
    record(actor=by, verb="profile_picture.noted", subject=picture, at=at)
    _hold(picture, account.unit.path, at=at)
    return picture


def _hold(picture: ProfilePicture, path: str, *, at: datetime) -> None:
    print_ = kept([picture.sha256]).get(picture.sha256)
    found: Finding | None = None
    if print_ is not None:
        today = site_day(at)
        found = found_in(print_, picture.sha256, library_seen_from(path), today=today)
    picture.finding = found.code if found else ""
    picture.version = found.version if found else None
    picture.bits = found.likeness.bits if found else 0
    picture.stretch = found.likeness.stretch if found else 0
    picture.colour = found.likeness.colour if found else 0
    picture.checked_at = at
    picture.save(update_fields=("finding", "version", "bits", "stretch", "colour", "checked_at"))


@action("brand.check_profiles")
def check_profiles(*, at: datetime) -> int:
    """Hold every profile picture against the library as it is now; return how many.

    Three queries and one statement for each picture.
    """
    pictures = ProfilePicture.objects.filter(replaced_at__isnull=True)
    count = 0
    for picture in pictures.select_related("account__unit").order_by("pk").iterator():
        _hold(picture, picture.account.unit.path, at=at)
        count += 1
    return count
