"""A draft of a pack, and past posts to try it over."""

import pytest

from gouvernail.people.models import Person, Unit
from gouvernail.records.models import Record
from gouvernail.rulebooks.models import PackVersion
from tests.make.records import make_record
from tests.make.registry import make_account
from tests.make.rulebooks import make_pack
from tests.make.trials import WIDER


@pytest.fixture
def draft(nordet: Unit, claire: Person) -> PackVersion:
    """Return a draft that stops one word more than the version in force."""
    in_force = make_pack(unit=nordet, by=claire)
    return PackVersion.objects.create(
        pack=in_force.pack,
        number=2,
        source=WIDER,
        digest="d" * 64,
        written_by=claire,
        written_at=in_force.written_at,
    )


@pytest.fixture
def archive(energy: Unit, care: Unit) -> list[Record]:
    power = make_account(unit=energy, network="bluesky")
    helping = make_account(unit=care, network="mastodon")
    texts = ["Charging is free today.", "A discount on charging.", "Our stations are open."]
    return [
        *(make_record(power, text=text) for text in texts),
        make_record(helping, text="A free call."),
    ]
