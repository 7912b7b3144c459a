"""Licences at full size: one check inside a publish, the page of a team, a look at everybody.

One person in five may write; what is asked is a certificate, a signature and a second factor, and
most hold them. A publish goes through the sender to the practice network, nothing left out, with
nothing asked and with all of it asked: the difference is what the check costs. Queries may not be
more than on a tenth of the site; the look at everybody and the
file read 500 people at a time.
"""

import os
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.big_site import AT, SHRINK, Question, compared, measure, page, signed_in

FRAME: Final = "floor: a page that asks nothing of licences"
BARE: Final = "floor: ten publishes, nothing asked"
PAGE, FILE, TEN, DAILY = 200, 20_000, 10_000, 120_000
EACH: Final = 5


def questions() -> list[Question]:
    """Return what is asked of the site."""
    from gouvernail.licences.actions import look_again
    from gouvernail.licences.models import Act
    from gouvernail.licences.queries import licence_of, licences_of
    from gouvernail.people.models import Person

    lead = Person.objects.get(grants__role="lead")
    writers = _writers()
    sends = _publishes(lead)
    cost_free = _ten(sends)
    _ask(lead, writers)
    client = signed_in()
    someone, crowd = writers[7], [one.pk for one in writers[:500]]
    asked = (
        (FRAME, "/notifications/", PAGE),
        ("who may publish", "/licences/", PAGE),
        ("who may publish, one branch, does not hold", "/licences/?unit=u3&state=lost", PAGE),
        ("who may publish, by name", "/licences/?q=0123", PAGE),
        ("my licence", "/licence/", PAGE),
        ("everybody as CSV", "/licences/export.csv", FILE),
    )
    return [
        Question(BARE, cost_free, TEN),
        Question("ten publishes, all of it asked", _ten(sends), TEN),
        Question("one licence", lambda: licence_of(someone, None, Act.PUBLISH, at=AT), PAGE),
        Question(
            "500 people, five acts, two networks",
            lambda: licences_of(crowd, Act.values, ["", "x"], at=AT),
            PAGE * EACH,
        ),
        Question("a look at everybody", lambda: look_again(at=AT), DAILY, grows=True),
        *(
            Question(name, page(client, path), budget, grows=budget == FILE)
            for name, path, budget in asked
        ),
    ]


def _writers() -> list[Any]:
    """Give one person in five the role that writes."""
    from gouvernail.people.models import Person, Role, RoleGrant

    people = list(Person.objects.filter(is_active=True).order_by("email").select_related(None))
    writers = people[1::EACH]  # the first is the lead
    grants = [
        RoleGrant(
            person=one, unit_id=one.home_unit_id, role=Role.CONTRIBUTOR, seat="", granted_at=AT
        )
        for one in writers
        if one.home_unit_id is not None
    ]
    RoleGrant.objects.bulk_create(grants, ignore_conflicts=True, batch_size=2000)
    return writers


def _ask(lead: Any, writers: list[Any]) -> None:  # noqa: ANN401 -- a person, imported late
    """Ask a certificate, a signature and a factor; nine writers in ten hold each."""
    from allauth.mfa.models import Authenticator

    from gouvernail.policies.models import Signature
    from gouvernail.training.models import Certificate, Completion
    from tests.make.licences import make_course, make_requirement
    from tests.make.policies import make_charter

    course, policy = make_course(by=lead, unit=lead.home_unit), make_charter(by=lead)
    make_requirement(by=lead, courses=[course.slug], policies=[str(policy.pk)], second_factor=True)
    version = policy.versions.get(status="in_force")
    until = (AT + timedelta(days=200)).date()
    done = [
        Completion(person=one, course=course, how="online", done_at=AT, recorded_by=lead)
        for at, one in enumerate([lead, *writers])
        if at % 10 != 1
    ]
    Completion.objects.bulk_create(done, batch_size=2000)
    certificates = [
        Certificate(
            person=one.person, course=course, completion=one, code=f"{at:019}", issued_at=AT,
            until=until,
        )
        for at, one in enumerate(done)
    ]  # fmt: skip
    Certificate.objects.bulk_create(certificates, batch_size=2000)
    signatures = [
        Signature(
            version=version, person=one, digest=version.digest, statement="Read.", language="en",
            at=AT,
        )
        for at, one in enumerate([lead, *writers])
        if at % 10 != 2
    ]  # fmt: skip
    Signature.objects.bulk_create(signatures, batch_size=2000)
    factors = [
        Authenticator(user=one, type="totp", data={})
        for at, one in enumerate([lead, *writers])
        if at % 10 != 3
    ]
    Authenticator.objects.bulk_create(factors, batch_size=2000)


def _publishes(lead: Any) -> list[Any]:  # noqa: ANN401 -- a person, imported late
    """Queue 200 posts of the lead on an account of the practice network, agreed to at noon."""
    from gouvernail.approvals.models import Request
    from gouvernail.publishing.actions import queue_delivery
    from tests.make.publishing import make_order, make_practice_account

    account = make_practice_account(unit=lead.home_unit, by=lead)
    found = []
    for number in range(200):
        order = make_order(account, text=f"Post {number}")
        request = Request.objects.create(
            subject_kind="draft", subject_id=order.subject_id, digest=order.digest, title="x",
            unit=lead.home_unit, status="approved", submitted_by=lead, submitted_at=AT,
            context={"answer": [str(lead.pk)]},
        )  # fmt: skip
        order = make_order(
            account, text=f"Post {number}", subject_id=order.subject_id, approval_id=request.pk
        )
        found.append(queue_delivery(order=order, by=lead, at=AT))
    return found


def _ten(sends: list[Any]) -> Callable[[], object]:
    """Return what sends the next ten."""

    def run() -> object:
        from gouvernail.publishing.models import Delivery
        from gouvernail.publishing.tasks.sending import send_one

        tried = [sends.pop() for _each in range(10)]
        for number, one in enumerate(tried):
            send_one(one.pk, clock=lambda at=number: AT + timedelta(minutes=30 + at))  # type: ignore[misc]
        states = Delivery.objects.filter(pk__in=[one.pk for one in tried])
        if set(states.values_list("status", flat=True)) != {"sent"}:
            raise RuntimeError(set(states.values_list("status", "explanation")))
        return tried

    return run


if __name__ == "__main__":
    if os.environ.get(SHRINK):
        measure(questions)
    else:
        sys.exit(compared(__file__, {BARE: "× ten bare publishes", FRAME: "× frame"}))
