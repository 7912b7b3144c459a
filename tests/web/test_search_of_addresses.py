"""An address pasted into the search: what is said of it is true for whoever asks."""

from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape

import pytest
from django.test import Client

from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from gouvernail.verification.models import Change, Directory
from tests.make.registry import make_account
from tests.make.verification import make_directory, make_listing

ADDRESS = "https://x.com/NordetSoins"
Search = Callable[..., str]


@pytest.fixture
def account(care: Unit) -> Account:
    return make_account(unit=care, address=ADDRESS, name="Nordet Soins")


@pytest.fixture
def search(client: Client) -> Search:
    def found(reader: Person, address: str = ADDRESS) -> str:
        client.force_login(reader)
        return unescape(client.get("/search/", {"q": address}).text)

    return found


def test_who_may_not_see_an_account_is_told_what_the_public_is(
    account: Account, nina: Person, search: Search
) -> None:
    assert "Whoever keeps the register knows the others." in search(nina)

    make_directory()
    unknown = "No account that you may see has this address, and the public page knows none."
    assert unknown in search(nina)

    make_listing(account)
    page = search(nina)
    assert "Yes, this account is ours" in page
    assert "The public page answers this." in page
    assert "/verify/?q=https%3A%2F%2Fx.com%2FNordetSoins" in page
    assert f"/accounts/{account.pk}/" not in page

    Directory.objects.update(is_open=False)
    assert "Yes, this account is ours" not in search(nina)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"status": "official"}, "Yes, it is ours"),
        ({"status": "rogue"}, "No, it is not ours"),
        ({"status": "opening"}, "It is being opened for us, and does not speak yet"),
        ({"status": "closed"}, "It was ours, and it is closed"),
        ({"status": "closed", "status_before": "opening"}, "No, its opening was given up"),
        ({"status": "dismissed"}, "No, it was set aside as not ours"),
        ({"status": "duplicate"}, "It is the double of another account of the register"),
        ({"status": "to_confirm"}, "Nobody has said yet whether it is ours"),
        ({"kind": "personal"}, "It is a personal account, and does not speak for us"),
        ({"kind": "personal", "status": "closed"}, "It is a personal account, and does not speak"),
        ({"kind": "personal", "status": "impostor"}, "No, it is not ours"),
    ],
)
def test_an_account_is_called_what_the_register_says_it_is(
    facts: dict[str, str], said: str, account: Account, claire: Person, search: Search
) -> None:
    Account.objects.filter(pk=account.pk).update(**facts)

    assert said in search(claire)


def test_the_day_a_name_was_given_up_is_written_as_on_every_page(
    account: Account, claire: Person, search: Search
) -> None:
    at = datetime(2026, 11, 1, 12, tzinfo=UTC)
    listing = make_listing(account)
    Change.objects.create(listing=listing, kind="renamed", before="NordetOld", at=at)
    Person.objects.filter(pk=claire.pk).update(language="fr")

    page = search(claire, "x.com/nordetold")
    assert "jusqu’au 1er\u00a0nov.\u00a02026, maintenant @NordetSoins" in page
