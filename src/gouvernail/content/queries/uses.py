"""Where pictures of the brand library are used, and what the library says of those of a draft."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gouvernail.brand.models import LibraryItem, TakenDown
from gouvernail.brand.permissions.library import visible_items
from gouvernail.brand.queries.checks import Finding, findings_of, kept, library_seen_from
from gouvernail.content.models import Draft, DraftMedia
from gouvernail.content.permissions import visible_drafts
from gouvernail.content.queries.drafts import EDITABLE, Manuscript
from gouvernail.content.queries.guidance import Gap
from gouvernail.content.queries.submitted import Shown
from gouvernail.foundation.clock import now, site_day
from gouvernail.people.models import Person
from gouvernail.publishing.models import Delivery
from gouvernail.records.models import Record
from gouvernail.records.permissions import visible_records

SHOWN: Final = 100
OPEN: Final = (*EDITABLE, Draft.Status.IN_REVIEW, Draft.Status.APPROVED)
ONLINE: Final = (Delivery.Status.SENT, Delivery.Status.VERIFIED, Delivery.Status.ALTERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """An archived publication that carries a file, and whether it was taken down since."""

    record: Record
    taken_down: bool


def drafts_with(digests: Iterable[str], *, viewer: Person) -> QuerySet[Draft]:
    """Return the drafts on their way that carry one of those files. One query when iterated."""
    carrying = DraftMedia.objects.filter(asset__sha256__in=list(digests)).values("draft")
    rows = visible_drafts(viewer).filter(pk__in=carrying, status__in=OPEN)
    return rows.select_related("unit", "author").order_by("publish_at", "pk")


def published_with(item: LibraryItem, digests: Sequence[str], *, viewer: Person) -> list[Published]:
    """Return what left from here with one of those files, the latest first. Three queries.

    What was archived without having been sent from here keeps no digest, and is not found.
    """
    carrying = DraftMedia.objects.filter(asset__sha256__in=digests).values("draft")
    rows = Delivery.objects.filter(subject_id__in=carrying, status__in=ONLINE)
    sent = [
        key
        for key, fields in rows.order_by("-pk").values_list("pk", "fields")[:SHOWN]
        if any(one.get("sha256") in digests for one in fields.get("media", ()))
    ]
    records = visible_records(viewer).filter(delivery_id__in=sent).select_related("account__unit")
    gone = set(TakenDown.objects.filter(item=item).values_list("record_id", flat=True))
    return [
        Published(record=one, taken_down=one.pk in gone)
        for one in records.order_by("-published_at", "-pk")
    ]


def rights_gaps(manuscript: Manuscript, at: datetime | None) -> list[Gap]:
    """Return what stops a draft whose pictures lose their rights before it appears. No query.

    `at` is when it would; None for as soon as it is approved.
    """
    day = site_day(at or now())
    return [
        {
            "key": f"rights-{order}",
            "field": "pictures",
            "title": _ended_words(one.asset.rights_until) % {"number": order},
            "message": _(
                "Its last day of use is %(day)s. Choose another, or ask the keeper of its rights "
                "for more time."
            )
            % {"day": date_format(one.asset.rights_until, "j F Y")},
            "place": f"picture-{getattr(one, 'pk', '')}",  # what was submitted has none
        }
        for order, one in enumerate(manuscript.media, start=1)
        if one.asset.rights_until is not None and one.asset.rights_until < day
    ]


def _ended_words(until: date) -> str:
    if until < site_day(now()):
        return _("The rights of picture %(number)s have ended")
    return _("The rights of picture %(number)s end before it appears")


def territory_gaps(manuscript: Manuscript) -> list[Gap]:
    """Return what stops a draft that speaks to countries where a picture may not be shown.

    Nothing while nobody said which countries it speaks to. No query.
    """
    return [
        {
            "key": f"territory-{order}",
            "field": "pictures",
            "title": _("Picture %(number)s may not be shown everywhere it speaks to")
            % {"number": order},
            "message": _(
                "Its rights hold in %(allowed)s, and the draft speaks to %(outside)s. Choose "
                "another, or take these countries out."
            )
            % {"allowed": ", ".join(one.asset.territory), "outside": ", ".join(outside)},
        }
        for order, one in enumerate(manuscript.media, start=1)
        if (outside := _outside(one.asset.territory, manuscript.countries))
    ]


def territories_to_say(manuscript: Manuscript) -> list[Gap]:
    """Return the pictures held to some countries, while the draft does not say its own."""
    if manuscript.countries:
        return []
    return [
        {
            "key": f"countries-{order}",
            "field": "pictures",
            "title": _("Picture %(number)s may be shown in some countries only")
            % {"number": order},
            "message": _("Its rights hold in %(allowed)s. Say which countries the draft speaks to.")
            % {"allowed": ", ".join(one.asset.territory)},
        }
        for order, one in enumerate(manuscript.media, start=1)
        if one.asset.territory
    ]


def _outside(territory: Sequence[str], countries: Sequence[str]) -> list[str]:
    return [one for one in countries if one not in territory] if territory else []


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFinding:
    """What the library says of a picture of a draft, and whether the reader sees the other one."""

    media: DraftMedia | Shown
    finding: Finding
    visible: bool


def picture_findings(
    media: Sequence[DraftMedia | Shown], *, path: str, viewer: Person, today: date
) -> dict[UUID, PictureFinding]:
    """Return what the library says of the pictures of a draft, by their asset. Five queries.

    None when there is no picture. A picture nobody has looked at yet is not in it.
    """
    if not media:
        return {}
    seen = kept(one.asset.sha256 for one in media)
    found = findings_of(seen, library_seen_from(path), today=today)
    if not found:
        return {}
    items = {finding.version.item_id for finding in found.values()}
    visible = set(visible_items(viewer).filter(pk__in=items).values_list("pk", flat=True))
    return {
        one.asset_id: PictureFinding(
            media=one,
            finding=found[one.asset.sha256],
            visible=found[one.asset.sha256].version.item_id in visible,
        )
        for one in media
        if one.asset.sha256 in found
    }


def drafts_losing_rights(*, until: date) -> QuerySet[DraftMedia]:
    """Return the pictures of drafts on their way whose rights end by a day. One query."""
    rows = DraftMedia.objects.filter(
        draft__status__in=OPEN, asset__rights_until__isnull=False, asset__rights_until__lte=until
    )
    return rows.select_related("draft__author", "asset").order_by("pk")
