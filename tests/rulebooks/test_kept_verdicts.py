"""What a kept verdict holds: words of others masked, the clauses of its day, what was set aside."""

from datetime import datetime

import pytest
from django.test import Client

from gouvernail.foundation.ids import uuid7
from gouvernail.kernel.rules import Neighbour, Post
from gouvernail.people.actions import create_key
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import API_SCOPES
from gouvernail.rulebooks.actions import Judged, store_verdict
from gouvernail.rulebooks.models import StoredVerdict
from gouvernail.rulebooks.queries import rulebook_for
from gouvernail.rulebooks.queries.trace import trace_of
from tests.make.policies import make_charter
from tests.make.registry import make_account
from tests.make.rulebooks import make_pack
from tests.make.rules import pack_source, rule_fields

pytestmark = pytest.mark.django_db

OTHER = "Notre braderie de printemps est à 19 € : appelez Jean au 06 12 34 56 78."


def kept_beside(other: str, *, unit: Unit, at: datetime) -> StoredVerdict:
    """Return the verdict kept of a text that repeats `other`."""
    account = make_account(unit=unit)
    book = rulebook_for(unit, at=at)
    post = Post(text=other, network=account.network)
    neighbour = Neighbour(text=other, who="@bas", account="2", ref="draft:1:2")
    context = book.context(account, at=at, neighbours=[neighbour])
    judged = Judged(
        kind="draft",
        id=uuid7(),
        revision=1,
        account_id=account.pk,
        post=post,
        context=context,
        pack_digests=book.digests,
    )
    verdict = book.judge(post, context)
    return store_verdict(verdict=verdict, judged=judged, moment="submission", at=at)


def test_a_kept_finding_quotes_another_post_without_its_identifiers(
    claire: Person, energy: Unit, noon: datetime
) -> None:
    rule = rule_fields({"repetition": {}}, say={"fr": "Voir {other}", "en": "See {other}"})
    make_pack(unit=energy, by=claire, source=pack_source(rule))

    kept = kept_beside(OTHER, unit=energy, at=noon)

    said = kept.findings[0]["message"]["fr"]
    assert said.startswith("Voir Notre braderie")
    assert "06 12" not in said


def test_the_api_gives_a_verdict_without_the_posts_it_was_compared_with(
    client: Client, claire: Person, energy: Unit, noon: datetime
) -> None:
    make_pack(unit=energy, by=claire, source=pack_source(rule_fields({"repetition": {}})))
    kept = kept_beside(OTHER, unit=energy, at=noon)
    key = create_key(name="Script", scopes=API_SCOPES, by=claire, at=noon)[1]

    told = client.get(f"/api/v1/verdicts/{kept.pk}", headers={"Authorization": f"Bearer {key}"})

    assert kept.masked_input["neighbours"]
    said = told.json()["masked_input"]
    assert said.keys().isdisjoint({"author", "neighbours"})
    assert said["text"] == kept.masked_input["text"]


def test_a_verdict_given_just_before_sending_or_online_names_the_clauses_of_its_day(
    claire: Person, energy: Unit, noon: datetime
) -> None:
    charter = "# Charte\n\n## 1 Ventes\n\n### 1.1 Redites\n\nOn ne se répète pas.\n"
    make_charter(by=claire, source=charter, source_en=charter)
    make_pack(unit=energy, by=claire, source=pack_source(rule_fields({"repetition": {}})))

    kept = kept_beside(OTHER, unit=energy, at=noon)
    then = trace_of(kept).findings[0].clause

    assert (then.number, then.current) == (1, True)
