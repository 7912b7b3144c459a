"""Objectives and the strategy rest on rules and clauses that exist; one that does not is a gap."""

import re

from django.test import Client

from gouvernail.charter.actions import write_line
from gouvernail.charter.forms.lines import FORMS
from gouvernail.charter.models import Objective
from gouvernail.charter.queries.facts import ObjectiveFacts, StrategyFacts
from gouvernail.charter.queries.references import references
from gouvernail.people.models import Person, Unit
from gouvernail.rulebooks.models import Pack
from tests.make.charter import NOON
from tests.make.policies import make_charter
from tests.make.rulebooks import make_pack


def missing(client: Client) -> list[str]:
    return [gap.words for gap in client.get("/charter/").context["page"].gaps]


def test_what_is_in_force_is_offered_and_what_is_not_is_a_gap(
    client: Client, claire: Person, nordet: Unit, energy: Unit
) -> None:
    client.force_login(claire)
    assert "No policy and no rule is in force yet." in client.get("/charter/objectives/new").text
    make_charter(by=claire)
    pack = make_pack(unit=nordet, by=claire).pack
    offered = client.get("/charter/objectives/new").text
    assert 'value="charter#5.2"' in offered
    assert 'value="nordet/cheapest"' in offered
    assert '<optgroup label="Social media charter">' in offered
    answers = {"title": "Exact prices", "unit": str(energy.pk), "status": "open"}

    refused = client.post("/charter/objectives/new", answers | {"rule_ref": "charter#5.22"})
    assert refused.status_code == 422
    assert refused.context["form"].errors["rule_ref"]
    client.post("/charter/objectives/new", answers | {"rule_ref": "nordet/cheapest"})
    facts = ObjectiveFacts(title="Typed", unit_id=energy.pk, rule_ref="charter#99")
    typed = write_line(facts=facts, by=claire, at=NOON)  # as a model file may say it
    wanted = StrategyFacts(title="Wind power", rule_ref="charter#5.2")
    write_line(facts=wanted, by=claire, at=NOON)

    text = client.get("/charter/").text
    assert "/rules/nordet/#rule-cheapest" in text
    assert re.search(r'href="/policies/charter/#c5.2" title="Social media charter">5.2 ', text)
    lacks = "no indicator, no target, no date"
    assert f"“Exact prices”: {lacks}." in missing(client)
    assert f"“Typed”: charter#99 is not in force, {lacks}." in missing(client)
    assert not any(words.startswith("“Wind power”") for words in missing(client))
    assert "Not in force: charter#99" in client.get(f"/charter/objectives/{typed.pk}/").text

    Pack.objects.filter(pk=pack.pk).update(retired_at=NOON)

    assert f"“Exact prices”: nordet/cheapest is not in force, {lacks}." in missing(client)
    assert Objective.objects.get(title="Exact prices").rule_ref == "nordet/cheapest"


def test_who_may_not_read_a_rule_is_told_no_more_than_its_code(
    claire: Person, nina: Person, care: Unit
) -> None:
    make_pack(unit=care, by=claire)  # not hers

    seen = references(nina)["nordet/cheapest"]

    assert (seen.label, seen.url, seen.source) == ("", "", "")
    form = FORMS["objectives"](viewer=nina)
    assert form.fields["rule_ref"].help_text.startswith("Of the policies and rules in force, you")
    assert references(claire)["nordet/cheapest"].label == "Price comparison"
    assert references(claire, wanted=["charter#5.2", ""]) == {}
