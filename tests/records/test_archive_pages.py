"""The archive: who reads what, found how, exported safely, proved."""

import csv
import io
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import machine
from gouvernail.ledger.actions import record as tell
from gouvernail.people.models import Person, Unit
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.tasks import turn
from gouvernail.records.actions import mark_withdrawn
from gouvernail.records.models import Record
from tests.make.publishing import make_practice_account, make_thread
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


# --- what is no longer online ---------------------------------------------------------------------


@pytest.fixture
def thread(solar: Unit, hugo: Person, noon: datetime) -> Delivery:
    account = make_practice_account(unit=solar, by=hugo)
    given = make_thread(account, by=hugo, parts=("Un.", "Deux.", "Trois."))
    for second in (0, 1, 2):
        turn(clock=lambda one=second: noon + timedelta(seconds=one))  # type: ignore[misc]  # bound now
    assert Record.objects.filter(delivery_id=given.pk).count() == 3
    return given


@pytest.mark.parametrize(
    ("language", "words", "online", "verify"),
    [
        ("fr", "retirée", "Voir en ligne", "Vérifier le retrait"),
        ("en", "withdrawn", "See it online", "Verify the withdrawal"),
    ],
)
def test_every_post_of_a_withdrawn_thread_says_so_with_its_proof(
    client: Client,
    claire: Person,
    karim: Person,
    thread: Delivery,
    noon: datetime,
    language: str,
    words: str,
    online: str,
    verify: str,
) -> None:
    Person.objects.filter(pk=claire.pk).update(language=language)
    client.force_login(claire)
    first = Record.objects.filter(delivery_id=thread.pk)[0]
    assert online in client.get(reverse("records:record-detail", args=[first.pk])).text

    mark_withdrawn(
        delivery_id=thread.pk,
        withdrawal_id=uuid4(),
        reason="The price is wrong.",
        proof={"read_back": noon.isoformat()},
        by=karim,
        at=noon,
    )

    listed = client.get(LIST)
    assert listed.text.count(f"</svg>{words}</span>") == 3
    assert listed.text.count(f", {karim.name}</small>") == 3
    for one in Record.objects.filter(delivery_id=thread.pk):
        page = client.get(reverse("records:record-detail", args=[one.pk]))
        assert f"</svg>{words}</span>" in page.text
        assert karim.name in page.text
        assert "The price is wrong." in page.text
        assert verify in page.text
        assert online not in page.text
        proof = reverse("ledger:proof", args=[page.context["ended"].link])
        assert proof in page.text
        assert client.get(proof).status_code == 200
        assert page.context["timeline"].events[-1].verb == "record.archived"
    rows = list(csv.DictReader(io.StringIO(client.get(f"{LIST}export.csv").getvalue().decode())))
    assert [bool(row["withdrawn_at"]) for row in rows] == [True] * 3


@action("tests.lose")
def lose(delivery: Delivery, *, at: datetime) -> None:
    """Note that a look no longer finds it, as the sender does."""
    tell(actor=machine("sender"), verb="delivery.disappeared", subject=delivery, at=at)


def test_what_its_network_lost_is_not_offered_to_be_seen_online(
    client: Client, claire: Person, thread: Delivery, solar_record: Record, noon: datetime
) -> None:
    Person.objects.filter(pk=claire.pk).update(language="fr")
    lose(thread, at=noon)
    client.force_login(claire)

    assert client.get(LIST).text.count("</svg>disparue du réseau</span>") == 3
    lost = client.get(reverse("records:record-detail", args=[Record.objects.get(text="Un.").pk]))
    assert "Disparue du réseau" in lost.text
    assert "Voir en ligne" not in lost.text
    there = client.get(reverse("records:record-detail", args=[solar_record.pk]))
    assert "Voir en ligne" in there.text
