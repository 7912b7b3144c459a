"""Guests, to the letter: limits of invitations and codes, what is stored, what is written."""

from datetime import datetime, timedelta

import pytest

from gouvernail.approvals.actions import (
    Invitation,
    decide_as_guest,
    invite_guest,
    new_guest_code,
    request_approval,
    revoke_guest,
)
from gouvernail.approvals.actions.decisions import Choice, decide
from gouvernail.approvals.actions.guests import INVITED_MOST
from gouvernail.approvals.errors import (
    AlreadyDecidedError,
    CodeJustSentError,
    CommentMissingError,
    DigestChangedError,
    GuestInvitedTwiceError,
    GuestLinkOverError,
    GuestNotAllowedError,
    OwnWorkError,
    RequestClosedError,
    RequestNotFoundError,
    TooManyCodesError,
)
from gouvernail.approvals.models import Guest, GuestCode, Request, RouteStep
from gouvernail.approvals.permissions import digest_of_key
from gouvernail.approvals.queries import guests_of, seats_for_guests
from gouvernail.approvals.queries.guests import (
    agreements_asked,
    live_guests,
    seats_agreed,
    seats_filled,
)
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.foundation.ids import uuid7
from gouvernail.people.models import Person, Unit
from tests.make.approvals import make_route, make_subject
from tests.make.ledger import leaves

MINUTE = timedelta(minutes=1)


@pytest.fixture
def asked(hugo: Person, energy: Unit, noon: datetime) -> Request:
    """Colleague and legal first, legal once more after; guests may be any of them."""
    route = make_route(("colleague", "legal"), ("legal",))
    RouteStep.objects.filter(route=route).update(guests=True)
    return request_approval(subject=make_subject(unit=energy, author=hugo), by=hugo, at=noon)


def invite(
    request: Request, by: Person, at: datetime, *, name: str = "Me Roy", n: int = 0, seat: str = ""
) -> tuple[Guest, str]:
    asked = Invitation(name=name, email=f" Me{n}@Roy.example ", seat=seat or "legal")
    return invite_guest(request_id=request.pk, invitation=asked, by=by, at=at)


def agree(request: Request, key: str, at: datetime, *, verdict: str = "approve") -> bool:
    code = new_guest_code(key=key, at=at)[1]
    choice = Choice(verdict=verdict, digest=request.digest, comment=" Why. ")
    return decide_as_guest(key=key, code=code, choice=choice, at=at)[1]


def test_an_invitation_keeps_the_digests_and_ends_with_the_week_or_the_request(
    asked: Request, claire: Person, noon: datetime
) -> None:
    guest, key = invite(asked, claire, noon, name="  Me   Anne  Roy ")

    assert (guest.name, guest.email, guest.seat) == ("Me Anne Roy", "me0@roy.example", "legal")
    assert (guest.digest, guest.language) == (asked.digest, "fr")
    assert (guest.invited_by, guest.invited_at) == (claire, noon)
    assert guest.step == asked.steps.get(position=1)
    assert guest.key_digest == digest_of_key(key)
    assert len(key) == 43
    assert guest.expires_at == noon + timedelta(days=7)
    assert [one["digest"] for one in leaves(verb="guest.invited")] == [asked.digest]
    revoke_guest(guest_id=guest.pk, by=claire, at=noon)
    Request.objects.filter(pk=asked.pk).update(expires_at=noon + timedelta(days=1))
    assert invite(asked, claire, noon)[0].expires_at == noon + timedelta(days=1)


def test_a_name_has_a_letter_to_a_hundred_and_twenty(
    asked: Request, claire: Person, noon: datetime
) -> None:
    for name in ("", "  ", "x" * 121):
        with pytest.raises(InvalidInputError) as refused:
            invite(asked, claire, noon, name=name)
        assert set(refused.value.fields) == {"name"}
    wrong = Invitation(name="Me Roy", email="roy", seat="legal")
    with pytest.raises(InvalidInputError) as refused:
        invite_guest(request_id=asked.pk, invitation=wrong, by=claire, at=noon)
    assert set(refused.value.fields) == {"email"}

    assert invite(asked, claire, noon, name="x" * 120)
    revoke_guest(guest_id=Guest.objects.get().pk, by=claire, at=noon)
    assert invite(asked, claire, noon, name="x", n=1)


def test_twelve_people_are_asked_at_most(asked: Request, claire: Person, noon: datetime) -> None:
    for n in range(INVITED_MOST):
        guest, _key = invite(asked, claire, noon, n=n)
        revoke_guest(guest_id=guest.pk, by=claire, at=noon)

    assert INVITED_MOST == 12
    with pytest.raises(GuestInvitedTwiceError):
        invite(asked, claire, noon, n=99)


def test_only_an_open_step_and_a_seat_nobody_filled_can_be_asked(
    asked: Request, claire: Person, amina: Person, noon: datetime
) -> None:
    with pytest.raises(GuestNotAllowedError):
        invite(asked, claire, noon, seat="brand")
    decide(
        request_id=asked.pk,
        choice=Choice(verdict="approve", digest=asked.digest),
        by=amina,
        at=noon,
    )
    with pytest.raises(GuestNotAllowedError):
        invite(asked, claire, noon)
    assert seats_for_guests(list(asked.steps.all())) == ["colleague"]
    Request.objects.filter(pk=asked.pk).update(status="withdrawn")
    with pytest.raises(RequestClosedError):
        invite(asked, claire, noon, seat="colleague")


def test_what_a_guest_decided_counts_for_their_step_and_for_no_other(
    asked: Request, claire: Person, camille: Person, hugo: Person, energy: Unit, noon: datetime
) -> None:
    first, second = asked.steps.order_by("position")
    guest, key = invite(asked, claire, noon)
    assert (seats_filled(first), live_guests(asked, at=noon)) == (set(), [guest])
    assert agreements_asked(asked) == 3

    assert agree(asked, key, noon)

    assert (seats_filled(first), seats_agreed(first)) == ({"legal"}, {"legal"})
    assert (seats_filled(second), seats_agreed(second)) == (set(), set())
    assert (live_guests(asked, at=noon), guests_of(asked)) == ([], [guest])
    guest.refresh_from_db()
    assert (guest.verdict, guest.comment, guest.decided_at) == ("approve", "Why.", noon)
    assert GuestCode.objects.get().code_digest == ""
    (written,) = leaves(verb="guest.decided")
    assert (written["digest"], written["actor"]["auth"]) == (asked.digest, "guest:mailbox")
    choice = Choice(verdict="approve", digest=asked.digest)
    decide(request_id=asked.pk, choice=choice, by=camille, at=noon)
    with pytest.raises(GuestInvitedTwiceError):  # that mailbox has spoken already
        invite(asked, claire, noon)
    assert invite(asked, claire, noon, n=1)


def test_a_refusal_fills_a_seat_and_agrees_to_nothing(
    asked: Request, claire: Person, noon: datetime
) -> None:
    step = asked.steps.get(position=1)
    _guest, key = invite(asked, claire, noon)

    assert agree(asked, key, noon, verdict="refuse")

    assert (seats_filled(step), seats_agreed(step)) == ({"legal"}, set())
    asked.refresh_from_db()
    assert asked.status == "refused"
    with pytest.raises(GuestLinkOverError):
        revoke_guest(guest_id=Guest.objects.get().pk, by=claire, at=noon)


def test_taking_back_is_done_once_by_who_may_invite(
    asked: Request, claire: Person, hugo: Person, noon: datetime
) -> None:
    guest, key = invite(asked, claire, noon)
    with pytest.raises(OwnWorkError):
        revoke_guest(guest_id=guest.pk, by=hugo, at=noon)
    with pytest.raises(RequestNotFoundError):
        revoke_guest(guest_id=uuid7(), by=claire, at=noon)

    assert revoke_guest(guest_id=guest.pk, by=claire, at=noon).revoked_at == noon

    guest.refresh_from_db()
    assert guest.revoked_at == noon
    assert len(leaves(verb="guest.revoked")) == 1
    with pytest.raises(GuestLinkOverError):
        revoke_guest(guest_id=guest.pk, by=claire, at=noon)
    with pytest.raises(GuestLinkOverError):
        new_guest_code(key=key, at=noon)


def test_a_code_has_six_digits_waits_half_a_minute_and_may_be_typed_with_spaces(
    asked: Request, claire: Person, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secrets.randbelow", lambda below: 7 if below == 1_000_000 else -1)
    _guest, key = invite(asked, claire, noon)

    assert new_guest_code(key=key, at=noon)[1] == "000007"
    with pytest.raises(CodeJustSentError):
        new_guest_code(key=key, at=noon + timedelta(seconds=30, microseconds=-1))
    GuestCode.objects.update(tries=5)
    new_guest_code(key=key, at=noon + timedelta(seconds=30))
    held = GuestCode.objects.get()
    assert (held.sent, held.tries, held.sent_at) == (2, 0, noon + timedelta(seconds=30))
    choice = Choice(verdict="approve", digest=asked.digest)
    given = {"key": key, "choice": choice, "at": noon + MINUTE}
    assert not decide_as_guest(code="000 006", **given)[1]  # type: ignore[arg-type]  # given by name
    assert GuestCode.objects.get().tries == 1
    assert decide_as_guest(code="000 007", **given)[1]  # type: ignore[arg-type]  # given by name


def test_without_a_code_that_was_sent_nothing_is_decided(
    asked: Request, claire: Person, noon: datetime
) -> None:
    _guest, key = invite(asked, claire, noon)
    choice = Choice(verdict="approve", digest=asked.digest)

    assert not decide_as_guest(key=key, code="", choice=choice, at=noon)[1]
    assert Guest.objects.get().verdict == ""


def test_a_guest_decides_what_waits_and_what_they_read(
    asked: Request, claire: Person, amina: Person, noon: datetime
) -> None:
    _guest, key = invite(asked, claire, noon)
    code = new_guest_code(key=key, at=noon)[1]

    def tried(**choice: str) -> None:
        given = {"verdict": "approve", "digest": asked.digest, **choice}
        decide_as_guest(key=key, code=code, choice=Choice(**given), at=noon)

    with pytest.raises(DigestChangedError):
        tried(digest="e" * 64)
    with pytest.raises(CommentMissingError):
        tried(verdict="refuse", comment=" ")
    decide(
        request_id=asked.pk,
        choice=Choice(verdict="approve", digest=asked.digest),
        by=amina,
        at=noon,
    )
    with pytest.raises(AlreadyDecidedError):
        tried()


def test_six_codes_and_five_tries_of_each_and_no_more(
    asked: Request, claire: Person, noon: datetime
) -> None:
    _guest, key = invite(asked, claire, noon)
    choice = Choice(verdict="approve", digest=asked.digest)
    sent = [new_guest_code(key=key, at=noon + n * MINUTE)[1] for n in range(6)]
    with pytest.raises(TooManyCodesError):
        new_guest_code(key=key, at=noon + 60 * MINUTE)
    wrong = "000000" if sent[-1] != "000000" else "111111"

    for _ in range(5):
        assert not decide_as_guest(key=key, code=wrong, choice=choice, at=noon + 6 * MINUTE)[1]
    with pytest.raises(TooManyCodesError):
        decide_as_guest(key=key, code=sent[-1], choice=choice, at=noon + 6 * MINUTE)


def test_a_code_holds_less_than_a_quarter_of_an_hour(
    asked: Request, claire: Person, noon: datetime
) -> None:
    _guest, key = invite(asked, claire, noon)
    code, choice = new_guest_code(key=key, at=noon)[1], Choice(verdict="approve", digest="d" * 64)

    assert not decide_as_guest(key=key, code=code, choice=choice, at=noon + 15 * MINUTE)[1]
    last = noon + 15 * MINUTE - timedelta(microseconds=1)
    assert decide_as_guest(key=key, code=code, choice=choice, at=last)[1]


@pytest.mark.parametrize(
    ("steps", "offered"),
    [((("legal",),), []), ((("legal", "brand"),), ["legal", "brand"]), ((("a",), ("b",)), ["a"])],
)
def test_a_guest_is_offered_a_seat_where_two_agreements_are_asked(
    hugo: Person,
    energy: Unit,
    noon: datetime,
    steps: tuple[tuple[str, ...], ...],
    offered: list[str],
) -> None:
    RouteStep.objects.filter(route=make_route(*steps)).update(guests=True)
    request = request_approval(subject=make_subject(unit=energy, author=hugo), by=hugo, at=noon)

    assert seats_for_guests(list(request.steps.all())) == offered
    request.steps.update(guests=False)
    assert seats_for_guests(list(request.steps.all())) == []
