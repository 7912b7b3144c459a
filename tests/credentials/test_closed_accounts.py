"""An account that is closed and released: its values are to be taken out, and nobody else does."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from gouvernail.credentials.actions import remind, retire_item
from gouvernail.credentials.models import Item
from gouvernail.credentials.queries import due_items, waiting_items
from gouvernail.notifications.models import Notification
from gouvernail.people.models import Person
from gouvernail.registry.models import Account, Closing
from tests.make.credentials import make_item
from tests.make.registry import make_account

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def close(account: Account, *, fate: str, by: Person, at: datetime) -> None:
    Closing.objects.create(
        account=account,
        last_post="Bye.",
        ends_on=at.date(),
        elsewhere="-",
        fate=fate,
        outcome=Closing.Outcome.ENDED,
        planned_by=by,
        planned_at=at,
    )
    account.status = Account.Status.CLOSED
    account.save()


def test_what_opened_a_released_account_is_a_thing_to_do_until_somebody_takes_it_out(
    item: Item, account: Account, karim: Person, client: Client, noon: datetime
) -> None:
    make_item(account=account, by=karim, at=noon, kind="note", label="Note")
    Item.objects.filter(pk=item.pk).update(due_on=noon.date(), due_why="departure")
    close(account, fate="released", by=karim, at=noon)

    assert not due_items(karim, until=noon.date()).exists()
    assert waiting_items(karim, until=noon.date()).count() == 2
    for at in (noon, noon, noon + WEEK):
        assert remind(at=at) == 2
    told = Notification.objects.filter(person=karim, kind__startswith="credential.")
    assert set(told.values_list("kind", flat=True)) == {"credential.to_retire"}
    assert told.count() == 4
    client.force_login(karim)
    listed = client.get("/credentials/?show=retire").text
    assert listed.count("to take out") == 2
    assert "Mot de passe" not in client.get("/credentials/?show=due").text
    assert "Take out of the vault: Mot de passe" in client.get("/").text
    assert "closed and its name released" in client.get(f"/credentials/items/{item.pk}/").text

    client.post(f"/credentials/items/{item.pk}/retire")

    item.refresh_from_db()
    assert item.is_retired
    assert "Take out of the vault: Mot de passe" not in client.get("/").text


def test_what_opens_an_account_whose_name_is_kept_is_renewed_as_before(
    item: Item, account: Account, karim: Person, client: Client, noon: datetime
) -> None:
    Item.objects.filter(pk=item.pk).update(due_on=noon.date(), due_why="departure")
    close(account, fate="kept", by=karim, at=noon)

    assert due_items(karim, until=noon.date()).exists()
    client.force_login(karim)
    assert "to take out" not in client.get("/credentials/").text


def test_what_opens_an_account_that_is_personal_after_all_is_to_be_taken_out(
    item: Item, account: Account, karim: Person, client: Client, noon: datetime
) -> None:
    account.kind = Account.Kind.PERSONAL
    account.save()
    client.force_login(karim)

    assert "This account is personal." in client.get(f"/credentials/items/{item.pk}/").text
    assert retire_item(item_id=item.pk, by=karim, at=noon).is_retired


def test_a_late_renewal_comes_before_what_is_to_be_taken_out(
    item: Item, account: Account, karim: Person, noon: datetime
) -> None:
    other = make_account(unit=account.unit, name="Autre", custodian=karim)
    late = make_item(account=other, by=karim, at=noon, label="En retard")
    Item.objects.filter(pk=late.pk).update(due_on=noon.date(), due_why="departure")
    Item.objects.filter(pk=item.pk).update(due_on=None, due_why="")
    close(account, fate="released", by=karim, at=noon)

    assert list(waiting_items(karim, until=noon.date())) == [late, item]
