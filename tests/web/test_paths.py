"""No word of anybody becomes a path: not in an address, not in the name of a file."""

from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from gouvernail.media.actions import NewPicture, add_asset
from gouvernail.media.queries import place_of
from gouvernail.people.models import Person, Unit
from tests.authorisation.routes import routes
from tests.make.media import make_picture

UPWARDS = ("../", "..%2f", "%2e%2e/", "..%5c", "..\\", "....//", "%252e%252e%252f", "..%00/")
OURS = "pyproject.toml"


@pytest.mark.parametrize("upwards", UPWARDS)
@pytest.mark.parametrize("place", ["static/", "static/web/css/", "media/", ""])
def test_no_address_leads_out_of_the_files_that_are_served(
    client: Client, claire: Person, place: str, upwards: str
) -> None:
    client.force_login(claire)

    answer = client.get(f"/{place}{upwards * 6}{OURS}")

    assert answer.status_code in {400, 404}


@pytest.mark.parametrize(
    "name",
    ["../../escaped.png", "..\\..\\escaped.png", "/etc/escaped.png", "a\x00/escaped.png", ".png"],
)
def test_the_name_of_a_picture_is_no_path(
    hugo: Person, energy: Unit, noon: datetime, name: str
) -> None:
    asset = add_asset(
        file=NewPicture(data=make_picture(), name=name), unit_id=energy.pk, by=hugo, at=noon
    )
    place = place_of(asset.sha256).resolve()

    assert place.is_relative_to(Path(settings.MEDIA_ROOT).resolve())
    assert place.name.strip("0123456789abcdef") == ""
    assert not set("/\\\x00") & set(asset.original_name)
    assert not list(Path(settings.MEDIA_ROOT).parent.rglob("escaped*"))


def test_no_address_takes_a_path() -> None:
    assert [route.name for route in routes() if "<path:" in route.pattern] == []
