"""Looking at pictures: their fingerprints, and what profiles show against the library."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from gouvernail.brand.models.checks import Fingerprint, ProfilePicture
from gouvernail.brand.queries.checks import Finding, findings_of, kept, library_seen_from
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.lifesigns import still_at_work
from gouvernail.kernel.pictures import fingerprint
from gouvernail.ledger.actions import record
from gouvernail.media.actions import keep_apart
from gouvernail.media.errors import AssetNotFoundError, PictureRefusedError
from gouvernail.media.pictures.cleaning import look
from gouvernail.media.queries import stored_bytes
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import may_read_by_hand, visible_account

RGB: Final = 3
BATCH: Final = 50  # pictures of a unit, in one transaction
MOST: Final = 100  # batches a turn
DERIVED: Final = ("finding", "version", "bits", "stretch", "colour", "checked_at")


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
    _hold([picture], account.unit.path, at=at)
    return picture


def _hold(pictures: Sequence[ProfilePicture], path: str, *, at: datetime) -> None:
    """Write what the library says of pictures of one unit. Four queries and one statement."""
    prints = kept({picture.sha256 for picture in pictures})
    found = findings_of(prints, library_seen_from(path), today=site_day(at))
    for picture in pictures:
        _say(picture, found.get(picture.sha256))
        picture.checked_at = at
    ProfilePicture.objects.bulk_update(pictures, DERIVED)


def _say(picture: ProfilePicture, found: Finding | None) -> None:
    picture.finding = found.code if found else ""
    picture.version = found.version if found else None
    picture.bits = found.likeness.bits if found else 0
    picture.stretch = found.likeness.stretch if found else 0
    picture.colour = found.likeness.colour if found else 0


@action("brand.ask_for_checks")
def ask_for_checks(*, at: datetime, below: str = "") -> int:  # noqa: ARG001 - as every action
    """Have the pictures of profiles held against the library again, soon; return how many.

    One statement, whatever their number: whoever changed the library does not wait for it.

    Args:
        at: when it is asked.
        below: the path of a unit whose profiles, and those of the units below, are meant.
    """
    accounts = Account.objects.filter(unit__path__startswith=below)
    pictures = ProfilePicture.objects.filter(replaced_at__isnull=True, account__in=accounts)
    return pictures.update(checked_at=None)


def check_profiles(*, at: datetime, most: int = MOST) -> int:
    """Hold the pictures that wait for it against the library as it is now; return how many.

    A unit at a time, some pictures at once: each batch is an action of its own, so that nobody
    who writes waits for long, and what is done stays done. Seven queries and statements a batch.

    Args:
        at: when they are checked.
        most: the batches of this turn; the others wait for the next.
    """
    count = 0
    for _batch in range(most):
        done = _check_some(at=at)
        if not done:
            break
        count += done
        still_at_work()
    return count


@action("brand.check_profiles")
def _check_some(*, at: datetime) -> int:
    waiting = ProfilePicture.objects.filter(replaced_at__isnull=True, checked_at__isnull=True)
    first = waiting.order_by("account__unit__path").values_list("account__unit__path").first()
    if first is None:
        return 0
    # Held until they are written: a change of the library asks again once this has ended.
    held = waiting.filter(account__unit__path=first[0]).select_for_update(of=("self",))
    pictures = list(held.order_by("pk")[:BATCH])
    _hold(pictures, first[0], at=at)
    return len(pictures)
