"""Deciding: who may, on what, and what follows."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from gouvernail.approvals.actions import (
    decide,
    release_alone,
    request_approval,
    request_one_more,
    void_requests,
)
from gouvernail.approvals.actions.decisions import Choice
from gouvernail.approvals.errors import (
    AloneNotAllowedError,
    AlreadyDecidedError,
    CommentMissingError,
    DigestChangedError,
    OtherPersonNeededError,
    OwnWorkError,
    RequestClosedError,
    RequestNotFoundError,
    SeatMissingError,
)
from gouvernail.approvals.models import Decision, Request
from gouvernail.approvals.queries import awaiting, planned_route
from gouvernail.charter.models import Charter
from gouvernail.foundation.actors import machine
from gouvernail.foundation.models import OutboxEvent
from gouvernail.people.models import Absence, Person, Role, Seat, Unit
from tests.make.approvals import make_route, make_subject
from tests.make.people import make_grant

APPROVE = Choice(verdict="approve", digest="d" * 64)


def test_without_any_route_a_colleague_must_agree(
    hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    request = request_approval(subject=make_subject(unit=energy, author=hugo), by=hugo, at=noon)

    assert request.status == Request.Status.PENDING
    assert list(awaiting(camille, at=noon)) == [request]

    done = decide(request_id=request.pk, choice=APPROVE, by=camille, at=noon)

    assert done.status == Request.Status.APPROVED
    assert OutboxEvent.objects.filter(topic="approvals.closed").exists()


def test_steps_open_one_after_the_other(
    hugo: Person, julie: Person, amina: Person, energy: Unit, noon: datetime
) -> None:
    make_route((Seat.BRAND,), (Seat.LEGAL,))
    subject = make_subject(unit=energy, author=hugo, networks=frozenset({"bluesky"}))
    request = request_approval(subject=subject, by=hugo, at=noon)

    assert list(awaiting(amina, at=noon)) == []
    with pytest.raises(SeatMissingError):
        decide(request_id=request.pk, choice=APPROVE, by=amina, at=noon)

    decide(request_id=request.pk, choice=APPROVE, by=julie, at=noon)
    assert list(awaiting(julie, at=noon)) == []
    assert list(awaiting(amina, at=noon)) == [request]

    assert decide(request_id=request.pk, choice=APPROVE, by=amina, at=noon).status == "approved"


def test_all_seats_of_a_step_must_agree(
    hugo: Person, julie: Person, amina: Person, energy: Unit, noon: datetime
) -> None:
    make_route((Seat.BRAND, Seat.LEGAL))
    request = request_approval(subject=make_subject(unit=energy, author=hugo), by=hugo, at=noon)

    after_one = decide(request_id=request.pk, choice=APPROVE, by=julie, at=noon)
    assert after_one.status == "pending"
    with pytest.raises(AlreadyDecidedError):
        decide(request_id=request.pk, choice=APPROVE, by=julie, at=noon)

    assert decide(request_id=request.pk, choice=APPROVE, by=amina, at=noon).status == "approved"


def test_findings_add_the_seats_the_route_forgot(
    hugo: Person, julie: Person, amina: Person, energy: Unit
) -> None:
    make_route((Seat.BRAND,))
    subject = make_subject(unit=energy, author=hugo, seats=frozenset({str(Seat.LEGAL)}))

    plan = planned_route(subject)

    assert [step.seats for step in plan.steps] == [("brand",), ("legal",)]
    assert plan.steps[1].people == (amina,)


@pytest.mark.parametrize(
    ("field", "value"), [("tags", frozenset({"price"})), ("networks", frozenset({"x"}))]
)
def test_a_route_is_chosen_by_tag_and_network(
    hugo: Person, energy: Unit, field: str, value: frozenset[str]
) -> None:
    usual = make_route((Seat.COLLEAGUE,), is_default=True)
    special = make_route((Seat.LEGAL,), priority=5, **{field: list(value)})

    assert planned_route(make_subject(unit=energy, author=hugo)).route == usual
    assert planned_route(make_subject(unit=energy, author=hugo, **{field: value})).route == special


def test_a_route_of_another_unit_does_not_apply(hugo: Person, energy: Unit, care: Unit) -> None:
    make_route((Seat.LEGAL,), unit=care, priority=9)

    assert planned_route(make_subject(unit=energy, author=hugo)).route is None


def test_nobody_approves_what_they_wrote_or_edited(
    hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    make_grant(person=hugo, unit=energy, role=Role.REVIEWER, seat=Seat.COLLEAGUE)
    subject = make_subject(unit=energy, author=hugo, editors=frozenset({hugo.pk, camille.pk}))
    request = request_approval(subject=subject, by=hugo, at=noon)

    for person in (hugo, camille):
        assert list(awaiting(person, at=noon)) == []
        with pytest.raises(OwnWorkError):
            decide(request_id=request.pk, choice=APPROVE, by=person, at=noon)


def test_the_database_itself_refuses_an_approval_by_an_editor(
    hugo: Person, energy: Unit, noon: datetime
) -> None:
    request = request_approval(subject=make_subject(unit=energy, author=hugo), by=hugo, at=noon)

    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            request=request, person=hugo, verdict="approve", digest="d" * 64, at=noon
        )


def test_a_stand_in_decides_in_the_place_of_somebody_away(
    hugo: Person, julie: Person, karim: Person, energy: Unit, noon: datetime
) -> None:
    make_route((Seat.BRAND,))
    request = request_approval(subject=make_subject(unit=energy, author=hugo), by=hugo, at=noon)
    Absence.objects.create(
        person=julie,
        delegate=karim,
        starts_at=noon - timedelta(hours=1),
        ends_at=noon + timedelta(hours=1),
    )

    assert list(awaiting(karim, at=noon)) == [request]
    decide(request_id=request.pk, choice=APPROVE, by=karim, at=noon)

    decision = Decision.objects.get()
    assert (decision.person, decision.on_behalf_of, decision.seat) == (karim, julie, "brand")


def test_the_author_cannot_stand_in_for_the_reviewer(
    hugo: Person, julie: Person, energy: Unit, noon: datetime
) -> None:
    make_route((Seat.BRAND,))
    request = request_approval(subject=make_subject(unit=energy, author=hugo), by=hugo, at=noon)
    Absence.objects.create(
        person=julie,
        delegate=hugo,
        starts_at=noon - timedelta(hours=1),
        ends_at=noon + timedelta(hours=1),
    )

    with pytest.raises(OwnWorkError):
        decide(request_id=request.pk, choice=APPROVE, by=hugo, at=noon)


def test_a_decision_on_another_digest_is_refused(
    hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    request = request_approval(subject=make_subject(unit=energy, author=hugo), by=hugo, at=noon)

    with pytest.raises(DigestChangedError):
        decide(
            request_id=request.pk,
            choice=Choice(verdict="approve", digest="e" * 64),
            by=camille,
            at=noon,
        )


@pytest.mark.parametrize(("verdict", "status"), [("changes", "changes"), ("refuse", "refused")])
def test_a_refusal_needs_words_and_ends_the_request(
    hugo: Person, camille: Person, energy: Unit, noon: datetime, verdict: str, status: str
) -> None:
    request = request_approval(subject=make_subject(unit=energy, author=hugo), by=hugo, at=noon)

    with pytest.raises(CommentMissingError):
        decide(
            request_id=request.pk,
            choice=Choice(verdict=verdict, digest="d" * 64),
            by=camille,
            at=noon,
        )
    choice = Choice(verdict=verdict, digest="d" * 64, comment="Add the dates.")
    assert decide(request_id=request.pk, choice=choice, by=camille, at=noon).status == status
    with pytest.raises(RequestClosedError):
        decide(request_id=request.pk, choice=APPROVE, by=camille, at=noon)


def test_an_edit_voids_what_was_approved(
    hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    subject = make_subject(unit=energy, author=hugo)
    request = request_approval(subject=subject, by=hugo, at=noon)
    decide(request_id=request.pk, choice=APPROVE, by=camille, at=noon)

    assert void_requests(kind="thing", id=subject.id, by=hugo, at=noon, why="edited") == 1

    request.refresh_from_db()
    assert request.status == Request.Status.VOID


def test_a_reviewer_of_another_department_cannot_even_see_it(
    hugo: Person, ines: Person, energy: Unit, care: Unit, noon: datetime
) -> None:
    make_grant(person=ines, unit=care, role=Role.REVIEWER, seat=Seat.COLLEAGUE)
    request = request_approval(subject=make_subject(unit=energy, author=hugo), by=hugo, at=noon)

    with pytest.raises(RequestNotFoundError):
        decide(request_id=request.pk, choice=APPROVE, by=ines, at=noon)


def test_publishing_alone_is_for_small_teams(
    hugo: Person, energy: Unit, charter: Charter, noon: datetime
) -> None:
    request = request_approval(subject=make_subject(unit=energy, author=hugo), by=hugo, at=noon)
    words = {"digest": "d" * 64, "reason": "Storm warning, nobody else is in."}

    with pytest.raises(AloneNotAllowedError):
        release_alone(request_id=request.pk, by=hugo, at=noon, **words)

    charter.separation = Charter.Separation.SMALL
    charter.save()
    done = release_alone(request_id=request.pk, by=hugo, at=noon, **words)

    assert (done.status, done.alone) == ("approved", True)
    assert Decision.objects.get().verdict == Decision.Verdict.ALONE


@pytest.mark.parametrize("setting", Charter.Separation.values)
def test_only_a_regulated_organisation_wants_another_person_for_each_step(
    hugo: Person, julie: Person, energy: Unit, charter: Charter, noon: datetime, setting: str
) -> None:
    charter.separation = setting
    charter.save()
    make_grant(person=julie, unit=energy, role=Role.REVIEWER, seat=Seat.LEGAL)
    make_route((Seat.BRAND,), (Seat.LEGAL,))
    request = request_approval(subject=make_subject(unit=energy, author=hugo), by=hugo, at=noon)
    decide(request_id=request.pk, choice=APPROVE, by=julie, at=noon)

    if setting == Charter.Separation.REGULATED:
        with pytest.raises(OtherPersonNeededError):
            decide(request_id=request.pk, choice=APPROVE, by=julie, at=noon)
    else:
        done = decide(request_id=request.pk, choice=APPROVE, by=julie, at=noon)
        assert done.status == Request.Status.APPROVED


def test_a_regulated_organisation_wants_two_people_for_two_seats_of_one_step(
    hugo: Person, julie: Person, energy: Unit, charter: Charter, noon: datetime
) -> None:
    charter.separation = Charter.Separation.REGULATED
    charter.save()
    make_grant(person=julie, unit=energy, role=Role.REVIEWER, seat=Seat.LEGAL)
    make_route((Seat.BRAND, Seat.LEGAL))
    request = request_approval(subject=make_subject(unit=energy, author=hugo), by=hugo, at=noon)
    decide(request_id=request.pk, choice=APPROVE, by=julie, at=noon)

    with pytest.raises(OtherPersonNeededError):
        decide(request_id=request.pk, choice=APPROVE, by=julie, at=noon)


@pytest.mark.parametrize("setting", [Charter.Separation.REGULATED, Charter.Separation.STANDARD])
def test_one_more_agreement_asked_later_is_that_of_another_person(
    hugo: Person,
    julie: Person,
    amina: Person,
    energy: Unit,
    charter: Charter,
    noon: datetime,
    setting: str,
) -> None:
    charter.separation = setting
    charter.save()
    make_grant(person=julie, unit=energy, role=Role.REVIEWER, seat=Seat.LEGAL)
    make_route((Seat.BRAND,))
    subject = make_subject(unit=energy, author=hugo)
    first = request_approval(subject=subject, by=hugo, at=noon)
    decide(request_id=first.pk, choice=APPROVE, by=julie, at=noon)
    later = request_one_more(
        subject=subject,
        seat=Seat.LEGAL,
        reason="",
        by=hugo,
        at=noon,
        expires_at=None,
        actor=machine("worker"),
    )

    assert not awaiting(julie, at=noon).exists()
    assert list(awaiting(amina, at=noon)) == [later]
    with pytest.raises(OtherPersonNeededError):
        decide(request_id=later.pk, choice=APPROVE, by=julie, at=noon)

    assert decide(request_id=later.pk, choice=APPROVE, by=amina, at=noon).status == "approved"


def test_one_more_person_agrees_besides_the_route_wherever_there_is_one(
    hugo: Person, julie: Person, energy: Unit, noon: datetime
) -> None:
    make_grant(person=julie, unit=energy, role=Role.REVIEWER, seat=Seat.LEGAL)
    make_route((Seat.LEGAL,))
    subject = make_subject(unit=energy, author=hugo, one_more=Seat.LEGAL)
    request = request_approval(subject=subject, by=hugo, at=noon)

    assert [step.apart for step in request.steps.all()] == [False, True]
    assert decide(request_id=request.pk, choice=APPROVE, by=julie, at=noon).status == "pending"
    assert awaiting(julie, at=noon).exists()
    alone = decide(request_id=request.pk, choice=APPROVE, by=julie, at=noon)
    assert alone.status == "approved"  # nobody else holds the seat: it is not stuck for ever
