"""Renewing a session never loses an account, wherever the sender is stopped."""

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Protocol

import pytest

from gouvernail.networks.contract import Connector, Refused, Secret, Session, WireRequest
from gouvernail.people.models import Person, Unit
from gouvernail.practice.connector import PracticeConnector
from gouvernail.practice.models import Post, Profile
from gouvernail.publishing.models import Delivery, Rotation
from gouvernail.publishing.sender.sessions import FIELD, NEXT, session_of
from gouvernail.publishing.tasks import sending as steps
from gouvernail.publishing.tasks import sessions as writing
from gouvernail.publishing.tasks import turn
from gouvernail.registry.models import Connection
from gouvernail.vault.models import Secret as Box
from tests.make.publishing import make_delivery, make_practice_account, status_of


class Rotating:
    """A network whose tokens end: each renewal voids the one before, at once or a little later."""

    def __init__(self, first: str, *, forgiving: bool) -> None:
        self.spent: set[str] = set()
        self.expired = {first}
        self.forgiving = forgiving
        self.asked: list[str] = []

    def expires_soon(self, session: Session, *, at: datetime) -> bool:
        del at
        return session.access.reveal() in self.expired

    def renew(self, session: Session, *, at: datetime) -> Session | Refused:
        del at
        token = session.access.reveal()
        self.asked.append(token)
        if token in self.spent and not self.forgiving:
            return Refused(code="signed_out", message="spent", permanent=True)
        self.spent.add(token)
        fresh = f"fresh-{len(self.asked)}"
        Profile.objects.update(token_digest=sha256(fresh.encode()).hexdigest())
        return replace(session, access=Secret(fresh))


class Begin(Protocol):
    """Begins a network whose tokens end."""

    def __call__(self, *, forgiving: bool) -> Rotating: ...


@pytest.fixture
def delivery(energy: Unit, hugo: Person) -> Delivery:
    return make_delivery(make_practice_account(unit=energy, by=hugo), by=hugo)


@pytest.fixture
def server(delivery: Delivery, monkeypatch: pytest.MonkeyPatch) -> Begin:
    def begin(*, forgiving: bool) -> Rotating:
        first = session_of(delivery.account_id).access.reveal()
        rotating = Rotating(first, forgiving=forgiving)
        monkeypatch.setattr(PracticeConnector, "expires_soon", rotating.expires_soon)
        monkeypatch.setattr(PracticeConnector, "renew", rotating.renew)
        return rotating

    return begin


def fields_kept() -> set[str]:
    return set(Box.objects.filter(destroyed_at__isnull=True).values_list("field", flat=True))


def test_the_old_session_goes_when_the_new_one_has_served(
    delivery: Delivery,
    server: Begin,
    noon: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server(forgiving=False)
    seen: list[tuple[set[str], bool]] = []
    real = steps._on_the_wire

    def wire(adapter: Connector, session: Session, request: WireRequest) -> object:
        seen.append((fields_kept(), Rotation.objects.get().kept_at is not None))
        return real(adapter, session, request)

    monkeypatch.setattr(steps, "_on_the_wire", wire)
    turn(clock=lambda: noon)

    assert seen == [({FIELD, NEXT}, True)]
    assert status_of(delivery.pk) == "sent"
    assert (fields_kept(), Rotation.objects.count()) == ({FIELD}, 0)
    assert session_of(delivery.account_id).access.reveal() == "fresh-1"


def test_what_is_asked_of_the_network_was_noted_before(
    delivery: Delivery,
    server: Begin,
    noon: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rotating, noted = server(forgiving=False), list[bool]()

    def renew(_self: object, session: Session, *, at: datetime) -> Session | Refused:
        noted.append(Rotation.objects.filter(account=delivery.account_id, kept_at=None).exists())
        return rotating.renew(session, at=at)

    monkeypatch.setattr(PracticeConnector, "renew", renew)
    turn(clock=lambda: noon)

    assert noted == [True]


def die(*_given: object) -> None:
    raise SystemExit


@pytest.mark.parametrize("forgiving", [True, False])
def test_killed_before_the_new_tokens_were_kept(
    delivery: Delivery,
    server: Begin,
    noon: datetime,
    monkeypatch: pytest.MonkeyPatch,
    *,
    forgiving: bool,
) -> None:
    server(forgiving=forgiving)
    with monkeypatch.context() as killed:
        killed.setattr(steps, "KEEPER", replace(writing.KEEPER, keep=die))
        with pytest.raises(SystemExit):
            turn(clock=lambda: noon)
    assert Rotation.objects.get().kept_at is None

    turn(clock=lambda: noon + timedelta(minutes=1))

    if forgiving:
        assert (status_of(delivery.pk), Post.objects.count()) == ("sent", 1)
        return
    # Nobody can bring those tokens back: nothing was sent, and people are told to connect again.
    assert (status_of(delivery.pk), Post.objects.count()) == ("failed", 0)
    assert Connection.objects.get().status == Connection.Status.FAILING


def test_killed_after_they_were_kept_and_before_they_served(
    delivery: Delivery,
    server: Begin,
    noon: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rotating = server(forgiving=False)
    with monkeypatch.context() as killed:
        killed.setattr(steps, "_on_the_wire", die)
        with pytest.raises(SystemExit):
            turn(clock=lambda: noon)
    assert fields_kept() == {FIELD, NEXT}

    for minute in (1, 2, 3, 4, 5):
        turn(clock=lambda minute=minute: noon + timedelta(minutes=minute))  # type: ignore[misc]  # bound now

    assert (status_of(delivery.pk), Post.objects.count()) == ("verified", 1)
    assert len(rotating.asked) == 1
    assert fields_kept() == {FIELD}


def test_a_new_session_that_the_network_refuses_leaves_the_old_one(
    delivery: Delivery,
    server: Begin,
    noon: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old = session_of(delivery.account_id)
    rotating = server(forgiving=True)

    def renew(_self: object, session: Session, *, at: datetime) -> Session:
        del at
        return replace(session, access=Secret("nonsense"))

    monkeypatch.setattr(PracticeConnector, "renew", renew)
    turn(clock=lambda: noon)

    assert status_of(delivery.pk) == "failed"
    assert (fields_kept(), Rotation.objects.count()) == ({FIELD}, 0)
    rotating.expired.clear()
    assert session_of(delivery.account_id) == old
