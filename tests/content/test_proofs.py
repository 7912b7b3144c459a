"""What proves a claim: attached in the composer, agreed to, asked of the rules, told and sealed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gouvernail.content.actions import (
    Choice,
    NewProof,
    attach_proof,
    copy_draft,
    decide_draft,
    reuse_proof,
    submit_draft,
    withdraw_proof,
)
from gouvernail.content.errors import ProofNotFoundError
from gouvernail.content.models import Draft, DraftProof
from gouvernail.content.queries import examine, manuscript_of
from gouvernail.content.queries.proofs import proofs_to_reuse
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.ledger.queries import replay_differences
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from gouvernail.rulebooks.actions import judge_again
from gouvernail.rulebooks.models import StoredVerdict
from tests.make.content import make_draft, make_proof, make_submitted, request_of
from tests.make.media import make_picture
from tests.make.registry import make_account
from tests.make.rulebooks import make_pack

CLAIM = "Our tests show twenty minutes."
TEXT = f"A new station. {CLAIM} Come and see."
PROVED = """\
pack: proved
title: {fr: Preuves, en: Proofs}
control: enforce
rules:
  - id: measured
    title: {fr: Mesure, en: Measure}
    clause: "charter#5.1"
    check: {claims: {claim: {terms: {any: [our tests show]}}}}
    then: block
    say: {fr: "{fault}", en: "{fault}"}
    examples:
      raises: [Our tests show it.]
      passes: [{text: Our tests show it., proofs: [{ref: report, on: 2026-01-01}]}]
"""
GOOD = NewProof(
    claim=CLAIM,
    title="Charging report",
    link="https://example.org/report",
    established_on=date(2026, 11, 2),
    until=date(2026, 12, 31),
)


@pytest.fixture
def account(energy: Unit) -> Account:
    return make_account(unit=energy)


@pytest.fixture
def draft(hugo: Person, claire: Person, energy: Unit, nordet: Unit, account: Account) -> Draft:
    make_pack(unit=nordet, by=claire, source=PROVED)
    return make_draft(author=hugo, unit=energy, accounts=(account,), text=TEXT)


def faults(draft: Draft, at: datetime) -> list[str]:
    draft.refresh_from_db()
    cards = examine(manuscript_of(draft), at=at).cards
    return [card.finding.message["en"] for card in cards if card.finding and card.counts]


def post(client: Client, draft: Draft, do: str, **fields: Any) -> Any:
    draft.refresh_from_db()
    typed = {"edit_count": draft.edit_count, "title": draft.title, "text": draft.text}
    address = reverse("content:draft-edit", args=[draft.pk])
    return client.post(address, typed | {"language": "en", "do": do} | fields)


def test_a_claim_waits_for_its_proof_and_an_ended_one_is_a_finding_again(
    draft: Draft, hugo: Person, noon: datetime
) -> None:
    assert faults(draft, noon) == ["no proof attached"]

    row = attach_proof(draft_id=draft.pk, proof=GOOD, by=hugo, at=noon)
    assert faults(draft, noon) == []
    assert faults(draft, datetime(2027, 1, 1, tzinfo=UTC)) == ["proof out of date: Charging report"]

    withdraw_proof(draft_id=draft.pk, proof_id=row.pk, by=hugo, at=noon)
    assert faults(draft, noon) == ["no proof attached"]


def test_a_sentence_that_changed_asks_for_a_proof_again(
    draft: Draft, hugo: Person, noon: datetime
) -> None:
    attach_proof(draft_id=draft.pk, proof=GOOD, by=hugo, at=noon)

    Draft.objects.filter(pk=draft.pk).update(text="Our tests show ten minutes.")

    assert faults(draft, noon) == ["the proof attached is of another sentence: Charging report"]


def test_the_proof_known_at_submission_is_asked_just_before_it_leaves(
    draft: Draft, hugo: Person, account: Account, noon: datetime
) -> None:
    attach_proof(draft_id=draft.pk, proof=GOOD, by=hugo, at=noon)
    submit_draft(draft_id=draft.pk, by=hugo, at=noon)
    revision = draft.revisions.get()
    fields = revision.payloads[str(account.pk)]["fields"]
    sent = {"subject_id": draft.pk, "revision": 1, "account": account, "fields": fields}

    assert fields["proofs"][0]["title"] == "Charging report"
    kept = StoredVerdict.objects.get(subject_id=draft.pk).masked_input["proofs"]
    assert kept[0]["ref"] == "Charging report"
    assert judge_again(**sent, at=noon + timedelta(days=1)) is False
    assert judge_again(**sent, at=datetime(2027, 1, 1, tzinfo=UTC)) is True


def test_another_proof_voids_the_approval(
    hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    draft, request = make_submitted(author=hugo, unit=energy, at=noon)
    choice = Choice(verdict="approve", digest=request.digest)
    decide_draft(request_id=request.pk, choice=choice, by=camille, at=noon)

    attach_proof(draft_id=draft.pk, proof=GOOD, by=hugo, at=noon)

    draft.refresh_from_db()
    assert draft.status == Draft.Status.DRAFTING


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"claim": " "}, "proof_claim"),
        ({"title": " ", "link": ""}, "proof_title"),
        ({"link": "javascript:alert(1)"}, "proof_link"),
        ({"established_on": None}, "proof_on"),
        ({"established_on": date(2999, 1, 1)}, "proof_on"),
        ({"until": date(2026, 1, 1)}, "proof_until"),
    ],
)
def test_what_a_proof_lacks_is_said_at_its_place(
    draft: Draft, hugo: Person, noon: datetime, fields: dict[str, Any], place: str
) -> None:
    said = {name: getattr(GOOD, name) for name in GOOD.__dataclass_fields__}

    with pytest.raises(InvalidInputError) as refused:
        attach_proof(draft_id=draft.pk, proof=NewProof(**(said | fields)), by=hugo, at=noon)

    assert set(refused.value.fields) == {place}


def test_the_composer_attaches_a_file_and_reviewers_read_it(
    client: Client, draft: Draft, hugo: Person, camille: Person, noon: datetime
) -> None:
    client.force_login(hugo)
    page = client.get(reverse("content:draft-edit", args=[draft.pk])).text
    assert f'value="{CLAIM}"' in page
    file = SimpleUploadedFile("report.png", make_picture())

    done = post(client, draft, "prove", proof_claim=CLAIM, proof_on="2026-11-02", proof_file=file)
    row = draft.proofs.get()
    submit_draft(draft_id=draft.pk, by=hugo, at=noon)
    draft.refresh_from_db()
    request = request_of(draft)
    client.force_login(camille)
    review = client.get(reverse("content:review", args=[request.pk])).text
    given = client.get(reverse("content:review-proof", args=[request.pk, row.pk]))

    assert done.status_code == 302
    assert (row.title, row.file_name, row.mime) == ("report.png", "report.png", "image/png")
    assert "report.png" in review
    assert CLAIM in review
    assert hugo.name in review
    assert "this proof" in review
    assert given["Content-Disposition"].startswith("attachment")
    assert given.status_code == 200


def test_a_refused_proof_loses_nothing_of_what_was_typed(
    client: Client, draft: Draft, hugo: Person
) -> None:
    client.force_login(hugo)
    typed = {"proof_claim": CLAIM, "proof_title": "Report twelve", "proof_on": ""}

    page = post(client, draft, "prove", **typed)

    assert page.status_code == 422
    assert 'value="Report twelve"' in page.text
    assert 'id="proof_on-error"' in page.text
    assert not draft.proofs.exists()


def test_a_proof_typed_before_another_button_is_attached_too(
    client: Client, draft: Draft, hugo: Person
) -> None:
    client.force_login(hugo)

    post(client, draft, "save", proof_claim=CLAIM, proof_title="Report", proof_on="2026-11-02")
    post(client, draft, "save", proof_claim=CLAIM)

    assert draft.proofs.get().title == "Report"


def test_a_proof_of_the_unit_is_used_again_for_another_sentence(
    draft: Draft, hugo: Person, energy: Unit, nordet: Unit, noon: datetime
) -> None:
    earlier = make_draft(author=hugo, unit=energy)
    old = make_proof(draft=earlier, by=hugo)
    make_proof(draft=earlier, by=hugo)
    make_proof(draft=earlier, by=hugo, title="Ended", until=noon.date() - timedelta(days=1))
    elsewhere = make_proof(draft=make_draft(author=hugo, unit=nordet), by=hugo, title="Else")

    offered = proofs_to_reuse(draft, viewer=hugo, today=noon.date())
    row = reuse_proof(draft_id=draft.pk, proof_id=old.pk, claim=CLAIM, by=hugo, at=noon)

    assert [one.title for one in offered] == ["Test report 12"]
    assert (row.claim, row.sha256, row.reused_id) == (CLAIM, old.sha256, old.pk)
    assert faults(draft, noon) == []
    with pytest.raises(ProofNotFoundError):
        reuse_proof(draft_id=draft.pk, proof_id=elsewhere.pk, by=hugo, at=noon)


def test_a_copy_of_a_draft_keeps_its_proofs_and_countries(
    draft: Draft, hugo: Person, noon: datetime
) -> None:
    attach_proof(draft_id=draft.pk, proof=GOOD, by=hugo, at=noon)
    Draft.objects.filter(pk=draft.pk).update(countries=["FR"])

    copy = copy_draft(draft_id=draft.pk, by=hugo, at=noon)

    assert copy.proofs.get().title == "Charging report"
    assert Draft.objects.get(pk=copy.pk).countries == ["FR"]


def test_the_journal_seals_proofs_without_their_words(
    draft: Draft, hugo: Person, noon: datetime
) -> None:
    row = attach_proof(draft_id=draft.pk, proof=GOOD, by=hugo, at=noon)
    withdraw_proof(draft_id=draft.pk, proof_id=row.pk, by=hugo, at=noon)

    found = [one for one in replay_differences() if one.subject_kind == DraftProof.ledger_kind]

    assert found == []
    assert {"claim", "title", "link", "file_name"}.isdisjoint(DraftProof.ledger_clear)
