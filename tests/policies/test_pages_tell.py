"""Pages of policies tell what is open, what is being written, what is asked, in plain words."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation

from gouvernail.approvals.forms import network_names
from gouvernail.charter.queries.networks import network_choices
from gouvernail.foundation import clock
from gouvernail.licences.queries.networks import network_choices as licensed_networks
from gouvernail.people.models import Person, Role, Seat, Unit
from gouvernail.policies.actions import submit_version
from gouvernail.policies.actions.consulting import freeze_for_consultation
from gouvernail.policies.models import Policy, PolicyVersion
from gouvernail.policies.queries.citing import cited_in
from gouvernail.policies.queries.remarks import named_in, remarks_of
from gouvernail.policies.starters import STARTERS, starter
from gouvernail.policies.templatetags.policies import clause_html, clause_words
from tests.make.people import make_grant, make_person
from tests.make.policies import make_charter, make_draft_version

FRENCH = "## 1 Prix\n\nNe critiquez jamais l’entreprise.\n\n### 1.1 Remises\n\nDix pour cent."
ENGLISH = "## 1 Prices\n\nNever criticise the company.\n\n### 1.1 Discounts\n\n"


@pytest.fixture
def draft(claire: Person) -> PolicyVersion:
    return make_draft_version(make_charter(by=claire), by=claire, source=FRENCH, source_en=ENGLISH)


@pytest.fixture
def juliette(nordet: Unit) -> Person:
    person = make_person(name="Juliette Roy", home_unit=nordet)
    make_grant(person=person, unit=nordet, role=Role.REVIEWER, seat=Seat.LEGAL)
    return person


def test_who_submits_and_who_approves_are_told_what_is_open_and_may_go_on(
    client: Client, draft: PolicyVersion, claire: Person, juliette: Person
) -> None:
    url = reverse("policies:policy-version", args=["charter", draft.number])
    client.force_login(claire)
    before = client.get(url)
    day = clock.today()
    submit_version(version_id=draft.pk, in_force_on=day, changes="A.", by=claire, at=clock.now())
    client.force_login(juliette)
    read = client.get(url)
    agree = reverse("policies:version-agree", args=["charter", draft.number])
    digest = PolicyVersion.objects.get(pk=draft.pk).digest
    agreed = client.post(agree, {"digest": digest, "comment": ""})

    for page in (before, read):
        points = page.context["points"]
        assert points.to_settle
        assert [one.anchor for one in points.missing["en"]] == ["1.1"]
        assert 'id="open-points"' in page.text
    assert "?open=1.1#k1-1" in before.text
    assert agreed.status_code == 302
    assert 'id="open-points"' not in client.get(url).text


def test_a_remark_names_the_language_that_lacks(draft: PolicyVersion) -> None:
    with translation.override("en"):
        remarks = remarks_of(draft, today=clock.today())

    lacking = next(one for one in remarks if one.code == "clause_empty")
    assert (lacking.language, lacking.message) == ("en", "Clause 1.1 has no text in English.")


def test_a_clause_whose_words_are_still_to_come_is_not_the_one_that_is_missing(
    claire: Person,
) -> None:
    french = FRENCH + "\n\n### 1.2 Soldes\n"
    policy = make_charter(by=claire, source=FRENCH, source_en=ENGLISH)
    version = make_draft_version(policy, by=claire, source=french, source_en=ENGLISH)

    remarks = remarks_of(version, today=clock.today())

    lacking = next(one for one in remarks if one.code == "clause_untranslated")
    assert (lacking.anchor, lacking.language) == ("1.2", "en")


def test_a_text_whose_short_name_ends_anothers_is_not_named_within_it() -> None:
    shown = {"charter.fr": "la charte", "site-charter.fr": "le site"}

    told = named_in("site-charter.fr 1 et charter.fr 2", shown)

    assert told == "le site 1 et la charte 2"


def test_the_list_says_where_the_next_version_stands_to_who_may_know(
    client: Client, draft: PolicyVersion, claire: Person, juliette: Person
) -> None:
    address = reverse("policies:policy-list")

    def states(person: Person, **asked: str) -> list[str]:
        client.force_login(person)
        page = client.get(address, asked)
        return [to.status for _policy, to in page.context["rows"] if to]

    assert states(claire) == ["draft"]
    assert states(claire, next="approval") == []
    assert states(juliette) == []
    freeze_for_consultation(version_id=draft.pk, actor=claire, at=clock.now())
    assert states(claire, next="consultation") == ["consultation"]
    client.force_login(claire)
    top = client.get(reverse("policies:policy-detail", args=["charter"])).text
    assert top.index(reverse("policies:policy-version", args=["charter", 2])) < top.index(
        "g-read-do"
    )
    PolicyVersion.objects.filter(pk=draft.pk).update(status="approval", in_force_on=clock.today())
    assert states(juliette, next="approval") == ["approval"]


def test_a_policy_for_people_outside_asks_nothing_of_staff_on_either_page(
    client: Client, claire: Person, nina: Person
) -> None:
    policy = make_charter(by=claire)
    Policy.objects.filter(pk=policy.pk).update(must_sign=False)
    client.force_login(nina)
    listed = client.get(reverse("policies:policy-list")).text
    today = client.get("/").text
    Policy.objects.filter(pk=policy.pk).update(audience="external")
    outside = client.get(reverse("policies:policy-list")).text
    after = client.get("/").text

    assert "for information" in listed
    assert "for information" in today
    assert "for people outside" in outside
    assert policy.title_en in today
    assert policy.title_en not in after


def test_a_clause_that_is_cited_is_named_by_its_title(claire: Person) -> None:
    policy = make_charter(by=claire, source="## 1 Prix [bas]\n\nVoir charter#1 et `charter#1`.")
    clauses = list(policy.versions.get().clauses.all())

    inside = clause_words({"cited": cited_in(clauses, viewer=claire)}, clauses[0].text)
    Policy.objects.update(audience="external")
    public = clause_words({"cited": cited_in(clauses, viewer=None)}, clauses[0].text)

    assert "1 Prix [bas]</a>" in inside
    assert "/policies/charter/#c1" in inside
    assert "Prix [bas]" in public
    assert "href" not in public
    assert "<code>charter#1</code>" in public


def test_outside_only_what_is_public_is_named_by_its_title(claire: Person) -> None:
    policy = make_charter(by=claire, source="## 1 Enquête interne\n\nVoir charter#1.")
    clauses = list(policy.versions.get().clauses.all())

    within = cited_in(clauses, viewer=None)
    Policy.objects.update(audience="external")
    outside = cited_in(clauses, viewer=None)
    Policy.objects.update(archived_at=clock.now())

    assert within == {}
    assert outside["charter#1"].title == "Enquête interne"
    assert cited_in(clauses, viewer=None) == {}


def test_tables_and_links_of_a_clause_are_shown_and_nothing_runs() -> None:
    html = clause_html(
        "| Cas | Qui |\n|---|---|\n"
        "| <script>x</script> | [le guide](https://example.org/?a=1) |\n\n"
        "[non](javascript:alert)"
    )

    assert "<table>" in html
    assert 'href="https://example.org/?a=1"' in html
    assert "<script" not in html
    assert "javascript:alert" not in html.replace("[non](javascript:alert)", "")


def test_tables_that_would_fill_a_page_with_empty_cells_stay_as_written() -> None:
    wide = "|a" * 100 + "|\n" + "|-" * 100 + "|\n"
    honest = "| Jour | Qui |\n|---|---|\n" + "| 2026-01-01 | - |\n" * 200

    assert "<table" not in clause_html((wide + "a\n" * 650 + "\n") * 10)
    assert "<table" not in clause_html((wide + "a\n" * 20 + "\n") * 2)
    assert clause_html((honest + "\n") * 3).count("<table") == 3


def test_a_clause_without_text_shows_no_none() -> None:
    line = {"anchor": "4", "title": "Charte", "pieces": [], "problem": "", "alone": False}

    html = render_to_string("policies/_found_clause.html", {"line": line, "n": 0, "i": 0})

    assert "None" not in html


def test_a_policy_made_from_a_starter_does_not_call_itself_a_model() -> None:
    for name in STARTERS:
        assert "modèle" not in starter(name, "fr").partition("## ")[0]
        assert "model" not in starter(name, "en").partition("## ")[0]


def test_a_new_policy_takes_its_short_name_from_its_title(
    client: Client, claire: Person, nordet: Unit
) -> None:
    make_charter(by=claire)
    client.force_login(claire)
    answers = {
        "title": "Charter", "unit": str(nordet.pk), "owner": claire.name, "cadence": "12",
        "networks": ["bluesky", "website"],
    }  # fmt: skip

    page = client.get(reverse("policies:policy-create"))
    client.post(reverse("policies:policy-create"), answers)

    assert Policy.objects.filter(slug="charter-2").exists()
    assert 'type="checkbox" name="networks"' in page.text


def test_networks_are_named_as_on_public_pages() -> None:
    with translation.override("fr"):
        named = dict(network_choices())
        lists = (network_names(), licensed_networks())

    assert named["website"] == "Site web"
    assert named["practice"] == "Entraînement"
    for offered in lists:
        assert dict(offered)["website"] == "Site web"
        assert len({slug for slug, _name in offered}) == len(offered)
