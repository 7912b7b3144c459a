"""A clause cites another; who reads it is told when the other no longer stands."""

from django.test import Client
from django.urls import reverse

from gouvernail.foundation import clock
from gouvernail.people.models import Person
from gouvernail.policies.actions import PolicyFacts, create_policy
from gouvernail.policies.models import Policy
from gouvernail.policies.queries.reuses import citations_of, outside_of, users_of
from tests.make.policies import make_charter, make_version

LAW = "[article L. 1121-1](https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000006900785)"
TEXT = f"""## 1 Secret

Voir charter#1, charter#9 et private#2 ; gone#3 aussi. C#5 se compile.

## 2 Loi

D’après le {LAW}, comme charter#1.
"""


def a_policy(slug: str, source: str, by: Person) -> Policy:
    unit = by.home_unit
    assert unit is not None
    facts = PolicyFacts(slug=slug, title=slug.title(), unit_id=unit.pk, owner_id=by.pk)
    policy = create_policy(facts=facts, by=by, at=clock.now())
    return make_version(policy, by=by, source=source) if source else policy


def test_each_citation_says_whether_it_still_stands(claire: Person) -> None:
    charter = make_charter(by=claire, source="## 1 A\n\nB.")
    a_policy("private", "", claire)
    gone = a_policy("gone", "## 3 A\n\nB.", claire)
    gone.archived_at = clock.now()
    gone.save()
    version = a_policy("secrets", TEXT, claire).versions.get()

    found = {one.reference: (one.standing, one.at) for one in citations_of(version, viewer=claire)}

    assert found == {
        "charter#1": ("in_force", ("1", "2")),
        "charter#9": ("removed", ("1",)),
        "private#2": ("nothing", ("1",)),
        "gone#3": ("archived", ("1",)),
    }
    (law,) = outside_of(version)
    assert (law.label, law.at) == ("article L. 1121-1", ("2",))
    assert [one.anchor for one in users_of(charter, viewer=claire)] == ["1", "2"]


def test_a_policy_one_may_not_read_is_unknown(claire: Person, hugo: Person) -> None:
    version = a_policy("secrets", "## 1 A\n\nVoir nowhere#4.", claire).versions.get()

    (one,) = citations_of(version, viewer=hugo)

    assert (one.standing, one.url, one.is_broken) == ("unknown", "", True)


def test_both_languages_stand_side_by_side_on_paper(client: Client, claire: Person) -> None:
    make_charter(by=claire)
    client.force_login(claire)

    paper = client.get(reverse("policies:version-print", args=["charter", 1])).text
    texts = client.get(reverse("policies:version-texts", args=["charter", 1]))

    assert "Prix et comparaisons" in paper
    assert "Prices and comparisons" in paper
    assert Policy.objects.get().versions.get().digest in paper
    assert texts.status_code == 200
