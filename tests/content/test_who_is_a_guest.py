"""Who may be asked to decide as a guest, by whom, and where a guest is never enough."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from gouvernail.approvals.actions import Invitation, invite_guest, new_guest_code
from gouvernail.approvals.errors import (
    GuestAloneError,
    GuestInvitedTwiceError,
    GuestIsMemberError,
    GuestNotAllowedError,
    OwnWorkError,
    SeatMissingError,
)
from gouvernail.approvals.models import Guest, Request, RouteStep
from gouvernail.foundation import clock
from gouvernail.people.models import Person, Unit
from tests.make.approvals import make_route
from tests.make.content import make_submitted
from tests.make.guests import MAILBOX, decide, invited


def test_a_guest_is_not_invited_where_nobody_else_is_asked(
    hugo: Person, claire: Person, energy: Unit
) -> None:
    route = make_route(("legal",), subject_kind="draft", is_default=True)
    RouteStep.objects.filter(route=route).update(guests=True)
    _draft, request = make_submitted(author=hugo, unit=energy, at=clock.now())

    with pytest.raises(GuestAloneError):
        invited(request, claire)


def test_guests_alone_are_never_enough(hugo: Person, claire: Person, energy: Unit) -> None:
    route = make_route(("legal",), ("brand",), subject_kind="draft", is_default=True)
    RouteStep.objects.filter(route=route).update(guests=True)
    _draft, request = make_submitted(author=hugo, unit=energy, at=clock.now())
    first, at = invited(request, claire), clock.now()
    assert decide(request, first, new_guest_code(key=first, at=at)[1], at=at)
    other = Invitation(name="Agence", email="agence@example.org", seat="brand")
    _guest, second = invite_guest(request_id=request.pk, invitation=other, by=claire, at=at)

    with pytest.raises(GuestAloneError):
        decide(request, second, new_guest_code(key=second, at=at)[1], at=at)

    request.refresh_from_db()
    assert request.status == "pending"


def test_the_database_refuses_an_approval_that_rests_on_a_guest_alone(
    asked: Request, claire: Person
) -> None:
    key, at = invited(asked, claire), clock.now()
    assert decide(asked, key, new_guest_code(key=key, at=at)[1], at=at)

    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.filter(pk=asked.pk).update(status="approved")


def test_no_step_has_guests_unless_its_route_says_so(
    hugo: Person, claire: Person, energy: Unit
) -> None:
    make_route(("colleague", "legal"), subject_kind="draft", is_default=True)
    _draft, request = make_submitted(author=hugo, unit=energy, at=clock.now())

    with pytest.raises(GuestNotAllowedError):
        invited(request, claire)


def test_a_unit_cannot_open_to_guests_what_the_group_keeps_for_members(
    hugo: Person, claire: Person, energy: Unit
) -> None:
    make_route(("legal",), ("colleague",), subject_kind="draft", is_default=True)
    own = make_route(("legal",), subject_kind="draft", unit=energy)
    RouteStep.objects.filter(route=own).update(guests=True)
    _draft, request = make_submitted(author=hugo, unit=energy, at=clock.now())

    assert [step.guests for step in request.steps.all()] == [False, False]


def test_who_may_invite(
    asked: Request, hugo: Person, ines: Person, camille: Person, karim: Person
) -> None:
    with pytest.raises(OwnWorkError):
        invited(asked, hugo)
    with pytest.raises(SeatMissingError):
        invited(asked, karim)
    assert invited(asked, camille)


def test_whoever_has_an_account_is_no_guest(asked: Request, claire: Person, hugo: Person) -> None:
    known = str(hugo.email)
    for email in (known, known.upper()):
        with pytest.raises(GuestIsMemberError):
            invite_guest(
                request_id=asked.pk,
                invitation=Invitation(name="Hugo", email=email, seat="legal"),
                by=claire,
                at=clock.now(),
            )


def test_one_seat_has_one_guest_and_one_guest_one_seat(asked: Request, claire: Person) -> None:
    invited(asked, claire)
    for email, seat in ((MAILBOX, "colleague"), ("other@example.org", "legal")):
        with pytest.raises(GuestInvitedTwiceError):
            invite_guest(
                request_id=asked.pk,
                invitation=Invitation(name="Other", email=email, seat=seat),
                by=claire,
                at=clock.now(),
            )


def test_nobody_is_invited_when_the_mail_does_not_leave(
    client: Client, asked: Request, claire: Person, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    client.force_login(claire)

    response = client.post(
        reverse("content:review-invite", args=[asked.pk]),
        {"name": "Me Anne Roy", "email": MAILBOX, "seat": "legal"},
    )

    assert response.status_code == 409
    assert not Guest.objects.exists()
