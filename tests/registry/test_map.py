"""The register as a map, what each unit has to keep, and custody in the list."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gouvernail.people.models import Person, Unit
from gouvernail.registry.actions import note_custody
from gouvernail.registry.queries.map import account_map
from tests.make.people import make_person, make_unit
from tests.make.registry import make_account

TODAY = date(2026, 11, 17)


@pytest.fixture
def spread(
    claire: Person, karim: Person, nordet: Unit, energy: Unit, solar: Unit, care: Unit
) -> None:
    """Spread accounts: Energy and Solar many for one person, Care few, one of nobody."""
    for network in ("x", "bluesky", "facebook", "instagram"):
        handle = "nordet.example" if network == "bluesky" else f"nordet{network}"
        host = {"bluesky": "bsky.app/profile"}.get(network, f"{network}.com")
        make_account(unit=solar, address=f"https://{host}/{handle}", owner=karim, name=network)
    make_account(unit=care, owner=claire, backup=karim, name="Care")
    make_account(unit=care, owner=claire, backup=karim, name="Gone", status="closed")
    make_account(unit=care, owner=claire, backup=karim, name="Not ours", status="impostor")
    make_account(unit=care, owner=claire, backup=karim, name="Mine", kind="personal")


def test_each_unit_has_an_area_a_state_and_a_load(
    client: Client, claire: Person, energy: Unit, care: Unit, spread: None
) -> None:
    plots = {plot.unit: plot for plot in account_map(claire, under=None, today=TODAY)}

    first, second = plots[energy], plots[care]
    assert (first.accounts, first.holders, first.networks, first.state) == (4, 1, 4, "stop")
    assert (second.accounts, second.holders, second.state) == (1, 2, "ok")
    assert (first.is_overextended, second.is_overextended) == (True, False)
    areas = [plot.box.width * plot.box.height for plot in (first, second)]
    assert areas[0] == pytest.approx(4 * areas[1])
    client.force_login(claire)
    page = client.get("/accounts/map/").text
    assert f'href="/accounts/?unit={energy.pk}"' in page
    assert "1 unit runs more than the people named" in page
    inside = client.get(f"/accounts/map/?unit={energy.pk}")
    assert [plot.accounts for plot in inside.context["plots"]] == [4]
    body = b"".join(client.get("/accounts/map.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert ",4,1,4.0,yes" in body


def test_the_map_costs_the_same_for_one_unit_and_for_twenty(
    client: Client, claire: Person, nordet: Unit, spread: None
) -> None:
    client.force_login(claire)
    costs = []
    for round_ in range(2):
        for number in range(10 * round_):
            unit = make_unit(parent=nordet, name=f"Unit {number}")
            make_account(unit=unit, owner=make_person(name=f"P {number}", home_unit=unit))
        client.get("/accounts/map/")
        with CaptureQueriesContext(connection) as context:
            client.get("/accounts/map/")
        costs.append(len(context))

    assert costs[0] == costs[1]


def test_custody_is_shown_sorted_and_filtered_once_it_is_known(
    client: Client, claire: Person, karim: Person, nordet: Unit, noon: datetime
) -> None:
    told: dict[str, Any] = {"owner": claire, "backup": karim}
    weak, strong = (
        make_account(unit=nordet, name="Weak", **told),
        make_account(unit=nordet, name="Strong", **told),
    )
    make_account(unit=nordet, name="Unknown", **told)
    note_custody(weak.pk, custody=1, ways_in=1)
    note_custody(strong.pk, custody=5, ways_in=3)
    client.force_login(claire)

    def names(query: str) -> list[str]:
        return [row.account.name for row in client.get("/accounts/" + query).context["rows"]]

    assert names("?sort=custody") == ["Weak", "Strong", "Unknown"]
    assert names("?sort=-custody") == ["Strong", "Weak", "Unknown"]
    assert names("?sort=ways") == ["Weak", "Strong", "Unknown"]
    assert names("?custody=5") == ["Strong"]
    assert names("?custody=one") == ["Weak"]
    assert names("?custody=unknown") == ["Unknown"]
    assert len(names("?custody=9")) == 3
    page = client.get("/accounts/").text
    assert "1 way in" in page
    assert 'data-level="5"' in page
