"""The API: keys, scopes, refusals, the same acts as the pages."""

import json
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client

from gouvernail.content.models import Draft
from gouvernail.ledger.models import Leaf
from gouvernail.people.actions import create_key, mark_left, revoke_key
from gouvernail.people.errors import KeyInvalidError
from gouvernail.people.models import ApiKey, Person, Unit
from gouvernail.people.permissions import API_SCOPES
from gouvernail.registry.models import Account
from tests.make.policies import make_charter
from tests.make.registry import make_account


def call(
    client: Client, method: str, path: str, key: str = "", body: dict[str, Any] | None = None
) -> Any:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return client.generic(
        method,
        f"/api/v1{path}",
        data=json.dumps(body or {}),
        content_type="application/json",
        headers=headers,
    )


@pytest.fixture
def key(karim: Person, noon: datetime) -> str:
    return create_key(name="Script", scopes=API_SCOPES, by=karim, at=noon)[1]


def test_without_a_living_key_there_is_nothing(
    client: Client, karim: Person, noon: datetime
) -> None:
    row, secret = create_key(name="Old", scopes=["accounts:read"], by=karim, at=noon)
    assert call(client, "GET", "/me", secret).status_code == 200

    revoke_key(key_id=row.pk, by=karim, at=noon)

    for offered in ("", "gv_nothing", secret, secret[:-1] + "x"):
        assert call(client, "GET", "/me", offered).status_code == 401


def test_how_near_a_guess_is_cannot_be_told_from_the_time_it_takes(
    client: Client, karim: Person, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is compared are digests, never the secret, in a time that tells nothing."""
    row, secret = create_key(name="Script", scopes=["accounts:read"], by=karim, at=noon)
    asked: list[tuple[str, str]] = []

    def compare(kept: str, offered: str) -> bool:
        asked.append((kept, offered))
        return False

    monkeypatch.setattr("gouvernail.people.queries.keys.hmac.compare_digest", compare)
    guesses = (secret, secret[:-1] + "x", f"gv_{row.prefix}_x")
    statuses = {call(client, "GET", "/me", guess).status_code for guess in guesses}

    assert statuses == {401}  # nothing but that comparison lets anybody in
    assert asked == [(row.digest, sha256(guess.encode()).hexdigest()) for guess in guesses]
    assert secret.removeprefix(f"gv_{row.prefix}_") not in str(asked)


def test_an_expired_key_and_the_key_of_somebody_gone_are_dead(
    client: Client, karim: Person, claire: Person, noon: datetime
) -> None:
    living, secret = create_key(name="A", scopes=["accounts:read"], by=karim, at=noon)
    assert call(client, "GET", "/me", secret).status_code == 200
    ApiKey.objects.filter(pk=living.pk).update(expires_at=noon - timedelta(days=3000))
    assert call(client, "GET", "/me", secret).status_code == 401
    ApiKey.objects.filter(pk=living.pk).update(expires_at=None)

    mark_left(person_id=karim.pk, by=claire, at=noon)

    assert call(client, "GET", "/me", secret).status_code == 401


def test_a_scope_is_needed_for_each_kind_of_call(
    client: Client, karim: Person, energy: Unit, noon: datetime
) -> None:
    _row, secret = create_key(name="Reader", scopes=["accounts:read"], by=karim, at=noon)
    body = {"address": "https://x.com/nordet", "unit_id": str(energy.pk)}

    assert call(client, "GET", "/accounts", secret).status_code == 200
    assert call(client, "POST", "/accounts", secret, body).status_code == 401
    assert call(client, "GET", "/drafts", secret).status_code == 401


def test_an_account_is_registered_listed_and_changed(
    client: Client, key: str, energy: Unit, karim: Person
) -> None:
    body = {"address": "https://x.com/NordetEnergie?lang=fr", "unit_id": str(energy.pk)}
    made = call(client, "POST", "/accounts", key, body)
    assert (made.status_code, made.json()["handle"]) == (201, "NordetEnergie")

    again = call(client, "POST", "/accounts", key, body)
    changed = call(
        client, "PATCH", f"/accounts/{made.json()['id']}", key, {"owner_id": str(karim.pk)}
    )

    assert (again.status_code, again.json()["code"]) == (409, "account_exists")
    assert changed.json()["owner_id"] == str(karim.pk)
    leaf = Leaf.objects.filter(verb="account.registered").get()
    assert b'"auth":"key:' in bytes(leaf.leaf)


def test_the_key_sees_what_its_owner_sees(
    client: Client, key: str, energy: Unit, care: Unit
) -> None:
    mine, other = make_account(unit=energy), make_account(unit=care)

    listed = call(client, "GET", "/accounts", key).json()["items"]

    assert [row["id"] for row in listed] == [str(mine.pk)]
    assert call(client, "GET", f"/accounts/{other.pk}", key).status_code == 404


def test_a_list_is_paged_by_key(client: Client, key: str, energy: Unit) -> None:
    for _number in range(5):
        make_account(unit=energy)
    seen: list[str] = []
    cursor = ""
    while True:
        page = call(client, "GET", f"/accounts?size=2&cursor={cursor}", key).json()
        seen += [row["id"] for row in page["items"]]
        cursor = page["next"]
        if not cursor:
            break

    assert len(seen) == len(set(seen)) == Account.objects.count()


def test_a_draft_goes_from_start_to_review_and_no_machine_approves(
    client: Client, key: str, energy: Unit, camille: Person
) -> None:
    account = make_account(unit=energy)
    body = {
        "title": "Vent",
        "unit_id": str(energy.pk),
        "text": "Le vent se lève sur la côte.",
        "account_ids": [str(account.pk)],
    }
    made = call(client, "POST", "/drafts", key, body)
    assert made.status_code == 201, made.text
    draft = made.json()

    stale = call(
        client, "PATCH", f"/drafts/{draft['id']}", key, {"edit_count": 99, "text": "Autre."}
    )
    sent = call(client, "POST", f"/drafts/{draft['id']}/submit", key, {})

    assert stale.status_code == 409
    assert sent.json()["status"] == Draft.Status.IN_REVIEW
    assert call(client, "POST", f"/drafts/{draft['id']}/approve", key).status_code == 404


def test_rules_answer_with_spans_of_the_text_as_given(
    client: Client, key: str, energy: Unit, claire: Person
) -> None:
    make_charter(by=claire)
    response = call(client, "POST", "/check", key, {"text": "Bonjour.", "unit_id": str(energy.pk)})

    assert response.status_code == 200, response.text
    assert response.json()["outcome"] == "pass"


def test_a_machine_may_freeze_but_not_lift(client: Client, key: str) -> None:
    made = call(client, "POST", "/freezes", key, {"reason": "Odd posts."})

    assert made.status_code == 201
    lift = call(client, "POST", f"/freezes/{made.json()['id']}/lift", key)
    assert lift.status_code == 404


def test_bad_input_names_its_field(client: Client, key: str) -> None:
    response = call(client, "POST", "/accounts", key, {"address": "https://x.com/a"})

    assert response.status_code == 422
    assert any("unit_id" in field for field in response.json()["fields"])


def test_the_ledger_needs_the_right_to_read_it(
    client: Client, hugo: Person, odile: Person, noon: datetime
) -> None:
    _row, refused = create_key(name="A", scopes=["ledger:read"], by=hugo, at=noon)
    _row, allowed = create_key(name="B", scopes=["ledger:read"], by=odile, at=noon)

    assert call(client, "GET", "/ledger/head", refused).status_code == 403
    assert call(client, "GET", "/ledger/head", allowed).json()["size"] >= 2


def test_a_key_needs_a_known_scope(karim: Person, noon: datetime) -> None:
    with pytest.raises(KeyInvalidError):
        create_key(name="X", scopes=["everything"], by=karim, at=noon)
