"""Proving again who one is: who may not, how long it holds, and what was typed comes back."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gouvernail.foundation.actors import acting
from gouvernail.people.errors import MachineMayNotError, ProofNeededError
from gouvernail.people.models import ApiKey, Person
from gouvernail.people.permissions import STEP_UP, Act, proof_age_allowed, require_step_up
from gouvernail.web.proof import KEPT_BYTES, KEPT_FOR, PROVED_AT


@pytest.mark.parametrize("act", Act)
def test_a_key_may_not_and_a_command_may(act: Act, noon: datetime) -> None:
    with acting(auth="key:abc"), pytest.raises(MachineMayNotError):
        require_step_up(act, at=noon)

    require_step_up(act, at=noon)  # nobody is served: the command line
    with acting(auth="worker"):
        require_step_up(act, at=noon)


@pytest.mark.parametrize("act", Act)
def test_a_guest_may_decide_and_sign_and_nothing_else(act: Act, noon: datetime) -> None:
    with acting(auth="guest:abc"):
        if STEP_UP[act] == "recent":
            require_step_up(act, at=noon)
        else:
            with pytest.raises(MachineMayNotError):
                require_step_up(act, at=noon)


def test_the_limit_is_exact_and_a_proof_from_the_future_is_none(noon: datetime) -> None:
    allowed = proof_age_allowed(Act.LIFT_FREEZE)

    def tried(proof_at: datetime) -> None:
        with acting(auth="session:abc", proved=lambda: proof_at):
            require_step_up(Act.LIFT_FREEZE, at=noon)

    tried(noon - allowed)
    with pytest.raises(ProofNeededError):
        tried(noon - allowed - timedelta(seconds=1))
    with pytest.raises(ProofNeededError):
        tried(noon + timedelta(hours=1))


PASSWORD = "correct horse battery"


@pytest.fixture
def signed_in(claire: Person, client: Client) -> Client:
    """Return a browser of Claire, who has a password, signed in through the page."""
    claire.set_password(PASSWORD)
    claire.save()
    client.post(reverse("account_login"), {"login": claire.email, "password": PASSWORD})
    return client


def age(client: Client, **since: float) -> None:
    session = client.session
    session[PROVED_AT] = (datetime.now(UTC) - timedelta(**since)).timestamp()
    session.save()


KEY = {"name": "Tableau", "scopes": ["accounts:read", "content:read"], "expires_at": ""}


def test_signing_in_is_a_proof(signed_in: Client) -> None:
    response = signed_in.post(reverse("people:key-create"), KEY)

    assert response.status_code == HTTPStatus.OK
    assert ApiKey.objects.get().name == "Tableau"


def test_what_was_typed_comes_back_once_and_is_sent_by_who_typed_it(signed_in: Client) -> None:
    age(signed_in, hours=1)
    asked = signed_in.post(reverse("people:key-create"), KEY)
    assert asked.status_code == HTTPStatus.FOUND
    assert asked["Location"].startswith(reverse("account_reauthenticate"))

    wrong = signed_in.post(asked["Location"], {"password": "something else"})
    shown = signed_in.post(asked["Location"], {"password": PASSWORD})

    assert wrong.status_code == HTTPStatus.OK
    assert f'action="{reverse("people:key-create")}"' in shown.text
    assert 'name="name" value="Tableau"' in shown.text
    assert shown.text.count('name="scopes"') == len(KEY["scopes"])
    assert not ApiKey.objects.exists()
    again = signed_in.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert "Tableau" not in again.text
    signed_in.post(reverse("people:key-create"), KEY)
    assert ApiKey.objects.get().scopes == ["accounts:read", "content:read"]


def kept(client: Client) -> dict[str, Any]:
    """Return what the session keeps of the form that waits for a proof."""
    state: dict[str, Any] = client.session["account_reauthentication_state"]["state"]
    return state


@pytest.mark.parametrize(
    "name", ["password", "new_password1", "client_secret", "token", "value", "code", "pin"]
)
def test_a_secret_is_never_kept_and_the_page_says_so(signed_in: Client, name: str) -> None:
    age(signed_in, hours=1)

    asked = signed_in.post(reverse("people:key-create"), {**KEY, name: "very secret words"})
    state = kept(signed_in)
    shown = signed_in.post(asked["Location"], {"password": PASSWORD})

    assert "secret+words" not in str(state)
    assert state["lost"] == "secret"
    assert "a secret is never kept" in shown.text
    assert "Send it now" not in shown.text


def test_a_file_and_a_very_long_text_are_not_kept(signed_in: Client) -> None:
    age(signed_in, hours=1)
    file = SimpleUploadedFile("paper.pdf", b"the bytes of a file")

    with_file = signed_in.post(reverse("people:key-create"), {**KEY, "paper": file})
    assert "bytes" not in str(kept(signed_in))
    told = signed_in.post(with_file["Location"], {"password": PASSWORD})
    assert "A file is never kept" in told.text
    assert "Send it now" not in told.text

    age(signed_in, hours=1)
    signed_in.post(reverse("people:key-create"), {**KEY, "note": "x" * (KEPT_BYTES + 1)})
    assert (kept(signed_in)["post"], kept(signed_in)["lost"]) == ("", "long")


def test_what_was_typed_is_gone_after_fifteen_minutes(signed_in: Client) -> None:
    age(signed_in, hours=1)
    asked = signed_in.post(reverse("people:key-create"), KEY)
    session = signed_in.session
    waiting = session["account_reauthentication_state"]
    waiting["state"]["at"] -= KEPT_FOR.total_seconds() + 1
    session["account_reauthentication_state"] = waiting
    session.save()

    shown = signed_in.post(asked["Location"], {"password": PASSWORD})

    assert "Tableau" not in shown.text
    assert "is gone" in shown.text


def test_a_file_leads_back_to_the_page_one_came_from(signed_in: Client) -> None:
    age(signed_in, hours=1)
    came_from = "http://testserver" + reverse("people:person-list") + "?state=away"
    asked = signed_in.get(reverse("people:person-export"), headers={"referer": came_from})

    done = signed_in.post(asked["Location"], {"password": PASSWORD})

    assert done["Location"] == reverse("people:person-list") + "?state=away"
    assert signed_in.get(reverse("people:person-export")).status_code == HTTPStatus.OK


def test_another_site_is_never_led_back_to(signed_in: Client) -> None:
    age(signed_in, hours=1)
    asked = signed_in.get(
        reverse("people:person-export"), headers={"referer": "https://evil.example/trap"}
    )

    assert "evil" not in asked["Location"]


def test_htmx_leaves_for_the_page_of_the_proof(signed_in: Client) -> None:
    age(signed_in, hours=1)

    asked = signed_in.post(reverse("people:key-create"), KEY, headers={"hx-request": "true"})

    assert asked.status_code == HTTPStatus.NO_CONTENT
    assert asked["HX-Redirect"].startswith(reverse("account_reauthenticate"))


def test_a_programme_is_told_in_its_own_form(signed_in: Client) -> None:
    age(signed_in, hours=1)

    asked = signed_in.post(
        reverse("people:key-create"), KEY, headers={"accept": "application/json"}
    )

    assert asked.status_code == HTTPStatus.FORBIDDEN
    assert asked.json()["error"]["code"] == "proof_needed"


def test_what_one_person_sent_is_not_done_for_another(
    signed_in: Client, hugo: Person, claire: Person
) -> None:
    age(signed_in, hours=1)
    asked = signed_in.post(reverse("people:key-create"), KEY)
    state = signed_in.session["account_reauthentication_state"]
    hugo.set_password(PASSWORD)
    hugo.save()
    other = Client()
    other.force_login(hugo)
    session = other.session
    session["account_reauthentication_state"] = state
    session.save()

    other.post(asked["Location"], {"password": PASSWORD})

    assert not ApiKey.objects.exists()
