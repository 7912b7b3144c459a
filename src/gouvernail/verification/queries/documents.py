"""What machines read: the signed list, the public keys, the feed of changes."""

import json
import re
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from gouvernail.charter.models import Charter
from gouvernail.foundation.digests import instant
from gouvernail.people.models import Unit
from gouvernail.registry.queries import network_label
from gouvernail.verification.models import Change, Directory, Snapshot, SnapshotKey
from gouvernail.verification.permissions import public_listings
from gouvernail.verification.queries.listing import everything_told, shape

VERSION: Final = 1
VALID: Final = timedelta(days=7)
LINES: Final = 50
UNWRITABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def content_of(directory: Directory) -> dict[str, Any]:
    """Return what the list says, but for when and by which key. Three queries."""
    charter = Charter.objects.first()
    root = Unit.objects.filter(parent=None).first()
    name = charter or root
    return {
        "version": VERSION,
        "organisation": {
            "name": name.name if name else "",
            "name_en": (name.name_en or name.name) if name else "",
            "website": directory.website or None,
        },
        "verify_at": settings.SITE_URL + reverse("verification:answer"),
        "accounts": [shape(listing, directory=directory) for listing in everything_told()],
    }


def document_bytes(content: dict[str, Any], *, key_id: str, at: datetime) -> bytes:
    """Return the list as the bytes that are signed: JSON, keys sorted, one line."""
    whole = content | {
        "generated_at": instant(at),
        "valid_until": instant(at + VALID),
        "key_id": key_id,
    }
    return written(whole) + b"\n"


def written(content: object) -> bytes:
    """Return JSON in one form: what is equal is written alike."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def last_snapshot() -> Snapshot | None:
    """Return the list as it was last signed, with its key. One query."""
    return Snapshot.objects.select_related("key").order_by("-made_at").first()


def published_keys() -> list[SnapshotKey]:
    """Return every key that ever signed the list, the present first. One query."""
    return list(SnapshotKey.objects.order_by("-started_at", "-pk"))


class Feed(Atom1Feed):
    """An Atom feed that does not pretend to have changed when it has no line."""

    def __init__(self, *, empty_at: datetime, **facts: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(**facts)
        self.empty_at = empty_at

    def latest_post_date(self) -> datetime:
        """Return when the last line was written, else when the page was opened."""
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=self.empty_at)


def feed_of(directory: Directory, *, organisation: str, at: datetime) -> bytes:
    """Return the last changes, in the current language; of what is still told. Two queries."""
    page = settings.SITE_URL + reverse("verification:answer")
    own = settings.SITE_URL + reverse("verification:feed")
    feed = Feed(
        empty_at=directory.opened_at or at,
        title=_writable(_("Official accounts of %(name)s") % {"name": organisation}),
        link=page,
        description=_("Accounts opened, renamed and closed."),
        feed_url=own,
        author_name=_writable(organisation),
        feed_guid=f"urn:uuid:{directory.pk}",
    )
    told = public_listings().filter(says="ours")
    changes = Change.objects.filter(listing__in=told).select_related("listing__account")
    for change in changes.order_by("-at", "-pk")[:LINES]:
        feed.add_item(
            title=_writable(sentence(change)),
            link=change.url or page,
            description=_writable(change.url),
            unique_id=f"urn:uuid:{change.pk}",
            pubdate=change.at,
            updateddate=change.at,
        )
    return feed.writeString("utf-8").encode()


def sentence(change: Change) -> str:
    """Return what changed, in the current language. The account must be loaded."""
    facts = {
        "name": change.listing.account.name,
        "handle": change.handle,
        "before": change.before,
        "network": network_label(change.listing.account.network),
    }
    said = {
        Change.Kind.OPENED: _("%(name)s is on %(network)s: %(handle)s"),
        Change.Kind.RENAMED: _("%(name)s, on %(network)s: %(before)s is now %(handle)s"),
        Change.Kind.CLOSED: _("%(name)s, on %(network)s: %(handle)s is closed"),
    }
    return said[Change.Kind(change.kind)] % facts


def _writable(text: str) -> str:
    """Return text without the signs that XML cannot hold."""
    return UNWRITABLE.sub("\ufffd", text)
