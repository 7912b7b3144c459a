"""Who may decide, to the letter: seats, stand-ins, hands in the text, proofs, what is written."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from gouvernail.approvals.actions import decide, release_alone, request_approval
from gouvernail.approvals.actions.decisions import Choice, ends_request
from gouvernail.approvals.errors import (
    AloneReasonMissingError,
    AlreadyDecidedError,
    DigestChangedError,
    RequestClosedError,
    RequestNotFoundError,
    SeatMissingError,
)
from gouvernail.approvals.models import Mode, Request, RequestStep, RouteStep
from gouvernail.approvals.permissions import (
    Standing,
    deciders,
    has_a_hand_in,
    may_invite,
    replaced_by,
    standings,
    visible_request,
)
from gouvernail.charter.models import Charter
from gouvernail.foundation.actors import acting
from gouvernail.foundation.models import OutboxEvent
from gouvernail.people.errors import MachineMayNotError, RightMissingError
from gouvernail.people.models import Absence, Person, Role, Seat, Unit
from tests.make.approvals import make_route, make_subject
from tests.make.ledger import leaves
from tests.make.people import make_grant

DIGEST = "d" * 64
APPROVE = Choice(verdict="approve", digest=DIGEST)
HOUR = timedelta(hours=1)


@pytest.fixture
def two_seats(hugo: Person, energy: Unit, noon: datetime) -> Request:
    """Brand and legal must both agree."""
    make_route((Seat.BRAND, Seat.LEGAL))
    return request_approval(subject=make_subject(unit=energy, author=hugo), by=hugo, at=noon)


def away(person: Person, delegate: Person, start: datetime, end: datetime) -> Absence:
    return Absence.objects.create(person=person, delegate=delegate, starts_at=start, ends_at=end)


def test_a_seat_is_chosen_decided_once_and_only_by_who_holds_it(
    julie: Person, amina: Person, energy: Unit, two_seats: Request, noon: datetime
) -> None:
    make_grant(person=julie, unit=energy, role=Role.REVIEWER, seat=Seat.LEGAL)
    with pytest.raises(SeatMissingError):
        decide(request_id=two_seats.pk, choice=replace(APPROVE, seat="brand"), by=amina, at=noon)

    decide(request_id=two_seats.pk, choice=replace(APPROVE, seat="legal"), by=julie, at=noon)
    with pytest.raises(AlreadyDecidedError):
        decide(request_id=two_seats.pk, choice=replace(APPROVE, seat="legal"), by=julie, at=noon)
    with pytest.raises(AlreadyDecidedError):
        decide(request_id=two_seats.pk, choice=replace(APPROVE, seat="legal"), by=amina, at=noon)

    done = decide(request_id=two_seats.pk, choice=replace(APPROVE, seat="brand"), by=julie, at=noon)
    assert done.status == "approved"
    assert sorted(done.decisions.values_list("seat", flat=True)) == ["brand", "legal"]


def test_a_seat_of_a_later_step_decides_nothing_yet(
    hugo: Person, amina: Person, julie: Person, energy: Unit, noon: datetime
) -> None:
    make_route((Seat.BRAND,), (Seat.LEGAL,))
    request = request_approval(subject=make_subject(unit=energy, author=hugo), by=hugo, at=noon)

    with pytest.raises(SeatMissingError):
        decide(request_id=request.pk, choice=replace(APPROVE, seat="legal"), by=amina, at=noon)


def test_what_one_step_agreed_fills_no_seat_of_the_next(
    hugo: Person, julie: Person, energy: Unit, noon: datetime
) -> None:
    make_route((Seat.BRAND,), (Seat.BRAND,))
    request = request_approval(subject=make_subject(unit=energy, author=hugo), by=hugo, at=noon)
    Request.objects.filter(pk=request.pk).update(claimed_by=julie, claimed_at=noon)

    between = decide(request_id=request.pk, choice=APPROVE, by=julie, at=noon)

    between.refresh_from_db()
    assert (between.status, between.claimed_by, between.claimed_at) == ("pending", None, None)
    statuses = list(between.steps.order_by("position").values_list("status", flat=True))
    assert statuses == [RequestStep.Status.DONE, RequestStep.Status.OPEN]
    assert leaves(verb="approval.approved") == []
    assert decide(request_id=request.pk, choice=APPROVE, by=julie, at=noon).status == "approved"
    assert OutboxEvent.objects.filter(topic="approvals.closed").count() == 1


def test_one_of_several_is_enough_where_any_may_decide(
    hugo: Person, amina: Person, energy: Unit, noon: datetime
) -> None:
    RouteStep.objects.filter(route=make_route((Seat.BRAND, Seat.LEGAL))).update(mode=Mode.ANY)
    request = request_approval(subject=make_subject(unit=energy, author=hugo), by=hugo, at=noon)
    step = request.steps.get()
    assert not ends_request(request, step)

    done = decide(request_id=request.pk, choice=APPROVE, by=amina, at=noon)

    assert done.status == "approved"
    assert ends_request(done, step)


def test_the_journal_says_what_was_decided_for_whom_on_which_digest(
    hugo: Person, julie: Person, amina: Person, karim: Person, two_seats: Request, noon: datetime
) -> None:
    away(julie, karim, noon - HOUR, noon + HOUR)

    decide(request_id=two_seats.pk, choice=APPROVE, by=karim, at=noon)
    decide(request_id=two_seats.pk, choice=replace(APPROVE, comment=" Fine. "), by=amina, at=noon)

    borrowed, own = leaves(verb="decision.made")
    assert (borrowed["digest"], own["digest"]) == (DIGEST, DIGEST)
    assert (borrowed["on_behalf"]["ref"], own["on_behalf"]) == (str(julie.pk), None)
    (end,) = leaves(verb="approval.approved")
    assert (end["digest"], end["actor"]["ref"]) == (DIGEST, str(amina.pk))
    assert two_seats.decisions.get(person=amina).comment == "Fine."
    event = OutboxEvent.objects.get(topic="approvals.closed")
    assert event.payload["status"] == "approved"


@pytest.mark.parametrize("verdict", ["changes", "refuse"])
def test_a_key_sends_back_but_never_agrees(
    julie: Person, two_seats: Request, noon: datetime, verdict: str
) -> None:
    back = Choice(verdict=verdict, digest=DIGEST, comment="Not so.")
    with acting(auth="key:abc"):
        with pytest.raises(MachineMayNotError):
            decide(request_id=two_seats.pk, choice=APPROVE, by=julie, at=noon)
        decide(request_id=two_seats.pk, choice=back, by=julie, at=noon)

    (made,) = leaves(verb="decision.made")
    assert made["data"]["state"]["verdict"] == verdict


def test_releasing_alone_needs_the_right_a_proof_a_reason_and_what_was_read(
    hugo: Person, julie: Person, charter: Charter, two_seats: Request, noon: datetime
) -> None:
    charter.separation = Charter.Separation.SMALL
    charter.save()

    def alone(by: Person, reason: str = " Storm. ", digest: str = DIGEST) -> None:
        release_alone(request_id=two_seats.pk, digest=digest, reason=reason, by=by, at=noon)

    with pytest.raises(RightMissingError):
        alone(julie)
    with pytest.raises(AloneReasonMissingError):
        alone(hugo, " ")
    with pytest.raises(DigestChangedError):
        alone(hugo, digest="e" * 64)
    with acting(auth="key:abc"), pytest.raises(MachineMayNotError):
        alone(hugo)
    alone(hugo)
    with pytest.raises(RequestClosedError):
        alone(hugo)

    two_seats.refresh_from_db()
    decision = two_seats.decisions.get()
    assert (two_seats.status, two_seats.alone, decision.seat) == ("approved", True, "")
    assert (decision.verdict, decision.comment, decision.digest) == ("alone", "Storm.", DIGEST)
    assert [one["digest"] for one in leaves(verb="decision.made")] == [DIGEST]
    assert [one["digest"] for one in leaves(verb="approval.approved")] == [DIGEST]
    assert OutboxEvent.objects.filter(topic="approvals.closed").count() == 1


def test_an_absence_holds_from_its_first_instant_until_before_its_last(
    julie: Person, karim: Person, noon: datetime
) -> None:
    absence = away(julie, karim, noon, noon + HOUR)

    assert replaced_by(karim, at=noon) == [julie]
    assert replaced_by(karim, at=noon - timedelta(microseconds=1)) == []
    assert replaced_by(karim, at=noon + HOUR) == []
    assert replaced_by(julie, at=noon) == []
    absence.cancelled_at = noon
    absence.save()
    assert replaced_by(karim, at=noon) == []


def test_nobody_stands_in_for_somebody_who_left_or_who_wrote_it(
    hugo: Person, julie: Person, karim: Person, energy: Unit, noon: datetime
) -> None:
    make_route((Seat.BRAND,))
    subject = make_subject(unit=energy, author=hugo)
    request = request_approval(subject=subject, by=hugo, at=noon)
    away(julie, karim, noon - HOUR, noon + HOUR)

    assert standings(karim, request, at=noon) == [Standing(seat="brand", on_behalf_of=julie)]
    assert standings(karim, request, at=noon + HOUR) == []
    request.editor_rows.create(person=julie)
    assert standings(karim, request, at=noon) == []
    request.editor_rows.filter(person=julie).delete()
    Person.objects.filter(pk=julie.pk).update(is_active=False)
    assert standings(karim, request, at=noon) == []


def test_deciders_are_holders_and_stand_ins_without_a_hand_in_it(
    hugo: Person,
    julie: Person,
    amina: Person,
    karim: Person,
    yann: Person,
    two_seats: Request,
    noon: datetime,
) -> None:
    step = two_seats.steps.get()
    assert deciders(two_seats, step, at=noon) == {julie.pk, amina.pk}

    absence = away(julie, karim, noon, noon + HOUR)
    assert deciders(two_seats, step, at=noon) == {julie.pk, amina.pk, karim.pk}
    for other in (noon - timedelta(microseconds=1), noon + HOUR):
        assert deciders(two_seats, step, at=other) == {julie.pk, amina.pk}
    away(hugo, yann, noon - HOUR, noon + HOUR)
    assert deciders(two_seats, step, at=noon) == {julie.pk, amina.pk, karim.pk}
    two_seats.editor_rows.create(person=julie)
    assert deciders(two_seats, step, at=noon) == {amina.pk}
    two_seats.editor_rows.filter(person=julie).delete()
    absence.cancelled_at = noon
    absence.save()
    assert deciders(two_seats, step, at=noon) == {julie.pk, amina.pk}
    away(amina, hugo, noon - HOUR, noon + HOUR)
    assert deciders(two_seats, step, at=noon) == {julie.pk, amina.pk}


def test_a_hand_is_that_of_an_editor_or_of_who_submitted(
    hugo: Person, julie: Person, camille: Person, two_seats: Request
) -> None:
    two_seats.editor_rows.all().delete()
    assert has_a_hand_in(hugo, two_seats)
    two_seats.editor_rows.create(person=julie)
    assert has_a_hand_in(julie, two_seats)
    assert not has_a_hand_in(camille, two_seats)


def test_who_submitted_sees_the_request_wherever_they_went(
    hugo: Person, ines: Person, two_seats: Request
) -> None:
    hugo.grants.all().delete()

    assert visible_request(two_seats.pk, viewer=hugo) == two_seats
    with pytest.raises(RequestNotFoundError):
        visible_request(two_seats.pk, viewer=ines)


def test_inviting_is_for_reviewers_of_it_and_writers_of_routes_without_a_hand_in_it(
    hugo: Person,
    julie: Person,
    camille: Person,
    karim: Person,
    claire: Person,
    two_seats: Request,
    noon: datetime,
) -> None:
    def who() -> list[bool]:
        return [may_invite(one, two_seats, at=noon) for one in (hugo, julie, camille, claire)]

    assert who() == [False, True, False, True]
    two_seats.editor_rows.create(person=claire)
    assert who() == [False, True, False, False]


def test_in_a_regulated_organisation_two_people_agree_one_after_the_other(
    julie: Person, amina: Person, charter: Charter, two_seats: Request, noon: datetime
) -> None:
    charter.separation = Charter.Separation.REGULATED
    charter.save()

    decide(request_id=two_seats.pk, choice=APPROVE, by=julie, at=noon)

    assert decide(request_id=two_seats.pk, choice=APPROVE, by=amina, at=noon).status == "approved"
