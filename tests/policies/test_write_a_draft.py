"""A draft is written clause by clause; anchors stay, nothing that was typed is lost."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gouvernail.foundation import clock
from gouvernail.ledger.models import Leaf
from gouvernail.people.models import Person
from gouvernail.policies.actions import draft_version
from gouvernail.policies.actions.clause_shape import (
    merge_clause,
    remove_clause,
    restore_clause,
    split_clause,
)
from gouvernail.policies.actions.clause_words import ClauseWords
from gouvernail.policies.actions.clauses import add_clause, move_clause, write_clause
from gouvernail.policies.errors import ClauseNotMovedError, ClauseStaleError, PolicyInvalidError
from gouvernail.policies.models import Clause, Policy, PolicyVersion
from gouvernail.policies.queries import version_to_come
from gouvernail.policies.queries.drafting import draft_page
from tests.make.policies import make_charter

FRENCH = "But.\n\n## 1 Prix\n\nA.\n\n### 1.1 Dire\n\nB.\n\n### 1.2 Taire\n\nC.\n\n## 2 Fin\n\nD."
ENGLISH = "Aim.\n\n## 1 Prices\n\nA.\n\n### 1.1 Say\n\nB.\n\n### 1.2 Keep\n\nC.\n\n## 2 End\n\nD."


@pytest.fixture
def draft(claire: Person) -> PolicyVersion:
    policy = make_charter(by=claire, source=FRENCH, source_en=ENGLISH)
    return draft_version(policy_id=policy.pk, by=claire, at=clock.now())


def anchors(version: PolicyVersion) -> list[str]:
    return list(version.clauses.values_list("anchor", flat=True))


def words_of(clause: Clause) -> tuple[str, str, str, str]:
    return clause.title, clause.text, clause.title_en, clause.text_en


def test_a_clause_moves_with_what_is_below_it_and_no_anchor_changes(
    draft: PolicyVersion, claire: Person
) -> None:
    move_clause(version_id=draft.pk, anchor="2", up=True, by=claire, at=clock.now())
    assert anchors(draft) == ["2", "1", "1.1", "1.2"]
    move_clause(version_id=draft.pk, anchor="2", up=False, by=claire, at=clock.now())
    move_clause(version_id=draft.pk, anchor="1.1", up=False, by=claire, at=clock.now())
    assert anchors(draft) == ["1", "1.2", "1.1", "2"]
    with pytest.raises(ClauseNotMovedError):
        move_clause(version_id=draft.pk, anchor="2", up=False, by=claire, at=clock.now())


def test_an_added_clause_takes_a_number_that_the_policy_never_had(
    draft: PolicyVersion, claire: Person
) -> None:
    remove_clause(version_id=draft.pk, anchor="1.2", by=claire, at=clock.now())

    one = add_clause(version_id=draft.pk, title="Citer", after="1.1", by=claire, at=clock.now())
    below = add_clause(
        version_id=draft.pk, title="Qui", after="2", below=True, by=claire, at=clock.now()
    )

    assert (one.anchor, below.anchor) == ("1.3", "2.1")
    assert anchors(draft) == ["1", "1.1", "1.3", "2", "2.1"]
    with pytest.raises(PolicyInvalidError):
        add_clause(version_id=draft.pk, title=" ", after="2", by=claire, at=clock.now())


def test_what_was_removed_can_be_put_back_where_it_stood(
    draft: PolicyVersion, claire: Person
) -> None:
    before = words_of(draft.clauses.get(anchor="1.1"))
    remove_clause(version_id=draft.pk, anchor="1.1", by=claire, at=clock.now())
    assert anchors(draft) == ["1", "1.2", "2"]

    clause = restore_clause(version_id=draft.pk, anchor="1.1", by=claire, at=clock.now())

    assert anchors(draft) == ["1", "1.1", "1.2", "2"]
    assert words_of(clause) == before
    draft.refresh_from_db()
    assert draft.removed == []
    assert list(Leaf.objects.filter(verb="clause.removed")) != []


def test_joined_clauses_come_apart_again(draft: PolicyVersion, claire: Person) -> None:
    above = merge_clause(version_id=draft.pk, anchor="1.2", by=claire, at=clock.now())

    assert (above.anchor, above.text) == ("1.1", "B.\n\n**Taire**\n\nC.")
    restore_clause(version_id=draft.pk, anchor="1.2", by=claire, at=clock.now())
    assert draft.clauses.get(anchor="1.1").text == "B."
    assert draft.clauses.get(anchor="1.2").text_en == "C."


def test_a_clause_is_cut_in_each_language_at_its_own_line(
    draft: PolicyVersion, claire: Person
) -> None:
    clause = draft.clauses.get(anchor="1.1")
    words = ClauseWords(
        title="Dire",
        text="B.\n---\n**Citer**\n\nE.",
        title_en="Say",
        text_en="B.\n\n---\n\nQuote. E.",
    )

    twin = split_clause(
        version_id=draft.pk, anchor="1.1", words=words, base=clause.digest, by=claire,
        at=clock.now(),
    )  # fmt: skip

    assert anchors(draft) == ["1", "1.1", "1.3", "1.2", "2"]
    assert words_of(twin) == ("Citer", "E.", "Quote. E", "Quote. E.")
    assert draft.clauses.get(anchor="1.1").text == "B."


def test_two_tabs_keep_both_texts(client: Client, draft: PolicyVersion, claire: Person) -> None:
    client.force_login(claire)
    url = reverse("policies:clause-write", args=["charter", "1.1"])
    base = draft.clauses.get(anchor="1.1").digest
    first = {
        "title": "Dire",
        "text": "First tab.",
        "title_en": "Say",
        "text_en": "B.",
        "base": base,
    }
    json = {"Accept": "application/json"}

    saved = client.post(url, first, headers=json).json()
    second = first | {"text": "Second tab."}
    stale = client.post(url, second, headers=json)
    page = client.post(url, second)

    assert saved["saved"] is True
    assert saved["base"] == draft.clauses.get(anchor="1.1").digest
    assert stale.status_code == page.status_code == 409
    assert "First tab." in stale.json()["stale"]
    assert "Second tab." in page.text
    assert "First tab." in page.text
    assert page.context["form"].digest_read() == saved["base"]
    assert client.post(url, second | {"base": saved["base"]}).status_code == 302
    assert draft.clauses.get(anchor="1.1").text == "Second tab."


def test_each_language_says_how_far_it_is(draft: PolicyVersion, claire: Person) -> None:
    one, other = draft.clauses.get(anchor="1.1"), draft.clauses.get(anchor="1.2")
    for clause, words in (
        (one, ClauseWords(title="Dire", text="Neuf.", title_en="Say", text_en="B.")),
        (other, ClauseWords(title="Taire", text="C.")),
    ):
        write_clause(
            version_id=draft.pk, anchor=clause.anchor, words=words, base=clause.digest, by=claire,
            at=clock.now(),
        )  # fmt: skip

    lines = {
        line.clause.anchor: (line.fr, line.en, line.change)
        for line in draft_page(draft.policy, version_to_come(draft.policy)).lines
    }

    assert lines["1.1"] == ("done", "behind", "changed")
    assert lines["1.2"] == ("done", "missing", "changed")
    assert lines["2"] == ("done", "done", "same")


def test_a_line_that_would_begin_another_clause_is_refused_at_its_field(
    client: Client, draft: PolicyVersion, claire: Person
) -> None:
    client.force_login(claire)
    url = reverse("policies:clause-write", args=["charter", "1.1"])
    base = draft.clauses.get(anchor="1.1").digest

    page = client.post(url, {"title": "Dire", "text": "B.\n\n## 5 Autre\n\nF.", "base": base})

    assert page.status_code == 422
    assert "text" in page.context["form"].errors
    assert "## 5 Autre" in page.text
    with pytest.raises(ClauseStaleError):
        write_clause(
            version_id=draft.pk, anchor="1.1", words=ClauseWords(title="X"), base="0", by=claire,
            at=clock.now(),
        )  # fmt: skip


def test_the_editor_shows_one_clause_open_and_a_preview_without_a_script(
    client: Client, draft: PolicyVersion, claire: Person
) -> None:
    client.force_login(claire)

    page = client.get(reverse("policies:policy-draft", args=["charter"]), {"open": "1.1"})
    seen = client.post(
        reverse("policies:clause-write", args=["charter", "1.1"]),
        {"title": "Dire", "text": "**fort**", "do": "preview"},
    )

    assert page.text.count("data-clause=") == 1
    assert "<strong>fort</strong>" in seen.text
    assert draft.clauses.get(anchor="1.1").text == "B."


def test_who_owns_and_approves_is_named_lightly_and_the_rhythm_has_a_name(
    client: Client, claire: Person, hugo: Person
) -> None:
    policy = make_charter(by=claire, source=FRENCH)
    client.force_login(claire)
    url = reverse("policies:policy-edit", args=["charter"])
    answers = {
        "title": "Charte", "slug": "charter", "unit": policy.unit_id, "owner": hugo.name,
        "cadence": "6", "add_approvers": f"{claire.email}, Personne Inconnue",
    }  # fmt: skip

    refused = client.post(url, answers)
    kept = client.post(url, answers | {"add_approvers": claire.email})

    assert "Personne Inconnue" in str(refused.context["form"].errors["add_approvers"])
    assert kept.status_code == 302
    policy = Policy.objects.get()
    assert (policy.owner, policy.review_months) == (hugo, 6)
    assert [one.person for one in policy.approvers.all()] == [claire]
    client.post(url, answers | {"add_approvers": ""})
    assert not policy.approvers.exists()


def test_what_was_taken_out_names_its_hand_by_key_and_is_told_by_name(
    draft: PolicyVersion, claire: Person
) -> None:
    remove_clause(version_id=draft.pk, anchor="1.1", by=claire, at=clock.now())

    draft.refresh_from_db()

    assert draft.removed[0]["by"] == str(claire.pk)
    assert draft_page(draft.policy, draft).removed[0]["by"] == claire.name
    Person.objects.filter(pk=claire.pk).update(name="Forgotten")
    assert draft_page(draft.policy, draft).removed[0]["by"] == "Forgotten"


def test_names_kept_by_an_earlier_release_become_keys(draft: PolicyVersion, claire: Person) -> None:
    migration = import_module("gouvernail.policies.migrations.0008_removed_by_key")
    draft.removed = [{"anchor": "1", "by": claire.name}, {"anchor": "2", "by": "Somebody gone"}]
    draft.save()

    migration.keys(apps, None)

    draft.refresh_from_db()
    assert [one["by"] for one in draft.removed] == [str(claire.pk), ""]


def test_a_text_written_in_elsewhere_meanwhile_is_not_replaced_unread(
    client: Client, draft: PolicyVersion, claire: Person
) -> None:
    client.force_login(claire)
    url = reverse("policies:policy-write", args=["charter"])
    base = client.get(url).context["form"].initial["base"]
    remove_clause(version_id=draft.pk, anchor="1.2", by=claire, at=clock.now())
    mine = {"source": "## 1 Mien\n\nTexte.", "source_en": ""}

    stale = client.post(url, mine | {"base": base})

    assert stale.status_code == 409
    assert "## 1 Mien" in stale.text
    assert draft.clauses.filter(anchor="1.1").exists()
    now = stale.context["form"].data["base"]
    assert client.post(url, mine | {"base": now}).status_code == 302
    assert draft.clauses.get().title == "Mien"


def test_words_beside_a_file_that_is_refused_are_not_kept_behind_the_form(
    client: Client, draft: PolicyVersion, claire: Person
) -> None:
    client.force_login(claire)
    url = reverse("policies:policy-write", args=["charter"])
    base = client.get(url).context["form"].initial["base"]
    mine = {"source": "## 1 Mien\n\nTexte.", "source_en": "", "base": base}

    refused = client.post(url, mine | {"file": SimpleUploadedFile("a.pdf", b"no PDF")})

    assert refused.status_code == 422
    assert draft.clauses.filter(anchor="1.1").exists()
    assert client.post(url, mine).status_code == 302


def test_a_version_takes_a_long_text_and_not_one_without_end(
    client: Client, draft: PolicyVersion, claire: Person
) -> None:
    words = "mot " * 49_000
    clause = draft.clauses.get(anchor="1")
    write_clause(
        version_id=draft.pk, anchor="1", words=ClauseWords(title="Prix", text=words),
        base=clause.digest, by=claire, at=clock.now(),
    )  # fmt: skip
    other = draft.clauses.get(anchor="2")
    with pytest.raises(PolicyInvalidError) as refused:
        write_clause(
            version_id=draft.pk, anchor="2", words=ClauseWords(title="Fin", text=words),
            base=other.digest, by=claire, at=clock.now(),
        )  # fmt: skip
    client.force_login(claire)
    url = reverse("policies:policy-write", args=["charter"])
    page = client.post(url, {"source": "## 1 Un\n\n" + words * 2, "source_en": ""})

    assert list(refused.value.fields) == ["text"]
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["source"]
