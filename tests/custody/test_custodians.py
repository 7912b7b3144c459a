"""Who keeps the access of accounts of other units, and who is told to take accesses away."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.custody.actions import (
    AccessFacts,
    ask_revocation,
    close_access,
    declare_access,
    keep_access,
    keep_up,
    note_rotation,
    notices,
    open_handover,
    order_revocation,
    tick_step,
)
from gouvernail.custody.errors import AccessInvalidError
from gouvernail.custody.models import Access
from gouvernail.custody.queries.people import revocations_of
from gouvernail.notifications.models import Notification
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.registry.errors import AccountNotFoundError
from gouvernail.registry.models import Account
from tests.make.custody import make_access
from tests.make.people import make_person
from tests.make.registry import make_account

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 17)


@pytest.fixture
def ivan(nordet: Unit) -> Person:
    """Return somebody of another unit, without a role where the account is."""
    return make_person(name="Ivan Roch", home_unit=nordet, email="ivan@nordet.example")


@pytest.fixture
def account(energy: Unit, hugo: Person, ivan: Person) -> Account:
    return make_account(unit=energy, owner=hugo, custodian=ivan)


def told(kind: str) -> set[Person]:
    return {one.person for one in Notification.objects.filter(kind=kind).select_related("person")}


def test_a_custodian_without_a_role_there_declares_renews_and_opens_the_pages(
    account: Account, hugo: Person, karim: Person, ivan: Person, client: Client
) -> None:
    access = declare_access(
        account.pk,
        facts=AccessFacts(holder="agency", name="Agence Lumen", means="role"),
        by=ivan,
        at=NOON,
    )
    note_rotation(account.pk, rotated_on=TODAY, why="calendar", by=ivan, at=NOON)
    case = open_handover(
        account.pk, place="owner", successor_id=karim.pk, due_on=TODAY, by=karim, at=NOON
    )
    tick_step(case.pk, kind="recovery", outcome="done", note="", by=ivan, at=NOON)

    client.force_login(ivan)
    shown = client.get(reverse("custody:account-custody", args=[account.pk]))
    assert shown.status_code == 200
    page = reverse("registry:account-detail", args=[account.pk])
    assert f'href="{page}"' not in shown.content.decode()
    for name, key in [
        ("custody:access-declare", account.pk),
        ("custody:rotation-note", account.pk),
        ("custody:access-revoke", access.pk),
        ("custody:handover-detail", case.pk),
        ("credentials:item-add", account.pk),
        ("credentials:account-panel", account.pk),
    ]:
        assert client.get(reverse(name, args=[key])).status_code == 200, name


def test_who_gets_in_confirms_and_comes_back_to_a_page_that_opens(
    account: Account, ivan: Person, energy: Unit, nordet: Unit, client: Client
) -> None:
    lea = make_person(name="Léa Morin", home_unit=nordet, email="lea@nordet.example")
    access = make_access(account=account, by=lea, means="role")
    client.force_login(lea)
    page = client.post(
        reverse("custody:access-confirm", args=[access.pk]), {"tried": "works"}, follow=True
    )

    assert page.status_code == 200
    other = make_account(unit=energy, address="https://www.instagram.com/nordet")
    with pytest.raises(AccountNotFoundError):
        declare_access(other.pk, facts=AccessFacts(), by=lea, at=NOON)


def test_whoever_is_told_to_revoke_has_it_in_their_list_and_may_do_it(
    account: Account, hugo: Person, karim: Person, yann: Person, client: Client
) -> None:
    first = make_access(account=account, by=karim, means="password")
    second = make_access(account=account, by=karim, means="role")
    for access in (first, second):
        order_revocation(access.pk, why="unneeded", due_on=TODAY, by=karim, at=NOON)

    people = told("access.to_revoke")
    assert {hugo, karim, yann} <= people
    for person in people:
        assert set(revocations_of(person)) == {first, second}, person

    client.force_login(hugo)  # an owner, contributor
    page = client.get(reverse("custody:access-revoke", args=[first.pk]))
    assert page.status_code == 200
    assert "Leave it in force" not in page.content.decode()
    ask_revocation(first.pk, asked_of="Karim", by=hugo, at=NOON)
    close_access(second.pk, by=hugo, at=NOON)
    with pytest.raises(RightMissingError):
        keep_access(first.pk, by=hugo, at=NOON)


def test_an_order_is_for_a_day_to_come_and_recalled_every_week_it_is_late(
    account: Account, karim: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    access = make_access(account=account, by=karim)
    with pytest.raises(AccessInvalidError) as refused:
        order_revocation(access.pk, why="unneeded", due_on=date(2020, 1, 1), by=karim, at=NOON)
    assert set(refused.value.fields) == {"due_on"}

    soon = TODAY + timedelta(days=3)
    order_revocation(access.pk, why="unneeded", due_on=soon, by=karim, at=NOON)
    assert karim in told("access.to_revoke_later")

    def recalls(days: int) -> int:
        keep_up(at=NOON + timedelta(days=days))
        return Notification.objects.filter(kind="access.late", person=karim).count()

    assert [recalls(days) for days in (3, 4, 4, 9, 10, 11, 18)] == [0, 1, 1, 1, 2, 2, 3]

    monkeypatch.setattr(notices, "MOST", 1)
    rows = [make_access(account=account, by=karim, name=f"Agence {n}") for n in range(3)]
    notices.tell_revocations(rows, at=NOON, kind="access.withdrawn")
    assert Notification.objects.filter(kind="access.withdrawn", person=karim).count() == 1
    more = Notification.objects.get(kind="access.many_to_revoke", person=karim)
    assert more.facts["title"] == "2"


def test_who_renewed_is_named_to_those_who_see_names_only(
    account: Account, karim: Person, ines: Person, client: Client
) -> None:
    note_rotation(account.pk, rotated_on=TODAY, why="calendar", by=karim, at=NOON)
    page = reverse("custody:account-custody", args=[account.pk])
    client.force_login(karim)
    assert f"· {karim.name}</small>" in client.get(page).content.decode()

    client.force_login(ines)
    assert karim.name not in client.get(page).content.decode()
    assert Access.objects.count() == 0
