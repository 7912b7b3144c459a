"""What the public sees: the directory, a false account it reports, the practice network."""

from datetime import UTC, datetime
from typing import Any

from gouvernail.people.models import Person, Unit
from gouvernail.practice.models import Post, Profile
from tests.make.registry import make_account
from tests.make.verification import (
    make_directory,
    make_listing,
    make_reported,
    make_silence,
    make_snapshot,
)

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)


def make_public(root: Unit, *, by: Person) -> dict[str, Any]:
    """Return what the public is told and reports; the page is open."""
    make_directory()
    make_snapshot()
    listing = make_listing(make_account(unit=root))
    found = make_reported(make_account(unit=root, status="to_confirm"))
    found.received.create(words="It asks for codes.", contact="zoe@example.org", at=NOON)
    return {"listing_id": listing.pk, "reported_id": found.pk, "silence_id": make_silence(by=by).pk}


def make_practice() -> dict[str, Any]:
    """Return a profile of the practice network and what it posted."""
    profile = Profile.objects.create(handle="public", name="Public")
    post = Post.objects.create(profile=profile, key="1", text="Bonjour.", at=NOON)
    return {"handle": profile.handle, "post_id": post.pk}
