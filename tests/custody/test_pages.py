"""The pages of custody: what they show, what they refuse, and to whom they show names."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.custody.actions import keep_up
from gouvernail.custody.models import Access, Rotation
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from tests.make.custody import make_access
from tests.make.registry import make_account

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)


@pytest.fixture
def account(energy: Unit, karim: Person, hugo: Person) -> Account:
    account = make_account(unit=energy, name="Recharge", owner=karim)
    make_access(account=account, by=hugo)
    keep_up(at=NOON)
    return account


def test_the_page_says_who_gets_in_and_what_happens_if_they_leave(
    account: Account, client: Client, karim: Person, hugo: Person
) -> None:
    client.force_login(karim)
    page = client.get(reverse("custody:account-custody", args=[account.pk])).text
    panel = client.get(reverse("custody:account-panel", args=[account.pk])).text

    for shown in (page, panel):
        assert "If Hugo Petit left tomorrow, nobody could get in." in shown
        assert "Hugo Petit knows the password; this network can grant roles." in shown
    assert "and cannot take them away by itself" in page


def test_colleagues_see_the_level_and_not_the_names(
    account: Account, client: Client, julie: Person, hugo: Person
) -> None:
    client.force_login(julie)
    page = client.get(reverse("custody:account-custody", args=[account.pk])).text

    assert hugo.name not in page
    assert "Credentials known to be right" in page
    client.force_login(hugo)
    assert hugo.name in client.get(reverse("custody:account-custody", args=[account.pk])).text


def test_an_access_is_declared_changed_confirmed_and_taken_away_by_forms(
    account: Account, client: Client, karim: Person, hugo: Person
) -> None:
    client.force_login(karim)
    declare = reverse("custody:access-declare", args=[account.pk])
    told = {"holder": "person", "means": "role", "level": "admin", "second_factor": "key"}
    refused = client.post(declare, told)
    assert refused.status_code == 422
    assert "Say who." in refused.text
    client.post(declare, told | {"person": karim.email})
    mine = Access.objects.get(person=karim)
    client.post(reverse("custody:access-confirm", args=[mine.pk]), {"tried": "works"})
    client.post(
        reverse("custody:access-change", args=[mine.pk]),
        told | {"person": karim.email, "level": "editor"},
    )
    mine.refresh_from_db()
    assert (mine.level, mine.works) == ("editor", True)

    revoke = reverse("custody:access-revoke", args=[mine.pk])
    assert "Delegate" in client.get(revoke).text
    assert client.post(revoke, {"act": "ask", "ask-asked_of": "Hugo"}).status_code == 409
    client.post(revoke, {"act": "order", "order-why": "unneeded", "order-due_on": "2099-01-01"})
    assert client.post(revoke, {"act": "ask", "ask-asked_of": ""}).status_code == 422
    client.post(revoke, {"act": "ask", "ask-asked_of": "Hugo"})
    mine.refresh_from_db()
    assert (mine.state, mine.asked_of) == ("asked", "Hugo")
    client.post(revoke, {"act": "keep"})
    client.post(revoke, {"act": "close", "close-why": "unneeded", "close-note": "vu"})
    mine.refresh_from_db()
    assert (mine.state, mine.closing_note) == ("closed", "vu")

    renew = reverse("custody:rotation-note", args=[account.pk])
    assert client.post(renew, {"rotated_on": "2099-01-01", "why": "calendar"}).status_code == 422
    client.post(renew, {"rotated_on": "2026-11-10", "why": "departure"})
    assert Rotation.objects.get().why == "departure"
    page = client.get(reverse("custody:account-custody", args=[account.pk])).text
    assert "Taken away" in page


def test_the_board_is_narrowed_by_its_address_and_exported(
    account: Account, client: Client, claire: Person, karim: Person, energy: Unit
) -> None:
    make_account(unit=energy, name="Unsaid")
    client.force_login(claire)
    board = reverse("custody:board")

    whole = client.get(board).text
    assert "Recharge" in whole
    assert "Unsaid" in whole
    assert "the only way into 1 account" in whole
    one = client.get(
        board, {"ways": "one", "unit": str(energy.pk), "lost": "grant", "sort": "level"}
    )
    assert "Recharge" in one.text
    assert "Unsaid" not in one.text
    none = client.get(board, {"ways": "none", "level": "5", "network": "x", "due": "1", "q": "zz"})
    assert "No account like this" in none.text


def test_the_page_of_a_person_says_what_they_can_get_into(
    account: Account, client: Client, hugo: Person, karim: Person, julie: Person
) -> None:
    panel = reverse("custody:person-panel", args=[hugo.pk])
    client.force_login(karim)
    assert "Recharge" in client.get(panel).text
    client.force_login(hugo)
    assert "Recharge" in client.get(panel).text
    client.force_login(julie)
    assert client.get(panel).status_code == 403
