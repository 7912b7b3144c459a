"""A receipt is checked in the browser by anybody, as by the verifier that stands alone."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gouvernail.foundation.errors import InvalidInputError
from gouvernail.kernel.merkle import parse_vkey
from gouvernail.people.models import Person
from gouvernail.policies.models import Signature
from gouvernail.signing.actions import sign
from gouvernail.signing.queries.checking import check_receipt
from gouvernail.signing.queries.receipts import receipt_bytes
from gouvernail.signing.views import checking
from tests.make.ledger import KEY, make_checkpoint
from tests.make.policies import make_charter
from tests.make.signing import make_campaign


@pytest.fixture
def kept(claire: Person, hugo: Person, noon: datetime) -> dict[str, Any]:
    """Return the receipt that Hugo kept, under a key of the tests."""
    campaign = make_campaign(make_charter(by=claire, source="## 1 A\n\nVous pouvez."), by=claire)
    signature = sign(campaign_id=campaign.pk, digest=campaign.version.digest, by=hugo, at=noon)
    make_checkpoint()
    receipt: dict[str, Any] = json.loads(receipt_bytes(signature))
    return receipt


def test_a_third_person_checks_what_was_pasted_or_given_as_a_file(
    client: Client, kept: dict[str, Any], hugo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = KEY.verifier
    monkeypatch.setattr(checking, "keys_here", lambda: [key])
    address = reverse("signing:receipt-check")
    kept["for_people"]["policy"] += "\ud800"
    text = json.dumps(kept)
    file = SimpleUploadedFile("receipt.json", text.encode(), content_type="application/json")

    pasted = client.post(address, {"receipt": text})
    given = client.post(address, {"file": file})
    nothing = client.post(address, {"receipt": ""})
    large = client.post(address, {"file": SimpleUploadedFile("a.json", b" " * 200_001)})

    for page in (pasted, given):
        assert page.status_code == 200
        assert "Verified: the journal holds this signature." in page.text
        assert hugo.name in page.text
        assert Signature.objects.get().statement in page.text.replace("&quot;", '"')
        assert key.vkey in page.text.replace("&#x2B;", "+").replace("&#43;", "+")
    assert (nothing.status_code, large.status_code) == (422, 422)
    monkeypatch.setattr(checking, "keys_here", list)
    assert "cannot be checked here" in client.post(address, {"receipt": text}).text


ALTERED: list[Callable[[dict[str, Any]], object]] = [
    lambda it: it["says"].update(digest="0" * 64),
    lambda it: it["says"].update(person="somebody"),
    lambda it: it["for_people"].update(statement="Je promets."),
    lambda it: it["opening"].update(random="00"),
    lambda it: it["opening"].update(random="not hexadecimal"),
    lambda it: it.update(entry=it["entry"].replace("given", "taken")),
    lambda it: it.update(entry=it["entry"].replace(it["says"]["at"], "2020-01-01T00:00:00Z")),
    lambda it: it.update(entry=it["entry"].replace('"at"', '"\ud800":0,"at"', 1)),
    lambda it: it.update(proof=it["proof"].replace("index ", "index 9")),
    lambda it: it.update(proof=[]),
    lambda it: it.update(receipt="other/1"),
    lambda it: it.pop("entry"),
]


@pytest.mark.parametrize("alter", ALTERED)
def test_what_was_altered_is_refused_here_as_by_the_verifier_that_stands_alone(
    kept: dict[str, Any], verifier: Any, alter: Callable[[dict[str, Any]], object]
) -> None:
    alone, here = verifier.Key(KEY.verifier.vkey), parse_vkey(KEY.verifier.vkey)
    assert check_receipt(json.dumps(kept), keys=[here]).number > 0
    assert verifier.verify_receipt(json.dumps(kept), alone)

    alter(kept)

    with pytest.raises(InvalidInputError):
        check_receipt(json.dumps(kept), keys=[here])
    with pytest.raises((verifier.RefusedError, ValueError, AttributeError)):
        verifier.verify_receipt(json.dumps(kept), alone)


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", "[" * 100_000, '{"entry": 5}'])
def test_what_is_no_receipt_is_said_to_be_none(text: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        check_receipt(text, keys=[KEY.verifier])
    assert "receipt" in refused.value.fields
