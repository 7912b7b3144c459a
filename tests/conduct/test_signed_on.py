"""What somebody had signed of a text by a day: what bound then, or what was carried over to it."""

from datetime import timedelta

import pytest

from gouvernail.conduct.models import Case
from gouvernail.conduct.queries import signed_on
from gouvernail.foundation import clock
from gouvernail.foundation.clock import site_day
from gouvernail.people.models import Person
from gouvernail.policies.models import CarryOver, Policy, PolicyVersion, Signature
from tests.make.policies import make_charter, make_version


@pytest.fixture
def policy(claire: Person, hugo: Person) -> Policy:
    """Return a policy at its second version, both of today; hugo signed the first one."""
    made = make_charter(by=claire)
    first = made.versions.get()
    Signature.objects.create(version=first, person=hugo, digest=first.digest, at=clock.now())
    make_version(made, by=claire, source="## 1 Autre\n\nTexte.")
    made.versions.update(in_force_on=site_day(clock.now()))
    return made


@pytest.mark.parametrize(
    ("carried", "ended", "expected"),
    [(False, False, Case.Signed.OTHER), (True, False, Case.Signed.THIS), (True, True, "other")],
)
def test_a_signature_carried_over_by_then_counts_for_the_version_of_that_day(
    policy: Policy, claire: Person, hugo: Person, *, carried: bool, ended: bool, expected: str
) -> None:
    at = clock.now()
    first, second = PolicyVersion.objects.filter(policy=policy).order_by("number")
    if carried:
        CarryOver.objects.create(
            version=second,
            origin=first,
            reason="A comma.",
            decided_by=claire,
            decided_at=at - timedelta(days=1),
            ended_at=at if ended else None,
        )

    found = signed_on(hugo, slug=policy.slug, day=site_day(at))

    assert (found.version, found.signed) == (second, expected)
    assert found.signature is not None
    assert found.signature.version == first  # what was read stays said
