"""Levels are never stale: a return, and whatever the vault does, is heard at once."""

from datetime import UTC, datetime, timedelta

import pytest

from gouvernail.credentials.actions import add_item, confirm_renewal, renew_item, retire_item
from gouvernail.credentials.actions.items import ItemFacts
from gouvernail.credentials.models import Item
from gouvernail.credentials.tasks import answer_waiting
from gouvernail.custody.actions import keep_up
from gouvernail.custody.models import Access, Rotation, Standing
from gouvernail.foundation.outbox import deliver
from gouvernail.networks.contract import Secret
from gouvernail.people.actions import bring_back, mark_left
from gouvernail.people.models import Person, Unit
from gouvernail.project.schedule import readers
from gouvernail.registry.models import Account
from tests.make.credentials import Tab, make_open_reveal, make_showing
from tests.make.custody import make_access, make_rotation
from tests.make.registry import make_account

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(days=181)


def hear(at: datetime) -> None:
    while deliver(readers(), at=at):
        pass


def standing_of(account: Account) -> Standing:
    return Standing.objects.get(account=account)


def test_who_comes_back_counts_as_a_way_in_again_at_once(
    energy: Unit, claire: Person, hugo: Person
) -> None:
    account = make_account(unit=energy)
    make_access(account=account, by=hugo, tried_on=NOON.date())
    keep_up(at=NOON)
    mark_left(person_id=hugo.pk, by=claire, at=NOON)
    hear(NOON)
    assert (standing_of(account).ways_in, standing_of(account).credentials) == (0, "unknown")

    bring_back(person_id=hugo.pk, by=claire, at=NOON)
    hear(NOON)

    assert (standing_of(account).ways_in, standing_of(account).credentials) == (1, "earned")
    account.refresh_from_db()
    assert account.ways_in == 1
    assert Access.objects.get().state == "to_revoke"


def test_a_renewal_by_whoever_keeps_only_the_item_is_noted_and_what_works_is_known(
    energy: Unit, karim: Person, hugo: Person, nina: Person
) -> None:
    account = make_account(unit=energy, backup=nina)
    mine = make_access(account=account, by=nina, means="vault")
    theirs = make_access(account=account, by=hugo, means="vault")
    facts = ItemFacts(label="Mot de passe", keeper_id=nina.pk)
    item = add_item(
        account_id=account.pk, kind="password", facts=facts, value=Secret("a-b-c-d-e-f"),
        by=karim, at=NOON,
    )  # fmt: skip
    keep_up(at=NOON)
    assert (standing_of(account).credentials, standing_of(account).rotation) == (
        "unknown",
        "unknown",
    )

    renew_item(item_id=item.pk, value=Secret("g-h-i-j-k-l"), by=nina, at=NOON)
    confirm_renewal(item_id=item.pk, number=2, by=nina, at=NOON)

    assert Rotation.objects.get().rotated_by == nina
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.tried_on, mine.works, theirs.tried_on) == (NOON.date(), True, None)
    assert (standing_of(account).credentials, standing_of(account).rotation) == (
        "earned",
        "earned",
    )


@pytest.mark.parametrize("act", ["put in", "seen", "taken out"])
def test_what_the_vault_does_has_the_account_looked_at_again(
    act: str, energy: Unit, claire: Person, karim: Person, hugo: Person
) -> None:
    account = make_account(unit=energy, owner=claire, backup=hugo, custodian=karim)
    make_access(account=account, by=karim, means="vault", tried_on=NOON.date())
    make_rotation(account=account, by=karim, rotated_on=NOON.date())
    facts, value = ItemFacts(label="Mot de passe"), Secret("a-b-c-d-e-f")
    at = LATER if act == "put in" else NOON
    keep_up(at=NOON)
    item = add_item(
        account_id=account.pk, kind="password", facts=facts, value=value, by=karim, at=at
    )
    hear(at)
    if act != "put in":
        assert standing_of(account).credentials == "earned"
        _act(act, item, hugo, karim)
        hear(LATER)

    assert (standing_of(account).credentials, standing_of(account).rotation) == ("lost", "lost")


def _act(act: str, item: Item, asker: Person, keeper: Person) -> None:
    if act == "taken out":
        retire_item(item_id=item.pk, by=keeper, at=LATER)
        return
    reveal = make_open_reveal(item=item, by=asker, approver=keeper, at=LATER)
    make_showing(reveal=reveal, tab=Tab(), at=LATER)
    assert answer_waiting(at=LATER)
