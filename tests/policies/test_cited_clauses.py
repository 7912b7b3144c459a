"""Wherever a clause is read, the clauses it cites are named by their titles, never by a code."""

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.foundation import clock
from gouvernail.people.models import Person
from gouvernail.policies.models import Policy
from tests.make.consultations import make_consultation
from tests.make.policies import make_charter, make_version
from tests.make.signing import make_campaign

FRENCH = "## 1 Prix\n\nChacun peut en parler, voir charter#2.\n\n## 2 Remises\n\nDix pour cent.\n"
ENGLISH = "## 1 Prices\n\nYou may speak of them, see charter#2.\n\n## 2 Discounts\n\nTen.\n"
CODE = "charter#2"


@pytest.fixture
def policy(claire: Person, nina: Person) -> Policy:
    policy = make_charter(by=claire, source=FRENCH.replace("Dix", "Neuf"))
    return make_version(policy, by=claire, source=FRENCH, source_en=ENGLISH)


def test_on_paper_each_language_names_them_as_it_quotes(
    policy: Policy, client: Client, nina: Person
) -> None:
    client.force_login(nina)

    page = client.get(reverse("policies:version-print", args=[policy.slug, 2])).text

    assert "«&nbsp;<a" in page
    assert "“<a" in page
    assert (">2 Remises</a>" in page, ">2 Discounts</a>" in page, CODE in page) == (
        True,
        True,
        False,
    )


def test_two_versions_compared_name_them_in_their_words_and_word_by_word(
    policy: Policy, client: Client, claire: Person
) -> None:
    make_version(policy, by=claire, source=FRENCH.replace("en parler", "en parler ici"))
    client.force_login(claire)

    page = client.get(reverse("policies:policy-compare", args=[policy.slug, 2])).text

    assert page.count("2 Remises") >= 3
    assert CODE not in page


def test_who_is_asked_to_sign_or_to_suggest_reads_their_titles(
    policy: Policy, client: Client, claire: Person, nina: Person
) -> None:
    campaign = make_campaign(policy, by=claire, at=clock.now())
    client.force_login(nina)

    read = client.get(reverse("signing:read", args=[campaign.pk])).text
    suggest = reverse("consultations:suggestion-create", args=[policy.slug])
    suggested = client.get(suggest, {"clause": "1"}).text

    for page in (read, suggested):
        assert "2 Discounts" in page
        assert CODE not in page
    assert "“2 Discounts”" in read.split('id="may-title"')[1].split("</section>")[0]


def test_what_people_are_asked_about_names_them(
    policy: Policy,
    client: Client,
    claire: Person,
    nina: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = FRENCH.replace("en parler", "en dire")
    monkeypatch.setattr("tests.make.consultations.DRAFT", asked)
    consultation = make_consultation(at=clock.now(), by=claire, policy=policy)
    client.force_login(nina)

    page = client.get(reverse("consultations:consultation-detail", args=[consultation.pk])).text

    assert page.count("2 Discounts") >= 2
    assert CODE not in page
