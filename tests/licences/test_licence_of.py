"""A licence read live from what people hold, on either database."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gouvernail.licences.actions import NewWaiver, give_waiver, lift, restrict, suspend
from gouvernail.licences.errors import (
    LicenceInvalidError,
    OwnLicenceError,
    WaiverTooLongError,
)
from gouvernail.licences.models import Act
from gouvernail.licences.queries import licence_of, licences_of, told
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person
from gouvernail.policies.models import Signature
from tests.make.licences import make_certificate, make_course, make_factor, make_requirement
from tests.make.policies import make_charter, make_version

LATER = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)


def _sign(person: Person, policy: object, at: datetime) -> None:
    version = policy.versions.get(status="in_force")  # type: ignore[attr-defined]
    Signature.objects.create(
        version=version,
        person=person,
        digest=version.digest,
        statement="I have read it.",
        language="en",
        at=at,
    )


def test_nothing_set_up_asks_nothing_and_costs_one_query(hugo: Person, noon: datetime) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        licence = licence_of(hugo, None, Act.PUBLISH, at=noon)

    assert licence.ok
    assert not licence.asked
    assert len(queries) == 1


def test_a_certificate_a_signature_and_a_factor_make_a_licence_until_the_first_ends(
    claire: Person, hugo: Person, noon: datetime
) -> None:
    course = make_course(by=claire, unit=claire.home_unit)  # type: ignore[arg-type]
    policy = make_charter(by=claire)
    make_requirement(
        by=claire, courses=[course.slug], policies=[str(policy.pk)], second_factor=True
    )

    bare = licence_of(hugo, None, Act.PUBLISH, at=noon)
    make_certificate(person=hugo, course=course, until=date(2026, 11, 20))
    make_factor(hugo)
    _sign(hugo, policy, noon)
    with CaptureQueriesContext(connection) as queries:
        whole = licence_of(hugo, None, Act.PUBLISH, at=noon)

    assert {one.code for one in bare.reasons} == {"certificate", "signature", "factor"}
    assert whole.ok
    assert whole.until == datetime(2026, 11, 20, 23, 0, tzinfo=UTC)  # midnight in Paris
    assert len(queries) == 3
    lapsed = licence_of(hugo, None, Act.PUBLISH, at=LATER)
    assert [one.word for one in lapsed.reasons] == ["certificate:security"]
    assert told([lapsed])[0].at == whole.until


def test_a_new_version_in_force_asks_for_its_own_signature(
    claire: Person, hugo: Person, noon: datetime
) -> None:
    policy = make_charter(by=claire)
    make_requirement(by=claire, policies=[str(policy.pk)])
    _sign(hugo, policy, noon)
    assert licence_of(hugo, None, Act.PUBLISH, at=noon).ok

    make_version(policy, by=claire, source="# Charte\n\n## 1 Une clause\n\nUn mot nouveau.\n")

    assert not licence_of(hugo, None, Act.PUBLISH, at=LATER).ok


def test_the_cost_is_the_same_for_one_and_for_many(
    claire: Person, hugo: Person, ines: Person, noon: datetime
) -> None:
    make_requirement(by=claire, second_factor=True)
    make_factor(ines)

    with CaptureQueriesContext(connection) as queries:
        found = licences_of([hugo.pk, ines.pk], Act.values, ["", "bluesky"], at=noon)

    assert len(queries) == 1
    assert found[ines.pk, Act.PUBLISH, "bluesky"].ok
    assert not found[hugo.pk, Act.PUBLISH, "bluesky"].ok
    assert found[hugo.pk, Act.DRAFT, "bluesky"].ok


def test_a_waiver_lets_off_until_its_day_and_is_shown(
    claire: Person, hugo: Person, noon: datetime
) -> None:
    make_requirement(by=claire, second_factor=True)
    until = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)

    given = give_waiver(
        person_id=hugo.pk, new=NewWaiver(until=until, reason="New phone"), by=claire, at=noon
    )

    licence = licence_of(hugo, None, Act.PUBLISH, at=noon)
    assert (licence.ok, licence.waiver, licence.until) == (True, given.pk, until)
    assert [one.code for one in licence.reasons] == ["factor"]
    assert not licence_of(hugo, None, Act.PUBLISH, at=until).ok


@pytest.mark.parametrize("who", ["hugo", "ines", "julie"])
def test_nobody_lets_off_themselves_or_people_they_do_not_answer_for(
    who: str, hugo: Person, noon: datetime, request: pytest.FixtureRequest
) -> None:
    by: Person = request.getfixturevalue(who)
    new = NewWaiver(until=LATER, reason="Please")

    with pytest.raises((OwnLicenceError, RightMissingError, Exception)) as refused:
        give_waiver(person_id=hugo.pk, new=new, by=by, at=noon)

    assert refused.value.status in {403, 404}  # type: ignore[attr-defined]


def test_a_waiver_lasts_no_longer_than_the_charter_says(
    claire: Person, hugo: Person, noon: datetime
) -> None:
    too_long = NewWaiver(until=datetime(2027, 3, 1, tzinfo=UTC), reason="Long")

    with pytest.raises(WaiverTooLongError):
        give_waiver(person_id=hugo.pk, new=too_long, by=claire, at=noon)


def test_a_restriction_counts_though_nothing_is_asked_until_it_is_lifted(
    claire: Person, hugo: Person, noon: datetime
) -> None:
    row = restrict(
        hugo, by=claire, at=noon, reason="Two posts without proof", case="M-12", acts=["publish"]
    )

    held = licence_of(hugo, None, Act.PUBLISH, at=noon)
    assert (held.ok, held.suspended) == (False, False)
    assert licence_of(hugo, None, Act.REPLY, at=noon).ok

    lift(row.pk, by=claire, at=noon, reason="Coached")
    assert licence_of(hugo, None, Act.PUBLISH, at=noon).ok


def test_a_suspension_has_an_end_and_needs_somebody_else_and_a_reason(
    claire: Person, hugo: Person, noon: datetime
) -> None:
    with pytest.raises(OwnLicenceError):
        suspend(claire, by=claire, at=noon, reason="No")
    with pytest.raises(RightMissingError):
        suspend(claire, by=hugo, at=noon, reason="No")
    with pytest.raises(LicenceInvalidError):
        suspend(hugo, by=claire, at=noon, reason=" ")

    suspend(hugo, by=claire, at=noon, reason="Password shared", until=LATER)

    assert licence_of(hugo, None, Act.DRAFT, at=noon).suspended
    assert licence_of(hugo, None, Act.DRAFT, at=LATER).ok
