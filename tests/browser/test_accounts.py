"""The register in a real browser: the list, the matrix, one account, an import."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from gouvernail.foundation import clock
from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Unit
from gouvernail.records.models import Record
from gouvernail.registry.actions import set_holder
from gouvernail.registry.models import Account
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, overflow, picture
from tests.make.people import make_person
from tests.make.registry import make_account, make_connection, make_reading

SETS = Path(__file__).resolve().parents[1] / "data" / "accounts"


@pytest.fixture
def register(
    *,
    claire: Person,
    karim: Person,
    hugo: Person,
    ines: Person,
    nordet: Unit,
    energy: Unit,
    care: Unit,
) -> Account:
    """A register with something of everything; returns its most fragile account."""
    gone = make_person(
        name="Lina Amrani",
        status="left",
        is_active=False,
        left_at=datetime(2026, 11, 13, 17, tzinfo=UTC),
    )
    today = clock.today()
    fragile = make_account(
        unit=energy,
        address="https://bsky.app/profile/recharge.nordet.example",
        name="Nordet Recharge",
        owner=hugo,
        purpose="Annoncer les bornes ouvertes, répondre aux conducteurs.",
        purpose_en="Announce new chargers, answer drivers.",
        audience="Conducteurs",
        language="fr",
        tags=["recharge", "mobilité"],
        opened_on=date(2024, 6, 3),
        review_on=today - timedelta(days=9),
    )
    make_connection(
        account=fragile,
        by=karim,
        remote_handle="recharge.nordet.example",
        limits={"characters": 300},
        limits_read_at=now(),
        checked_at=now(),
    )
    Record.objects.create(
        account=fragile,
        source=Record.Source.SENT,
        text="La 1 000e borne est posée en Pays de la Loire.",
        published_at=now() - timedelta(hours=2),
        archived_at=now(),
        digest="0" * 64,
    )
    for address, name, unit, owner, backup, fields in (
        ("linkedin.com/company/nordet-carrieres", "Nordet Carrières", care, ines, gone, {}),
        ("x.com/NordetRecharge", "Nordet Recharge", energy, hugo, karim, {"status": "dormant"}),
        ("facebook.com/NordetBornes", "Nordet Bornes", energy, karim, hugo, {"review_on": None}),
        ("facebook.com/NordetBornesOuest", "Nordet Bornes Ouest", energy, karim, hugo, {}),
        ("facebook.com/NordetBornesSud", "Nordet Bornes Sud", energy, karim, hugo, {}),
        ("instagram.com/nordet", "Vivre chez Nordet", nordet, claire, karim, {}),
        ("@nordet@social.nordet.example", "Nordet", nordet, claire, karim, {}),
        ("youtube.com/@nordet", "Nordet", nordet, claire, karim, {}),
        ("x.com/NordetAide", "Nordet Assistance", care, ines, claire, {"status": "to_confirm"}),
    ):
        account = make_account(
            unit=unit, address=address, name=name, owner=owner, backup=backup,
            **{"review_on": today + timedelta(days=40)} | fields,
        )  # fmt: skip
        make_reading(
            account=account, by=owner, last_post_on=today - timedelta(days=6),
            read_on=today - timedelta(days=2), followers=18400,
        )  # fmt: skip
    set_holder(fragile.pk, place="custodian", person_id=karim.pk, by=claire, at=now())
    return fragile


PAGES = ("/accounts/", "/accounts/matrix/", "detail", "/accounts/new/", "/accounts/imports/")


@pytest.mark.parametrize(
    ("width", "theme", "language"),
    [(1440, "light", "fr"), (390, "dark", "en")],
)
def test_the_pages_of_the_register_are_accessible_and_fit(
    visit: Visitor, claire: Person, register: Account, width: int, theme: str, language: str
) -> None:
    for address in PAGES:
        shown = f"/accounts/{register.pk}/" if address == "detail" else address
        page = visit(shown, as_=claire, width=width, theme=theme, language=language)
        name = address.strip("/").replace("/", "-")
        picture(page, f"register-{name}-{width}-{theme}-{language}")

        assert axe(page) == [], address
        assert overflow(page) == 0, address


def test_a_list_comes_in_by_the_pages_alone(
    visit: Visitor, claire: Person, energy: Unit, care: Unit
) -> None:
    page = visit("/accounts/imports/", as_=claire)
    page.set_input_files("input[type=file]", SETS / "long.csv")
    page.get_by_role("button", name="Envoyer et vérifier").click()
    picture(page, "register-preview-1440-light-fr")
    assert axe(page) == []
    assert overflow(page) == 0
    assert "ressemble à des mots de passe" in page.content()

    page.get_by_role("button", name="Créer").click()
    picture(page, "register-report-1440-light-fr")

    assert axe(page) == []
    assert Account.objects.count() == 3
    phone = visit(page.url, as_=claire, width=390, theme="dark", language="en")
    picture(phone, "register-report-390-dark-en")
    assert axe(phone) == []
    assert overflow(phone) == 0


def test_the_filter_works_without_a_script(
    visit: Visitor, claire: Person, register: Account
) -> None:
    page = visit("/accounts/", as_=claire, scripts=False, language="en")
    page.locator(".r-filter summary").click()
    page.get_by_label("Fault").select_option("no_backup")
    page.get_by_role("button", name="Show these accounts").click()

    assert "fault=no_backup" in page.url
    assert page.locator("tbody tr").count() == 1
    page.get_by_role("link", name="Fault: No backup").click()
    assert page.locator("tbody tr").count() == 9  # what nobody confirmed is not ours yet
