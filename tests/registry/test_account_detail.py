"""One account: its page, its repairs, its record, its readings."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gouvernail.foundation.errors import DomainError, NotFoundError
from gouvernail.foundation.ids import uuid7
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.records.models import Record
from gouvernail.registry.actions import change_status, set_holder, update_account
from gouvernail.registry.errors import AccountNotFoundError, HolderRefusedError
from gouvernail.registry.models import Account, Reading
from tests.make.ledger import leaves
from tests.make.people import make_person
from tests.make.registry import make_account, make_connection, make_reading


def page_of(account: Account) -> str:
    return f"/accounts/{account.pk}/"


def test_a_hidden_account_and_a_missing_one_look_alike(
    client: Client, karim: Person, care: Unit
) -> None:
    hidden = make_account(unit=care)
    client.force_login(karim)

    answers = [client.get(page_of(hidden)), client.get(f"/accounts/{uuid7()}/")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert all('data-code="account_not_found"' in answer.text for answer in answers)


def test_each_fault_carries_its_fact_and_its_repair(
    client: Client, claire: Person, energy: Unit
) -> None:
    gone = make_person(
        name="Lina Amrani",
        status="left",
        is_active=False,
        left_at=datetime(2026, 11, 13, 17, tzinfo=UTC),
    )
    account = make_account(unit=energy, owner=claire, backup=gone, review_on=date(2020, 1, 1))
    client.force_login(claire)

    page = client.get(page_of(account)).text

    assert "The backup has left" in page
    assert "Lina Amrani left on" in page
    assert "Review overdue" in page
    assert f'href="/accounts/{account.pk}/repair/backup/"' in page
    assert f'href="/accounts/{account.pk}/repair/review/"' in page
    assert "An owner answers for it" in page


def test_who_may_only_read_gets_no_button(client: Client, hugo: Person, energy: Unit) -> None:
    account = make_account(unit=energy)
    client.force_login(hugo)

    page = client.get(page_of(account)).text

    assert "No owner" in page
    assert "/repair/" not in page
    assert "/edit/" not in page
    assert "/reading/" not in page
    for address in ("edit/", "repair/owner/"):
        assert client.get(page_of(account) + address).status_code == 403


def test_a_repair_names_the_backup_and_the_log_says_so(
    client: Client, karim: Person, hugo: Person, energy: Unit
) -> None:
    account = make_account(unit=energy, owner=karim)
    client.force_login(karim)

    response = client.post(page_of(account) + "repair/backup/", {"backup": hugo.email})

    assert response.status_code == 302
    account.refresh_from_db()
    assert account.backup == hugo
    leaf = leaves(verb="account.updated")[-1]
    assert leaf["data"]["changed"] == ["backup_id"]
    assert leaf["data"]["state"]["backup_id"] == str(hugo.pk)
    assert leaf["actor"]["ref"] == str(karim.pk)
    assert "Record updated" in client.get(page_of(account)).text


@pytest.mark.parametrize("typed", ["Nobody Known", "nobody@nordet.example", "Two Names"])
def test_a_person_nobody_can_tell_is_refused_beside_the_field(
    client: Client, claire: Person, nordet: Unit, typed: str
) -> None:
    for number in range(2):
        make_person(name="Two Names", email=f"two{number}@nordet.example", home_unit=nordet)
    account = make_account(unit=nordet)
    client.force_login(claire)

    response = client.post(page_of(account) + "repair/owner/", {"owner": typed})

    assert response.status_code == 422
    assert "owner" in response.context["form"].errors
    account.refresh_from_db()
    assert account.owner is None


def test_the_backup_is_never_the_owner(
    client: Client, claire: Person, karim: Person, nordet: Unit, noon: datetime
) -> None:
    account = make_account(unit=nordet, owner=karim)

    with pytest.raises(HolderRefusedError) as refusal:
        set_holder(account.pk, place="backup", person_id=karim.pk, by=claire, at=noon)

    assert "backup" in refusal.value.fields
    client.force_login(claire)
    response = client.post(page_of(account) + "repair/backup/", {"backup": karim.email})
    assert "someone other than the owner" in response.text


def test_a_person_who_left_cannot_be_named(claire: Person, nordet: Unit, noon: datetime) -> None:
    gone = make_person(name="Gone", status="left", is_active=False, left_at=noon)
    account = make_account(unit=nordet)

    with pytest.raises(HolderRefusedError):
        set_holder(account.pk, place="owner", person_id=gone.pk, by=claire, at=noon)


def test_an_account_moves_only_to_a_unit_one_may_edit(
    karim: Person, claire: Person, energy: Unit, care: Unit, noon: datetime
) -> None:
    account = make_account(unit=energy)

    with pytest.raises(NotFoundError):
        update_account(account.pk, changes={"unit_id": care.pk}, by=karim, at=noon)
    moved = update_account(account.pk, changes={"unit_id": care.pk}, by=claire, at=noon)

    assert moved.unit_id == care.pk
    with pytest.raises(AccountNotFoundError):
        update_account(account.pk, changes={"name": "mine"}, by=karim, at=noon)


def test_a_contributor_may_not_change_an_account(
    hugo: Person, energy: Unit, noon: datetime
) -> None:
    account = make_account(unit=energy)

    with pytest.raises(RightMissingError):
        change_status(account.pk, status="closed", by=hugo, at=noon)
    with pytest.raises(RightMissingError):
        update_account(account.pk, changes={"name": "mine"}, by=hugo, at=noon)

    assert leaves() == []


def test_a_change_that_changes_nothing_leaves_no_entry(
    claire: Person, nordet: Unit, noon: datetime
) -> None:
    account = make_account(unit=nordet, name="Same")

    update_account(account.pk, changes={"name": "Same"}, by=claire, at=noon)

    assert leaves() == []


def test_a_status_is_changed_once(
    client: Client, claire: Person, nordet: Unit, noon: datetime
) -> None:
    account = make_account(unit=nordet)
    client.force_login(claire)

    first = client.post(page_of(account) + "life/dormant/", {"reason": "Silent since May."})
    again = client.post(page_of(account) + "life/dormant/", {"reason": "Silent since May."})

    assert first["Location"] == page_of(account)
    assert again["Location"] == page_of(account) + "life/"
    assert len(leaves(verb="account.status_changed")) == 1
    assert leaves(verb="account.status_changed")[-1]["data"]["before"] == "official"
    with pytest.raises(DomainError):
        change_status(account.pk, status="made-up", by=claire, at=noon)


def test_an_unknown_repair_is_not_a_page(client: Client, claire: Person, nordet: Unit) -> None:
    account = make_account(unit=nordet)
    client.force_login(claire)

    assert client.get(page_of(account) + "repair/everything/").status_code == 404


@pytest.mark.parametrize(
    ("pasted", "network", "handle"),
    [
        ("https://www.facebook.com/Nordet/?ref=bookmarks", "facebook", "Nordet"),
        ("x.com/nordet?s=20", "x", "nordet"),
        ("@nordet@mastodon.example", "mastodon", "nordet@mastodon.example"),
        ("https://bsky.app/profile/nordet.example", "bluesky", "nordet.example"),
    ],
)
def test_an_address_pasted_in_any_form_becomes_network_and_handle(
    client: Client, claire: Person, nordet: Unit, pasted: str, network: str, handle: str
) -> None:
    client.force_login(claire)

    response = client.post("/accounts/new/", fields_of(nordet, address=pasted, owner=claire.email))

    assert response.status_code == 302
    account = Account.objects.get()
    assert (account.network, account.handle) == (network, handle)
    assert account.owner == claire
    assert account.name == handle
    assert leaves(verb="account.registered")[0]["data"]["state"]["network"] == network


def test_the_same_account_written_otherwise_is_refused_at_its_place(
    client: Client, claire: Person, nordet: Unit
) -> None:
    make_account(unit=nordet, address="https://x.com/Nordet")
    client.force_login(claire)

    response = client.post(
        "/accounts/new/", fields_of(nordet, address="http://mobile.twitter.com/nordet/")
    )

    assert response.status_code == 422
    assert "in the register already" in str(response.context["form"].errors["address"])


@pytest.mark.parametrize("pasted", ["", "nordet", "https://x.com/home", "https://example.org/a b"])
def test_an_address_that_names_nobody_is_refused_at_its_place(
    client: Client, claire: Person, nordet: Unit, pasted: str
) -> None:
    client.force_login(claire)

    response = client.post("/accounts/new/", fields_of(nordet, address=pasted))

    assert response.status_code == 422
    assert "address" in response.context["form"].errors
    assert not Account.objects.exists()


def test_a_unit_one_may_not_edit_is_not_offered(
    client: Client, karim: Person, energy: Unit, care: Unit
) -> None:
    client.force_login(karim)

    response = client.post("/accounts/new/", fields_of(care, address="x.com/nordet"))

    assert response.status_code == 422
    assert "unit" in response.context["form"].errors
    assert care.label not in client.get("/accounts/new/").text


def test_the_record_is_edited_whole_and_keeps_what_was_typed_when_refused(
    client: Client, claire: Person, nordet: Unit
) -> None:
    account = make_account(unit=nordet, address="x.com/nordet", name="Old", tags=["a"])
    client.force_login(claire)
    page = page_of(account) + "edit/"
    assert 'value="https://x.com/nordet"' in client.get(page).text

    refused = client.post(
        page, fields_of(nordet, address="nowhere", name="New", purpose="Kept while refused")
    )
    done = client.post(page, fields_of(nordet, address="x.com/nordet", name="New", tags="b, #c, b"))

    assert refused.status_code == 422
    assert "Kept while refused" in refused.text
    assert done.status_code == 302
    account.refresh_from_db()
    assert (account.name, account.tags) == ("New", ["b", "c"])


def test_a_reading_says_what_was_read_when_and_by_whom(
    client: Client, hugo: Person, energy: Unit
) -> None:
    account = make_account(unit=energy, backup=hugo)
    client.force_login(hugo)

    response = client.post(
        page_of(account) + "reading/",
        {"last_post_on": "2026-11-14", "followers": "18400", "read_on": "2026-11-16"},
    )

    assert response.status_code == 302
    page = client.get(page_of(account)).text
    assert "18,400 followers" in page
    assert "by H. Petit" in page
    leaf = leaves(verb="account.read_by_hand")[-1]
    assert leaf["data"]["followers"] == 18400


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"read_on": "2026-11-16"}, "last_post_on"),
        ({"read_on": "2999-01-01", "followers": "3"}, "read_on"),
        ({"read_on": "2026-11-16", "last_post_on": "2026-11-17"}, "last_post_on"),
        ({"read_on": "2026-11-16", "followers": "-3"}, "followers"),
        ({"followers": "3"}, "read_on"),
    ],
)
def test_a_reading_that_cannot_be_comes_back_with_the_page(
    client: Client, claire: Person, nordet: Unit, told: dict[str, str], field: str
) -> None:
    account = make_account(unit=nordet)
    client.force_login(claire)

    response = client.post(page_of(account) + "reading/", told)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Reading.objects.exists()


def test_a_stranger_to_the_account_may_not_note_a_reading(
    client: Client, hugo: Person, energy: Unit
) -> None:
    account = make_account(unit=energy)
    client.force_login(hugo)

    response = client.post(
        page_of(account) + "reading/", {"followers": "3", "read_on": "2026-11-16"}
    )

    assert response.status_code == 403
    assert not Reading.objects.exists()


def test_the_publications_kept_of_it_are_shown(
    client: Client, claire: Person, nordet: Unit, noon: datetime
) -> None:
    account = make_account(unit=nordet)
    Record.objects.create(
        account=account,
        source=Record.Source.SENT,
        text="The thousandth charging point",
        published_at=noon,
        archived_at=noon,
        digest="0" * 64,
        url="https://x.com/nordet/status/1",
    )
    client.force_login(claire)

    page = client.get(page_of(account)).text

    assert "The thousandth charging point" in page
    assert "sent by Gouvernail" in page
    assert "not known" not in page


def test_capabilities_are_said_as_they_are(client: Client, claire: Person, nordet: Unit) -> None:
    by_hand = make_account(unit=nordet, address="instagram.com/nordet")
    waiting = make_account(unit=nordet, address="https://bsky.app/profile/nordet.example")
    client.force_login(claire)

    first, second = client.get(page_of(by_hand)).text, client.get(page_of(waiting)).text

    assert "automatic" not in first.partition("What can be done here")[2]
    assert "On Instagram, publications go out by hand" in first
    assert "automatic once connected" in second


def test_the_page_costs_the_same_whatever_happened_to_the_account(
    client: Client, claire: Person, nordet: Unit, noon: datetime
) -> None:
    account = make_account(unit=nordet, owner=claire)
    make_connection(account=account, by=claire)
    make_reading(account=account, by=claire, followers=1)
    update_account(account.pk, changes={"name": "First"}, by=claire, at=noon)
    client.force_login(claire)
    client.get(page_of(account))

    with CaptureQueriesContext(connection) as one:
        client.get(page_of(account))
    for number in range(20):
        make_reading(account=account, by=claire, followers=number)
        update_account(account.pk, changes={"name": f"Name {number}"}, by=claire, at=noon)
    with CaptureQueriesContext(connection) as twenty:
        client.get(page_of(account))

    assert len(twenty) == len(one) <= 20


def fields_of(unit: Unit, **more: object) -> dict[str, object]:
    """Return the fields of the form that have no default in a browser."""
    return {"unit": unit.pk, "kind": "organisation", "status": "official"} | more
