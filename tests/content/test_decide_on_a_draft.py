"""Deciding: what the last agreement sets going, and who may not give it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from gouvernail.approvals.errors import (
    AloneNotAllowedError,
    AloneReasonMissingError,
    CommentMissingError,
    DigestChangedError,
    OwnWorkError,
    RequestClosedError,
    SeatMissingError,
)
from gouvernail.approvals.models import Request
from gouvernail.charter.models import Charter
from gouvernail.content.actions import (
    Choice,
    Writing,
    cancel_draft,
    decide_draft,
    release_draft_alone,
    reopen_draft,
    save_draft,
    submit_draft,
)
from gouvernail.content.errors import (
    DecisionUnknownError,
    DraftLockedError,
    DraftPartlyPublishedError,
    RevisionChangedError,
)
from gouvernail.content.models import Draft, Revision
from gouvernail.people.models import Absence, Person, Role, Seat, Unit
from gouvernail.publishing.models import Delivery
from tests.make.content import make_submitted, request_of
from tests.make.ledger import leaves
from tests.make.people import make_grant
from tests.make.registry import make_account, make_connection


def approve(request: Request) -> Choice:
    return Choice(verdict="approve", digest=request.digest)


def test_the_last_agreement_queues_one_delivery_per_account(
    hugo: Person, camille: Person, claire: Person, energy: Unit, noon: datetime
) -> None:
    accounts = (
        make_account(unit=energy),
        make_account(unit=energy, address="https://bsky.app/profile/nordet.bsky.social"),
    )
    make_connection(account=accounts[1], by=claire)
    draft, request = make_submitted(author=hugo, unit=energy, at=noon, accounts=accounts)

    draft = decide_draft(request_id=request.pk, choice=approve(request), by=camille, at=noon)

    assert draft.status == "approved"
    revision = Revision.objects.get(draft=draft)
    by_account = {one.account_id: one for one in Delivery.objects.filter(subject_id=draft.pk)}
    assert set(by_account) == {account.pk for account in accounts}
    for account in accounts:
        payload = revision.payloads[str(account.pk)]
        assert by_account[account.pk].digest == payload["digest"]
        assert by_account[account.pk].fields == payload["fields"]
        assert by_account[account.pk].publish_at == noon
    assert by_account[accounts[0].pk].status == "to_hand_off"
    assert by_account[accounts[1].pk].status == "queued"
    verbs = [leaf["type"] for leaf in leaves()]
    assert verbs.index("draft.approved") < verbs.index("delivery.queued")


@pytest.mark.parametrize(
    ("verdict", "status", "verb"),
    [("changes", "changes", "draft.returned"), ("refuse", "refused", "draft.refused")],
)
def test_sending_back_or_refusing_says_why_and_queues_nothing(
    hugo: Person,
    camille: Person,
    energy: Unit,
    noon: datetime,
    verdict: str,
    status: str,
    verb: str,
) -> None:
    draft, request = make_submitted(author=hugo, unit=energy, at=noon)
    choice = Choice(verdict=verdict, digest=request.digest)
    with pytest.raises(CommentMissingError):
        decide_draft(request_id=request.pk, choice=choice, by=camille, at=noon)

    told = replace(choice, comment="Prove it.")
    draft = decide_draft(request_id=request.pk, choice=told, by=camille, at=noon)

    assert draft.status == status
    assert not Delivery.objects.exists()
    assert leaves()[-1]["type"] == verb


def test_the_author_cannot_agree_even_with_the_seat(
    hugo: Person, energy: Unit, noon: datetime
) -> None:
    make_grant(person=hugo, unit=energy, role=Role.REVIEWER, seat=Seat.COLLEAGUE)
    _draft, request = make_submitted(author=hugo, unit=energy, at=noon)

    with pytest.raises(OwnWorkError):
        decide_draft(request_id=request.pk, choice=approve(request), by=hugo, at=noon)


def test_whoever_edited_the_text_cannot_agree_to_it(
    hugo: Person, karim: Person, energy: Unit, noon: datetime
) -> None:
    make_grant(person=karim, unit=energy, role=Role.REVIEWER, seat=Seat.COLLEAGUE)
    draft, _first = make_submitted(author=hugo, unit=energy, at=noon)
    save_draft(draft_id=draft.pk, writing=Writing(text="Karim wrote this."), by=karim, at=noon)
    draft, request = _submitted_again(draft, by=hugo, at=noon)

    with pytest.raises(OwnWorkError):
        decide_draft(request_id=request.pk, choice=approve(request), by=karim, at=noon)


def test_a_stand_in_who_wrote_the_text_cannot_agree_in_anothers_place(
    hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    Absence.objects.create(
        person=camille,
        delegate=hugo,
        starts_at=noon - timedelta(days=1),
        ends_at=noon + timedelta(days=1),
    )
    _draft, request = make_submitted(author=hugo, unit=energy, at=noon)

    with pytest.raises(OwnWorkError):
        decide_draft(request_id=request.pk, choice=approve(request), by=hugo, at=noon)


def test_a_reviewer_of_another_seat_cannot_agree(
    hugo: Person, julie: Person, energy: Unit, noon: datetime
) -> None:
    _draft, request = make_submitted(author=hugo, unit=energy, at=noon)

    with pytest.raises(SeatMissingError):
        decide_draft(request_id=request.pk, choice=approve(request), by=julie, at=noon)


def test_an_agreement_to_what_was_read_before_is_refused(
    hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    _draft, request = make_submitted(author=hugo, unit=energy, at=noon)
    stale = Choice(verdict="approve", digest="0" * 64)

    with pytest.raises(DigestChangedError):
        decide_draft(request_id=request.pk, choice=stale, by=camille, at=noon)


@pytest.mark.parametrize("verdict", ["", "alone", "anything"])
def test_a_decision_is_one_of_three(
    hugo: Person, camille: Person, energy: Unit, noon: datetime, verdict: str
) -> None:
    _draft, request = make_submitted(author=hugo, unit=energy, at=noon)

    with pytest.raises(DecisionUnknownError):
        decide_draft(
            request_id=request.pk,
            choice=Choice(verdict=verdict, digest=request.digest),
            by=camille,
            at=noon,
        )


@pytest.mark.parametrize(
    "field",
    ["text", "lang", "network", "links", "media", "options", "publish_at_utc", "tz", "fold"],
)
def test_whatever_is_altered_in_the_stored_revision_nothing_is_queued(
    hugo: Person, camille: Person, energy: Unit, noon: datetime, field: str
) -> None:
    draft, request = make_submitted(author=hugo, unit=energy, at=noon)
    revision = Revision.objects.get(draft=draft)
    for payload in revision.payloads.values():
        payload["fields"][field] = "altered"
    Revision.objects.filter(pk=revision.pk).update(payloads=revision.payloads)

    with pytest.raises(RevisionChangedError):
        decide_draft(request_id=request.pk, choice=approve(request), by=camille, at=noon)

    assert not Delivery.objects.exists()
    request.refresh_from_db()
    assert request.status == "pending"


def test_an_edit_after_the_agreement_voids_it_and_takes_back_what_was_queued(
    hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    draft, request = make_submitted(author=hugo, unit=energy, at=noon)
    decide_draft(request_id=request.pk, choice=approve(request), by=camille, at=noon)

    draft = save_draft(draft_id=draft.pk, writing=Writing(text="Other."), by=hugo, at=noon)

    request.refresh_from_db()
    assert (draft.status, draft.approval_id, request.status) == ("drafting", None, "void")
    assert [one.status for one in Delivery.objects.all()] == ["void"]
    assert "draft.reopened" in [leaf["type"] for leaf in leaves()]


def test_saving_the_same_words_voids_nothing(
    hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    draft, request = make_submitted(author=hugo, unit=energy, at=noon)
    decide_draft(request_id=request.pk, choice=approve(request), by=camille, at=noon)

    draft = save_draft(draft_id=draft.pk, writing=Writing(text=draft.text), by=hugo, at=noon)

    assert draft.status == "approved"
    assert [one.status for one in Delivery.objects.all()] == ["to_hand_off"]


@pytest.mark.parametrize("status", ["sending", "unknown", "needs_human"])
def test_nothing_changes_while_a_delivery_is_on_its_way(
    hugo: Person, camille: Person, energy: Unit, noon: datetime, status: str
) -> None:
    draft, request = make_submitted(author=hugo, unit=energy, at=noon)
    decide_draft(request_id=request.pk, choice=approve(request), by=camille, at=noon)
    Delivery.objects.update(status=status)

    for act in (reopen_draft, cancel_draft):
        with pytest.raises(DraftLockedError):
            act(draft_id=draft.pk, by=hugo, at=noon)
    with pytest.raises(DraftLockedError):
        save_draft(draft_id=draft.pk, writing=Writing(text="Other."), by=hugo, at=noon)


def test_what_is_out_on_one_account_cannot_be_changed_and_published_there_twice(
    hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    accounts = (make_account(unit=energy), make_account(unit=energy))
    draft, request = make_submitted(author=hugo, unit=energy, at=noon, accounts=accounts)
    decide_draft(request_id=request.pk, choice=approve(request), by=camille, at=noon)
    Delivery.objects.filter(account=accounts[0]).update(status="sent")

    with pytest.raises(DraftPartlyPublishedError):
        save_draft(draft_id=draft.pk, writing=Writing(text="Other."), by=hugo, at=noon)
    draft = cancel_draft(draft_id=draft.pk, by=hugo, at=noon)

    assert draft.status == "published"
    assert Delivery.objects.get(account=accounts[1]).status == "cancelled"


def test_a_cancelled_draft_takes_its_request_along(
    hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    draft, request = make_submitted(author=hugo, unit=energy, at=noon)

    draft = cancel_draft(draft_id=draft.pk, by=hugo, at=noon)

    assert draft.status == "cancelled"
    with pytest.raises(RequestClosedError):
        decide_draft(request_id=request.pk, choice=approve(request), by=camille, at=noon)


def test_a_small_team_may_release_alone_with_a_reason(
    hugo: Person, energy: Unit, noon: datetime, charter: Charter
) -> None:
    draft, request = make_submitted(author=hugo, unit=energy, at=noon)
    release: dict[str, Any] = {
        "request_id": request.pk,
        "digest": request.digest,
        "by": hugo,
        "at": noon,
    }
    with pytest.raises(AloneNotAllowedError):
        release_draft_alone(reason="Nobody is here.", **release)
    Charter.objects.update(separation="small")
    with pytest.raises(AloneReasonMissingError):
        release_draft_alone(reason=" ", **release)

    draft = release_draft_alone(reason="Nobody is here.", **release)

    request.refresh_from_db()
    assert draft.status == "approved"
    assert request.alone
    assert Delivery.objects.filter(subject_id=draft.pk).count() == 1
    assert "draft.released_alone" in [leaf["type"] for leaf in leaves()]


def _submitted_again(draft: Draft, *, by: Person, at: datetime) -> tuple[Draft, Request]:
    draft = submit_draft(draft_id=draft.pk, by=by, at=at)
    return draft, request_of(draft)
