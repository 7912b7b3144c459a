"""What every walk needs: a home of its own, a browser, the sender and the signer at hand."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings as site
from pytest_django import Settings

from gouvernail.foundation.clock import now
from gouvernail.ledger.signer.keys import signing_key
from gouvernail.ledger.signer.loop import places
from gouvernail.ledger.signer.sealing import seal
from gouvernail.people.models import Person, Unit
from gouvernail.project import schedule
from gouvernail.rulebooks.actions import NewPack, create_pack
from gouvernail.rulebooks.actions.packs import STARTERS
from gouvernail.rulebooks.models import Pack
from tests.browser.conftest import (
    browser_type_launch_args,
    clicks_wait_for_their_answer,
    visit,
)
from tests.make.rulebooks import adopted

__all__ = ["browser_type_launch_args", "clicks_wait_for_their_answer", "visit"]


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    """A home of its own: the signer's memory of another test's log would make it refuse."""
    folder = tmp_path / "home"
    folder.mkdir()
    settings.GOUVERNAIL_HOME = folder
    return folder


@pytest.fixture
def starter_pack(nordet: Unit, claire: Person, amina: Person) -> Pack:
    """The rules that come with the product, raised from observe to enforce for the whole group."""
    source = next(STARTERS.glob("*.yaml")).read_text(encoding="utf-8")
    assert source.count("\ncontrol: observe\n") == 1
    source = source.replace("\ncontrol: observe\n", "\ncontrol: enforce\n")
    pack = create_pack(pack=NewPack(source=source, unit_id=nordet.pk), by=claire, at=now())
    adopted(pack.versions.get(), by=claire, second=amina, at=now())
    return pack


@pytest.fixture
def sign_the_log() -> Callable[[], None]:
    """One turn of the signer."""

    def once() -> None:
        where = places()
        seal(
            signer=signing_key(site.LEDGER_ORIGIN, where.keys),
            folder=where.memory,
            at=now(),
        )

    return once


@pytest.fixture
def let_the_worker_work() -> Callable[[], None]:
    """Everything that is due for the worker: readers of the outbox, periodic tasks."""

    def once(at: datetime | None = None) -> None:
        schedule.turn(at=at or now())

    return once
