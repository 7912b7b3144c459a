import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.foundation import clock
from gouvernail.people.models import Person
from gouvernail.policies.actions import create_policy
from gouvernail.policies.actions.writing import PolicyFacts
from gouvernail.policies.starters import STARTERS, paired_clauses, read_clauses, starter
from tests.make.policies import make_charter


@pytest.mark.parametrize("name", STARTERS)
def test_both_languages_of_a_starter_have_the_same_clauses(name: str) -> None:
    pairs = paired_clauses(read_clauses(starter(name, "fr")), read_clauses(starter(name, "en")))

    assert all(twin is not None for _clause, twin in pairs)


def test_a_policy_without_a_text_offers_each_starter(claire: Person, client: Client) -> None:
    unit = claire.grants.get().unit
    facts = PolicyFacts(slug="social", title="Réseaux", unit_id=unit.pk, owner_id=claire.pk)
    create_policy(facts=facts, by=claire, at=clock.now())
    client.force_login(claire)
    url = reverse("policies:policy-write", args=["social"])

    page = client.get(url, headers={"accept-language": "en"}).text
    chosen = client.get(url, {"starter": "association"})

    assert all(f"?starter={name}" in page for name in STARTERS)
    assert "Social media in the company" in page
    assert "La cause et ses limites" in chosen.context["form"].initial["source"]
    assert "The cause and its limits" in chosen.context["form"].initial["source_en"]


def test_a_policy_that_has_a_text_begins_from_it(claire: Person, client: Client) -> None:
    policy = make_charter(by=claire, source="## 1 A\n\nText.")
    client.force_login(claire)

    page = client.get(reverse("policies:policy-write", args=[policy.slug])).text

    assert "?starter=" not in page
