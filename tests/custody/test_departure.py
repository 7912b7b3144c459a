"""What if they left tomorrow: what is locked, what goes, who could follow, at what price."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, F, Q, QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gouvernail.custody.actions import keep_up
from gouvernail.custody.models import Access
from gouvernail.custody.queries.departure import (
    HELD,
    LOSSES,
    Tally,
    departure_csv,
    departure_of,
    empty_seats,
    leavers,
    losses,
    tally_of,
)
from gouvernail.custody.queries.ways import ways
from gouvernail.people.models import Person, RoleGrant, Unit
from gouvernail.registry.models import Account
from tests.make.custody import make_access
from tests.make.people import make_grant, make_person
from tests.make.registry import make_account

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 17)


def simulated(viewer: Person, **who: Any) -> tuple[Tally, dict[str, Any]]:
    departure = departure_of(viewer, leavers(viewer, **who), today=TODAY)
    _page, rows = losses(departure, show="", cursor="")
    return tally_of(departure), {row.account.name: row for row in rows}


@pytest.fixture
def site(energy: Unit, care: Unit, karim: Person, hugo: Person, ines: Person) -> None:
    """Hugo alone, Hugo and Karim, an owner without access, an account of another unit."""
    only = make_account(unit=energy, name="Only Hugo", backup=hugo)
    make_access(account=only, by=hugo)
    make_access(
        account=only,
        by=hugo,
        means="recovery_email",
        belongs="named",
        detail="h.petit@nordet.example",
    )
    both = make_account(unit=energy, name="Two ways")
    make_access(account=both, by=hugo, means="role")
    make_access(account=both, by=karim, means="role")
    make_account(unit=energy, name="Nobody said", owner=hugo)
    other = make_account(unit=care, name="Care")
    make_access(account=other, by=ines)
    keep_up(at=NOON)


def test_one_person(site: None, claire: Person, karim: Person, hugo: Person) -> None:
    tally, rows = simulated(claire, people=[hugo.pk])

    assert tally == Tally(total=3, locked=1, one_left=1, unknown=1, places=2, recovery=1, factors=2)
    assert list(rows) == ["Nobody said", "Only Hugo", "Two ways"]
    only, both = rows["Only Hugo"], rows["Two ways"]
    assert (only.locked, only.ways_now, only.ways_after, only.places) == (True, 1, 0, ["backup"])
    assert [one.detail for one in only.recoveries] == ["h.petit@nordet.example"]
    assert [one.person for one in both.heirs] == [karim]
    assert both.heirs[0].access is not None
    assert only.heirs[0].role == "delegate"
    departure = departure_of(claire, leavers(claire, people=[hugo.pk]), today=TODAY)
    assert [seat.role for seat in empty_seats(departure)] == ["contributor"]


def said_by_the_database(gone: QuerySet[Person]) -> dict[str, Q]:
    """Return each loss as a condition, `after` being the ways in that stay."""
    held = Access.objects.filter(person__in=gone).exclude(state=Access.State.CLOSED)
    recovering = held.filter(means__in=Access.RECOVERING)
    proving = held.filter(means__in=Access.ENTERING, second_factor__in=HELD)
    return {
        "locked": Q(ways_in__gt=0, after=0),
        "one_left": Q(ways_in__gt=F("after"), after=1),
        "unknown": Q(ways_in__isnull=True),
        "places": Q(owner__in=gone) | Q(backup__in=gone) | Q(custodian__in=gone),
        "recovery": Q(pk__in=recovering.values("account")),
        "factors": Q(pk__in=proving.values("account")),
    }


@pytest.mark.parametrize("loss", LOSSES)
def test_the_tally_and_the_page_hold_what_the_database_says(
    loss: str, site: None, claire: Person, karim: Person, hugo: Person, energy: Unit
) -> None:
    for unit, people in ((None, [hugo.pk]), (None, [karim.pk]), (energy, [])):
        gone = leavers(claire, people=people, unit=unit)
        departure = departure_of(claire, gone, today=TODAY)
        stays = ways(TODAY).exclude(person__in=gone)
        after = Count("accesses__person", distinct=True, filter=Q(accesses__in=stays))
        touched = Account.objects.filter(pk__in=[one.key for one in departure.accounts])
        wanted = touched.annotate(after=after).filter(said_by_the_database(gone)[loss])
        _page, rows = losses(departure, show=loss, cursor="")
        assert {row.account for row in rows} == set(wanted)
        assert len(rows) == getattr(tally_of(departure), loss)
        if people == [hugo.pk]:
            assert rows


def test_a_whole_unit_and_those_below(
    site: None, claire: Person, karim: Person, energy: Unit
) -> None:
    tally, rows = simulated(claire, unit=energy)

    assert (tally.total, tally.locked) == (3, 2)
    assert rows["Two ways"].heirs == []
    assert "Care" not in rows


def test_who_sees_one_unit_simulates_within_it(site: None, karim: Person, ines: Person) -> None:
    tally, rows = simulated(karim, people=[ines.pk])

    assert (tally.total, rows) == (0, {})
    assert not leavers(karim, people=[ines.pk]).exists()


def test_the_condition_of_the_database_says_what_the_row_says(
    site: None, energy: Unit, karim: Person
) -> None:
    account = make_account(unit=energy)
    gone = make_person(
        name="Lina Amrani", status="left", is_active=False, left_at=NOON, home_unit=energy
    )
    for fields in (
        {}, {"works": True}, {"works": False}, {"level": "analyst"}, {"means": "token"},
        {"until_on": TODAY}, {"until_on": TODAY - timedelta(days=1)}, {"person": gone},
        {"name": "Agence"}, {"state": "to_revoke", "due_on": TODAY, "due_since": NOON},
        {"state": "closed", "closed_at": NOON},
    ):  # fmt: skip
        make_access(account=account, by=karim, **fields)

    said = {one.pk for one in Access.objects.select_related("person") if one.lets_in(TODAY)}
    assert said == set(ways(TODAY).values_list("pk", flat=True))


def grow(unit: Unit, by: Person, people: list[Person], number: int) -> None:
    for _each in range(number):
        account = make_account(unit=unit, owner=people[0])
        for person in people:
            make_access(account=account, by=by, person=person)
    keep_up(at=NOON)


def test_ten_times_the_accounts_cost_the_same_queries(
    energy: Unit, claire: Person, karim: Person, hugo: Person
) -> None:
    counts: list[int] = []
    for _turn in range(2):
        grow(energy, karim, [hugo, karim], 2 if not counts else 18)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            departure = departure_of(claire, leavers(claire, people=[hugo.pk]), today=TODAY)
            losses(departure, show="", cursor="")
            tally_of(departure)
            empty_seats(departure)
        counts.append(len(asked))

    assert counts[1] <= counts[0] <= 9


def test_the_page_and_its_file_say_the_same(
    site: None, client: Client, claire: Person, hugo: Person, nina: Person
) -> None:
    client.force_login(claire)
    page = client.get(reverse("custody:departure"), {"person": str(hugo.pk)})

    assert page.status_code == 200
    assert "What if Hugo Petit left tomorrow?" in page.text
    assert "nobody any more" in page.text
    assert "h.petit@nordet.example" in page.text
    narrowed = client.get(reverse("custody:departure"), {"who": str(hugo.email), "show": "locked"})
    assert "Only Hugo" in narrowed.text
    assert "Two ways" not in narrowed.text
    gone = leavers(claire, people=[hugo.pk])
    lines = list(departure_csv(departure_of(claire, gone, today=TODAY)))
    assert len(lines) == 4
    assert "Only Hugo" in lines[2]
    client.force_login(nina)
    assert client.get(reverse("custody:departure")).status_code == 403


def test_nobody_is_the_backup_of_their_own_account_and_each_unit_has_its_colleagues(
    energy: Unit, care: Unit, claire: Person, karim: Person, hugo: Person, ines: Person
) -> None:
    mine = make_account(unit=energy, name="Mine", owner=karim, backup=hugo)
    make_access(account=mine, by=karim)
    make_access(account=mine, by=hugo)
    alone = make_account(unit=energy, name="Alone already", backup=hugo)
    make_access(account=alone, by=karim)
    RoleGrant.objects.filter(person=ines).delete()
    for number in range(14):
        person = make_person(
            name=f"Abel {number:02}", home_unit=energy, email=f"abel{number}@nordet.example"
        )
        make_grant(person=person, unit=energy, role="contributor")
    make_account(unit=care, name="Soin", owner=hugo)
    make_grant(person=ines, unit=care, role="contributor")
    old = make_person(name="Ancien", home_unit=care, email="ancien@nordet.example")
    make_grant(person=old, unit=care, role="contributor", ends_on=TODAY - timedelta(days=1))

    keep_up(at=NOON)
    tally, rows = simulated(claire, people=[hugo.pk])
    assert tally.one_left == 2
    assert "Karim Benali" not in {heir.person.name for heir in rows["Mine"].heirs}
    assert [heir.person for heir in rows["Soin"].heirs] == [ines]
