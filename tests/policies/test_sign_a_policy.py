"""A policy from its Markdown to a signature, and to the line under a finding."""

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from gouvernail.kernel.rules import load_pack
from gouvernail.ledger.models import Leaf
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.policies.actions import sign_version, write_clauses
from gouvernail.policies.errors import (
    AlreadySignedError,
    NothingToSignError,
    PolicyInvalidError,
    VersionPublishedError,
)
from gouvernail.policies.models import Signature
from gouvernail.policies.queries import (
    clause_line,
    compared,
    policies_for_list,
    progress_of,
    to_sign,
    version_in_force,
    version_numbered,
)
from gouvernail.policies.starters import read_clauses, starter
from tests.conftest import ROOT
from tests.make.policies import make_charter, make_version


def test_both_languages_of_the_starter_have_the_same_clauses() -> None:
    french, english = read_clauses(starter("charter", "fr")), read_clauses(starter("charter", "en"))

    assert [c.anchor for c in french.clauses] == [c.anchor for c in english.clauses]
    assert all(c.text for c in french.clauses if "." in c.anchor)


def test_every_clause_the_shipped_rules_cite_is_in_the_starter_charter() -> None:
    packs = (ROOT / "src/gouvernail/rulebooks/packs").rglob("*.yaml")
    cited = {
        rule.clause
        for path in packs
        for rule in load_pack(path.read_text(encoding="utf-8"), name=path.name).rules
    }
    anchors = {f"charter#{c.anchor}" for c in read_clauses(starter("charter", "fr")).clauses}

    assert cited <= anchors


def test_a_signature_binds_one_version_and_shows_under_a_finding(
    claire: Person, hugo: Person, noon: datetime
) -> None:
    policy = make_charter(by=claire)
    version = version_in_force(policy)
    assert version is not None
    assert list(to_sign(hugo)) == [policy]

    signature = sign_version(version_id=version.pk, digest=version.digest, by=hugo, at=noon)

    assert list(to_sign(hugo)) == []
    assert "Social media charter" in signature.statement
    line = clause_line("charter#5.2", hugo)
    assert line is not None
    assert (line.title, line.signed_at, line.is_current) == ("Prices and comparisons", noon, True)
    assert Leaf.objects.filter(verb="signature.given", subject_id=str(signature.pk)).exists()
    with pytest.raises(AlreadySignedError):
        sign_version(version_id=version.pk, digest=version.digest, by=hugo, at=noon)


def test_a_new_version_asks_again_and_says_what_changed(
    claire: Person, hugo: Person, noon: datetime
) -> None:
    policy = make_charter(by=claire, source="## 1 A\n\nOld.\n\n## 2 B\n\nSame.")
    first = version_in_force(policy)
    assert first is not None
    sign_version(version_id=first.pk, digest=first.digest, by=hugo, at=noon)

    make_version(policy, by=claire, source="## 1 A\n\nNew.\n\n## 2 B\n\nSame.\n\n## 3 C\n\nMore.")

    second = version_in_force(policy)
    assert second is not None
    assert list(to_sign(hugo)) == [policy]
    before = version_numbered(policy, 1)
    changes = {line.anchor: line.change for line in compared(before, second)}
    assert (before.status, changes["1"], changes["3"]) == ("superseded", "changed", "new")
    with pytest.raises(NothingToSignError):
        sign_version(version_id=first.pk, digest=first.digest, by=hugo, at=noon)
    with pytest.raises(NothingToSignError):
        sign_version(version_id=second.pk, digest=first.digest, by=hugo, at=noon)


def test_a_version_in_force_never_changes(claire: Person, noon: datetime) -> None:
    version = version_in_force(make_charter(by=claire))
    assert version is not None

    with pytest.raises(VersionPublishedError):
        write_clauses(version_id=version.pk, source="## 1 X", source_en="", by=claire, at=noon)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("No heading at all.", "No numbered heading"),
        ("## 1 A\n\n## 1 B", "Line 3: clause 1"),
        ("## 2 " + "x" * 300, "Line 1"),
    ],
)
def test_a_broken_text_is_refused_at_its_line(claire: Person, source: str, said: str) -> None:
    with translation.override("en"), pytest.raises(PolicyInvalidError) as refused:
        make_charter(by=claire, source=source)

    assert said in refused.value.fields["source"]


def test_a_policy_of_another_department_is_not_to_sign(
    karim: Person, ines: Person, claire: Person, energy: Unit
) -> None:
    claire.home_unit = energy
    policy = make_charter(by=claire)

    assert list(to_sign(karim)) == [policy]
    assert list(to_sign(ines)) == []
    assert progress_of(policy).bound == 1


def test_who_only_reads_a_policy_is_not_asked_to_sign_it(
    client: Client, karim: Person, claire: Person, energy: Unit
) -> None:
    claire.home_unit = energy
    policy = make_charter(by=claire)
    karim.home_unit = None
    karim.save()
    client.force_login(karim)

    assert list(to_sign(karim)) == []
    assert [vars(one)["binds_reader"] for one in policies_for_list(karim)] == [False]
    page = client.get(f"/policies/{policy.slug}/").text
    assert f"/policies/{policy.slug}/sign" not in page


def test_only_those_who_may_write_policies(hugo: Person) -> None:
    with pytest.raises(RightMissingError):
        make_charter(by=hugo)


def test_the_reader_shows_the_clauses_and_the_button_signs(
    claire: Person, hugo: Person, client: Client
) -> None:
    policy = make_charter(by=claire)
    version = version_in_force(policy)
    assert version is not None
    client.force_login(hugo)
    page = client.get(reverse("policies:policy-detail", args=["charter"]))
    assert 'id="c5.2"' in page.text

    response = client.post(
        reverse("policies:policy-sign", args=["charter"]),
        {"version": version.pk, "digest": version.digest},
        follow=True,
    )

    assert "You signed this version" in response.text


def test_a_pdf_policy_needs_no_clause(claire: Person, client: Client) -> None:
    policy = make_charter(by=claire, source="## 1 A\n\nText.")
    client.force_login(claire)
    url = reverse("policies:policy-write", args=[policy.slug])
    pdf = (ROOT / "tests/data/policy.pdf").read_bytes()

    refused = client.post(url, {"file": SimpleUploadedFile("a.pdf", b"Hello"), "source": ""})
    kept = client.post(url, {"file": SimpleUploadedFile("a.pdf", pdf), "source": ""})

    assert refused.status_code == 422
    assert kept.status_code == 302
    assert version_numbered(policy, 2).file is not None


def test_the_list_says_what_is_late(claire: Person, client: Client, noon: datetime) -> None:
    policy = make_charter(by=claire)
    policy.review_on = (noon - timedelta(days=400)).date()
    policy.save()
    client.force_login(claire)

    page = client.get(reverse("policies:policy-list"))

    assert "Social media charter" in page.text


def test_signing_twice_in_two_windows_says_that_it_is_signed(
    client: Client, hugo: Person, claire: Person
) -> None:
    version = version_in_force(make_charter(by=claire))
    assert version is not None
    given = {"version": str(version.pk), "digest": version.digest}
    client.force_login(hugo)

    answers = [client.post("/policies/charter/sign", given).status_code for _window in range(2)]

    assert answers == [302, 302]
    assert Signature.objects.count() == 1
