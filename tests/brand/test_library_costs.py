"""The lists of the library and of partners cost the same whatever their length."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gouvernail.brand.models import Contract, LibraryItem, LibraryVersion, Partner, PartnerPost
from gouvernail.people.models import Person, Role, Unit
from tests.make.library import EPOCH
from tests.make.media import make_asset
from tests.make.people import make_grant, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings: object, tmp_path: object) -> None:
    """Keep the files of each test apart."""
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


def _more(unit: Unit, by: Person, numbers: range) -> None:
    """Put in more items with a version, and more partners with a contract and a post."""
    for number in numbers:
        item = LibraryItem.objects.create(
            kind="logo", unit=unit, title=f"Logo {number}", status="approved", keeper=by,
            added_by=by, added_at=EPOCH, changed_at=EPOCH, rights_until=EPOCH.date(),
        )  # fmt: skip
        asset = make_asset(unit=unit, by=by, colour=f"#0000{number:02x}")
        LibraryVersion.objects.create(
            item=item, number=1, asset=asset, sha256=asset.sha256, added_by=by, added_at=EPOCH
        )
        partner = Partner.objects.create(
            unit=unit, name=f"Partner {number}", added_by=by, added_at=EPOCH
        )
        contract = Contract.objects.create(
            partner=partner, title="Spring", starts_on=EPOCH.date(), ends_on=EPOCH.date(),
            signed_by=by, signed_at=EPOCH,
        )  # fmt: skip
        PartnerPost.objects.create(
            contract=contract, due_on=EPOCH.date(), added_by=by, added_at=EPOCH
        )


@pytest.mark.parametrize("name", ["library-list", "library-export", "partner-list"])
def test_twelve_rows_cost_what_two_cost(client: Client, energy: Unit, name: str) -> None:
    lead = make_person(name="Lead", home_unit=energy)
    make_grant(person=lead, unit=energy, role=Role.DELEGATE)
    client.force_login(lead)
    counts = []
    for numbers in (range(2), range(2, 12)):
        _more(energy, lead, numbers)
        client.get(reverse(f"brand:{name}"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(f"brand:{name}"))
        counts.append(len(asked))

    assert counts[0] == counts[1]
