"""Deliveries and freezes under any order of events: what must hold holds after each of them."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from gouvernail.foundation.errors import DomainError
from gouvernail.networks.contract import Refused, Unknown
from gouvernail.people.actions import move_unit
from gouvernail.people.models import Person, Unit
from gouvernail.practice.models import Post
from gouvernail.publishing.actions import (
    ask_lift,
    cancel_deliveries,
    confirm_lift,
    decline_lift,
    engage_freeze,
    reschedule_missed,
    resolve_delivery,
)
from gouvernail.publishing.models import Delivery, Freeze, Pace
from gouvernail.publishing.tasks import sending as steps
from gouvernail.publishing.tasks import turn
from gouvernail.registry.models import Account
from tests.make.publishing import NOON, make_delivery, make_practice_account

ONLINE = frozenset({"sent", "verified", "altered", "disappeared"})
OVER = ONLINE | {"failed", "needs_human", "missed", "cancelled", "void"}
ENDS = ("stored", "answer lost", "lost", "busy", "refused", "died before", "died after")
SHORT = settings(
    max_examples=8,
    stateful_step_count=14,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
LONG = settings(SHORT, max_examples=1_500, stateful_step_count=40)
SOAK = [pytest.mark.soak, pytest.mark.timeout(2700)]


class Killed(BaseException):
    """The process ends here; nothing after it runs."""


class World:
    """What one example starts from, given by the test's fixtures."""

    accounts: list[Account]
    units: list[Unit]
    people: list[Person]


class Deliveries(RuleBasedStateMachine):
    """Posts that leave through a network that loses, refuses and forgets."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.at = NOON
        self.stored: Counter[str] = Counter()
        self.stored_while_frozen = 0
        self.again: Counter[str] = Counter()
        self.ended_by_people: dict[UUID, int] = {}
        self.outcome = "stored"
        self.wire = steps._on_the_wire
        steps._on_the_wire = self._on_the_wire

    def teardown(self) -> None:
        try:
            self.everything_comes_to_an_end()
        finally:
            steps._on_the_wire = self.wire
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def _on_the_wire(self, adapter: Any, session: Any, request: Any) -> Any:
        outcome = self.outcome
        if outcome == "died before":
            raise Killed
        if outcome == "busy":
            return Refused(code="rate_limited", message="", permanent=False)
        if outcome == "refused":
            return Refused(code="invalid", message="", permanent=True)
        if outcome == "lost":
            return Unknown(reason="timeout")
        sent = adapter.send(session, request)
        row = Delivery.objects.get(status="sending")
        self.stored[row.intent_key] += 1
        self.stored_while_frozen += _is_covered(row)
        if outcome == "died after":
            raise Killed
        return Unknown(reason="reset") if outcome == "answer lost" else sent

    def _turn(self) -> None:
        Pace.objects.all().delete()
        try:
            turn(clock=lambda: self.at)
        except Killed:
            return

    # --- what happens -----------------------------------------------------------------------------

    @initialize()
    def one_post(self) -> None:
        self.queue(place=0)

    @rule(place=st.integers(0, 1))
    def queue(self, place: int) -> None:
        account = self.world.accounts[place]
        make_delivery(account, by=self.world.people[0], publish_at=self.at)

    @rule(outcome=st.sampled_from(ENDS))
    def send(self, outcome: str) -> None:
        self.outcome = outcome
        self._turn()

    @rule(seconds=st.sampled_from([1, 25, 120, 3_600, 9_000, 90_000]))
    def pass_time(self, seconds: int) -> None:
        self.at += timedelta(seconds=seconds)

    @rule()
    def edit(self) -> None:
        rows = list(Delivery.objects.exclude(status__in=OVER))
        if not rows:
            return
        try:
            cancel_deliveries(
                subject_id=rows[0].subject_id, by=self.world.people[0], at=self.at, why="edited"
            )
        except DomainError:
            return
        self.ended_by_people[rows[0].pk] = self.stored[rows[0].intent_key or str(rows[0].pk)]

    @rule()
    def others_take_a_post_down(self) -> None:
        post = Post.objects.filter(deleted_at__isnull=True).first()
        if (
            post is not None
            and Delivery.objects.filter(intent_key=post.key, status__in=ONLINE).exists()
        ):
            Post.objects.filter(pk=post.pk).update(deleted_at=self.at)

    @rule(verdict=st.sampled_from(["resend", "cancel"]), place=st.integers(0, 1))
    def somebody_decides(self, verdict: str, place: int) -> None:
        row = Delivery.objects.filter(status="needs_human").first()
        if row is None:
            return
        by = self.world.people[place]
        try:
            resolve_delivery(delivery_id=row.pk, verdict=verdict, by=by, at=self.at)
        except DomainError:
            return
        row.refresh_from_db()
        self.again[row.intent_key] += row.status == "queued"

    @rule()
    def somebody_lets_it_out_late(self) -> None:
        row = Delivery.objects.filter(status__in=("missed", "failed")).first()
        if row is not None:
            reschedule_missed(delivery_id=row.pk, by=self.world.people[0], at=self.at)

    @precondition(lambda _self: not Freeze.objects.exclude(status="lifted").exists())
    @rule()
    def freeze(self) -> None:
        engage_freeze(by=self.world.people[0], at=self.at)

    @rule()
    def lift(self) -> None:
        for freeze in Freeze.objects.exclude(status="lifted"):
            _lift(freeze, self.world.people, self.at)

    # --- what holds -------------------------------------------------------------------------------

    @invariant()
    def nothing_is_posted_twice_by_itself(self) -> None:
        for key, count in self.stored.items():
            assert count <= 1 + self.again[key], key

    @invariant()
    def nothing_leaves_while_frozen(self) -> None:
        assert self.stored_while_frozen == 0

    @invariant()
    def what_is_said_to_be_online_was_stored(self) -> None:
        for row in Delivery.objects.filter(status__in=ONLINE):
            assert self.stored[row.intent_key], row

    @invariant()
    def what_people_ended_does_not_leave(self) -> None:
        for key, count in self.ended_by_people.items():
            row = Delivery.objects.get(pk=key)
            assert self.stored[row.intent_key or str(key)] == count

    def everything_comes_to_an_end(self) -> None:
        """Let the network answer, and time pass: each post ends somewhere, and says so."""
        self.lift()
        self.outcome = "stored"
        for turns in range(12):
            self.at += timedelta(seconds=3_700 if turns == 0 else 130)
            self._turn()
        rows = list(Delivery.objects.all())
        assert {str(row.status) for row in rows} <= OVER
        online = {row.intent_key for row in rows if row.status in ONLINE}
        assert online <= {key for key, count in self.stored.items() if count}


class Freezes(RuleBasedStateMachine):
    """Freezes of every scope, over units and accounts that move, lifted by two people."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.at = NOON
        self.left_under_freeze: list[str] = []
        self.wire = steps._on_the_wire
        steps._on_the_wire = self._on_the_wire
        self.held_once: dict[UUID, set[UUID]] = {}

    def teardown(self) -> None:
        steps._on_the_wire = self.wire
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def _on_the_wire(self, adapter: Any, session: Any, request: Any) -> Any:
        row = Delivery.objects.get(status="sending")
        standing = set(Freeze.objects.exclude(status="lifted").values_list("pk", flat=True))
        if any(row.account_id in self.held_once[key] for key in standing):
            self.left_under_freeze.append(str(row.pk))
        return adapter.send(session, request)

    @rule(
        kind=st.sampled_from(["organisation", "unit", "network", "account", "tag"]),
        place=st.integers(0, 1),
    )
    def engage(self, kind: str, place: int) -> None:
        account, unit = self.world.accounts[place], self.world.units[place]
        value = {
            "unit": str(unit.pk),
            "network": "practice",
            "account": str(account.pk),
            "tag": "prix",
        }.get(kind, "")
        try:
            freeze = engage_freeze(
                by=self.world.people[0], at=self.at, scope_kind=kind, scope_value=value
            )
        except DomainError:
            return
        # what the words of a freeze promise, worked out here in another way than the product's
        held: Callable[[Account], bool] = {
            "unit": lambda one: unit.pk in _above(one.unit),
            "account": lambda one: one.pk == account.pk,
            "tag": lambda _one: False,  # judged by its deliveries, below
        }.get(kind, lambda _one: True)
        accounts = Account.objects.select_related("unit")
        self.held_once[freeze.pk] = {one.pk for one in accounts if held(one)}

    @rule(place=st.integers(0, 1), tagged=st.booleans())
    def queue_and_turn(self, place: int, tagged: bool) -> None:  # noqa: FBT001 - drawn
        tags = ("prix",) if tagged else ()
        tag_frozen = (
            Freeze.objects.exclude(status="lifted").filter(scope_kind="tag").exists() and tagged
        )
        delivery = make_delivery(
            self.world.accounts[place], by=self.world.people[0], tags=tags, publish_at=self.at
        )
        Pace.objects.all().delete()
        turn(clock=lambda: self.at)
        delivery.refresh_from_db()
        if tag_frozen:
            assert delivery.status == "queued"
        if not Freeze.objects.exclude(status="lifted").exists():
            assert delivery.status == "sent"

    @rule(place=st.integers(0, 1))
    def move_an_account(self, place: int) -> None:
        account = Account.objects.get(pk=self.world.accounts[place].pk)
        other = next(unit for unit in self.world.units if unit.pk != account.unit_id)
        Account.objects.filter(pk=account.pk).update(unit=other)
        for freeze in Freeze.objects.filter(scope_kind="unit").exclude(status="lifted"):
            if UUID(freeze.scope_value) in _above(Unit.objects.get(pk=other.pk)):
                self.held_once[freeze.pk].add(account.pk)  # it came in; who went out stays held

    @rule()
    def move_a_unit(self) -> None:
        first, second = (Unit.objects.get(pk=unit.pk) for unit in self.world.units)
        parent = second if first.parent_id != second.pk else second.parent
        assert parent is not None
        move_unit(unit_id=first.pk, parent_id=parent.pk, by=self.world.people[0], at=self.at)
        for freeze in Freeze.objects.filter(scope_kind="unit").exclude(status="lifted"):
            below = [
                one.pk
                for one in Account.objects.select_related("unit")
                if UUID(freeze.scope_value) in _above(one.unit)
            ]
            self.held_once[freeze.pk].update(below)

    @rule(place=st.integers(0, 2), answer=st.sampled_from(["ask", "confirm", "decline"]))
    def answer(self, place: int, answer: str) -> None:
        freeze = Freeze.objects.exclude(status="lifted").order_by("engaged_at").first()
        if freeze is None:
            return
        by, asked_by = self.world.people[place], freeze.lift_asked_by_id
        act = {"ask": ask_lift, "confirm": confirm_lift, "decline": decline_lift}[answer]
        more = {"reason": "Over."} if answer == "ask" else {}
        try:
            act(freeze_id=freeze.pk, by=by, at=self.at, **more)  # type: ignore[operator]
        except DomainError:
            return
        freeze.refresh_from_db()
        if freeze.status == "lifted":
            assert answer == "confirm"
            assert asked_by not in {None, by.pk}

    @rule()
    def pass_time(self) -> None:
        self.at += timedelta(minutes=7)

    @invariant()
    def nothing_leaves_that_is_held(self) -> None:
        assert self.left_under_freeze == []

    @invariant()
    def what_a_lift_frees_waits_for_a_word(self) -> None:
        late = Delivery.objects.filter(status="queued", publish_at__lt=self.at)
        if not Freeze.objects.exclude(status="lifted").exists():
            assert not late.exists()


def _is_covered(row: Delivery) -> bool:
    return bool(row.pk) and Freeze.objects.exclude(status="lifted").exists()


def _above(unit: Unit) -> set[UUID]:
    """Return a unit and all above it, by their parents and not by their paths."""
    found: set[UUID] = set()
    here: Unit | None = unit
    while here is not None:
        found.add(here.pk)
        here = Unit.objects.get(pk=here.parent_id) if here.parent_id else None
    return found


def _lift(freeze: Freeze, people: list[Person], at: datetime) -> None:
    Freeze.objects.filter(pk=freeze.pk).update(lift_asked_by=None)
    ask_lift(freeze_id=freeze.pk, reason="Over.", by=people[0], at=at)
    confirm_lift(freeze_id=freeze.pk, by=people[1], at=at)


@pytest.fixture
def world(energy: Unit, care: Unit, claire: Person, yann: Person, karim: Person) -> World:
    world = World()
    world.units, world.people = [energy, care], [claire, yann, karim]
    world.accounts = [
        make_practice_account(unit=energy, by=claire),
        make_practice_account(unit=care, by=claire, handle="clients"),
    ]
    return world


@pytest.mark.parametrize("profile", [SHORT, pytest.param(LONG, marks=SOAK)])
@pytest.mark.parametrize("machine", [Deliveries, Freezes])
def test_whatever_happens(
    machine: type[Deliveries] | type[Freezes], profile: settings, world: World
) -> None:
    played = type(machine.__name__, (machine,), {"world": world})

    run_state_machine_as_test(played, settings=profile)
