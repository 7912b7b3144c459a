from datetime import datetime

from pytest_django import DjangoAssertNumQueries

from gouvernail.kernel.rules import load_pack, run_examples
from gouvernail.people.models import Person
from gouvernail.policies.queries import proposed_pack, proposed_rules, version_in_force
from tests.make.policies import make_charter


def test_clauses_in_force_give_rules_that_cite_them(
    claire: Person, noon: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    version = version_in_force(make_charter(by=claire))
    assert version is not None

    with django_assert_num_queries(1):
        found = proposed_rules(version)
    pack = load_pack(proposed_pack(version), name="proposed.yaml")

    by_clause = {each.reference: each for each in found if each.proposals}
    said = by_clause["charter#5.3"].proposals[0]
    assert said.subject == "disclosure"
    assert "partenariat rémunéré" in str(said.rule["source"]["fr"])  # type: ignore[index,call-overload]  # a mapping
    assert {rule.clause for rule in pack.rules} >= {"charter#5.3", "charter#9.2"}
    assert [each for each in run_examples(pack) if not each.ok] == []
    assert sum(len(each.left) for each in found) > 0
