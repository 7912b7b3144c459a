"""The pictures that a draft may take: under the names the library gives them, those ended apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Final
from uuid import UUID

from django.db.models import Q

from gouvernail.brand.models import LibraryItem, LibraryVersion
from gouvernail.brand.permissions.library import visible_items
from gouvernail.content.models import Draft
from gouvernail.content.queries.drafts import Manuscript
from gouvernail.foundation.clock import now, site_day
from gouvernail.media.models import Asset
from gouvernail.media.queries import assets_for_choice
from gouvernail.people.models import Person

OFFERED: Final = 12
LOOKED_AT: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A picture by its name; `item_id` where the reader sees it in the brand library.

    `has_ended`: its rights end before the draft would appear.
    """

    asset: Asset
    name: str
    item_id: UUID | None
    has_ended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """What may be taken, what may no longer be, and what the draft carries, by asset."""

    offered: list[Choice]
    ended: list[Choice]
    carried: dict[UUID, Choice]

    def __bool__(self) -> bool:
        """Return whether there is any to choose among."""
        return bool(self.offered or self.ended)


def pictures_to_choose(manuscript: Manuscript, *, at: datetime | None, viewer: Person) -> Pictures:
    """Return the newest pictures near a draft, each file once, and those it carries, by name.

    What a newer version of the library replaced is not offered. `at` is when it would appear; None
    for as soon as it is approved. Two queries.
    """
    near = assets_for_choice(viewer).filter(_near(manuscript.draft))
    files: dict[str, Asset] = {}
    for asset in near[:LOOKED_AT]:
        files.setdefault(asset.sha256, asset)
    carried = [one.asset for one in manuscript.media]
    items, replaced = _items([*files, *(one.sha256 for one in carried)], viewer=viewer)
    chosen = [_choice(one, items, at=at) for key, one in files.items() if key not in replaced]
    return Pictures(
        offered=[one for one in chosen if not one.has_ended][:OFFERED],
        ended=[one for one in chosen if one.has_ended][:OFFERED],
        carried={one.pk: _choice(one, items, at=at) for one in carried},
    )


def _near(draft: Draft) -> Q:
    return Q(unit__path__startswith=draft.unit.path) | Q(below=True)


def _items(
    digests: Sequence[str], *, viewer: Person
) -> tuple[dict[str, LibraryItem], frozenset[str]]:
    """Return the items that hold those files, one each: approved before proposed. One query.

    And the files that stand in versions replaced by newer ones only.
    """
    rows = LibraryVersion.objects.filter(sha256__in=digests, item__in=visible_items(viewer))
    rows = rows.exclude(item__status=LibraryItem.Status.WITHDRAWN).select_related("item")
    found: dict[str, LibraryItem] = {}
    current = set()
    for row in rows.order_by("item__approved_at", "added_at", "pk"):
        if row.replaced_at is None:
            current.add(row.sha256)
        before = found.get(row.sha256)
        if before is None or (row.item.is_usable and not before.is_usable):
            found[row.sha256] = row.item
    return found, frozenset(found.keys() - current)


def _choice(asset: Asset, items: dict[str, LibraryItem], *, at: datetime | None) -> Choice:
    item = items.get(asset.sha256)
    until = asset.rights_until
    stem = PurePath(asset.original_name).stem
    return Choice(
        asset=asset,
        name=item.title if item else asset.title or stem,
        item_id=item.pk if item else None,
        has_ended=until is not None and until < site_day(at or now()),
    )
