"""A unit's route adds to the routes above it; it never weakens nor replaces them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouvernail.approvals.models import Mode, Route, RouteStep
from gouvernail.approvals.queries import Plan, planned_route
from gouvernail.approvals.queries.layers import Demand, joined
from gouvernail.people.models import Person, Seat, Unit
from tests.make.approvals import make_route, make_subject
from tests.make.people import make_unit

ALL, ANY = str(Mode.ALL), str(Mode.ANY)
Shape = tuple[tuple[tuple[str, ...], str], ...]


def shape(plan: Plan) -> list[tuple[tuple[str, ...], str]]:
    return [(step.seats, step.mode) for step in plan.steps]


def test_a_department_cannot_outbid_the_group(energy: Unit, hugo: Person) -> None:
    make_route((Seat.LEGAL,), (Seat.BRAND,), tags=["prices"], priority=1)
    own = make_route((Seat.COLLEAGUE,), unit=energy, priority=999)

    plan = planned_route(make_subject(unit=energy, author=hugo, tags=frozenset({"prices"})))

    assert plan.route == own
    assert [seats for seats, _mode in shape(plan)] == [("colleague",), ("legal",), ("brand",)]


def test_a_department_cannot_replace_the_usual_route(energy: Unit, hugo: Person) -> None:
    make_route((Seat.LEGAL,), is_default=True)
    make_route((Seat.COLLEAGUE,), unit=energy, priority=999)

    plan = planned_route(make_subject(unit=energy, author=hugo))

    assert [seats for seats, _mode in shape(plan)] == [("colleague",), ("legal",)]


def test_each_level_adds_its_own_and_what_is_asked_already_is_not_asked_twice(
    energy: Unit, hugo: Person
) -> None:
    solar = make_unit(parent=energy, name="Solar")
    make_route((Seat.LEGAL, Seat.BRAND), is_default=True)
    make_route((Seat.LEGAL,), unit=energy)
    make_route((Seat.COLLEAGUE,), (Seat.BRAND,), unit=solar)

    plan = planned_route(make_subject(unit=solar, author=hugo))

    assert [seats for seats, _mode in shape(plan)] == [("colleague",), ("brand",), ("legal",)]


def test_within_one_unit_the_highest_priority_is_taken(energy: Unit, hugo: Person) -> None:
    make_route((Seat.LEGAL,), unit=energy, priority=1)
    higher = make_route((Seat.BRAND,), unit=energy, priority=2)

    plan = planned_route(make_subject(unit=energy, author=hugo))

    assert (plan.route, len(plan.steps)) == (higher, 1)


def test_a_choice_of_seats_does_not_cover_one_of_them(energy: Unit, hugo: Person) -> None:
    make_route((Seat.LEGAL,), is_default=True)
    own = make_route((Seat.LEGAL, Seat.COLLEAGUE), unit=energy)
    own.steps.update(mode=ANY)

    plan = planned_route(make_subject(unit=energy, author=hugo))

    assert shape(plan) == [(("legal", "colleague"), "any"), (("legal",), "all")]


def test_a_choice_of_seats_does_not_answer_a_finding(energy: Unit, hugo: Person) -> None:
    own = make_route((Seat.LEGAL, Seat.COLLEAGUE), unit=energy)
    own.steps.update(mode=ANY)

    subject = make_subject(unit=energy, author=hugo, seats=frozenset({"legal"}))

    assert shape(planned_route(subject))[-1] == (("legal",), "all")


def test_two_steps_above_are_not_one_step_below(energy: Unit, hugo: Person) -> None:
    make_route((Seat.COLLEAGUE,), (Seat.COLLEAGUE,), is_default=True)
    make_route((Seat.COLLEAGUE,), unit=energy)

    assert len(planned_route(make_subject(unit=energy, author=hugo)).steps) == 2


def test_the_shorter_time_holds(energy: Unit, hugo: Person) -> None:
    make_route((Seat.COLLEAGUE,), is_default=True)
    make_route((Seat.COLLEAGUE,), unit=energy).steps.update(hours=48)

    assert [one.hours for one in planned_route(make_subject(unit=energy, author=hugo)).steps] == [4]


steps = st.lists(
    st.tuples(
        st.sets(st.sampled_from(["a", "b", "c"]), min_size=1).map(lambda one: tuple(sorted(one))),
        st.sampled_from([ALL, ANY]),
    ),
    min_size=1,
    max_size=3,
).map(tuple)


class _Listed:
    """A route that is not in a database: joining reads its steps only."""

    def __init__(self, shape: Shape) -> None:
        self.rows = [RouteStep(seats=list(seats), mode=mode, hours=9) for seats, mode in shape]

    @property
    def steps(self) -> "_Listed":
        return self

    def all(self) -> list[RouteStep]:
        return self.rows


def satisfied(wanted: Shape, agreed: list[str]) -> bool:
    """Return whether some agreements, each used once, fulfil every step; by trying them all."""
    if not wanted:
        return True
    (seats, mode), rest = wanted[0], wanted[1:]
    if mode == ALL and len(seats) > 1:
        return satisfied((*(((seat,), ALL) for seat in seats), *rest), agreed)
    return any(
        satisfied(rest, [*agreed[:index], *agreed[index + 1 :]])
        for index, seat in enumerate(agreed)
        if seat in seats
    )


def least_agreements(demands: list[Demand]) -> list[list[str]]:
    """Return every least set of agreements that ends the joined way."""
    found: list[list[str]] = [[]]
    for one in demands:
        more = [list(one.seats)] if one.mode == ALL else [[seat] for seat in one.seats]
        found = [[*before, *added] for before in found for added in more]
    return found


@given(below=steps, above=steps)
def test_whoever_ends_the_joined_way_ends_each_route_of_it(below: Shape, above: Shape) -> None:
    demands = joined([_Listed(below), _Listed(above)])  # type: ignore[list-item]  # steps only

    for agreed in least_agreements(demands):
        assert satisfied(below, agreed)
        assert satisfied(above, agreed)


@pytest.mark.django_db
def test_a_route_alone_is_kept_as_it_is() -> None:
    route: Route = make_route((Seat.BRAND, Seat.LEGAL), (Seat.COLLEAGUE,))

    assert [one.seats for one in joined([route])] == [("brand", "legal"), ("colleague",)]
