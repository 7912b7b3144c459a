"""Which rights hold for a file that stands in several items of the library."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from gouvernail.brand.models.assets import LibraryItem, LibraryVersion
from gouvernail.media.queries import RightsFacts

FREEDOM: Final = (
    LibraryItem.Licence.OTHER,
    LibraryItem.Licence.LICENSED,
    LibraryItem.Licence.CC_BY_ND,
    LibraryItem.Licence.CC_BY_SA,
    LibraryItem.Licence.CC_BY,
    LibraryItem.Licence.ETALAB,
    LibraryItem.Licence.ASSIGNED,
    LibraryItem.Licence.CC0,
    LibraryItem.Licence.OWNED,
)
"""Licences, from what allows least to what allows most."""
MACHINE: Final = (LibraryItem.Origin.AI, LibraryItem.Origin.ASSISTED, LibraryItem.Origin.HUMAN)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRights:
    """What holds for one file, and the units that offer it to those below them."""

    facts: RightsFacts
    offered_by: frozenset[UUID]


def rights_said(digests: Iterable[str]) -> dict[str, FileRights]:
    """Return what holds for each file of the library, by digest. One query.

    A file has the same rights wherever it is: the strictest among the items that carry it. What
    was approved speaks; what is only proposed speaks where nothing is approved, and what was
    withdrawn only where nothing else is left: nobody loosens the rights of a picture by adding it
    again. A unit offers what it approved, and nothing before.
    """
    rows = LibraryVersion.objects.filter(sha256__in=list(digests)).select_related("item")
    by_file: dict[str, list[LibraryVersion]] = {}
    for row in rows.order_by("added_at", "pk"):
        by_file.setdefault(row.sha256, []).append(row)
    return {
        sha256: FileRights(facts=_strictest(_speaking(found)), offered_by=_offering(found))
        for sha256, found in by_file.items()
    }


def loosens(before: LibraryItem, after: LibraryItem) -> bool:
    """Return whether rights allow more than they did, or ask for less. No query."""
    ends, until = before.rights_until, after.rights_until
    longer = ends is not None and (until is None or until > ends)
    wider = bool(before.territory) and (
        not after.territory or not set(after.territory) <= set(before.territory)
    )
    freer = _freedom(after) > _freedom(before)
    less_machine = _machine(after) > _machine(before)
    silent = (before.credit and not after.credit) or (
        before.people_shown and not after.people_shown
    )
    return longer or wider or freer or less_machine or bool(silent)


def _freedom(item: LibraryItem) -> int:
    return FREEDOM.index(LibraryItem.Licence(item.licence))


def _machine(item: LibraryItem) -> int:
    return MACHINE.index(LibraryItem.Origin(item.origin))


def _speaking(versions: list[LibraryVersion]) -> list[LibraryItem]:
    approved = [version.item for version in versions if _is_approved(version)]
    proposed = [
        version.item for version in versions if version.item.status != LibraryItem.Status.WITHDRAWN
    ]
    return approved or proposed or [version.item for version in versions]


def _is_approved(version: LibraryVersion) -> bool:
    return version.approved_at is not None and version.item.is_usable


def _offering(versions: list[LibraryVersion]) -> frozenset[UUID]:
    return frozenset(
        version.item.unit_id for version in versions if version.item.below and _is_approved(version)
    )


def _strictest(items: list[LibraryItem]) -> RightsFacts:
    by_freedom = sorted(items, key=_freedom)
    return RightsFacts(
        until=min((item.rights_until for item in items if item.rights_until), default=None),
        licence=by_freedom[0].licence,
        territory=_territory(items),
        credit=next((item.credit for item in by_freedom if item.credit), ""),
        origin=min(items, key=_machine).origin,
    )


def _territory(items: list[LibraryItem]) -> tuple[str, ...]:
    """Return the countries that every item allows; those of the narrowest when none is common."""
    limited = [item.territory for item in items if item.territory]
    if not limited:
        return ()
    common = set(limited[0]).intersection(*limited[1:])
    narrowest = min(limited, key=len)
    return tuple(one for one in narrowest if one in common) or tuple(narrowest)
