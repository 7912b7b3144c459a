"""Countries and proofs of a draft, sent in by a machine: as on the page, and never agreed to."""

import base64
import json
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from gouvernail.content.models import Draft, DraftProof
from gouvernail.ledger.models import Leaf
from gouvernail.media.queries import stored_bytes
from gouvernail.people.actions import create_key
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import API_SCOPES
from tests.make.content import make_draft, make_submitted
from tests.make.media import make_picture

CLAIM = "Our tests show twenty minutes."
GOOD: dict[str, Any] = {
    "claim": CLAIM,
    "title": "Charging report",
    "link": "https://example.org/report",
    "established_on": "2026-11-02",
    "until": "2026-12-31",
}


class Machine:
    """A program with a key."""

    def __init__(self, client: Client, person: Person, at: datetime) -> None:
        self.client = client
        self.key = create_key(name="Script", scopes=API_SCOPES, by=person, at=at)[1]

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        return self.client.generic(
            method,
            f"/api/v1{path}",
            data=json.dumps(body or {}),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.key}"},
        )


@pytest.fixture
def machine(client: Client, hugo: Person, noon: datetime) -> Machine:
    return Machine(client, hugo, noon)


@pytest.fixture
def draft(hugo: Person, energy: Unit) -> Draft:
    return make_draft(author=hugo, unit=energy, text=f"A new station. {CLAIM}")


def test_a_draft_says_its_countries_when_it_starts_and_when_it_changes(
    machine: Machine, energy: Unit
) -> None:
    given = {"title": "T", "unit_id": str(energy.pk), "countries": ["fr", "BE"]}
    started = machine.ask("POST", "/drafts", given).json()
    assert started["countries"] == ["BE", "FR"]

    change = {"edit_count": started["edit_count"], "text": "More."}
    kept = machine.ask("PATCH", f"/drafts/{started['id']}", change).json()
    assert kept["countries"] == ["BE", "FR"]
    change = {"edit_count": kept["edit_count"], "countries": []}
    assert machine.ask("PATCH", f"/drafts/{started['id']}", change).json()["countries"] == []

    refused = machine.ask("POST", "/drafts", {**given, "countries": ["France"]})
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["countries"])


def test_a_proof_is_attached_listed_and_taken_back(machine: Machine, draft: Draft) -> None:
    made = machine.ask("POST", f"/drafts/{draft.pk}/proofs", GOOD)

    assert made.status_code == 201
    assert {name: made.json()[name] for name in GOOD} == GOOD
    assert machine.ask("GET", f"/drafts/{draft.pk}/proofs").json() == [made.json()]
    assert Leaf.objects.filter(verb="draft_proof.attached").count() == 1

    gone = machine.ask("POST", f"/drafts/{draft.pk}/proofs/{made.json()['id']}/withdraw")

    assert gone.status_code == 200
    assert machine.ask("GET", f"/drafts/{draft.pk}/proofs").json() == []
    again = machine.ask("POST", f"/drafts/{draft.pk}/proofs/{made.json()['id']}/withdraw")
    assert again.status_code == 404


def test_the_file_of_a_proof_is_looked_at_before_it_is_kept(machine: Machine, draft: Draft) -> None:
    content = base64.b64encode(make_picture()).decode()
    file = {"name": "report.png", "content": content}
    made = machine.ask("POST", f"/drafts/{draft.pk}/proofs", {**GOOD, "file": file}).json()

    assert (made["mime"], made["file_name"]) == ("image/png", "report.png")
    assert stored_bytes(made["sha256"])
    for wrong in ("not base64!", base64.b64encode(b"MZ a program").decode()):
        file = {"name": "report.pdf", "content": wrong}
        refused = machine.ask("POST", f"/drafts/{draft.pk}/proofs", {**GOOD, "file": file})
        assert (refused.status_code, list(refused.json()["fields"])) == (422, ["file"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"claim": " "}, "claim"),
        ({"title": "", "link": ""}, "title"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"until": "2026-11-01"}, "until"),
        ({"established_on": "yesterday"}, "established_on"),
    ],
)
def test_what_a_proof_lacks_is_said_by_the_name_it_was_sent_under(
    machine: Machine, draft: Draft, changes: dict[str, Any], field: str
) -> None:
    refused = machine.ask("POST", f"/drafts/{draft.pk}/proofs", GOOD | changes)

    assert refused.status_code == 422
    assert field in str(refused.json()["fields"])
    assert not DraftProof.objects.exists()


def test_a_proof_that_a_machine_attaches_voids_what_people_agreed_to(
    machine: Machine, hugo: Person, energy: Unit, noon: datetime
) -> None:
    draft, _asked = make_submitted(author=hugo, unit=energy, at=noon)

    machine.ask("POST", f"/drafts/{draft.pk}/proofs", GOOD)

    draft.refresh_from_db()
    assert draft.status == Draft.Status.DRAFTING


def test_to_whoever_does_not_see_the_draft_there_is_none(
    client: Client, ines: Person, draft: Draft, noon: datetime
) -> None:
    file = {"name": "report.png", "content": base64.b64encode(make_picture(colour="red")).decode()}

    answer = Machine(client, ines, noon).ask(
        "POST", f"/drafts/{draft.pk}/proofs", {**GOOD, "file": file}
    )

    assert answer.status_code == 404
    assert not DraftProof.objects.exists()
