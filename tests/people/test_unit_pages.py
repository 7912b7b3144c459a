"""The tree of units in the browser."""

from django.test import Client
from django.urls import reverse

from gouvernail.people.models import Person, Unit


def test_the_tree_shows_each_unit_below_its_own(
    client: Client, claire: Person, solar: Unit, care: Unit, energy: Unit
) -> None:
    client.force_login(claire)

    lines = client.get("/units/").context["lines"]

    assert [(line.unit.code, line.depth) for line in lines] == [
        ("nordet", 0),
        ("care", 1),
        ("energy", 1),
        ("solar", 2),
    ]


def test_a_delegate_sees_their_part_of_the_tree_and_changes_nothing(
    client: Client, karim: Person, solar: Unit, energy: Unit
) -> None:
    client.force_login(karim)

    lines = client.get("/units/").context["lines"]

    assert [(line.unit.code, line.depth) for line in lines] == [("energy", 0), ("solar", 1)]
    assert client.get(reverse("people:unit-edit", args=[energy.pk])).status_code == 403
    assert client.get(reverse("people:unit-create")).status_code == 403


def test_a_lead_creates_a_unit_and_hears_about_a_code_already_taken(
    client: Client, claire: Person, energy: Unit
) -> None:
    client.force_login(claire)
    answers = {"name": "Éolien", "code": "ENERGY", "parent": energy.pk, "position": 0}

    refused = client.post(reverse("people:unit-create"), answers)
    client.post(reverse("people:unit-create"), answers | {"code": "wind", "country": "be"})

    assert refused.status_code == 422
    assert refused.context["form"].errors["code"] == ["Another unit has this code."]
    wind = Unit.objects.get(code="wind")
    assert (wind.parent, wind.country) == (energy, "BE")
    assert energy.contains(wind)


def test_a_unit_moves_with_all_below_it_and_never_below_itself(
    client: Client, claire: Person, energy: Unit, care: Unit, solar: Unit
) -> None:
    client.force_login(claire)
    address = reverse("people:unit-move", args=[energy.pk])

    refused = client.post(address, {"parent": solar.pk})
    client.post(address, {"parent": care.pk})

    assert refused.status_code == 422
    assert refused.context["move_form"].errors["parent"]
    solar.refresh_from_db()
    assert care.contains(solar)


def test_a_unit_is_renamed_and_closed_once_empty(
    client: Client, claire: Person, energy: Unit, solar: Unit
) -> None:
    client.force_login(claire)
    answers = {"name": "Soleil", "code": "solar", "position": 3}
    client.post(reverse("people:unit-edit", args=[solar.pk]), answers)
    held = client.post(reverse("people:unit-close", args=[energy.pk]))
    client.post(reverse("people:unit-close", args=[solar.pk]))

    solar.refresh_from_db()
    assert (solar.name, solar.position, solar.status) == ("Soleil", 3, "closed")
    assert 'data-code="unit_not_empty"' in held.text
    assert "Closed units" in client.get("/units/").text
