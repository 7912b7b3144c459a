"""Choosing what the public is told: by a lead, with a proof for the switch, seen in the ledger."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.foundation.actors import acting
from gouvernail.foundation.clock import now
from gouvernail.people.errors import ProofNeededError, RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from gouvernail.verification.actions.publishing import (
    DirectoryChoices,
    note_link,
    open_directory,
    publish_accounts,
    set_directory,
    withdraw_accounts,
)
from gouvernail.verification.errors import DirectoryInvalidError, NotPublishableError
from gouvernail.verification.models import Directory, Listing
from gouvernail.verification.permissions import official_listings, public_listings
from gouvernail.verification.queries.choosing import addresses_in, link_of
from tests.make.ledger import leaves
from tests.make.registry import make_account, make_connection


def test_only_a_lead_of_the_whole_opens_it_and_proves_who_they_are(
    claire: Person, karim: Person, nordet: Unit
) -> None:
    with pytest.raises(RightMissingError):
        open_directory(by=karim, at=now())
    hour_ago = acting(auth="session:x", proved=lambda: now() - timedelta(hours=1))
    with hour_ago, pytest.raises(ProofNeededError):
        open_directory(by=claire, at=now())
    assert not Directory.objects.exists()

    open_directory(by=claire, at=now())

    assert Directory.objects.get().is_open
    assert len(leaves(verb="directory.opened")) == 1


def test_an_account_is_told_by_choice_and_each_choice_leaves_an_entry(
    claire: Person, energy: Unit
) -> None:
    accounts = [make_account(unit=energy), make_account(unit=energy, status="impostor")]
    ids = [account.pk for account in accounts]
    assert publish_accounts(ids, by=claire, at=now()) == 2
    assert publish_accounts(ids, by=claire, at=now()) == 0
    assert publish_accounts(ids[:1], shows_unit=False, by=claire, at=now()) == 1

    says = dict(Listing.objects.values_list("account__status", "says"))
    assert says == {"official": "ours", "impostor": "not_ours"}
    assert len(leaves(verb="listing.published")) == 3
    assert withdraw_accounts(ids, by=claire, at=now()) == 2
    assert not official_listings().exists()
    assert len(leaves(verb="listing.withdrawn")) == 2


def test_what_is_not_decided_cannot_be_told(claire: Person, karim: Person, energy: Unit) -> None:
    found = make_account(unit=energy, status="to_confirm", name="Someone")
    with pytest.raises(NotPublishableError, match="Someone"):
        publish_accounts([found.pk], by=claire, at=now())
    with pytest.raises(RightMissingError):
        publish_accounts([make_account(unit=energy).pk], by=karim, at=now())
    practice = make_account(unit=energy)
    Account.objects.filter(pk=practice.pk).update(network="practice")
    with pytest.raises(NotPublishableError):
        publish_accounts([practice.pk], by=claire, at=now())

    assert not Listing.objects.exists()


def test_settings_are_addresses_of_the_web(claire: Person, nordet: Unit) -> None:
    with pytest.raises(DirectoryInvalidError) as refused:
        set_directory(
            choices=DirectoryChoices(website="javascript:alert(1)", help_url="nordet"),
            by=claire,
            at=now(),
        )
    assert set(refused.value.fields) == {"website", "help_url"}
    choices = DirectoryChoices(website="https://nordet.example", tags=("jobs", "jobs", "a"))
    assert set_directory(choices=choices, by=claire, at=now()).tags == ["a", "jobs"]


def test_the_lead_chooses_on_the_page(client: Client, claire: Person, energy: Unit) -> None:
    for number in range(60):
        make_account(unit=energy, address=f"https://x.com/n{number}", name=f"N {number:02}")
    make_account(unit=energy, address="https://x.com/later", status="opening", name="Not yet")
    client.force_login(claire)
    address = reverse("verification:choice-list")
    shown = client.get(address).content.decode()
    assert "N 00" in shown
    assert "Not yet" not in shown
    assert "N 55" not in shown
    choose = reverse("verification:choice-make")

    first = Account.objects.get(name="N 00")
    client.post(choose, {"account": [str(first.pk), "nonsense"], "do": "publish"})
    assert list(official_listings().values_list("account", flat=True)) == [first.pk]
    client.post(choose + "?q=N 1", {"all": "1", "do": "publish-without-unit"})
    assert official_listings().count() == 11
    assert official_listings().filter(shows_unit=False).count() == 10
    narrowed = client.get(address, {"told": "yes"}).content.decode()
    assert "N 19" in narrowed
    assert "N 20" not in narrowed
    Account.objects.filter(name="N 19").update(status="impostor")
    again = client.get(address, {"told": "again"}).content.decode()
    assert "N 19" in again
    assert "N 18" not in again


def test_the_switch_opens_and_closes_for_everybody(
    client: Client, claire: Person, nordet: Unit
) -> None:
    """That it asks for a proof is in tests/test_step_up.py."""
    client.force_login(claire)
    visitor, switch = Client(), reverse("verification:directory-switch")
    for to, status in (("open", 200), ("close", 404)):
        client.post(switch, {"to": to})
        assert visitor.get(reverse("verification:answer")).status_code == status


def test_settings_refused_are_said_at_their_field(
    client: Client, claire: Person, nordet: Unit
) -> None:
    client.force_login(claire)
    address = reverse("verification:directory")
    assert client.get(address).status_code == 200
    refused = client.post(address, {"website": "nordet"})
    assert refused.status_code == 422
    assert b"Write a whole address" in refused.content
    assert client.post(address, {"website": "https://nordet.example"}).status_code == 302


PROFILE = {
    "description": "Energy. https://elsewhere.example/ and more",
    "fields": [{"name": "Proof", "value": '<a href="{page}" rel="me">proof</a>'}],
}


def test_a_profile_that_was_read_says_whether_it_links_back(
    client: Client, claire: Person, energy: Unit, directory: Directory
) -> None:
    account = make_account(unit=energy, address="https://social.nordet.example/@energie")
    publish_accounts([account.pk], by=claire, at=now())
    listing = Listing.objects.get()
    assert link_of(listing, website="").state == "by_hand"
    connection = make_connection(account=account, by=claire, profile=PROFILE)
    listing = official_listings().select_related("account__connection").get()
    link = link_of(listing, website="")
    assert (link.state, len(link.found)) == ("missing", 2)
    connection.profile = {"fields": [{"value": f'<a href="{link.wanted}">proof</a>'}]}
    connection.save()
    listing = official_listings().select_related("account__connection").get()
    assert link_of(listing, website="").state == "linked"
    connection.profile = {"description": "https://nordet.example"}
    connection.save()
    listing = official_listings().select_related("account__connection").get()
    assert link_of(listing, website="https://nordet.example/").state == "linked"
    assert link_of(listing, website="").state == "missing"

    client.force_login(claire)
    assert b"Yes, as read on the network" in client.get(reverse("verification:link-list")).content


def test_elsewhere_somebody_looks_and_says_so(
    client: Client, claire: Person, ours: Listing
) -> None:
    client.force_login(claire)
    client.post(reverse("verification:link-note", args=[ours.pk]), {"seen": "1"})
    assert "Claire Morvan" in client.get(reverse("verification:link-list")).content.decode()
    with pytest.raises(DirectoryInvalidError):
        note_link(ours.pk, seen_on=date(2199, 1, 1), by=claire, at=now())
    client.post(reverse("verification:link-note", args=[ours.pk]), {})

    ours.refresh_from_db()
    assert (ours.link_seen_on, ours.link_seen_by) == (None, None)


def test_a_profile_of_any_shape_is_read_without_harm() -> None:
    deep: object = "https://a.example"
    for _turn in range(3000):
        deep = [deep]
    assert addresses_in(deep) == ["https://a.example"]
    assert addresses_in({"a": None, "b": 3, "c": "<a href>x", "d": ["javascript:1"]}) == []
    assert len(addresses_in([f"https://{n}.example" for n in range(500)])) == 50


def test_an_account_of_a_person_is_never_told_by_all_and_a_personal_one_never(
    client: Client, claire: Person, energy: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gouvernail.verification.views.choosing.AT_ONCE", 2)
    several = [make_account(unit=energy, name=f"Account {n}") for n in range(5)]
    professional = make_account(unit=energy, name="Account of Karim", kind="professional")
    personal = make_account(unit=energy, name="Karim at home", kind="personal")
    client.force_login(claire)
    address = reverse("verification:choice-make")
    page = client.get(reverse("verification:choice-list")).text
    assert "Karim at home" not in page
    assert "tick them one by one" in page or "Account of Karim" in page

    for told, left in ((2, 3), (4, 1), (5, 0), (5, 0)):
        answer = client.post(address, {"all": "1", "do": "publish"}, follow=True)
        assert Listing.objects.filter(is_public=True).count() == told
        assert (f"{left} account" in answer.text and "left" in answer.text) == bool(left)
    assert not Listing.objects.filter(account=professional).exists()
    client.post(address, {"account": str(professional.pk), "do": "publish"})
    assert official_listings().filter(account=professional).exists()
    for _turn in range(3):
        client.post(address, {"all": "1", "do": "publish-without-unit"})
    assert Listing.objects.filter(shows_unit=True).get().account == professional
    with pytest.raises(NotPublishableError):
        publish_accounts([personal.pk], by=claire, at=now())

    Account.objects.filter(pk=several[0].pk).update(kind="personal")  # as an import may do
    assert not public_listings().filter(account=several[0]).exists()
    for _turn in range(3):
        client.post(address, {"all": "1", "do": "withdraw"})
    assert not public_listings().exists()
