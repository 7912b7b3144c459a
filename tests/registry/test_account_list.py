"""The register as a list: who sees what, in which order, at what cost."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from gouvernail.people.models import Person, Unit
from gouvernail.registry.forms.filters import ORDER_NAMES
from gouvernail.registry.models import Account, Connection
from gouvernail.registry.queries import ORDERS
from tests.make.registry import make_account, make_connection, make_reading

LIST = "/accounts/"


@pytest.fixture
def sound(claire: Person, karim: Person) -> dict[str, Any]:
    """Return the fields of an account in order."""
    return {"owner": claire, "backup": karim}


def queries_of(client: Client, url: str) -> int:
    """Return how many queries a page costs once the process is warm."""
    client.get(url)
    with CaptureQueriesContext(connection) as context:
        client.get(url)
    return len(context)


def names(client: Client, query: str = "") -> list[str]:
    """Return the accounts a page shows, in its order."""
    rows = client.get(LIST + query).context["rows"]
    return [row.account.name for row in rows]


def test_a_delegate_sees_their_own_units_and_what_stands_below(
    client: Client, karim: Person, energy: Unit, solar: Unit, care: Unit
) -> None:
    make_account(unit=energy, name="Energy on X")
    make_account(unit=solar, name="Solar on X")
    make_account(unit=care, name="Care on X")
    client.force_login(karim)

    assert set(names(client)) == {"Energy on X", "Solar on X"}


def test_an_employee_has_no_register(client: Client, nina: Person) -> None:
    client.force_login(nina)

    response = client.get(LIST)

    assert response.status_code == 403
    assert 'data-code="right_missing"' in response.text


def test_a_stranger_is_sent_to_sign_in(client: Client, db: None) -> None:
    response = client.get(LIST)

    assert response.status_code == 302
    assert "login" in response["Location"]


def test_the_most_fragile_comes_first(
    client: Client, claire: Person, nordet: Unit, sound: dict[str, Any]
) -> None:
    make_account(unit=nordet, name="A, in order", **sound)
    make_account(unit=nordet, name="B, late", **sound | {"review_on": date(2020, 1, 1)})
    make_account(unit=nordet, name="C, orphan")
    make_account(unit=nordet, name="D, alone", **sound | {"backup": None})
    client.force_login(claire)

    response = client.get(LIST)

    assert [row.account.name for row in response.context["rows"]] == [
        "C, orphan",
        "D, alone",
        "B, late",
        "A, in order",
    ]
    assert [row.health.state for row in response.context["rows"]] == ["stop", "stop", "warn", "ok"]
    assert "2 at fault" in response.text
    assert "1 to watch" in response.text


def test_a_holder_who_left_and_a_failing_connection_are_faults_and_a_closed_account_has_none(
    client: Client, claire: Person, karim: Person, nordet: Unit, sound: dict[str, Any]
) -> None:
    failing = make_account(unit=nordet, name="Failing", **sound)
    make_connection(account=failing, by=claire, status=Connection.Status.FAILING)
    make_account(unit=nordet, name="Closed", status=Account.Status.CLOSED)
    make_account(unit=nordet, name="Left", owner=karim, backup=claire)
    Person.objects.filter(pk=karim.pk).update(
        status=Person.Status.LEFT, is_active=False, left_at=failing.registered_at
    )
    client.force_login(claire)

    found = {
        row.account.name: [fault.code for fault in row.health.faults]
        for row in client.get(LIST).context["rows"]
    }

    assert found == {
        "Failing": ["backup_left", "connection"],
        "Left": ["owner_left"],
        "Closed": [],
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?network=bluesky", {"Solar"}),
        ("?network=bluesky&network=x", {"Solar", "Group"}),
        ("?status=dormant", {"Care"}),
        ("?fault=no_owner", {"Solar", "Care", "Energy"}),
        ("?fault=no_backup&network=bluesky", {"Solar"}),
        ("?fault=review_overdue", {"Energy"}),
        ("?health=ok", {"Group"}),
        ("?tag=été", {"Care"}),
        ("?q=solar", {"Solar"}),
        ("?q=claire", {"Group"}),
        ("?q=@nordet.solar", {"Solar"}),
        ("?q=nobody-of-this-name", set()),
        ("?q=&status=&network=&fault=no_backup&tag=&sort=", {"Solar", "Care", "Energy"}),
        (
            "?fault=made_up&status=made_up&unit=not-an-id&health=x",
            {"Solar", "Care", "Energy", "Group"},
        ),
    ],
)
def test_the_address_narrows_the_list(
    client: Client,
    claire: Person,
    nordet: Unit,
    sound: dict[str, Any],
    query: str,
    expected: set[str],
) -> None:
    make_account(unit=nordet, name="Group", **sound)
    make_account(unit=nordet, name="Solar", address="https://bsky.app/profile/nordet.solar.example")
    make_account(
        unit=nordet, name="Care", address="facebook.com/nordetcare", status="dormant", tags=["été"]
    )
    make_account(
        unit=nordet, name="Energy", address="instagram.com/nordet", review_on=date(2020, 1, 1)
    )
    client.force_login(claire)

    assert set(names(client, query)) == expected


def test_a_unit_takes_what_stands_below_it_and_a_holder_all_they_hold(
    client: Client, claire: Person, karim: Person, energy: Unit, solar: Unit, care: Unit
) -> None:
    make_account(unit=solar, name="Solar", backup=karim)
    make_account(unit=care, name="Care", owner=karim)
    make_account(unit=care, name="Other")
    client.force_login(claire)

    assert names(client, f"?unit={energy.pk}") == ["Solar"]
    assert set(names(client, f"?holder={karim.pk}")) == {"Solar", "Care"}


def test_a_chip_takes_its_own_filter_out_and_keeps_the_others(
    client: Client, claire: Person, nordet: Unit
) -> None:
    make_account(unit=nordet)
    client.force_login(claire)

    page = client.get(LIST + "?network=x&fault=no_owner&sort=name").text

    assert 'href="?fault=no_owner&amp;sort=name"' in page
    assert 'href="?network=x&amp;sort=name"' in page
    assert "Sort: by name" in page


@pytest.mark.parametrize("order", ["fragile", "name", "-name", "unit", "review", "seen", "-seen"])
def test_paging_by_key_shows_every_account_once_and_comes_back(
    client: Client, claire: Person, energy: Unit, solar: Unit, order: str
) -> None:
    for number in range(120):
        account = make_account(
            unit=(energy, solar)[number % 2],
            name=f"Account {number % 60:03}",
            review_on=None if number % 7 == 0 else date(2026, 1, 1) + timedelta(days=number % 30),
        )
        if number % 5 == 0:
            make_reading(account=account, by=claire, last_post_on=date(2026, 2, 1 + number % 9))
    client.force_login(claire)

    pages = [client.get(LIST, {"sort": order}).context]
    while pages[-1]["page"].next_cursor:
        pages.append(
            client.get(LIST, {"sort": order, "cursor": pages[-1]["page"].next_cursor}).context
        )
    back = client.get(LIST, {"sort": order, "cursor": pages[-1]["page"].previous_cursor}).context

    seen = [row.account.pk for page in pages for row in page["rows"]]
    assert len(pages) == 3
    assert len(seen) == len(set(seen)) == 120
    assert [row.account.pk for row in back["rows"]] == [row.account.pk for row in pages[-2]["rows"]]


def test_the_list_costs_the_same_whatever_its_length(
    client: Client, claire: Person, nordet: Unit, sound: dict[str, Any]
) -> None:
    client.force_login(claire)

    def grow(rows: int) -> None:
        for _ in range(rows):
            account = make_account(unit=nordet, **sound)
            make_reading(account=account, by=claire, last_post_on=date(2026, 2, 1))
            make_connection(account=account, by=claire)

    grow(1)
    one = queries_of(client, LIST)
    grow(19)

    assert queries_of(client, LIST) == one <= 14


def test_the_last_publication_says_how_it_is_known(
    client: Client, claire: Person, nordet: Unit
) -> None:
    make_account(unit=nordet, name="Never read")
    read = make_account(unit=nordet, name="Read by hand")
    make_reading(
        account=read, by=claire, last_post_on=date(2026, 11, 14), read_on=date(2026, 11, 16)
    )
    client.force_login(claire)

    page = client.get(LIST).text

    assert "read on <time" in page
    assert "C. Morvan" in page
    assert page.count("not known") == 1


def test_an_empty_register_offers_the_import_to_who_may(
    client: Client, claire: Person, hugo: Person
) -> None:
    client.force_login(claire)
    assert reverse("registry:import-list") in client.get(LIST).text

    client.force_login(hugo)
    page = client.get(LIST).text
    assert reverse("registry:import-list") not in page
    assert "No account yet" in page


def test_a_page_beyond_the_last_filter_says_so(
    client: Client, claire: Person, nordet: Unit
) -> None:
    make_account(unit=nordet)
    client.force_login(claire)

    assert "No account answers to these filters" in client.get(LIST + "?q=zzz").text


def test_exports_hold_the_narrowed_list_and_no_formula(
    client: Client, claire: Person, nordet: Unit
) -> None:
    make_account(unit=nordet, name="=HYPERLINK(1)", notes="+1", owner=claire)
    make_account(unit=nordet, name="Other", address="facebook.com/other")
    client.force_login(claire)

    text = client.get("/accounts/export.csv?network=x").getvalue()
    book = load_workbook(io.BytesIO(client.get("/accounts/export.xlsx?network=x").content))

    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    assert [row["name"] for row in rows] == ["'=HYPERLINK(1)"]
    assert rows[0]["owner"] == claire.email
    assert rows[0]["notes"] == "'+1"
    sheet = book.worksheets[0]
    assert [cell.data_type for cell in sheet[2] if cell.value] == ["s"] * sum(
        bool(cell.value) for cell in sheet[2]
    )
    assert sheet["D2"].value == "=HYPERLINK(1)"
    assert sheet.max_row == 2


def test_an_employee_cannot_export(client: Client, nina: Person) -> None:
    client.force_login(nina)

    assert client.get("/accounts/export.csv").status_code == 403


def test_the_matrix_counts_units_by_networks_and_names_gaps_and_crowds(
    client: Client, claire: Person, nordet: Unit, energy: Unit, solar: Unit, care: Unit
) -> None:
    for number in range(3):
        make_account(unit=solar, address=f"https://facebook.com/nordet{number}")
    make_account(unit=energy)
    make_account(unit=nordet)
    make_account(unit=care, address="https://instagram.com/nordet")
    client.force_login(claire)

    response = client.get("/accounts/matrix/")

    matrix = response.context["matrix"]
    assert matrix.networks == ("facebook", "x", "instagram")
    assert [(line.unit, [cell.number for cell in line.cells]) for line in matrix.lines] == [
        (nordet, [0, 1, 0]),
        (care, [0, 0, 1]),
        (energy, [3, 1, 0]),
    ]
    assert [(crowd.unit, crowd.network, crowd.number) for crowd in matrix.crowds] == [
        (energy, "facebook", 3)
    ]
    assert [(gap.unit, gap.network) for gap in matrix.gaps] == [(care, "x")]
    assert f"unit={energy.pk}" in response.text
    assert matrix.total == 6


def test_the_matrix_costs_the_same_whatever_its_size(
    client: Client, claire: Person, nordet: Unit
) -> None:
    client.force_login(claire)
    make_account(unit=nordet)
    one = queries_of(client, "/accounts/matrix/")
    for _ in range(19):
        make_account(unit=nordet)

    assert queries_of(client, "/accounts/matrix/") == one <= 12


def test_orders_that_exist_are_those_that_have_a_name() -> None:
    assert set(ORDERS) == set(ORDER_NAMES)


def test_a_personal_account_has_no_health_no_backup_and_is_not_called_official(
    client: Client, energy: Unit, claire: Person
) -> None:
    make_account(unit=energy, name="Hugo grimpe", kind="personal", owner=claire)
    make_account(unit=energy, name="Dormeur", status="closed")
    client.force_login(claire)

    page = client.get(LIST).text
    assert page.count("not checked") == 2
    assert "In order" not in page
    assert "Hugo grimpe" not in client.get(LIST, {"health": "ok"}).text
    account = Account.objects.get(name="Hugo grimpe")
    page = client.get(reverse("registry:account-detail", args=[account.pk])).text
    assert "Personal" in page
    for untrue in ("Official", "Backup: nobody", "Next review", "What can be done here"):
        assert untrue not in page
