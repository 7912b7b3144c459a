"""Four real inventories, whole: every address verifies, and none that differs by one character."""

from pathlib import Path

import pytest
from django.test import Client

from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from gouvernail.verification.models import Listing
from gouvernail.verification.permissions import official_listings
from gouvernail.verification.queries.addresses import shape_of
from gouvernail.verification.queries.answers import answer_to
from tests.make.imports import brought
from tests.make.verification import EPOCH, make_directory

VARIANTS = 120


def one_character_away(account: Account) -> str:
    """Return the address of the account with one character of its handle changed."""
    handle = account.handle
    place = len(handle) // 2
    while not handle[place].isalnum():
        place -= 1
    other = "7" if handle[place].isdigit() and handle[place] != "7" else "q"
    other = "z" if handle[place].casefold() == other else other
    changed = handle[:place] + other + handle[place + 1 :]
    before, found, after = account.url.rpartition(handle)
    if not found:  # a handle with its server, or one that is quoted
        user, changed_user = handle.partition("@")[0], changed.partition("@")[0]
        before, found, after = account.url.rpartition(user)
        changed = changed_user if changed_user != user else user + "q"
    return before + changed + after


@pytest.mark.parametrize(
    ("name", "create"),
    [
        ("us_congress_social_media.yaml", False),
        ("fr_parlementaires_twitter.csv.gz", False),
        ("us_social_media_registry_facebook_2014.csv", True),
        ("orgs_official_handles.csv", False),
    ],
)
def test_every_address_is_official_and_none_beside_it(
    client: Client, claire: Person, nordet: Unit, test_data: Path, name: str, *, create: bool
) -> None:
    client.force_login(claire)
    brought(client, test_data / name, nordet, create=create)
    directory = make_directory()
    accounts = list(Account.objects.all())
    Listing.objects.bulk_create(
        Listing(account=one, skeleton=shape_of(one.handle), published_at=EPOCH) for one in accounts
    )
    listings = list(official_listings())
    assert len(listings) == len(accounts) > 500

    wrong = [
        listing.account.url
        for listing in listings
        if answer_to(listing.account.url, directory=directory).listing != listing
    ]
    assert wrong == []
    mistaken = [
        listing.account.url
        for listing in listings[:: max(1, len(listings) // VARIANTS)]
        if answer_to(one_character_away(listing.account), directory=directory).listing == listing
    ]
    assert mistaken == []
