"""The lists of the library and of partners cost the same whatever their length."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gouvernail.brand.models import Contract, LibraryItem, LibraryVersion, Partner, PartnerPost
from gouvernail.people.actions import create_key
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


API = "/api/v1/brand"


@pytest.fixture
def lead(energy: Unit) -> Person:
    person = make_person(name="Lead", home_unit=energy)
    make_grant(person=person, unit=energy, role=Role.DELEGATE)
    return person


@pytest.mark.parametrize("name", ["library-list", "library-export", "partner-list"])
def test_twelve_rows_cost_what_two_cost(
    client: Client, energy: Unit, lead: Person, name: str
) -> None:
    client.force_login(lead)
    counts = []
    for numbers in (range(2), range(2, 12)):
        _more(energy, lead, numbers)
        client.get(reverse(f"brand:{name}"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(f"brand:{name}"))
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_over_the_api_the_lists_say_the_same_at_the_same_cost(
    client: Client, energy: Unit, lead: Person
) -> None:
    secret = create_key(name="Script", scopes=["content:read"], by=lead, at=EPOCH)[1]
    headers = {"Authorization": f"Bearer {secret}"}
    _more(energy, lead, range(1))
    partner = Partner.objects.get()
    paths = (f"{API}/library", f"{API}/partners", f"{API}/partners/{partner.pk}/posts")
    before = [_asked(client, path, headers) for path in paths]
    _more(energy, lead, range(1, 6))
    contract = Contract.objects.get(partner=partner)
    for _number in range(5):
        PartnerPost.objects.create(contract=contract, added_by=lead, added_at=EPOCH)
    after = [_asked(client, path, headers) for path in paths]

    assert [cost for cost, _items in before] == [cost for cost, _items in after]
    assert [len(items) for _cost, items in after] == [6, 6, 6]
    assert (
        after[0][1][0] | {"unit": "energy", "status": "approved", "versions": 1} == after[0][1][0]
    )
    assert after[1][1][0] | {"name": "Partner 0", "posts": 6, "open_posts": 6} == after[1][1][0]
    assert not client.get(paths[0], {"kind": "icon"}, headers=headers).json()["items"]


def test_over_the_api_who_does_not_see_a_partner_finds_nothing(
    client: Client, energy: Unit, care: Unit, lead: Person
) -> None:
    _more(energy, lead, range(1))
    other = make_person(name="Other", home_unit=care)
    make_grant(person=other, unit=care, role=Role.DELEGATE)
    secret = create_key(name="Script", scopes=["content:read"], by=other, at=EPOCH)[1]
    headers = {"Authorization": f"Bearer {secret}"}

    assert client.get(f"{API}/partners", headers=headers).json() == {
        "items": [],
        "next": "",
        "previous": "",
    }
    posts = f"{API}/partners/{Partner.objects.get().pk}/posts"
    assert client.get(posts, headers=headers).status_code == 404


def _asked(client: Client, path: str, headers: dict[str, str]) -> tuple[int, list[dict[str, Any]]]:
    client.get(path, headers=headers)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    return len(asked), answer.json()["items"]
