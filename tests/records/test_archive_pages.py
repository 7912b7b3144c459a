"""The archive: who reads what, found how, exported safely, proved."""

import csv
import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gouvernail.people.models import Person, Unit
from gouvernail.records.models import Record
from tests.make.records import NOON, make_record
from tests.make.registry import make_account

LIST = "/archive/"


@pytest.fixture
def solar_record(solar: Unit, claire: Person) -> Record:
    account = make_account(unit=solar, name="Solaire", network="bluesky")
    return make_record(account, text="Le soleil brille. Prix en baisse.", url="https://b.example/1")


@pytest.fixture
def care_record(care: Unit, claire: Person) -> Record:
    account = make_account(unit=care, name="Clients", network="x")
    published_at = NOON - timedelta(days=40)
    return make_record(account, text="Bonjour.", source="by_hand", published_at=published_at)


def texts(client: Client, query: str = "") -> list[str]:
    return [record.text for record in client.get(LIST + query).context["page"].rows]


def test_one_reads_the_archive_of_ones_own_units(
    client: Client, hugo: Person, solar_record: Record, care_record: Record
) -> None:
    client.force_login(hugo)

    assert texts(client) == [solar_record.text]
    address = reverse("records:record-detail", args=[care_record.pk])
    assert 'data-code="record_not_found"' in client.get(address).text


def test_an_employee_has_no_archive(client: Client, nina: Person) -> None:
    client.force_login(nina)

    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}export.csv").status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=soleil+prix", "solar"),
        ("?q=nothing", ""),
        ("?network=x", "care"),
        ("?source=by_hand", "care"),
        ("?source=rubbish&q=soleil", "solar"),
        ("?since=2026-11-01", "solar"),
        ("?until=2026-10-31", "care"),
        ("?since=rubbish&network=x", "care"),
        ("?unit=rubbish&account=rubbish&network=x", "care"),
    ],
)
def test_the_archive_is_narrowed_by_its_address(
    client: Client, solar_record: Record, care_record: Record, query: str, found: str
) -> None:
    client.force_login(Person.objects.get(name="Claire Morvan"))

    expected = {"solar": [solar_record.text], "care": [care_record.text], "": []}[found]
    assert texts(client, query) == expected


def test_a_unit_and_an_account_narrow_it_too(
    client: Client, claire: Person, energy: Unit, solar_record: Record, care_record: Record
) -> None:
    client.force_login(claire)

    assert texts(client, f"?unit={energy.pk}") == [solar_record.text]
    assert texts(client, f"?account={care_record.account_id}") == [care_record.text]


def test_the_export_is_safe_and_narrowed_as_the_list(
    client: Client, claire: Person, solar_record: Record, care_record: Record
) -> None:
    Record.objects.filter(pk=solar_record.pk).update(text="=1+1 soleil\nencore")
    client.force_login(claire)

    response = client.get(f"{LIST}export.csv?q=soleil")

    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode())))
    assert [row["text"] for row in rows] == ["'=1+1 soleil\nencore"]
    assert rows[0]["sha256"] == solar_record.digest


def test_a_record_shows_its_digest_and_leads_to_its_proof(
    client: Client, claire: Person, solar_record: Record
) -> None:
    client.force_login(claire)

    response = client.get(reverse("records:record-detail", args=[solar_record.pk]))

    assert solar_record.digest in response.text
    event = response.context["timeline"].events[-1]
    assert reverse("ledger:proof", args=[event.link]) in response.text
    assert client.get(reverse("ledger:proof", args=[event.link])).status_code == 200


def test_another_capture_of_the_same_delivery_is_one_click_away(
    client: Client, claire: Person, solar: Unit
) -> None:
    account, delivery = make_account(unit=solar), uuid4()
    sent = make_record(account, delivery_id=delivery)
    captured = make_record(account, delivery_id=delivery, source="captured")
    client.force_login(claire)

    page = client.get(reverse("records:record-detail", args=[sent.pk]))

    assert reverse("records:record-detail", args=[captured.pk]) in page.text


def test_twenty_records_cost_what_one_costs(
    client: Client, claire: Person, solar_record: Record, solar: Unit
) -> None:
    client.force_login(claire)

    def cost() -> int:
        client.get(LIST)
        with CaptureQueriesContext(connection) as context:
            client.get(LIST)
        return len(context)

    one = cost()
    for number in range(45):
        make_record(
            solar_record.account, text=f"t{number}", published_at=NOON - timedelta(hours=number)
        )

    assert cost() == one
    first = client.get(LIST).context["page"]
    second = client.get(LIST, {"cursor": first.next_cursor}).context["page"]
    assert len(first.rows) + len(second.rows) == 46


def test_the_language_of_a_record_is_a_name_and_not_a_code(
    client: Client, claire: Person, solar_record: Record
) -> None:
    Record.objects.filter(pk=solar_record.pk).update(language="fr-CA")
    client.force_login(claire)

    page = client.get(reverse("records:record-detail", args=[solar_record.pk]))

    assert "<dd>Français</dd>" in page.text
