"""Submitting: what is kept, who is asked, and what forbids it."""

from datetime import datetime, timedelta

import pytest

from gouvernail.approvals.models import Request, RequestStep
from gouvernail.content.actions import (
    Choice,
    Timetable,
    Writing,
    decide_draft,
    dismiss_card,
    save_draft,
    schedule_draft,
    submit_draft,
    withdraw_draft,
)
from gouvernail.content.errors import (
    DraftBlockedError,
    DraftNotFoundError,
    DraftStaleError,
    WallTimePastError,
)
from gouvernail.content.models import Draft, Revision
from gouvernail.content.queries import examine, is_intact, manuscript_of
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.publishing.models import Delivery
from gouvernail.rulebooks.models import StoredVerdict
from gouvernail.rulebooks.queries import replayed
from tests.make.content import make_draft, make_submitted, request_of
from tests.make.ledger import leaves
from tests.make.registry import make_account
from tests.make.rulebooks import make_pack


def key_of(draft: Draft, rule: str) -> str:
    cards = examine(manuscript_of(draft), at=None).cards
    return next(card.key for card in cards if card.finding and card.finding.rule == rule)


def test_a_submission_keeps_the_text_as_a_revision_and_asks_a_colleague(
    hugo: Person, energy: Unit, noon: datetime
) -> None:
    draft, request = make_submitted(author=hugo, unit=energy, at=noon)

    revision = Revision.objects.get(draft=draft)
    assert (draft.status, draft.revision) == ("in_review", 1)
    assert (revision.number, revision.text, revision.by) == (1, draft.text, hugo)
    assert is_intact(revision.payloads, revision.digest)
    assert request.digest == revision.digest
    assert request.status == Request.Status.PENDING
    assert [step.seats for step in request.steps.all()] == [["colleague"]]
    verbs = [leaf["type"] for leaf in leaves()]
    assert "draft.submitted" in verbs
    assert "revision.submitted" in verbs
    assert "approval.requested" in verbs


def test_the_approved_fields_are_those_of_the_design(
    hugo: Person, energy: Unit, noon: datetime
) -> None:
    account = make_account(unit=energy)
    draft = make_draft(author=hugo, unit=energy, accounts=(account,), text="See nordet.fr/nantes")
    times = Timetable(wall_time="2026-11-20T14:00", time_zone="Europe/Paris")
    schedule_draft(draft_id=draft.pk, timetable=times, by=hugo, at=noon)

    submit_draft(draft_id=draft.pk, by=hugo, at=noon)

    revision = Revision.objects.get(draft=draft)
    assert revision.payloads[str(account.pk)]["fields"] == {
        "v": 1,
        "revision_id": str(revision.pk),
        "account_id": str(account.pk),
        "network": "x",
        "text": "See nordet.fr/nantes",
        "lang": "en",
        "links": ["https://nordet.fr/nantes"],
        "media": [],
        "options": {},
        "publish_at_utc": "2026-11-20T13:00:00.000000Z",
        "tz": "Europe/Paris",
        "fold": 0,
        "wall_time": "2026-11-20T14:00",
        "policy": [],
        "ruleset_sha256": revision.payloads[str(account.pk)]["fields"]["ruleset_sha256"],
        "approvals_required": 1,
    }


def test_a_seat_that_a_finding_asks_for_is_asked(
    hugo: Person, claire: Person, energy: Unit, nordet: Unit, noon: datetime
) -> None:
    make_pack(unit=nordet, by=claire)

    _draft, request = make_submitted(
        author=hugo, unit=energy, at=noon, text="A discount of 20 % in Nantes."
    )

    assert [step.seats for step in request.steps.all()] == [["colleague"], ["legal"]]


def test_a_blocking_finding_forbids_submission_and_is_named(
    hugo: Person, claire: Person, energy: Unit, nordet: Unit, noon: datetime
) -> None:
    make_pack(unit=nordet, by=claire)
    draft = make_draft(
        author=hugo,
        unit=energy,
        accounts=(make_account(unit=energy),),
        text="Charging is the cheapest in France.",
    )

    with pytest.raises(DraftBlockedError) as refused:
        submit_draft(draft_id=draft.pk, by=hugo, at=noon)

    assert list(refused.value.fields.values()) == [
        "the cheapest in France: A comparison needs dated proof."
    ]
    draft.refresh_from_db()
    assert draft.status == "drafting"
    assert not StoredVerdict.objects.exists()


def test_a_rule_that_only_observes_forbids_nothing(
    hugo: Person, claire: Person, energy: Unit, nordet: Unit, noon: datetime
) -> None:
    make_pack(unit=nordet, by=claire)

    draft, _request = make_submitted(
        author=hugo, unit=energy, at=noon, text="Borealis opens on Saturday."
    )

    finding = StoredVerdict.objects.get(subject_id=draft.pk).findings[0]
    assert (finding["severity"], finding["would"]) == ("note", "block")


def test_a_block_set_aside_with_a_reason_no_longer_forbids_until_its_words_change(
    hugo: Person, claire: Person, energy: Unit, nordet: Unit, noon: datetime
) -> None:
    make_pack(unit=nordet, by=claire)
    account = make_account(unit=energy)
    draft = make_draft(author=hugo, unit=energy, accounts=(account,), text="An unbeatable station.")
    dismiss_card(
        draft_id=draft.pk, key=key_of(draft, "superlative"), reason="A quote", by=hugo, at=noon
    )

    submit_draft(draft_id=draft.pk, by=hugo, at=noon)
    changed = Writing(text="An UNBEATABLE station.")
    save_draft(draft_id=draft.pk, writing=changed, by=hugo, at=noon)

    with pytest.raises(DraftBlockedError):
        submit_draft(draft_id=draft.pk, by=hugo, at=noon)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"text": "   "}, "There is nothing to publish yet"),
        ({"text": "x" * 281}, "1 character too many"),
        ({"no_account": True}, "No account is chosen"),
    ],
)
def test_what_is_missing_or_too_long_is_said_before_anything_is_kept(
    hugo: Person, energy: Unit, noon: datetime, fields: dict[str, object], reason: str
) -> None:
    accounts = () if fields.pop("no_account", False) else (make_account(unit=energy),)
    draft = make_draft(author=hugo, unit=energy, accounts=accounts, **fields)

    with pytest.raises(DraftBlockedError) as refused:
        submit_draft(draft_id=draft.pk, by=hugo, at=noon)

    assert reason in " ".join(refused.value.fields.values())
    assert not Revision.objects.exists()


def test_verdicts_are_kept_whole_and_can_be_replayed(
    hugo: Person, claire: Person, energy: Unit, nordet: Unit, noon: datetime
) -> None:
    make_pack(unit=nordet, by=claire)

    draft, _request = make_submitted(
        author=hugo, unit=energy, at=noon, text="A discount of 20 % in Nantes."
    )

    stored = StoredVerdict.objects.get(subject_id=draft.pk, moment="submission")
    again = replayed(stored)
    assert again is not None
    assert (again.id, again.input_digest) == (stored.verdict_id, stored.input_digest)
    assert stored.outcome == "review"
    assert [finding["rule"] for finding in stored.findings] == ["discount"]


def test_submitting_again_replaces_the_request(hugo: Person, energy: Unit, noon: datetime) -> None:
    draft, first = make_submitted(author=hugo, unit=energy, at=noon)

    draft = submit_draft(draft_id=draft.pk, by=hugo, at=noon)

    first.refresh_from_db()
    assert first.status == Request.Status.VOID
    assert draft.revision == 2
    assert draft.approval_id != first.pk


def test_a_time_that_has_passed_is_refused(hugo: Person, energy: Unit, noon: datetime) -> None:
    draft = make_draft(author=hugo, unit=energy, accounts=(make_account(unit=energy),))
    times = Timetable(wall_time="2026-11-17T14:00", time_zone="Europe/Paris")
    schedule_draft(draft_id=draft.pk, timetable=times, by=hugo, at=noon)

    with pytest.raises(WallTimePastError):
        submit_draft(draft_id=draft.pk, by=hugo, at=noon + timedelta(hours=2))


def test_a_request_cannot_be_decided_after_the_time_of_publication(
    hugo: Person, energy: Unit, noon: datetime
) -> None:
    draft = make_draft(author=hugo, unit=energy, accounts=(make_account(unit=energy),))
    times = Timetable(wall_time="2026-11-17T18:00", time_zone="Europe/Paris")
    schedule_draft(draft_id=draft.pk, timetable=times, by=hugo, at=noon)

    draft = submit_draft(draft_id=draft.pk, by=hugo, at=noon)

    request = request_of(draft)
    assert request.expires_at == draft.publish_at
    step = RequestStep.objects.get(request=request, position=1)
    assert step.due_at == draft.publish_at


def test_what_was_read_must_be_what_is_submitted(
    hugo: Person, karim: Person, energy: Unit, noon: datetime
) -> None:
    draft = make_draft(author=hugo, unit=energy, accounts=(make_account(unit=energy),))
    save_draft(draft_id=draft.pk, writing=Writing(text="Other words."), by=karim, at=noon)

    with pytest.raises(DraftStaleError):
        submit_draft(draft_id=draft.pk, edit_count=0, by=hugo, at=noon)


def test_only_who_writes_for_the_unit_submits(
    hugo: Person, julie: Person, ines: Person, energy: Unit, noon: datetime
) -> None:
    draft = make_draft(author=hugo, unit=energy, accounts=(make_account(unit=energy),))

    with pytest.raises(RightMissingError):
        submit_draft(draft_id=draft.pk, by=julie, at=noon)
    with pytest.raises(DraftNotFoundError):
        submit_draft(draft_id=draft.pk, by=ines, at=noon)


def test_a_submission_can_be_taken_back(hugo: Person, energy: Unit, noon: datetime) -> None:
    draft, request = make_submitted(author=hugo, unit=energy, at=noon)

    draft = withdraw_draft(draft_id=draft.pk, by=hugo, at=noon)

    request.refresh_from_db()
    assert (draft.status, request.status) == ("drafting", "withdrawn")


def test_submitting_what_was_approved_again_takes_back_what_it_queued(
    hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    draft, request = make_submitted(author=hugo, unit=energy, at=noon)
    choice = Choice(verdict="approve", digest=request.digest)
    decide_draft(request_id=request.pk, choice=choice, by=camille, at=noon)

    submit_draft(draft_id=draft.pk, by=hugo, at=noon)

    assert set(Delivery.objects.values_list("status", "explanation")) == {("void", "resubmitted")}
