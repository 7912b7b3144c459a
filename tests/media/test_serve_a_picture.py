"""Serving a file: to whom, and as what."""

from django.test import Client
from django.urls import reverse

from gouvernail.people.models import Person, Unit
from tests.make.media import make_asset, make_picture


def test_a_picture_is_served_as_what_it_is(client: Client, hugo: Person, energy: Unit) -> None:
    asset = make_asset(unit=energy, by=hugo)
    client.force_login(hugo)

    response = client.get(reverse("media:asset-file", args=[asset.pk]))

    assert response.status_code == 200
    assert response.content == make_picture()
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_another_unit_is_told_there_is_nothing(
    client: Client, hugo: Person, ines: Person, energy: Unit
) -> None:
    asset = make_asset(unit=energy, by=hugo)
    client.force_login(ines)

    response = client.get(reverse("media:asset-file", args=[asset.pk]))

    assert response.status_code == 404


def test_a_stranger_is_sent_to_sign_in(client: Client, hugo: Person, energy: Unit) -> None:
    asset = make_asset(unit=energy, by=hugo)

    response = client.get(reverse("media:asset-file", args=[asset.pk]))

    assert response.status_code == 302
