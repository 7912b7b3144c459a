"""A freeze of one unit is that unit's: to lift, to read about, and never wider than asked."""

import threading
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from gouvernail.foundation.actions import as_one
from gouvernail.people.actions import move_unit
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Role, Unit
from gouvernail.publishing.actions import ask_lift, confirm_lift, engage_freeze, seal_freeze
from gouvernail.publishing.errors import AlreadyFrozenError, ScopeUnknownError
from gouvernail.publishing.models import Delivery, Freeze
from gouvernail.publishing.queries import is_frozen
from gouvernail.registry.models import Account
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


def test_a_freeze_of_a_unit_holds_an_account_that_moves_out_or_in(
    energy: Unit, care: Unit, claire: Person, noon: datetime
) -> None:
    out = make_delivery(make_account(unit=energy), by=claire)
    came = make_delivery(make_account(unit=care), by=claire)
    engage_freeze(scope_kind="unit", scope_value=str(energy.pk), by=claire, at=noon)

    Account.objects.filter(pk=out.account_id).update(unit=care)
    Account.objects.filter(pk=came.account_id).update(unit=energy)

    rows = Delivery.objects.select_related("account__unit")
    assert [is_frozen(row) for row in rows.filter(pk__in=(out.pk, came.pk))] == [True, True]


def test_one_unit_is_frozen_once_however_it_is_named(
    energy: Unit, care: Unit, claire: Person, noon: datetime
) -> None:
    first = engage_freeze(scope_kind="unit", scope_value=energy.path, by=claire, at=noon)
    move_unit(unit_id=energy.pk, parent_id=care.pk, by=claire, at=noon)
    energy.refresh_from_db()

    assert first.scope_value == str(energy.pk)
    with pytest.raises(AlreadyFrozenError):
        engage_freeze(scope_kind="unit", scope_value=energy.path, by=claire, at=noon)


def test_the_page_says_that_all_is_frozen_and_offers_no_second_freeze(
    client: Client, claire: Person, noon: datetime
) -> None:
    client.force_login(claire)
    before = client.get(reverse("publishing:freeze")).content.decode()
    engage_freeze(by=claire, at=noon)
    after = client.get(reverse("publishing:freeze")).content.decode()

    action = reverse("publishing:freeze-engage")
    assert action in before
    assert action not in after


def test_the_page_names_what_was_frozen_and_why_it_was_lifted(
    client: Client, claire: Person, yann: Person, energy: Unit, noon: datetime
) -> None:
    account = make_account(unit=energy, network="x", name="Energy Watch")
    over = engage_freeze(scope_kind="account", scope_value=str(account.pk), by=claire, at=noon)
    stands = engage_freeze(scope_kind="network", scope_value="linkedin", by=claire, at=noon)
    seal_freeze(freeze_id=stands.pk, at=noon)
    ask_lift(freeze_id=over.pk, reason="The mast was checked.", by=claire, at=noon)
    confirm_lift(freeze_id=over.pk, by=yann, at=noon)

    client.force_login(yann)
    page = client.get(reverse("publishing:freeze")).text

    assert "Energy Watch, X" in page
    assert str(account.pk) not in page
    assert "The mast was checked." in page
    assert "network: LinkedIn" in page
    assert "PARTLY FROZEN" in page


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_freeze_at_the_same_moment_one_is_told(
    claire: Person, hugo: Person, noon: datetime
) -> None:
    written, go = threading.Event(), threading.Event()
    ends: list[str] = []
    first = threading.Thread(target=_freeze, args=(claire, noon, ends, written, go))
    first.start()
    assert written.wait(10)
    second = threading.Thread(target=_freeze, args=(hugo, noon, ends, None, None))
    second.start()
    second.join(1)
    assert second.is_alive()  # it waits for the row that the first has written and not committed
    go.set()
    first.join(10)
    second.join(10)

    assert sorted(ends) == ["AlreadyFrozenError", "Freeze"]
    assert Freeze.objects.count() == 1


def _freeze(
    by: Person,
    at: datetime,
    ends: list[str],
    written: threading.Event | None,
    go: threading.Event | None,
) -> None:
    @as_one
    def act() -> Freeze:
        freeze = engage_freeze(by=by, at=at)
        if written is not None and go is not None:
            written.set()
            go.wait(10)
        return freeze

    try:
        ends.append(type(act()).__name__)
    except AlreadyFrozenError as error:
        ends.append(type(error).__name__)
    finally:
        connection.close()


def test_who_may_not_lift_has_no_button_and_reads_whom_to_call(
    client: Client, karim: Person, care: Unit, yann: Person, noon: datetime
) -> None:
    other = make_person(name="Delegate of Care", home_unit=care)
    make_grant(person=other, unit=care, role=Role.DELEGATE)
    assert karim.home_unit is not None
    freeze = engage_freeze(
        scope_kind="unit", scope_value=karim.home_unit.path, by=karim, at=noon, reason="Odd."
    )
    lift = reverse("publishing:freeze-lift", args=[freeze.pk])
    confirm = reverse("publishing:freeze-confirm", args=[freeze.pk])
    pages = {}
    for asked in (False, True):
        if asked:
            ask_lift(freeze_id=freeze.pk, reason="Over.", by=karim, at=noon)
        for person in (other, yann):
            client.force_login(person)
            pages[asked, person.pk] = client.get(reverse("publishing:freeze")).text

    assert lift in pages[False, yann.pk]
    assert confirm in pages[True, yann.pk]
    for asked in (False, True):
        page = pages[asked, other.pk]
        assert lift not in page
        assert confirm not in page
        assert "You cannot lift it." in page
        assert "A lead, security or the delegate of what is frozen can." in page
    assert "You cannot lift it." not in pages[False, yann.pk]


def test_who_freezes_without_reading_gets_numbers(
    client: Client, karim: Person, yann: Person, energy: Unit, noon: datetime
) -> None:
    for title in ("One", "Two"):
        make_delivery(make_account(unit=energy), by=karim, title=title)
    gone = make_delivery(make_account(unit=energy), by=karim, title="Three")
    Delivery.objects.filter(pk=gone.pk).update(status="unknown")
    engage_freeze(by=karim, at=noon)

    client.force_login(yann)
    page = client.get(reverse("publishing:freeze")).text

    assert "Where you may freeze and cannot read: 2 held, 1 that can no longer be stopped." in page
    assert "None of the publications you may see" not in page
    assert "Three" not in page


def test_the_form_names_networks_in_the_language_of_its_reader(
    client: Client, claire: Person
) -> None:
    Person.objects.filter(pk=claire.pk).update(language="fr")
    client.force_login(claire)

    page = client.get(reverse("publishing:freeze")).text

    assert "Entraînement" in page
    assert "Site web" in page
    assert ">Website<" not in page
