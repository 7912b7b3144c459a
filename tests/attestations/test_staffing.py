"""Which unit runs more accounts than its people can keep alive, and where nobody can tell."""

from datetime import UTC, datetime

from django.test import Client

from gouvernail.attestations.models import ReviewRule
from gouvernail.attestations.queries.staffing import staffing_of
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from tests.make.people import make_person
from tests.make.registry import make_account

AT = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)


def test_a_unit_with_more_accounts_than_its_people_can_keep_is_flagged(
    energy: Unit, care: Unit, hugo: Person, claire: Person
) -> None:
    gone = make_person(name="Gone", is_active=False, status="left", left_at=AT)
    for _number in range(4):
        make_account(unit=energy, owner=hugo)
    make_account(unit=energy, owner=gone, status=Account.Status.DISMISSED)
    make_account(unit=care, owner=gone)
    energy_line, care_line = sorted(staffing_of(claire), key=lambda one: -one.accounts)

    assert (energy_line.accounts, energy_line.holders, energy_line.excess) == (4, 1, 1)
    assert energy_line.over
    assert (care_line.holders, care_line.unheld, care_line.over) == (0, 1, True)
    ReviewRule.objects.create(unit=energy, accounts_most=4)
    assert not next(one for one in staffing_of(claire) if one.unit == energy).over


def test_a_unit_where_nobody_was_ever_named_is_not_known_rather_than_over(
    client: Client, claire: Person, energy: Unit
) -> None:
    make_account(unit=energy)
    claire.language = "en"
    claire.save()
    client.force_login(claire)

    [line] = staffing_of(claire)
    page = client.get("/accounts/staffing/").text

    assert (line.named, line.over) == (False, False)
    assert "0 units run more" in page
    assert "Of 1 it is not known: nobody is named on its accounts." in page
    assert f"?unit={energy.pk}&amp;fault=no_owner" in page
