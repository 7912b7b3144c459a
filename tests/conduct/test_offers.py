"""A case is brought from what another page shows: offered to who may, with what is known."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.test import Client

from gouvernail.charter.models import Charter
from gouvernail.conduct.models import Basis
from gouvernail.people.models import Person, Unit
from gouvernail.rulebooks.models import Dismissal, PublishedVerdict, StoredVerdict
from tests.make.attestations import make_review
from tests.make.records import make_record
from tests.make.registry import make_account
from tests.make.rule_life import make_published

FINDING = {
    "rule": "prix", "severity": "warn", "clause": "charter#4.1",
    "title": {"fr": "Prix avant l’annonce", "en": "Price too early"},
    "message": {"fr": "Attendez l’annonce.", "en": "Wait for the announcement."},
}  # fmt: skip


@pytest.fixture
def published(energy: Unit) -> PublishedVerdict:
    account = make_account(unit=energy)
    key = make_published(make_record(account, text="19 € !"), account=account)
    StoredVerdict.objects.update(findings=[FINDING])
    return PublishedVerdict.objects.get(pk=key)


def offered(client: Client, kind: str, key: UUID, viewer: Person) -> bool:
    client.force_login(viewer)
    page = client.get(f"/conduct/from/{kind}/?of={key}&of=none").content.decode()
    return f'id="case-from-{key}"' in page


def start(client: Client, kind: str, key: UUID) -> dict[str, str]:
    page = client.get(f"/conduct/new/?from={kind}&of={key}")
    return dict(page.context["form"].initial)


def test_what_stands_against_a_rule_offers_a_case_with_its_fact_its_clause_and_its_proof(
    client: Client, basis: Basis, clause: str, published: PublishedVerdict, claire: Person,
    karim: Person, nina: Person,
) -> None:  # fmt: skip
    kinds = (("published", published.pk), ("verdict", published.verdict_id))
    for kind, key in kinds:
        assert not offered(client, kind, key, nina)
        assert offered(client, kind, key, claire)
        begun = start(client, kind, key)
        assert (begun["origin"], begun["clause"], begun["title"]) == (
            "verdict", clause, "Price too early",
        )  # fmt: skip
        assert (begun["proof_kind"], begun["proof_reference"]) == ("verdict", str(published.pk))
        assert published.account.handle in begun["facts"]
    Charter.objects.update(modules=[])
    assert not offered(client, "published", published.pk, claire)


def test_a_finding_set_aside_offers_one_to_others_than_who_set_it_aside(
    client: Client, basis: Basis, clause: str, published: PublishedVerdict, claire: Person,
    hugo: Person,
) -> None:  # fmt: skip
    verdict = published.verdict
    verdict.raised.create(
        rule="prix", severity="warn", would="warn", moment="after", subject_kind="record",
        subject_id=verdict.subject_id, unit=published.account.unit, account=published.account,
        at=verdict.at,
    )  # fmt: skip
    aside = Dismissal.objects.create(
        subject_kind="record", subject_id=verdict.subject_id, rule="prix", words_digest="0" * 64,
        reason="Une citation.", by=hugo, at=datetime(2026, 11, 17, 9, 0, tzinfo=UTC),
    )  # fmt: skip

    assert offered(client, "dismissal", aside.pk, claire)
    begun = start(client, "dismissal", aside.pk)
    assert (begun["person"], begun["clause"]) == (hugo.email, clause)
    assert (begun["proof_kind"], begun["proof_reference"]) == ("dismissal", str(aside.pk))
    Dismissal.objects.update(by=claire)
    assert not offered(client, "dismissal", aside.pk, claire)


def test_a_review_of_an_account_offers_one_as_of_an_audit(
    client: Client, basis: Basis, clause: str, energy: Unit, claire: Person
) -> None:
    review = make_review(make_account(unit=energy))

    assert offered(client, "review", review.pk, claire)
    begun = start(client, "review", review.pk)
    assert (begun["origin"], begun["proof_kind"]) == ("audit", "words")
    assert review.account.name in begun["proof_label"]


def test_the_pages_ask_for_their_buttons_once(
    client: Client, basis: Basis, published: PublishedVerdict, claire: Person
) -> None:
    client.force_login(claire)
    StoredVerdict.objects.update(findings=[], masked_input={"text": "19 € !"})
    for address, kind in (
        ("/rules/published/", "published"),
        (f"/rules/trace/verdicts/{published.verdict_id}/", "verdict"),
    ):
        page = client.get(address).content.decode()
        assert page.count("/conduct/from/") == 1
        assert f"/conduct/from/{kind}/?of=" in page
