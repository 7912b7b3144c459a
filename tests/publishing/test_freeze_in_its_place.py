"""A freeze of one unit is that unit's: to lift, to read about, and never wider than asked."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Role, Unit
from gouvernail.publishing.actions import ask_lift, confirm_lift, engage_freeze
from gouvernail.publishing.errors import ScopeUnknownError
from gouvernail.publishing.models import Freeze
from tests.make.people import make_grant, make_person
from tests.make.publishing import make_delivery
from tests.make.registry import make_account


def test_who_leads_another_unit_does_not_lift_it(
    karim: Person, care: Unit, yann: Person, noon: datetime
) -> None:
    other = make_person(name="Delegate of Care", home_unit=care)
    make_grant(person=other, unit=care, role=Role.DELEGATE)
    assert karim.home_unit is not None
    freeze = engage_freeze(
        scope_kind="unit", scope_value=karim.home_unit.path, by=karim, at=noon, reason="Odd."
    )

    with pytest.raises(RightMissingError):
        ask_lift(freeze_id=freeze.pk, reason="Enough.", by=other, at=noon)
    ask_lift(freeze_id=freeze.pk, reason="Over.", by=karim, at=noon)
    with pytest.raises(RightMissingError):
        confirm_lift(freeze_id=freeze.pk, by=other, at=noon)
    lifted = confirm_lift(freeze_id=freeze.pk, by=yann, at=noon)

    assert lifted.status == Freeze.Status.LIFTED


def test_a_narrow_freeze_that_is_refused_never_becomes_a_wide_one(
    client: Client, karim: Person, care: Unit
) -> None:
    client.force_login(karim)

    refused = client.post(reverse("publishing:freeze-engage"), {"scope": f"unit|{care.path}"})
    unknown = client.post(reverse("publishing:freeze-engage"), {"scope": "unit|nowhere/"})

    assert (refused.status_code, unknown.status_code) == (422, 422)
    assert not Freeze.objects.exists()


@pytest.mark.parametrize("value", ["", "nonsense", "01a1fd63-4bf0-7e84-a91d-53a3a2c75ca4"])
def test_a_freeze_of_no_account_is_refused(value: str, karim: Person, noon: datetime) -> None:
    with pytest.raises(ScopeUnknownError):
        engage_freeze(scope_kind="account", scope_value=value, by=karim, at=noon)


def test_one_reads_what_is_held_only_where_one_sees_content(
    client: Client, karim: Person, nina: Person, energy: Unit, care: Unit, noon: datetime
) -> None:
    make_delivery(make_account(unit=energy), by=karim, title="Ours")
    make_delivery(make_account(unit=care), by=karim, title="Theirs")
    engage_freeze(by=karim, at=noon)

    seen = {}
    for person in (karim, nina):
        client.force_login(person)
        page = client.get(reverse("publishing:freeze")).content.decode()
        seen[person.name] = ["Ours" in page, "Theirs" in page]

    assert seen == {karim.name: [True, False], nina.name: [False, False]}
