"""Whatever a unit says of whatever the register holds, there is a way to accept it."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.attestations.actions.answering import SAYS
from gouvernail.attestations.actions.declaring import sign_declaration
from gouvernail.attestations.actions.settling import Settlement, accept_line
from gouvernail.attestations.models import DeclaredLine, Declarer
from gouvernail.attestations.queries.declarers import DECLARED
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account, Closing
from gouvernail.registry.queries import person_named
from tests.make.registry import make_account

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
PLAN = Settlement(last_post="Goodbye.", elsewhere="https://nordet.example")
BECOMES = {
    ("to_confirm", "confirm"): "official",
    ("to_confirm", "correct"): "official",
    ("to_confirm", "closed"): "dismissed",
    ("duplicate", "confirm"): "official",
    ("duplicate", "correct"): "official",
    ("opening", "not_ours"): "closed",
    ("opening", "closed"): "closed",
    ("closing", "not_ours"): "closing",
}


def sign(declarer: Declarer, accounts: dict[Account, dict[str, str]], pages: str = "") -> None:
    answers = {"accounts": {str(one.pk): told for one, told in accounts.items()}, "pages": pages}
    sign_declaration(declarer=declarer, answers=answers, name="Karim Benali", by_link=True, at=AT)


def test_every_answer_about_every_status_can_be_accepted(
    declarer: Declarer, energy: Unit, claire: Person, hugo: Person, karim: Person
) -> None:
    made = {}
    for status in sorted(DECLARED):
        for say in SAYS:
            account = make_account(unit=energy, status=status, owner=hugo, backup=karim)
            made[account] = (str(status), say)
            if status == "closing":
                Closing.objects.create(
                    account=account, last_post="Bye.", elsewhere="https://nordet.example",
                    ends_on=date(2099, 1, 1), planned_by=claire, planned_at=AT,
                )  # fmt: skip
    told = {one: {"say": say, "purpose": "News"} for one, (_status, say) in made.items()}
    sign(declarer, told)
    for line in DeclaredLine.objects.all():
        accept_line(line_id=line.pk, settlement=PLAN, by=claire, at=AT)

    usual = {"not_ours": "to_confirm", "closed": "closing"}
    for account, (status, say) in made.items():
        account.refresh_from_db()
        wanted = BECOMES.get((status, say), usual.get(say, status))
        assert (status, say, account.status) == (status, say, wanted)
        assert account.purpose == ("News" if say == "correct" else "")


def test_what_is_confirmed_has_holders_named_with_it(
    client: Client, declarer: Declarer, energy: Unit, claire: Person, karim: Person, hugo: Person
) -> None:
    found = make_account(unit=energy, status="to_confirm", name="Found")
    twin = make_account(unit=energy, status="duplicate", name="Twin", owner=hugo)
    sign(declarer, {found: {"say": "confirm"}, twin: {"say": "confirm"}})
    page = reverse("attestations:declaration-detail", args=[declarer.declaration_id])
    client.force_login(claire)
    assert 'name="backup"' in client.get(page).text
    for line in DeclaredLine.objects.all():
        at = reverse("attestations:line-settle", args=[declarer.declaration_id, line.pk])
        told = {"do": "accept", "backup": str(claire.email)}
        assert client.post(at, told).status_code == 302

    found.refresh_from_db()
    twin.refresh_from_db()
    assert person_named(str(claire.email), viewer=claire) == claire
    assert (found.status, found.owner, found.backup) == ("official", karim, claire)
    assert (twin.status, twin.owner, twin.backup) == ("official", hugo, claire)


def test_a_handle_alone_corrects_the_address_on_the_same_network(
    declarer: Declarer, energy: Unit, claire: Person
) -> None:
    account = make_account(unit=energy, network="x")
    sign(declarer, {account: {"say": "correct", "address": "@new_handle"}})
    accept_line(line_id=DeclaredLine.objects.get().pk, settlement=Settlement(), by=claire, at=AT)

    account.refresh_from_db()
    assert (account.network, account.handle) == ("x", "new_handle")


def test_a_page_that_another_unit_holds_can_come_over(
    client: Client, declarer: Declarer, energy: Unit, care: Unit, claire: Person, hugo: Person
) -> None:
    other = make_account(
        unit=care, address="https://www.facebook.com/NordetOuest", owner=hugo, status="to_confirm"
    )
    sign(declarer, {}, pages="https://www.facebook.com/NordetOuest")
    line = DeclaredLine.objects.get()
    client.force_login(claire)
    page = reverse("attestations:declaration-detail", args=[declarer.declaration_id])
    shown = client.get(page).text
    assert 'value="accept-over"' in shown
    at = reverse("attestations:line-settle", args=[declarer.declaration_id, line.pk])
    assert client.post(at, {"do": "accept-over"}).status_code == 302

    other.refresh_from_db()
    line.refresh_from_db()
    assert (other.unit, other.status, other.owner) == (energy, "official", hugo)
    assert (line.status, line.account) == ("accepted", other)
