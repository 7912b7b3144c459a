"""Text that a database refuses is refused at the door, on every database alike."""

import json
from datetime import datetime
from urllib.parse import quote

import pytest
from django.test import Client

from gouvernail.content.models import Draft
from gouvernail.people.actions import create_key
from gouvernail.people.models import Person
from gouvernail.people.permissions import API_SCOPES
from gouvernail.publishing.models import Freeze

NUL = "a\x00b"


@pytest.mark.parametrize("path", ["/drafts/?q=", "/accounts/?q=", "/search/?q=", "/team/?q="])
def test_a_search_for_a_character_nobody_types_is_a_bad_request(
    client: Client, claire: Person, path: str
) -> None:
    client.force_login(claire)

    assert client.get(path + quote(NUL)).status_code == 400


def test_a_form_with_such_a_character_changes_nothing(client: Client, claire: Person) -> None:
    client.force_login(claire)

    assert client.post("/freeze/engage", {"reason": NUL}).status_code == 400
    assert not Freeze.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"), [("title", NUL), ("text", NUL), ("tags", [NUL]), ("language", "x" * 60)]
)
def test_the_api_refuses_what_cannot_be_kept(
    client: Client, karim: Person, noon: datetime, field: str, value: object
) -> None:
    key = create_key(name="Script", scopes=API_SCOPES, by=karim, at=noon)[1]
    unit = karim.grants.get().unit_id
    body = {"title": "Bonjour", "unit_id": str(unit), field: value}

    answer = client.post(
        "/api/v1/drafts",
        data=json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )

    assert answer.status_code in {400, 422}
    assert not Draft.objects.exists()


def test_words_that_only_look_like_it_are_kept(
    client: Client, karim: Person, noon: datetime
) -> None:
    key = create_key(name="Script", scopes=API_SCOPES, by=karim, at=noon)[1]
    unit = karim.grants.get().unit_id

    answer = client.post(
        "/api/v1/drafts",
        data=json.dumps({"title": "In JSON, \\u0000 is NUL", "unit_id": str(unit)}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )

    assert answer.status_code == 201
    assert Draft.objects.get().title == "In JSON, \\u0000 is NUL"
