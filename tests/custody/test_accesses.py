"""Saying who can get in, confirming it, taking it away: who may, and what is refused."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from gouvernail.custody.actions import (
    AccessFacts,
    Tried,
    ask_revocation,
    change_access,
    close_access,
    confirm_access,
    declare_access,
    keep_access,
    note_rotation,
    order_revocation,
)
from gouvernail.custody.errors import (
    AccessClosedError,
    AccessExistsError,
    AccessInvalidError,
    AccessNotDueError,
    AccessNotFoundError,
)
from gouvernail.custody.models import Access
from gouvernail.custody.permissions import visible_access, visible_accesses
from gouvernail.custody.queries import custody_of
from gouvernail.foundation.models import OutboxEvent
from gouvernail.ledger.queries.replay import replay_differences
from gouvernail.people.actions import mark_left
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from tests.make.custody import make_access
from tests.make.registry import make_account

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 17)


@pytest.fixture
def account(energy: Unit, karim: Person) -> Account:
    return make_account(unit=energy, owner=karim, address="https://bsky.app/profile/nordet.example")


def declare(account: Account, by: Person, **facts: Any) -> Access:
    return declare_access(account.pk, facts=AccessFacts(**facts), by=by, at=NOON)


def test_an_access_is_declared_with_its_entry_and_the_account_knows_its_level(
    account: Account, karim: Person, hugo: Person
) -> None:
    access = declare(account, karim, person_id=hugo.pk, means="vault", second_factor="app")
    confirm_access(access.pk, tried=Tried.WORKS, by=hugo, at=NOON)
    declare(
        account, karim, holder="shared", name="social@nordet.example",
        means="recovery_email", belongs="group",
    )  # fmt: skip

    account.refresh_from_db()
    assert (account.custody, account.ways_in) == (4, 1)

    note_rotation(account.pk, rotated_on=TODAY, why="calendar", by=karim, at=NOON)

    account.refresh_from_db()
    assert account.custody == 5
    assert not {one.subject_kind for one in replay_differences()} & {"access", "rotation"}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"means": "password"}, "person"),
        ({"holder": "agency", "means": "password"}, "name"),
        ({"holder": "agency", "name": "Agence", "means": "guess"}, "means"),
        ({"holder": "agency", "name": "Agence", "means": "recovery_email"}, "belongs"),
        (
            {"holder": "tool", "name": "Outil", "since_on": TODAY, "until_on": date(2026, 1, 1)},
            "until_on",
        ),
    ],
)
def test_what_does_not_hold_together_is_refused_at_its_field(
    account: Account, karim: Person, facts: dict[str, Any], field: str
) -> None:
    with pytest.raises(AccessInvalidError) as refused:
        declare(account, karim, **facts)

    assert set(refused.value.fields) == {field}


def test_the_same_means_of_the_same_person_is_declared_once(
    account: Account, karim: Person, hugo: Person
) -> None:
    declare(account, karim, person_id=hugo.pk)

    with pytest.raises(AccessExistsError):
        declare(account, karim, person_id=hugo.pk)
    declare(account, karim, person_id=hugo.pk, means="role")


def test_who_manages_access_may_say_so_and_so_may_the_custodian_nobody_else(
    account: Account, hugo: Person, yann: Person, odile: Person, ines: Person
) -> None:
    declare(account, yann, person_id=hugo.pk)
    for person in (hugo, odile):
        with pytest.raises(RightMissingError):
            declare(account, person, holder="agency", name="Agence")
    Account.objects.filter(pk=account.pk).update(custodian=hugo)
    declare(account, hugo, holder="agency", name="Agence")

    access = Access.objects.get(person=hugo)
    assert set(visible_accesses(odile)) == set(Access.objects.all())
    with pytest.raises(AccessNotFoundError):
        visible_access(access.pk, viewer=ines)


def test_nobody_tries_the_sign_in_of_somebody_else_but_a_shared_password_is_anybodys(
    account: Account, karim: Person, hugo: Person
) -> None:
    role = make_access(account=account, by=hugo, means="role")
    vault = make_access(account=account, by=hugo, means="vault")

    with pytest.raises(AccessInvalidError):
        confirm_access(role.pk, tried=Tried.WORKS, by=karim, at=NOON)
    confirm_access(role.pk, tried=Tried.STANDS, by=karim, at=NOON)
    confirm_access(vault.pk, tried=Tried.FAILS, by=karim, at=NOON)

    role.refresh_from_db()
    vault.refresh_from_db()
    assert (role.confirmed_by, role.tried_on) == (karim, None)
    assert (vault.tried_on, vault.works) == (TODAY, False)
    account.refresh_from_db()
    assert account.ways_in == 1


def test_a_revocation_is_ordered_asked_of_somebody_and_closed_or_given_up(
    account: Account, karim: Person, hugo: Person
) -> None:
    agency = make_access(account=account, by=karim, name="Agence Lumen", means="role")
    with pytest.raises(AccessNotDueError):
        ask_revocation(agency.pk, asked_of="Lumen", by=karim, at=NOON)
    with pytest.raises(AccessInvalidError):
        close_access(agency.pk, by=karim, at=NOON)
    order_revocation(agency.pk, why="unneeded", due_on=TODAY, by=karim, at=NOON)
    with pytest.raises(AccessInvalidError):
        order_revocation(agency.pk, why="unneeded", due_on=TODAY, by=karim, at=NOON)
    ask_revocation(agency.pk, asked_of="Lumen", by=karim, at=NOON)
    keep_access(agency.pk, by=karim, at=NOON)
    closed = close_access(agency.pk, why="unneeded", note="vu avec eux", by=karim, at=NOON)

    assert (closed.state, closed.closed_by, closed.why) == ("closed", karim, "unneeded")
    with pytest.raises(AccessClosedError):
        close_access(agency.pk, by=karim, at=NOON)
    with pytest.raises(AccessClosedError):
        change_access(agency.pk, facts=AccessFacts(), by=karim, at=NOON)
    with pytest.raises(AccessClosedError):
        confirm_access(agency.pk, tried=Tried.STANDS, by=karim, at=NOON)


def test_another_means_must_be_tried_again(account: Account, karim: Person, hugo: Person) -> None:
    access = declare(account, karim, person_id=hugo.pk)
    confirm_access(access.pk, tried=Tried.WORKS, by=hugo, at=NOON)

    facts = AccessFacts(person_id=hugo.pk, means="vault", second_factor="key")
    changed = change_access(access.pk, facts=facts, by=karim, at=NOON)

    assert (changed.tried_on, changed.works, changed.second_factor) == (None, None, "key")


def test_a_renewal_to_come_is_refused(account: Account, karim: Person) -> None:
    with pytest.raises(AccessInvalidError) as refused:
        note_rotation(
            account.pk, rotated_on=TODAY + timedelta(days=1), why="calendar", by=karim, at=NOON
        )

    assert set(refused.value.fields) == {"rotated_on"}


def test_a_change_never_forgets_who_knew_the_password(
    account: Account, karim: Person, hugo: Person
) -> None:
    access = declare(account, karim, person_id=hugo.pk, means="password", second_factor="app")
    role = change_access(
        access.pk,
        facts=AccessFacts(person_id=hugo.pk, means="role", second_factor="app"),
        by=karim,
        at=NOON,
    )

    access.refresh_from_db()
    assert (access.state, access.why) == ("closed", "unneeded")
    assert (role.state, role.means, role.person) == ("open", "role", hugo)
    found = {str(one.criterion): one.reason for one in custody_of(account, today=TODAY).verdicts}
    assert (found["grant"], found["rotation"]) == ("grant_roles", "rotation_never")
    assert OutboxEvent.objects.filter(topic="custody.to_revoke").count() == 1

    shared = declare(account, karim, person_id=hugo.pk, means="password")
    order_revocation(shared.pk, why="incident", due_on=TODAY, by=karim, at=NOON)
    other = change_access(
        shared.pk, facts=AccessFacts(person_id=karim.pk, means="password"), by=karim, at=NOON
    )
    shared.refresh_from_db()
    assert (shared.state, shared.why, other.state) == ("closed", "incident", "open")

    order_revocation(other.pk, why="incident", due_on=TODAY, by=karim, at=NOON)
    due = change_access(
        other.pk, facts=AccessFacts(person_id=karim.pk, means="role"), by=karim, at=NOON
    )
    assert (due.state, due.why, due.due_on) == ("to_revoke", "incident", TODAY)
    assert not {one.subject_kind for one in replay_differences()} & {"access"}


def test_a_renewal_answers_the_departures_before_it_on_the_day_of_the_site(
    account: Account, claire: Person, karim: Person, hugo: Person, settings: Settings
) -> None:
    settings.SITE_TIME_ZONE = "America/Montreal"
    make_access(account=account, by=hugo)
    evening = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)  # 20 h on the 17th there
    hour = timedelta(hours=1)
    note_rotation(account.pk, rotated_on=TODAY, why="calendar", by=karim, at=evening - hour)
    mark_left(person_id=hugo.pk, by=claire, at=evening)

    def renewal() -> str:
        found = custody_of(account, today=TODAY)
        assert found.known.last_loss_on == TODAY
        return "since" if found.known.renewed_since else "before"

    assert renewal() == "before"
    note_rotation(account.pk, rotated_on=TODAY, why="departure", by=karim, at=evening + hour)
    assert renewal() == "since"
