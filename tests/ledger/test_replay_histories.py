"""Random histories replay without a difference; one change behind the ledger's back is found.

The state of each object is rebuilt here a second time, by a dictionary that only reads entries.
"""

from collections.abc import Callable

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gouvernail.approvals.models import Route, RouteStep
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.ledger.models import Leaf
from gouvernail.ledger.queries import replay_differences
from tests.ledger.test_whole_site import found, rebuilt
from tests.make.ledger import NOON, SOMEONE

pytestmark = pytest.mark.django_db

NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("create"), NAMES, st.integers(-5, 5)),
        st.tuples(st.just("update"), st.integers(0, 9), NAMES, st.booleans()),
        st.tuples(st.just("step"), st.integers(0, 9), st.integers(1, 3), st.sampled_from("abc")),
        st.tuples(st.just("remove"), st.integers(0, 9)),
        st.tuples(st.just("fail"), st.integers(0, 9)),
    ),
    min_size=1,
    max_size=14,
)


class RefusedError(Exception):
    """What an action raises half-way: nothing of it happened."""


@action("tests.step")
def one(what: str, *rest: object) -> None:
    """Do one step of a history, as an action does: change, record."""
    routes = list(Route.objects.order_by("pk"))
    if what == "create":
        route = Route.objects.create(name=str(rest[0]), priority=int(str(rest[1])))
        record(actor=SOMEONE, verb="route.created", subject=route, at=NOON)
    elif what == "remove":
        step = RouteStep.objects.order_by("pk").first()
        if step:
            record(actor=SOMEONE, verb="route_step.removed", subject=step, at=NOON)
            step.delete()
    elif routes:
        change(routes[int(str(rest[0])) % len(routes)], what, rest)


def change(route: Route, what: str, rest: tuple[object, ...]) -> None:
    if what == "step":
        step, _new = RouteStep.objects.update_or_create(
            route=route, position=int(str(rest[1])), defaults={"seats": [rest[2]]}
        )
        record(actor=SOMEONE, verb="route_step.written", subject=step, at=NOON)
        return
    route.name = str(rest[1]) if what == "update" else "never kept"
    route.is_default = bool(rest[2]) if what == "update" else True
    route.save()
    record(actor=SOMEONE, verb="route.updated", subject=route, at=NOON)
    if what == "fail":
        raise RefusedError


MUTATIONS: dict[str, Callable[[], object]] = {
    "a status": lambda: Route.objects.filter(pk=first().pk).update(priority=first().priority + 1),
    "a hidden text": lambda: Route.objects.filter(pk=first().pk).update(name=first().name + "x"),
    "a row added": lambda: Route.objects.create(name="from nowhere"),
    "a row removed": lambda: Route.objects.filter(pk=first().pk).delete(),
}


def first() -> Route:
    return Route.objects.order_by("pk")[0]


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS, mutation=st.sampled_from(sorted(MUTATIONS)))
def test_a_random_history_replays_and_a_single_change_of_it_does_not(
    steps: list[tuple[object, ...]], mutation: str
) -> None:
    with transaction.atomic():
        for what, *rest in [("create", "Marque", 0), *steps]:
            try:
                one(str(what), *rest)
            except RefusedError:
                continue

        assert list(replay_differences()) == []
        assert rebuilt() == found()
        assert Leaf.objects.exists()

        MUTATIONS[mutation]()
        assert list(replay_differences()) != []
        transaction.set_rollback(True)
