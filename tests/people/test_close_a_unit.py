"""A unit closes once nothing stands in it, and what stands there is named with its way out."""

from django.test import Client
from django.urls import reverse

from gouvernail.people.models import Person, Unit
from tests.make.registry import make_account


def test_a_unit_with_an_account_stays_open_and_the_account_is_named(
    client: Client, claire: Person, solar: Unit
) -> None:
    client.force_login(claire)
    account = make_account(unit=solar, name="Nordet Solaire")

    held = client.post(reverse("people:unit-close", args=[solar.pk]))
    page = client.get(reverse("people:unit-edit", args=[solar.pk]))

    solar.refresh_from_db()
    assert (held.status_code, solar.status) == (409, Unit.Status.OPEN)
    assert 'data-code="unit_not_empty"' in held.text
    assert "Nordet Solaire" in held.text
    assert reverse("registry:account-edit", args=[account.pk]) in page.text
    assert reverse("people:unit-close", args=[solar.pk]) not in page.text


def test_people_and_units_below_are_named_with_the_page_that_moves_them(
    client: Client, claire: Person, hugo: Person, energy: Unit, solar: Unit
) -> None:
    client.force_login(claire)

    page = client.get(reverse("people:unit-edit", args=[energy.pk])).text

    assert reverse("people:person-edit", args=[hugo.pk]) in page
    assert reverse("people:unit-edit", args=[solar.pk]) in page


def test_an_account_closed_or_moved_keeps_no_unit_open(
    client: Client, claire: Person, solar: Unit, care: Unit
) -> None:
    client.force_login(claire)
    make_account(unit=solar, status="closed")
    moved = make_account(unit=solar)
    form = client.get(reverse("registry:account-edit", args=[moved.pk])).context["form"]
    answers = {name: field.value() or "" for name, field in zip(form.fields, form, strict=True)}
    client.post(
        reverse("registry:account-edit", args=[moved.pk]),
        answers | {"unit": str(care.pk), "tags": ""},
    )

    client.post(reverse("people:unit-close", args=[solar.pk]))

    solar.refresh_from_db()
    assert solar.status == Unit.Status.CLOSED
