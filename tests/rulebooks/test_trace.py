"""From a finding to its clause, its rule and the author's signature; and what is missing."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from gouvernail.foundation.actions import action
from gouvernail.kernel.rules import Context
from gouvernail.people.models import Person, Role, Unit
from gouvernail.policies.actions import sign_version
from gouvernail.policies.models import PolicyVersion
from gouvernail.policies.queries import clause_versions
from gouvernail.registry.models import Account
from gouvernail.rulebooks.actions import Judged, dismiss_finding, store_verdict
from gouvernail.rulebooks.models import Manuscript, RaisedRule, StoredVerdict
from gouvernail.rulebooks.permissions import visible_raised
from gouvernail.rulebooks.queries import post_of, rulebook_for
from gouvernail.rulebooks.queries.coverage import gaps
from gouvernail.rulebooks.queries.trace import trace_of
from tests.make.approvals import make_route
from tests.make.content import make_submitted
from tests.make.people import make_grant
from tests.make.policies import make_charter, make_version
from tests.make.registry import make_account
from tests.make.rulebooks import PACK, make_pack

CHARTER = """\
# Charte

Ce que chacun peut faire.

## 5 Prix

### 5.1 Superlatifs

Un superlatif se prouve.

### 5.2 Comparaisons

Une comparaison de prix demande une preuve datée.

### 5.3 Concours

Un concours a son règlement.
"""
WITHOUT = CHARTER.replace("### 5.2 Comparaisons\n\nUne comparaison", "### 5.9 Autres\n\nUne autre")


@pytest.fixture
def site(claire: Person, nordet: Unit, hugo: Person, energy: Unit) -> Account:
    """A charter, a pack that cites it, and an account of Energy."""
    make_charter(by=claire, source=CHARTER, source_en=CHARTER)
    make_pack(unit=nordet, by=claire)
    return make_account(unit=energy)


@action("tests.judge_and_keep")
def judged(
    account: Account, text: str, *, at: datetime, subject: Any, unit: Unit | None = None
) -> StoredVerdict:
    rulebook = rulebook_for(account.unit)
    post, context = post_of(text, account=account), rulebook.context(account, at=at)
    verdict = rulebook.judge(post, context)
    cited = [finding.clause for finding in verdict.findings]
    told = Judged(
        kind="draft",
        id=subject,
        revision=1,
        account_id=account.pk,
        post=post,
        context=context,
        pack_digests=rulebook.digests,
        clauses=clause_versions(cited),
        unit_id=unit.pk if unit is not None else None,
    )
    return store_verdict(verdict=verdict, judged=told, moment="submission", at=at)


def submitted(account: Account, hugo: Person, *, at: datetime) -> StoredVerdict:
    make_route(("colleague",), subject_kind="draft", is_default=True)
    draft, _request = make_submitted(author=hugo, unit=account.unit, at=at, accounts=(account,))
    return judged(account, "An unbeatable discount.", at=at, subject=draft.pk)


def test_a_finding_is_traced_to_the_clause_the_author_had_signed(
    client: Client, site: Account, hugo: Person, claire: Person, noon: datetime
) -> None:
    version = PolicyVersion.objects.get(status="in_force")
    sign_version(version_id=version.pk, digest=version.digest, by=hugo, at=noon)
    verdict = submitted(site, hugo, at=noon + timedelta(hours=1))
    client.force_login(claire)

    found = next(one for one in trace_of(verdict).findings if one.rule_id == "superlative")
    page = client.get(f"/rules/trace/verdicts/{verdict.pk}/").text

    assert (found.signed.state, found.clause.number, found.quotes) == ("this", 1, ("unbeatable",))
    unheld = next(one for one in trace_of(verdict).findings if one.rule_id == "discount")
    assert (unheld.signed.state, unheld.clause.number) == ("apart", None)
    assert "Hugo Petit had signed version 1 of this document on" in page
    assert found.version is not None
    assert found.version.number == 1
    assert "Un superlatif se prouve." in page
    assert "Hugo Petit had signed this version, 1" in page
    assert escape("which holds clause 5.1") in page
    assert "No clause in force said it that day." in page  # 5.4, which no version has


def test_what_was_in_force_that_day_is_shown_after_it_changed(
    site: Account, hugo: Person, claire: Person, noon: datetime
) -> None:
    verdict = submitted(site, hugo, at=noon)
    policy = PolicyVersion.objects.get(status="in_force").policy
    make_version(policy, by=claire, source=CHARTER.replace("se prouve", "se démontre"))

    found = trace_of(verdict).findings
    superlative = next(one for one in found if one.rule_id == "superlative")

    assert superlative.signed.state == "never"
    assert superlative.clause.clause is not None
    assert "se prouve" in superlative.clause.clause.text
    assert superlative.clause.current is False


def test_what_was_set_aside_in_other_words_is_not_shown_as_set_aside(
    client: Client, site: Account, hugo: Person, noon: datetime
) -> None:
    before = submitted(site, hugo, at=noon)
    text = str(before.masked_input["text"])
    verdict = rulebook_for(site.unit).judge(post_of(text, account=site), Context())
    finding = next(one for one in verdict.findings if one.rule == "superlative")
    subject = ("draft", before.subject_id)
    dismiss_finding(subject=subject, finding=finding, text=text, reason="Cited", by=hugo, at=noon)
    after = judged(site, "UNBEATABLE, truly.", at=noon, subject=before.subject_id)
    client.force_login(hugo)

    told = [
        [one.dismissal is not None for one in trace_of(each).findings] for each in (before, after)
    ]
    pages = [client.get(f"/rules/verdicts/{each.pk}/").text for each in (before, after)]

    assert told == [[False, True], [False]]
    assert ["Cited" in page for page in pages] == [True, False]


def test_a_trace_costs_the_same_whatever_was_found(
    site: Account, hugo: Person, noon: datetime, django_assert_max_num_queries: Any
) -> None:
    verdict = submitted(site, hugo, at=noon)

    with django_assert_max_num_queries(14):
        trace = trace_of(verdict)

    assert len(trace.findings) == 2


def test_another_department_finds_no_trace(
    client: Client, site: Account, hugo: Person, ines: Person, noon: datetime
) -> None:
    verdict = submitted(site, hugo, at=noon)
    client.force_login(ines)

    assert client.get(f"/rules/trace/verdicts/{verdict.pk}/").status_code == 404
    assert client.get(f"/rules/trace/texts/{verdict.subject_id}/").status_code == 404


def test_a_draft_of_the_group_is_read_by_its_people_and_by_who_writes_rules_for_the_account(
    client: Client,
    site: Account,
    hugo: Person,
    nina: Person,
    karim: Person,
    camille: Person,
    claire: Person,
    nordet: Unit,
    noon: datetime,
) -> None:
    make_grant(person=karim, unit=site.unit, role=Role.LEAD)
    make_route(("colleague",), subject_kind="draft", is_default=True)
    draft, _request = make_submitted(author=claire, unit=nordet, at=noon, accounts=(site,))
    verdict = StoredVerdict.objects.get(subject_id=draft.pk)
    sent = judged(site, "An unbeatable discount.", at=noon, subject=draft.pk, unit=nordet)
    rows = RaisedRule.objects.filter(verdict=sent)

    assert rows
    for person, status in ((camille, 200), (karim, 200), (hugo, 404), (nina, 404)):
        client.force_login(person)
        assert client.get(f"/rules/verdicts/{verdict.pk}/").status_code == status
        assert client.get(f"/rules/trace/verdicts/{sent.pk}/").status_code == status
        assert client.get(f"/rules/trace/texts/{draft.pk}/").status_code == status
        assert visible_raised(person).filter(pk__in=rows).exists() == (status == 200)


def test_the_verdicts_of_a_text_are_listed(
    client: Client, site: Account, hugo: Person, noon: datetime
) -> None:
    verdict = submitted(site, hugo, at=noon)
    client.force_login(hugo)

    page = client.get(f"/rules/trace/texts/{verdict.subject_id}/").text

    assert f"/rules/trace/verdicts/{verdict.pk}/" in page


def test_gaps_are_found_on_both_sides(site: Account, claire: Person) -> None:
    found = gaps(claire)

    assert [clause.anchor for one in found.documents for clause in one.without] == ["5.3"]
    assert {(one.rule.rule.id, one.why) for one in found.unwritten} == {
        ("discount", "never"),
        ("secret", "never"),
    }


def test_a_rule_whose_clause_died_is_told_apart(site: Account, claire: Person) -> None:
    policy = PolicyVersion.objects.get(status="in_force").policy
    make_version(policy, by=claire, source=WITHOUT)

    why = {one.rule.rule.id: one.why for one in gaps(claire).unwritten}

    assert why == {"cheapest": "died", "discount": "never", "secret": "never"}


def test_gaps_cost_the_same_with_one_document_and_with_many(
    site: Account,
    claire: Person,
    nordet: Unit,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    gaps(claire)
    for number in range(4):
        make_pack(unit=nordet, by=claire, source=PACK.replace("pack: nordet", f"pack: n{number}"))
    gaps(claire)

    with django_assert_num_queries(3):
        found = gaps(claire)

    assert len(found.unwritten) == 10


def test_the_matrix_counts_verdicts_by_month_and_exports(
    client: Client, site: Account, hugo: Person, claire: Person, noon: datetime
) -> None:
    submitted(site, hugo, at=noon)
    client.force_login(claire)
    address = "/rules/trace/policies/charter/"

    page = client.get(address)
    without = client.get(address, {"show": "without"})
    lines = client.get(address, {"format": "csv"}).text.splitlines()

    row = next(one for one in page.context["rows"] if one.reference == "charter#5.1")
    assert sum(row.counts) == 1
    assert [one.reference for one in without.context["rows"]] == ["charter#5.3"]
    assert "Enforce this clause" in without.text
    assert "charter#5.1,Superlatifs,superlative,nordet,1" in lines


def test_the_page_of_gaps_filters_and_exports(
    client: Client, site: Account, claire: Person
) -> None:
    client.force_login(claire)
    address = "/rules/trace/gaps/"

    everything = client.get(address).text
    unwritten = client.get(address, {"kind": "unwritten"}).text
    lines = client.get(address, {"format": "csv"}).text.splitlines()

    assert "5.3 Concours" in everything
    assert "5.3 Concours" not in unwritten
    assert "cites charter#5.4, which was never written" in unwritten
    assert len(lines) == 4


def test_a_rule_in_force_tells_what_it_rests_on_and_what_it_found(
    client: Client, site: Account, hugo: Person, noon: datetime
) -> None:
    verdict = submitted(site, hugo, at=noon)
    client.force_login(hugo)

    page = client.get("/rules/trace/rules/superlative/").text

    assert "Un superlatif se prouve." in page
    assert "You have signed no version of this document." in page
    assert f"/rules/trace/verdicts/{verdict.pk}/" in page
    assert client.get("/rules/trace/rules/nothing/").status_code == 404


def test_the_page_of_a_document_says_what_the_rules_make_of_it(
    client: Client, site: Account, hugo: Person
) -> None:
    client.force_login(hugo)

    read = client.get("/policies/charter/").text
    part = client.get("/rules/trace/policies/charter/part").text

    assert "/rules/trace/policies/charter/part" in read
    assert "2 of 3 clauses have a rule." in part
    assert "Enforce this clause" not in part


def test_a_rule_begins_from_a_clause_with_its_words_beside(
    client: Client, site: Account, claire: Person
) -> None:
    client.force_login(claire)
    address = "/rules/starters/rule/?clause=charter%235.3"

    asked = client.get(address).text
    opened = client.post(address, {"pack": "nordet"}, follow=True)

    assert "Un concours a son règlement." in asked
    page = opened.context["page"]
    assert page.rows[page.at].rule_id == "clause-5-3"
    assert "Un concours a son règlement." in opened.text
    assert 'clause: "charter#5.3"' in Manuscript.objects.get().source


def test_a_rule_begins_from_a_text_that_was_judged(
    client: Client, site: Account, hugo: Person, claire: Person, noon: datetime
) -> None:
    verdict = submitted(site, hugo, at=noon)
    client.force_login(claire)

    opened = client.post(
        f"/rules/starters/rule/?verdict={verdict.pk}", {"pack": "nordet"}, follow=True
    )

    page = opened.context["page"]
    assert "raises: [An unbeatable discount.]" in page.text
    assert client.get("/rules/starters/rule/?verdict=nonsense").status_code == 200


def test_a_pack_begins_blank_or_from_one_that_ships(
    client: Client, claire: Person, nordet: Unit
) -> None:
    client.force_login(claire)
    address = "/rules/starters/pack/"
    said = {"title": 'Nos "règles"', "title_en": "Our rules", "slug": "ours", "unit": nordet.pk}

    blank = client.post(address, said | {"begin": "blank"}, follow=True)
    again = client.post(address, said | {"begin": "blank"})
    shipped = client.post(address, said | {"slug": "copy", "begin": "starter-fr-en"}, follow=True)

    assert blank.context["page"].total == 0
    assert "No rule yet" in blank.text
    assert again.status_code == 422
    assert shipped.context["page"].total > 40
    assert client.get(address).status_code == 200


def test_rules_that_a_text_asks_for_are_ticked_into_a_draft(
    client: Client, claire: Person, nordet: Unit
) -> None:
    make_charter(by=claire)
    make_pack(unit=nordet, by=claire)
    client.force_login(claire)
    address = "/rules/starters/policies/charter/"

    offered = client.get(address).context["offered"]
    nothing = client.post(address, {"pack": "nordet"})
    ticked = [offered[0].key, offered[1].key]
    opened = client.post(address, {"pack": "nordet", "take": ticked}, follow=True)

    page = opened.context["page"]
    assert nothing.status_code == 422
    assert (page.total, page.at, page.faults) == (6, 4, [])
    assert page.bad_examples == 0


def test_only_who_writes_rules_begins_one(client: Client, hugo: Person) -> None:
    client.force_login(hugo)

    assert client.get("/rules/starters/rule/").status_code == 403
    assert client.post("/rules/starters/pack/", {}).status_code == 403
