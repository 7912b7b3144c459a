"""One kill at one named point: what must be arranged so that a sender passes it."""

from collections.abc import Callable

from gouvernail.foundation.clock import now
from gouvernail.publishing.actions import (
    ask_lift,
    confirm_lift,
    engage_freeze,
    reschedule_missed,
)
from gouvernail.publishing.models import Delivery, Freeze
from gouvernail.publishing.sender.crash import POINTS
from gouvernail.registry.models import Account
from tests.publishing.proof.stage import POSTS, Stage, end, is_gone, wait_for
from tests.servers.hostile import Fault

ON_THE_WIRE = "on-the-wire"  # the network kills it: every byte has left, no answer came
ALL = (*POINTS, ON_THE_WIRE)
_AFTER_AN_ORPHAN = {"in-orphan", "after-orphan", "after-look", "in-look"}
_FAULTS = {
    "in-refused": Fault.UNHEARD_503_LATER,
    "after-refused": Fault.UNHEARD_503_LATER,
    "in-unknown": Fault.HEARD_LOST,
    "after-unknown": Fault.HEARD_LOST,
}


def kill_at(stage: Stage, point: str, account: Account, text: str) -> bool:
    """Queue one post and kill its sender at `point`; return whether it got there."""
    if point == "in-seal":
        return _kill_while_sealing(stage)
    delivery = stage.post(account, text)
    if point == ON_THE_WIRE:
        return _kill_on_the_wire(stage)
    if point in _AFTER_AN_ORPHAN:
        _dies(stage, "before-wire")
    if point in {"after-reading", "in-reading"}:
        with stage.sending():
            wait_for(lambda: _is(delivery, "sent", "verified"))
        Delivery.objects.filter(pk=delivery.pk).update(status="sent", settle_at=now())
    if point in _FAULTS:
        stage.network.line.fail_next(_FAULTS[point], POSTS)
    died = _dies(stage, point)
    stage.hurry()
    return died


def _dies(stage: Stage, point: str) -> bool:
    pid = stage.sender(GOUVERNAIL_CRASH_AT=point)
    died = wait_for(lambda: is_gone(pid), seconds=20)
    end(pid)
    return died


def _is(delivery: Delivery, *statuses: str) -> bool:
    return Delivery.objects.filter(pk=delivery.pk, status__in=statuses).exists()


def _kill_on_the_wire(stage: Stage) -> bool:
    pid = stage.sender()
    stage.on_post = lambda: end(pid)
    died = wait_for(lambda: is_gone(pid), seconds=20)
    stage.on_post = None
    end(pid)
    return died


def _kill_while_sealing(stage: Stage) -> bool:
    freeze = engage_freeze(by=stage.by, at=now())
    died = _dies(stage, "in-seal")
    sealed: Callable[[], bool] = Freeze.objects.filter(pk=freeze.pk, status="sealed").exists
    assert not sealed()
    with stage.sending():
        assert wait_for(sealed)
    lift(stage, freeze)
    return died


def lift(stage: Stage, freeze: Freeze) -> None:
    """Lift a freeze; what it held is let out, one by one, as people would."""
    Freeze.objects.filter(pk=freeze.pk).update(lift_asked_by=None)
    ask_lift(freeze_id=freeze.pk, reason="The proof goes on.", by=stage.second, at=now())
    confirm_lift(freeze_id=freeze.pk, by=stage.by, at=now())
    for key in Delivery.objects.filter(status="missed").values_list("pk", flat=True):
        reschedule_missed(delivery_id=key, by=stage.by, at=now())
