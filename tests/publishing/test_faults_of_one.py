"""One publication that goes wrong never stops the others, and never goes out twice."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection

from gouvernail.charter.models import Charter
from gouvernail.foundation.actions import as_one
from gouvernail.foundation.actors import machine
from gouvernail.foundation.errors import DomainError, InvalidInputError
from gouvernail.networks.contract import Intent, Secret, Session
from gouvernail.people.actions import move_unit
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Role, Unit
from gouvernail.practice.models import Post
from gouvernail.publishing.actions import (
    ask_lift,
    cancel_deliveries,
    claim_delivery,
    confirm_lift,
    engage_freeze,
    intend_delivery,
    resolve_delivery,
    seal_freeze,
)
from gouvernail.publishing.actions.sending import MAX_ATTEMPTS
from gouvernail.publishing.errors import FreezeLiftedError, InFlightError, ScopeUnknownError
from gouvernail.publishing.models import Delivery, Freeze
from gouvernail.publishing.queries import is_frozen
from gouvernail.publishing.sender import sessions
from gouvernail.publishing.tasks import sending as steps
from gouvernail.publishing.tasks import turn
from gouvernail.publishing.tasks.sending import due_ids, send_one
from gouvernail.registry.models import Account
from gouvernail.vault.actions import store_secret
from tests.make.people import make_grant, make_person
from tests.make.publishing import make_delivery, make_practice_account, status_of


@pytest.fixture
def account(energy: Unit, hugo: Person) -> Account:
    return make_practice_account(unit=energy, by=hugo)


@pytest.fixture
def delivery(account: Account, hugo: Person) -> Delivery:
    return make_delivery(account, by=hugo)


# --- the queue ------------------------------------------------------------------------------------


def test_what_a_freeze_holds_does_not_keep_the_rest_waiting(
    account: Account, care: Unit, hugo: Person, claire: Person, noon: datetime
) -> None:
    for _each in range(3):
        make_delivery(account, by=hugo)
    free = make_delivery(make_practice_account(unit=care, by=hugo, handle="clients"), by=hugo)
    engage_freeze(scope_kind="account", scope_value=str(account.pk), by=claire, at=noon)

    assert due_ids(at=noon, limit=1) == [free.pk]


@pytest.mark.parametrize("stored", ["not a session", "[]", '{"v": 1}'])
def test_a_session_that_cannot_be_read_fails_alone(
    delivery: Delivery, account: Account, care: Unit, hugo: Person, noon: datetime, stored: str
) -> None:
    other = make_delivery(make_practice_account(unit=care, by=hugo, handle="clients"), by=hugo)
    store_secret(
        owner_kind="account",
        owner_id=account.pk,
        field="session",
        value=Secret(stored),
        by=machine("test"),
        at=noon,
    )

    turn(clock=lambda: noon)

    assert (status_of(delivery.pk), status_of(other.pk)) == ("failed", "sent")


def test_a_fault_after_the_wire_never_says_that_nothing_was_sent(
    delivery: Delivery, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_given: object) -> None:
        raise DomainError("the archive is full")

    monkeypatch.setattr("gouvernail.publishing.actions.settle_sent", refuse)
    send_one(delivery.pk, clock=lambda: noon)
    monkeypatch.undo()

    assert (status_of(delivery.pk), Post.objects.count()) == ("sending", 1)
    for minute in (1, 2, 3):
        turn(clock=lambda minute=minute: noon + timedelta(minutes=minute))  # type: ignore[misc]
    assert status_of(delivery.pk) in {"sent", "verified"}
    assert Post.objects.count() == 1


def test_a_connector_that_breaks_on_the_wire_leaves_a_doubt(
    delivery: Delivery, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_given: object) -> None:
        raise ValueError("nonsense")

    monkeypatch.setattr(steps, "_on_the_wire", breaks)
    send_one(delivery.pk, clock=lambda: noon)

    assert status_of(delivery.pk) == "unknown"


def test_a_freeze_engaged_while_pictures_go_up_stops_the_post(
    delivery: Delivery, hugo: Person, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    renewed = sessions.renewed

    def slowly(*given: object, **more: object) -> Session:
        engage_freeze(by=hugo, at=noon)
        return renewed(*given, **more)  # type: ignore[arg-type,return-value]

    monkeypatch.setattr(steps, "renewed", slowly)
    send_one(delivery.pk, clock=lambda: noon)

    assert (status_of(delivery.pk), Post.objects.count()) == ("queued", 0)


def test_what_was_claimed_before_a_long_stop_is_asked_about(
    delivery: Delivery, noon: datetime
) -> None:
    claim_delivery(delivery_id=delivery.pk, owner="dead:1", at=noon)

    turn(clock=lambda: noon + timedelta(hours=10))

    assert (status_of(delivery.pk), Post.objects.count()) == ("missed", 0)


def test_a_server_that_loses_every_post_is_not_asked_for_ever(
    delivery: Delivery, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_given: object) -> None:
        raise ValueError("no answer")

    monkeypatch.setattr(steps, "_on_the_wire", lost)
    at = noon
    for _turn in range(MAX_ATTEMPTS * 4):
        turn(clock=lambda at=at: at)  # type: ignore[misc]  # bound now
        at += timedelta(seconds=30)

    delivery.refresh_from_db()
    assert delivery.status == "needs_human"
    assert delivery.attempt <= MAX_ATTEMPTS


# --- a person looked ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)//.x", "https://" + "a" * 600 + ".example/1", "energie"]
)
def test_a_person_who_saw_it_online_gives_its_address(
    delivery: Delivery, karim: Person, noon: datetime, url: str
) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(status="needs_human")

    with pytest.raises(InvalidInputError) as refused:
        resolve_delivery(delivery_id=delivery.pk, verdict="online", url=url, by=karim, at=noon)

    assert "url" in refused.value.fields
    assert status_of(delivery.pk) == "needs_human"


def test_what_a_person_saw_online_is_not_read_back_by_an_id_nobody_knows(
    delivery: Delivery, karim: Person, noon: datetime
) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(status="unknown", settle_at=noon)
    url = "https://practice.example/1"
    resolve_delivery(delivery_id=delivery.pk, verdict="online", url=url, by=karim, at=noon)

    turn(clock=lambda: noon + timedelta(minutes=5))

    assert status_of(delivery.pk) == "sent"


# --- freezes --------------------------------------------------------------------------------------


def test_a_freeze_of_an_account_holds_however_its_id_is_written(
    delivery: Delivery, claire: Person, noon: datetime
) -> None:
    engage_freeze(
        scope_kind="account", scope_value=str(delivery.account_id).upper(), by=claire, at=noon
    )

    assert is_frozen(Delivery.objects.select_related("account__unit").get())


def test_a_freeze_of_a_unit_holds_when_the_unit_moves(
    delivery: Delivery, energy: Unit, care: Unit, claire: Person, noon: datetime
) -> None:
    engage_freeze(scope_kind="unit", scope_value=energy.path, by=claire, at=noon)
    move_unit(unit_id=energy.pk, parent_id=care.pk, by=claire, at=noon)

    assert is_frozen(Delivery.objects.select_related("account__unit").get())


@pytest.mark.parametrize(
    ("kind", "value"),
    [("network", "friendster"), ("tag", "x" * 90), ("tag", "a\x00b"), ("account", "no-id")],
)
def test_a_freeze_that_would_hold_nothing_is_refused(
    claire: Person, noon: datetime, kind: str, value: str
) -> None:
    with pytest.raises(ScopeUnknownError):
        engage_freeze(scope_kind=kind, scope_value=value, by=claire, at=noon)


def test_a_freeze_of_a_tag_holds_as_tags_are_kept(
    account: Account, hugo: Person, claire: Person, noon: datetime
) -> None:
    make_delivery(account, by=hugo, tags=("prix",))
    engage_freeze(scope_kind="tag", scope_value=" #Prix", by=claire, at=noon)

    assert is_frozen(Delivery.objects.select_related("account__unit").get())


def test_departments_cannot_lift_between_themselves_what_stops_everyone(
    karim: Person, care: Unit, yann: Person, hugo: Person, noon: datetime
) -> None:
    delegate = make_person(name="Dora Lind", home_unit=care)
    make_grant(person=delegate, unit=care, role=Role.DELEGATE)
    freeze = engage_freeze(by=hugo, at=noon)
    ask_lift(freeze_id=freeze.pk, reason="Over, I think.", by=karim, at=noon)

    with pytest.raises(RightMissingError):
        confirm_lift(freeze_id=freeze.pk, by=delegate, at=noon)

    assert confirm_lift(freeze_id=freeze.pk, by=yann, at=noon).status == Freeze.Status.LIFTED


def test_a_small_team_does_not_let_one_department_lift_what_stops_everyone(
    karim: Person, charter: Charter, noon: datetime
) -> None:
    Charter.objects.update(separation=Charter.Separation.SMALL)
    freeze = engage_freeze(by=karim, at=noon)

    asked = ask_lift(freeze_id=freeze.pk, reason="Over.", by=karim, at=noon)

    assert (asked.status, asked.lift_asked_by) == (Freeze.Status.ENGAGED, karim)


def test_a_freeze_lifted_in_between_is_not_sealed(
    claire: Person, yann: Person, noon: datetime
) -> None:
    freeze = engage_freeze(by=claire, at=noon)
    ask_lift(freeze_id=freeze.pk, reason="Over.", by=claire, at=noon)
    confirm_lift(freeze_id=freeze.pk, by=yann, at=noon)

    assert seal_freeze(freeze_id=freeze.pk, at=noon).status == Freeze.Status.LIFTED
    with pytest.raises(FreezeLiftedError):
        confirm_lift(freeze_id=freeze.pk, by=claire, at=noon)


# --- two at once ----------------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_nothing_is_taken_back_that_is_leaving_at_that_moment(
    delivery: Delivery, hugo: Person, noon: datetime
) -> None:
    claimed = claim_delivery(delivery_id=delivery.pk, owner="us:1", at=noon)
    assert claimed is not None
    leaving, go = threading.Event(), threading.Event()
    sender = threading.Thread(target=_leave, args=(claimed, leaving, go, noon))
    sender.start()
    assert leaving.wait(10)
    refused: list[Exception] = []
    editor = threading.Thread(target=_take_back, args=(delivery, hugo, noon, refused))
    editor.start()
    editor.join(1)
    go.set()
    editor.join(10)
    sender.join(10)

    assert [type(one) for one in refused] == [InFlightError]
    assert status_of(delivery.pk) == "sending"


def _leave(
    delivery: Delivery, leaving: threading.Event, go: threading.Event, noon: datetime
) -> None:
    intent = Intent(key="k", created_at=noon, delivery_id=str(delivery.pk), author="", mentions={})

    @as_one
    def act() -> None:
        intend_delivery(
            delivery_id=delivery.pk,
            fence=delivery.fence,
            intent=intent,
            request_sha256="0" * 64,
            at=noon,
        )
        leaving.set()
        go.wait(10)

    act()
    connection.close()


def _take_back(delivery: Delivery, by: Person, noon: datetime, refused: list[Exception]) -> None:
    try:
        cancel_deliveries(subject_id=delivery.subject_id, by=by, at=noon, why="edited")
    except InFlightError as error:
        refused.append(error)
    connection.close()
