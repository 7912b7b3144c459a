"""What becomes of the accesses of an account that closes, or that is personal after all."""

from datetime import UTC, date, datetime

import pytest

from gouvernail.custody.models import Access, Handover
from gouvernail.custody.queries.board import Filters
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.foundation.outbox import deliver
from gouvernail.ledger.queries.replay import replay_differences
from gouvernail.people.models import Person, Unit
from gouvernail.project.schedule import readers
from gouvernail.registry.actions import change_status, tick_step, update_account
from gouvernail.registry.actions.life import ClosingPlan, Move
from gouvernail.registry.models import Account, Closing
from tests.make.custody import make_access, make_handover
from tests.make.registry import make_account

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)


def hear() -> None:
    while deliver(readers(), at=NOON):
        pass


def close(account: Account, *, fate: str, by: Person) -> None:
    plan = ClosingPlan(last_post="Bye.", ends_on=date(2099, 1, 1), elsewhere="-", fate=fate)
    move = Move(reason="Over.", plan=plan)
    change_status(account.pk, status="closing", move=move, by=by, at=NOON)
    hear()
    with pytest.raises(InvalidInputError):
        tick_step(account.pk, step="handle", done=True, by=by, at=NOON)
    for step in Closing.Step.values:
        tick_step(account.pk, step=step, done=True, by=by, at=NOON)
    change_status(account.pk, status="closed", by=by, at=NOON)
    hear()


def test_a_handle_that_is_kept_stays_in_custody_and_one_released_is_let_go(
    energy: Unit, claire: Person, karim: Person
) -> None:
    kept = make_account(unit=energy, owner=karim, backup=claire)
    gone = make_account(
        unit=energy, owner=karim, backup=claire, address="https://www.instagram.com/nordet"
    )
    for account in (kept, gone):
        make_access(account=account, by=karim)
        make_handover(account=account, giver=karim)
    close(kept, fate="kept", by=karim)
    close(gone, fate="released", by=karim)

    state = dict(Access.objects.values_list("account", "state"))
    assert state == {kept.pk: "open", gone.pk: "to_revoke"}
    cases = dict(Handover.objects.values_list("account", "state"))
    assert cases == {kept.pk: "open", gone.pk: "cancelled"}
    assert list(Account.objects.filter(Filters().condition())) == [kept]


def test_nothing_is_kept_of_an_account_that_is_personal_after_all(
    energy: Unit, karim: Person
) -> None:
    account = make_account(unit=energy, owner=karim)
    access = make_access(account=account, by=karim, detail="karim@home", note="chez lui")
    update_account(account.pk, changes={"kind": "personal"}, by=karim, at=NOON)
    hear()

    access.refresh_from_db()
    assert (access.state, access.detail, access.note) == ("closed", "", "")
    assert not {one.subject_kind for one in replay_differences()} & {"access"}
