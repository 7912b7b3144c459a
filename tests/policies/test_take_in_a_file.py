"""A file becomes a policy and its draft: read apart, corrected, made in one act or not at all."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gouvernail.foundation import clock
from gouvernail.kernel import policies
from gouvernail.kernel.policies.linting import examined
from gouvernail.people.models import Person, Unit
from gouvernail.policies.actions import PolicyFacts
from gouvernail.policies.actions.importing import begin_reading, keep_reading, take_in
from gouvernail.policies.errors import DraftStaleError, DraftUnderWayError, PolicyInvalidError
from gouvernail.policies.models import Policy, PolicyReading, PolicyVersion
from gouvernail.policies.queries.correcting import cut_clause, join_clause
from gouvernail.policies.starters import files
from gouvernail.policies.starters.files import read_policy
from gouvernail.policies.starters.reading_worker import _told
from gouvernail.policies.tasks import forget_readings
from tests.make.policies import make_charter

MADE = (
    "# Charte\n\nPourquoi.\n\n## 1 Qui parle\n\nLes nommés.\n\nPersonne d’autre."
    "\n\n## 2 Prix\n\nDatés."
)
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TWIN = b"# Charter\n\nWhy.\n\n## 1 Who speaks\n\nThose named.\n\n## 3 Prices\n\nDated."


@pytest.fixture
def _in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files with the worker's own function, without a process for each."""

    def asked(name: str, content: bytes) -> dict[str, Any]:
        try:
            return _told(policies, examined, name, content)
        except policies.ReadingError as error:
            return {"problem": error.code, "message": dict(error.message)}

    monkeypatch.setattr(files, "_asked", asked)


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def answers(found: PolicyReading, unit: Unit, **more: str) -> dict[str, str]:
    typed = {
        f"c{n}-{i}-{name}": clause[name]
        for n, file in enumerate(found.files)
        for i, clause in enumerate(file["clauses"])
        for name in ("anchor", "title")
    }
    facts = {"title": "Charte", "slug": "social", "unit": str(unit.pk)}
    return {"edit_count": str(found.edit_count), **typed, **facts, **more}


@pytest.mark.usefixtures("_in_process")
def test_every_real_text_becomes_a_draft_with_all_its_clauses(
    claire: Person, nordet: Unit, test_data: Path
) -> None:
    with gzip.open(test_data / "policy_texts.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    for number, record in enumerate(records):
        ending = "md" if record["format"] == "markdown" else "txt"
        told = read_policy(f"a.{ending}", record["text"].encode())
        facts = PolicyFacts(
            slug=f"p{number}", title=told["title"] or "P", unit_id=nordet.pk, owner_id=claire.pk
        )
        found = begin_reading(files=[told], by=claire, at=clock.now())

        version = keep_reading(reading_id=found.pk, facts=facts, by=claire, at=clock.now())

        kept = [(one.label, one.body) for one in version.clauses.all()]
        assert kept == [
            (" ".join(one["title"].split()), one["text"].strip()) for one in told["clauses"]
        ], record["id"]
        assert told["language"] == record["lang"]
    assert len(records) == 14
    assert not PolicyReading.objects.exists()


def test_a_file_is_read_apart_corrected_and_made_a_draft(
    client: Client, claire: Person, nordet: Unit
) -> None:
    client.force_login(claire)

    begun = client.post(reverse("policies:policy-import"), {"file": upload("a.md", MADE.encode())})
    found = PolicyReading.objects.get()
    page = begun.headers["Location"]
    client.post(page, answers(found, nordet, **{"do": "cut:0:0:1", "c0-1-title": "Tarifs"}))
    found.refresh_from_db()
    twin = client.post(
        reverse("policies:reading-twin", args=[found.pk]), {"twin": upload("b.md", TWIN)}
    )
    found.refresh_from_db()
    cut = [(one["anchor"], one["title"]) for one in found.files[0]["clauses"]]
    shown = client.get(page).text
    made = client.post(page, answers(found, nordet, **{"do": "keep", "c1-1-anchor": "2"}))

    assert cut == [("1", "Qui parle"), ("3", "Personne d’autre"), ("2", "Tarifs")]
    assert twin.status_code == 302
    assert "cut:0:0:1" not in shown
    assert made.headers["Location"] == "/policies/social/draft/"
    version = Policy.objects.get(slug="social").versions.get()
    assert [(one.anchor, one.title, one.title_en) for one in version.clauses.all()] == [
        ("1", "Qui parle", "Who speaks"),
        ("3", "Personne d’autre", ""),
        ("2", "Tarifs", "Prices"),
    ]
    assert (version.summary, version.summary_en) == ("Pourquoi.", "Why.")


@pytest.mark.usefixtures("_in_process")
def test_what_cannot_be_read_is_refused_at_its_field_and_the_other_file_is_kept(
    client: Client, claire: Person
) -> None:
    client.force_login(claire)
    url = reverse("policies:policy-import")

    scan = client.post(url, {"file": upload("scan.pdf", b"%PDF-1.7 cut")})
    sheet = client.post(
        url, {"file": upload("a.xlsx", b"\x01\x02")}, headers={"accept-language": "en"}
    )
    both = {"file": upload("a.md", MADE.encode()), "twin": upload("b.doc", OLD_WORD)}
    half = client.post(url, both)

    assert scan.status_code == sheet.status_code == half.status_code == 422
    assert "damaged or cut short" in str(scan.context["form"].errors["file"])
    assert "not Word" in str(sheet.context["form"].errors["file"])
    assert "an old Word document" in half.context["twin_refused"]
    assert PolicyReading.objects.get().files[0]["title"] == "Charte"


@pytest.mark.usefixtures("_in_process")
def test_a_wrong_number_is_said_at_its_clause_and_two_windows_do_not_mix(
    client: Client, claire: Person, hugo: Person, nordet: Unit
) -> None:
    client.force_login(claire)
    found = begin_reading(files=[read_policy("a.md", MADE.encode())], by=claire, at=clock.now())
    page = reverse("policies:policy-reading", args=[found.pk])

    wrong = client.post(page, answers(found, nordet, **{"do": "keep", "c0-1-anchor": "1"}))
    stale = client.post(page, answers(found, nordet, do="join:0:1"))

    assert wrong.status_code == 422
    assert wrong.text.count('aria-invalid="true"') == 2
    assert stale.status_code == 409
    assert not Policy.objects.filter(slug="social").exists()
    client.force_login(hugo)
    assert client.get(page).status_code == 404


def test_a_policy_and_its_draft_are_made_together_or_not_at_all(
    claire: Person, nordet: Unit
) -> None:
    facts = PolicyFacts(slug="social", title="Réseaux", unit_id=nordet.pk, owner_id=claire.pk)

    with pytest.raises(PolicyInvalidError):
        take_in(facts=facts, source="No clause.", source_en="", by=claire, at=clock.now())

    assert not Policy.objects.filter(slug="social").exists()
    policy = make_charter(by=claire, source="## 1 A\n\nB.")
    draft = take_in(
        policy_id=policy.pk, source="", source_en="## 1 A\n\nOnly English.", by=claire,
        at=clock.now(),
    )  # fmt: skip
    assert (draft.number, draft.clauses.get().body) == (2, "Only English.")


@pytest.mark.usefixtures("_in_process")
def test_a_file_replaces_what_was_written_of_a_draft_only_when_it_is_said(
    client: Client, claire: Person, nordet: Unit
) -> None:
    policy = make_charter(by=claire, source="## 1 A\n\nB.")
    once = take_in(
        policy_id=policy.pk, source="## 1 A\n\nC.", source_en="", by=claire, at=clock.now()
    )
    with pytest.raises(DraftUnderWayError):
        take_in(policy_id=policy.pk, source="## 1 B", source_en="", by=claire, at=clock.now())
    with pytest.raises(DraftStaleError):
        take_in(
            policy_id=policy.pk, source="## 1 A\n\nD.", source_en="", base="0" * 64, by=claire,
            at=clock.now(),
        )  # fmt: skip
    files = [read_policy("a.md", MADE.encode())]
    found = begin_reading(files=files, policy_id=policy.pk, by=claire, at=clock.now())
    client.force_login(claire)
    page = reverse("policies:policy-reading", args=[found.pk])

    refused = client.post(page, answers(found, nordet, do="keep"))
    assert refused.status_code == 422
    assert "what it says would be lost" in str(refused.context["form"].errors["replace"])
    assert once.clauses.get().text == "C."
    found.refresh_from_db()
    made = client.post(page, answers(found, nordet, do="keep", replace="on"))

    assert made.status_code == 302
    assert once.clauses.get(anchor="2").title != ""
    assert not PolicyReading.objects.exists()


@pytest.mark.usefixtures("_in_process")
def test_a_version_that_is_submitted_is_said_on_the_page_and_the_file_is_kept(
    client: Client, claire: Person, nordet: Unit
) -> None:
    policy = make_charter(by=claire, source="## 1 A\n\nB.")
    draft = take_in(
        policy_id=policy.pk, source="## 1 A\n\nC.", source_en="", by=claire, at=clock.now()
    )
    PolicyVersion.objects.filter(pk=draft.pk).update(status="approval", in_force_on=clock.today())
    files = [read_policy("a.md", MADE.encode())]
    found = begin_reading(files=files, policy_id=policy.pk, by=claire, at=clock.now())
    client.force_login(claire)

    page = client.post(
        reverse("policies:policy-reading", args=[found.pk]), answers(found, nordet, do="keep")
    )

    assert page.status_code == 422
    assert "is submitted" in page.text
    assert PolicyReading.objects.filter(pk=found.pk).exists()


def test_a_file_that_is_too_heavy_is_refused_before_it_is_read(
    client: Client, claire: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gouvernail.policies.forms.uploads.MAX_FILE_BYTES", 4)
    client.force_login(claire)

    page = client.post(reverse("policies:policy-import"), {"file": upload("a.md", MADE.encode())})

    assert page.status_code == 422
    assert page.context["form"].errors["file"] == ["The file is larger than 20 MB."]


def test_what_never_became_a_draft_is_thrown_away_after_a_month(claire: Person) -> None:
    begin_reading(files=[{"language": "fr", "clauses": []}], by=claire, at=clock.now())

    forget_readings(clock.now())
    assert PolicyReading.objects.exists()
    forget_readings(clock.now().replace(year=clock.now().year + 1))
    assert not PolicyReading.objects.exists()


def test_a_clause_joins_the_one_before_it_and_the_first_joins_the_introduction() -> None:
    file = {
        "summary": "S.",
        "clauses": [
            {"anchor": "1", "title": "Un", "text": "A."},
            {"anchor": "2", "title": "Deux", "text": "B.\n\nC."},
        ],
    }

    joined = join_clause(file, 1)

    assert joined["clauses"][0]["text"] == "A.\n\n**Deux**\n\nB.\n\nC."
    assert cut_clause(joined, 0, 1)["clauses"][1] == {
        "anchor": "2",
        "title": "Deux",
        "text": "B.\n\nC.",
    }
    assert join_clause(file, 0)["summary"] == "S.\n\n**Un**\n\nA."
