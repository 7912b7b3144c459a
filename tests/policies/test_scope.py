"""Whom a policy binds: units and below, roles, people inside; who joins, moves or leaves."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from gouvernail.people.models import Person, Role, Unit
from gouvernail.policies.actions import PolicyFacts, update_policy
from gouvernail.policies.errors import PolicyInvalidError
from gouvernail.policies.models import Policy, PolicyScope
from gouvernail.policies.queries import bound_by, in_scope, is_bound, scope_of, to_sign
from tests.make.people import make_person
from tests.make.policies import make_charter

DAY = date(2026, 11, 17)


@pytest.fixture
def policy(claire: Person) -> Policy:
    return make_charter(by=claire, source="## 1 A\n\nWords.")


def rescoped(policy: Policy, by: Person, at: datetime, **scope: Any) -> Policy:
    facts = PolicyFacts(
        slug=policy.slug, title=policy.title, unit_id=policy.unit_id, owner_id=by.pk, **scope
    )
    return update_policy(policy_id=policy.pk, facts=facts, by=by, at=at)


def test_a_policy_binds_the_units_it_names_and_those_below(
    policy: Policy, claire: Person, hugo: Person, energy: Unit, solar: Unit, care: Unit,
    noon: datetime, django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    below, beside = (
        make_person(name="Solène Oger", home_unit=solar),
        make_person(name="Basile Ney", home_unit=care),
    )
    policy = rescoped(policy, claire, noon, unit_ids=(energy.pk,))

    with django_assert_num_queries(1):
        assert set(in_scope(policy)) == {hugo, below}
    with django_assert_num_queries(1):
        assert bound_by(hugo, DAY) == [policy]
    assert bound_by(beside, DAY) == []
    assert list(to_sign(below)) == []  # no role yet: nothing is shown to them
    assert (is_bound(policy, below), is_bound(policy, claire)) == (True, False)


def test_two_units_are_bound_and_the_rest_is_not(
    policy: Policy, claire: Person, energy: Unit, solar: Unit, care: Unit, noon: datetime
) -> None:
    people = [
        make_person(name=name, home_unit=unit) for name, unit in (("A B", solar), ("C D", care))
    ]

    rescoped(policy, claire, noon, unit_ids=(solar.pk, care.pk))

    assert set(in_scope(policy)) == set(people)
    assert [unit.pk for unit in scope_of(policy).units] == [
        one.pk for one in sorted((solar, care), key=lambda unit: unit.path)
    ]


def test_who_moves_follows_and_who_leaves_is_bound_no_more(
    policy: Policy, claire: Person, hugo: Person, energy: Unit, care: Unit, noon: datetime
) -> None:
    rescoped(policy, claire, noon, unit_ids=(energy.pk,))
    hugo.home_unit = care
    hugo.save()
    assert (bound_by(hugo, DAY), list(in_scope(policy))) == ([], [])

    hugo.home_unit, hugo.is_active = energy, False
    hugo.left_at, hugo.status = noon, Person.Status.LEFT
    hugo.save()

    assert list(in_scope(policy)) == []
    assert bound_by(hugo, DAY - timedelta(days=1)) == [policy]
    assert bound_by(hugo, DAY) == []


def test_who_has_not_joined_yet_is_not_bound(policy: Policy, hugo: Person) -> None:
    hugo.joined_on = DAY
    hugo.save()

    assert bound_by(hugo, DAY - timedelta(days=1)) == []
    assert bound_by(hugo, DAY) == [policy]


def test_a_policy_for_one_role_binds_who_holds_it(
    policy: Policy, claire: Person, hugo: Person, karim: Person, noon: datetime
) -> None:
    rescoped(policy, claire, noon, roles=(Role.CONTRIBUTOR,))

    assert list(in_scope(policy)) == [hugo]
    assert (bound_by(hugo, DAY), bound_by(karim, DAY)) == ([policy], [])
    hugo.grants.update(ends_on=DAY - timedelta(days=1))
    assert bound_by(hugo, DAY) == []


def test_a_policy_for_people_outside_binds_nobody_here(
    policy: Policy, claire: Person, hugo: Person, noon: datetime
) -> None:
    with pytest.raises(PolicyInvalidError) as refused:
        rescoped(policy, claire, noon, audience="external")
    assert set(refused.value.fields) == {"must_sign"}

    outward = rescoped(policy, claire, noon, audience="external", must_sign=False)

    assert (list(in_scope(outward)), bound_by(hugo, DAY)) == ([], [])


def test_a_scope_written_anew_keeps_what_is_the_same(
    policy: Policy, claire: Person, energy: Unit, care: Unit, noon: datetime
) -> None:
    rescoped(policy, claire, noon, unit_ids=(energy.pk,), networks=("x",))
    kept = PolicyScope.objects.get(unit=energy).pk

    rescoped(policy, claire, noon, unit_ids=(energy.pk, care.pk))

    assert PolicyScope.objects.get(unit=energy).pk == kept
    assert set(PolicyScope.objects.values_list("kind", flat=True)) == {"unit"}
