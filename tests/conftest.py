"""The named cast that tests speak of, and where the large data sets are.

Nordet is a small group: `nordet` (root) with `energy` and `care` below it, `solar` below `energy`.
"""

import gc
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from pytest_django import DjangoDbBlocker

from gouvernail.charter.models import Charter
from gouvernail.people.models import Person, Role, Seat, Unit
from gouvernail.project.catalogues import compile_catalogues
from gouvernail.web.beginning import Memory
from tests.databases import is_the_same_on_any
from tests.make.ledger import let_transactional_tests_empty_the_ledger
from tests.make.people import make_grant, make_person, make_unit
from tests.migrated import migrated_database

ROOT = Path(__file__).resolve().parent.parent
verify: Any = import_module("tools.verify")  # a script: mypy knows it by another name
pytest_plugins = [
    "tests.canaries",
    *(["tests.servers.fixtures"] if (ROOT / "tests/servers/fixtures.py").exists() else []),
]

let_transactional_tests_empty_the_ledger()
gc.disable()  # until all tests are collected: nearly nothing of what they load is garbage


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what needs a real server or a browser by the fixtures it asks for.

    Where `tools/verify.py` asks for that, leave out what no other database could change.
    """
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        if asked & {"pds", "snac2", "faulty_pds", "seaweedfs"}:
            item.add_marker(pytest.mark.servers)
            item.add_marker(pytest.mark.xdist_group("servers"))
        if "browser" in asked or item.nodeid.startswith("tests/browser"):
            item.add_marker(pytest.mark.browser)
        if misplaced(item):
            raise pytest.UsageError(f"{item.nodeid}: see BROWSER and SERVERS in tools/verify.py")
    if os.environ.get(verify.DIFFERS):
        same = {item for item in items if is_the_same_on_any(item)}
        config.hook.pytest_deselected(items=[*same])
        items[:] = [item for item in items if item not in same]


def misplaced(item: pytest.Item) -> bool:
    """Return whether a part of `make test` would pass this test by: it reads only some folders."""
    marks = {mark.name for mark in item.iter_markers()}
    if ("browser" in marks) != item.nodeid.startswith(verify.BROWSER):
        return True
    return "servers" in marks and not item.nodeid.startswith((*verify.SERVERS, *verify.BROWSER))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Note the ids of what failed where `tools/verify.py` reads them."""
    ids = [
        f"{kind}: {report.nodeid}\n"
        for kind in ("failed", "error")
        for report in terminalreporter.stats.get(kind, ())
    ]
    place = os.environ.get(verify.FAILED)
    if ids and place and "PYTEST_XDIST_WORKER" not in os.environ:
        with Path(place).open("a", encoding="utf-8") as notes:
            notes.writelines(ids)


def pytest_sessionstart() -> None:
    """Compile the translations that changed: tests read pages in French."""
    compile_catalogues()


def pytest_collection_finish() -> None:
    """Look for garbage less often: what is loaded by now stays, and each look goes through it."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Give the run a database with its tables, instead of migrating one for each process."""
    with django_db_blocker.unblock(), migrated_database():
        yield


@pytest.fixture(autouse=True)
def language_of_the_site() -> None:
    """Begin each test in the language of the site, not in that of the last page another asked."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def site_that_has_begun(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the site to have begun; `empty_site` looks again, as a process that just started."""
    monkeypatch.setattr(Memory, "begun", "empty_site" not in request.fixturenames)


@pytest.fixture
def empty_site(db: None) -> None:
    """Begin with a site that nobody has begun, and a process that does not know of any other."""


@pytest.fixture(scope="session")
def test_data() -> Path:
    """Return the folder of the large data sets; tests that need it skip without it."""
    folder = Path(os.environ.get("GOUVERNAIL_TEST_DATA", ROOT.parent / "shared" / "data"))
    if not (folder / "MANIFEST.md").exists():
        pytest.skip(f"no data sets at {folder}: set GOUVERNAIL_TEST_DATA")
    return folder


@pytest.fixture
def noon() -> datetime:
    return datetime(2026, 11, 17, 12, 0, tzinfo=UTC)


@pytest.fixture
def nordet(db: None) -> Unit:
    return make_unit(name="Groupe Nordet", name_en="Nordet Group", code="nordet")


@pytest.fixture
def charter(nordet: Unit) -> Charter:
    return Charter.objects.create(name="Groupe Nordet", name_en="Nordet Group")


@pytest.fixture
def energy(nordet: Unit) -> Unit:
    return make_unit(parent=nordet, name="Énergie", name_en="Energy", code="energy")


@pytest.fixture
def care(nordet: Unit) -> Unit:
    return make_unit(parent=nordet, name="Clients", name_en="Care", code="care")


@pytest.fixture
def solar(energy: Unit) -> Unit:
    return make_unit(parent=energy, name="Solaire", name_en="Solar", code="solar")


@pytest.fixture
def claire(nordet: Unit, charter: Charter) -> Person:
    """Return the lead of the whole group."""
    return _cast("Claire Morvan", nordet, Role.LEAD)


@pytest.fixture
def karim(energy: Unit, charter: Charter) -> Person:
    """Return the delegate of Energy."""
    return _cast("Karim Benali", energy, Role.DELEGATE)


@pytest.fixture
def hugo(energy: Unit, charter: Charter) -> Person:
    """Return a contributor of Energy."""
    return _cast("Hugo Petit", energy, Role.CONTRIBUTOR)


@pytest.fixture
def julie(nordet: Unit, charter: Charter) -> Person:
    """Return the brand reviewer of the group."""
    return _cast("Julie Marchand", nordet, Role.REVIEWER, seat=Seat.BRAND)


@pytest.fixture
def amina(nordet: Unit, charter: Charter) -> Person:
    """Return the legal reviewer of the group."""
    return _cast("Amina Delmas", nordet, Role.REVIEWER, seat=Seat.LEGAL)


@pytest.fixture
def camille(nordet: Unit, charter: Charter) -> Person:
    """Return the colleague who reads before publication."""
    return _cast("Camille Roux", nordet, Role.REVIEWER, seat=Seat.COLLEAGUE)


@pytest.fixture
def yann(nordet: Unit, charter: Charter) -> Person:
    """Return security."""
    return _cast("Yann Le Goff", nordet, Role.SECURITY)


@pytest.fixture
def odile(nordet: Unit, charter: Charter) -> Person:
    """Return the auditor."""
    return _cast("Odile Aubry", nordet, Role.AUDITOR)


@pytest.fixture
def ines(care: Unit, charter: Charter) -> Person:
    """Return a contributor of another department."""
    return _cast("Inès Faure", care, Role.CONTRIBUTOR)


@pytest.fixture
def nina(energy: Unit, charter: Charter) -> Person:
    """Return an employee with no other role."""
    return _cast("Nina Cherif", energy, Role.EMPLOYEE)


def _cast(name: str, unit: Unit, role: Role, *, seat: str = "") -> Person:
    person = make_person(name=name, home_unit=unit)
    make_grant(person=person, unit=unit, role=role, seat=seat)
    return person
