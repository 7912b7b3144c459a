"""Connecting an account: real servers where there are some; secrets go in and never come out."""

from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from gouvernail.foundation.actors import machine
from gouvernail.networks.contract import Secret, Session
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.practice.models import Profile
from gouvernail.registry.actions.connections import (
    Findings,
    close_connection,
    note_connection_failure,
    open_connection,
)
from gouvernail.registry.errors import ConnectionFailedError, NotConnectedError
from gouvernail.registry.models import Account, Connection
from gouvernail.vault.errors import SecretNotFoundError
from gouvernail.vault.keyring import open_secret
from gouvernail.vault.models import Secret as SecretRow
from tests.make.ledger import leaves
from tests.make.registry import make_account
from tests.servers.mastodon_fake import MastodonFake
from tests.servers.pds.server import Pds

CANARY = "canary-of-a-session"


@pytest.fixture
def practising(nordet: Unit) -> Account:
    return make_account(
        unit=nordet, network="practice", handle="nordet", handle_key="nordet", url="", name="Nordet"
    )


def session_for(account: Account, **more: str) -> Session:
    return Session(
        **{  # type: ignore[arg-type]
            "network": account.network,
            "base_url": "https://pds.example",
            "account_id": "did:plc:1",
            "handle": account.handle,
            "access": Secret(CANARY),
        }
        | more
    )


def stored(account: Account) -> Session:
    return Session.load(open_secret(owner_kind="account", owner_id=account.pk, field="session"))


def test_practice_is_connected_in_one_click_and_used_at_once(
    client: Client, claire: Person, practising: Account
) -> None:
    client.force_login(claire)

    response = client.post(f"/accounts/{practising.pk}/connect/")

    assert response.status_code == 302
    connection = Connection.objects.get()
    assert connection.status == Connection.Status.CONNECTED
    assert connection.limits["characters"] == 500
    assert stored(practising).handle == "nordet"
    assert Profile.objects.get().name == "Nordet"
    page = client.get(f"/accounts/{practising.pk}/").text
    assert "read from the server on" in page
    assert "automatic once connected" not in page


def test_disconnecting_destroys_the_secret_and_says_so(
    client: Client, claire: Person, practising: Account
) -> None:
    client.force_login(claire)
    client.post(f"/accounts/{practising.pk}/connect/")

    response = client.post(f"/accounts/{practising.pk}/disconnect/")
    again = client.post(f"/accounts/{practising.pk}/disconnect/")

    assert response.status_code == 302
    assert again.status_code == 409
    assert 'data-code="not_connected"' in again.text
    with pytest.raises(SecretNotFoundError):
        stored(practising)
    assert bytes(SecretRow.objects.get().box) == b""
    assert [leaf["type"] for leaf in leaves()] == [
        "secret.stored",
        "connection.opened",
        "secret.destroyed",
        "connection.closed",
    ]
    assert "Not connected" in client.get(f"/accounts/{practising.pk}/").text


def test_connecting_again_replaces_what_was_there(
    claire: Person, practising: Account, noon: datetime
) -> None:
    for _ in range(2):
        open_connection(
            practising.pk, session=session_for(practising), findings=Findings(), by=claire, at=noon
        )

    assert Connection.objects.count() == SecretRow.objects.count() == 1
    assert SecretRow.objects.get().version == 2


def test_the_session_of_another_account_is_refused_and_nothing_is_stored(
    claire: Person, practising: Account, noon: datetime
) -> None:
    for wrong in ({"handle": "somebody"}, {"network": "bluesky"}):
        with pytest.raises(ConnectionFailedError) as refusal:
            open_connection(
                practising.pk,
                session=session_for(practising, **wrong),
                findings=Findings(),
                by=claire,
                at=noon,
            )
        assert refusal.value.code == "other_account"

    assert not SecretRow.objects.exists()


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("nordet@mastodon.example", "nordet@mastodon.example", True),
        ("nordet@nordet.example", "Nordet@social.nordet.example", True),
        ("nordet@mastodon.example", "nordet@other.example", False),
        ("nordet@mastodon.example", "care@mastodon.example", False),
        ("nordet@mastodon.example", "nordet@127.0.0.1:8080", True),
    ],
)
def test_the_account_that_signed_in_must_be_the_one_of_the_register(
    claire: Person,
    nordet: Unit,
    noon: datetime,
    ours: str,
    theirs: str,
    same: bool,  # noqa: FBT001
) -> None:
    account = make_account(unit=nordet, address=f"@{ours}")
    session = session_for(account, handle=theirs)

    def connect() -> Connection:
        return open_connection(account.pk, session=session, findings=Findings(), by=claire, at=noon)

    if same:
        assert connect().remote_handle == theirs
        return
    with pytest.raises(ConnectionFailedError):
        connect()


def test_only_who_may_connect_sees_the_form_or_the_button(
    client: Client, hugo: Person, karim: Person, energy: Unit, noon: datetime
) -> None:
    account = make_account(unit=energy, address="https://bsky.app/profile/nordet.example")
    client.force_login(hugo)

    assert client.get(f"/accounts/{account.pk}/connect/").status_code == 403
    assert "/connect/" not in client.get(f"/accounts/{account.pk}/").text
    assert client.post(f"/accounts/{account.pk}/disconnect/").status_code == 403
    with pytest.raises(RightMissingError):
        open_connection(
            account.pk, session=session_for(account), findings=Findings(), by=hugo, at=noon
        )
    client.force_login(karim)
    assert "/connect/" in client.get(f"/accounts/{account.pk}/").text


def test_a_network_without_connector_has_no_page_to_connect(
    client: Client, claire: Person, nordet: Unit
) -> None:
    account = make_account(unit=nordet, address="instagram.com/nordet")
    client.force_login(claire)

    assert client.get(f"/accounts/{account.pk}/connect/").status_code == 404


def test_a_failure_is_noted_once_and_becomes_a_fault_with_its_reason(
    client: Client, claire: Person, practising: Account, noon: datetime
) -> None:
    sender = machine("sender")
    with pytest.raises(NotConnectedError):
        note_connection_failure(practising.pk, reason="signed_out", by=sender, at=noon)
    open_connection(
        practising.pk, session=session_for(practising), findings=Findings(), by=claire, at=noon
    )

    for _ in range(2):
        note_connection_failure(practising.pk, reason="signed_out: token", by=sender, at=noon)

    assert len(leaves(verb="connection.failed")) == 1
    client.force_login(claire)
    page = client.get(f"/accounts/{practising.pk}/").text
    assert "The connection is failing" in page
    assert "The network no longer accepts the stored access." in page
    assert close_connection(practising.pk, by=claire, at=noon).status == "closed"


def test_no_secret_is_found_on_a_page_in_an_export_in_a_log_or_in_a_dump(
    client: Client,
    claire: Person,
    practising: Account,
    noon: datetime,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    client.force_login(claire)
    with caplog.at_level("DEBUG"):
        open_connection(
            practising.pk, session=session_for(practising), findings=Findings(), by=claire, at=noon
        )
        pages = [
            client.get(f"/accounts/{practising.pk}/{part}").text
            for part in ("", "edit/", "connect/")
        ]
    export = client.get("/accounts/export.csv").getvalue().decode()
    call_command("dumpdata", output=str(tmp_path / "dump.json"))

    everything = "".join(
        [*pages, export, caplog.text, (tmp_path / "dump.json").read_text(), str(leaves())]
    )

    assert stored(practising).access.reveal() == CANARY
    assert CANARY not in everything


@pytest.mark.servers
def test_bluesky_is_connected_with_an_app_password_on_a_real_server(
    client: Client, claire: Person, nordet: Unit, pds: Pds
) -> None:
    made = pds.create_account("nordet-connect.test")
    account = make_account(unit=nordet, address=f"https://bsky.app/profile/{made.handle}")
    client.force_login(claire)
    address = f"/accounts/{account.pk}/connect/"

    wrong = client.post(address, {"app_password": "wrong-wrong", "service_url": pds.url})
    whole = client.post(
        address, {"app_password": f"password of {made.handle}", "service_url": pds.url}
    )
    nowhere = client.post(
        address, {"app_password": made.app_password, "service_url": "http://127.0.0.1:9"}
    )
    right = client.post(address, {"app_password": made.app_password, "service_url": pds.url})

    assert [answer.status_code for answer in (wrong, whole, nowhere)] == [422, 422, 422]
    assert "does not accept" in str(wrong.context["form"].errors["app_password"])
    assert "password of the account itself" in str(whole.context["form"].errors["app_password"])
    assert "service_url" in nowhere.context["form"].errors
    assert made.app_password not in nowhere.text
    assert right.status_code == 302
    connection = Connection.objects.get()
    assert connection.remote_id.startswith("did:")
    assert connection.limits["characters"] == 300
    assert stored(account).handle == made.handle


def test_mastodon_is_connected_by_a_yes_on_its_own_page(
    client: Client, claire: Person, nordet: Unit, mastodon_fake: MastodonFake
) -> None:
    there = mastodon_fake.create_account("nordet")
    account = make_account(
        unit=nordet, network="mastodon", handle="nordet@fake.test", handle_key="fake.test/@nordet"
    )
    client.force_login(claire)

    asked = client.post(f"/accounts/{account.pk}/connect/", {"service_url": mastodon_fake.url})
    code, state = mastodon_fake.sign_in(asked.context["consent"], there)
    back = client.get("/accounts/connected/", {"code": code, "state": state})
    replayed = client.get("/accounts/connected/", {"code": code, "state": state})

    assert "Continue on 127.0.0.1" in asked.text or "Continue on localhost" in asked.text
    assert back.status_code == 302
    connection = Connection.objects.get()
    assert connection.status == Connection.Status.CONNECTED
    assert connection.limits["characters"] > 0
    assert connection.profile["handle"]
    assert stored(account).access.reveal()
    assert replayed.status_code == 422
    assert 'data-code="connection_expired"' in replayed.text


def test_a_wrong_state_a_refusal_and_a_dead_server_keep_nothing(
    client: Client, claire: Person, nordet: Unit, mastodon_fake: MastodonFake
) -> None:
    account = make_account(
        unit=nordet, network="mastodon", handle="nordet@fake.test", handle_key="fake.test/@nordet"
    )
    client.force_login(claire)
    address = f"/accounts/{account.pk}/connect/"

    dead = client.post(address, {"service_url": "http://127.0.0.1:9"})
    client.post(address, {"service_url": mastodon_fake.url})
    wrong = client.get("/accounts/connected/", {"code": "1", "state": "made-up"})
    asked = client.post(address, {"service_url": mastodon_fake.url})
    state = asked.context["consent"].split("state=")[1].split("&")[0]
    refused = client.get("/accounts/connected/", {"error": "access_denied", "state": state})

    assert dead.status_code == 422
    assert "service_url" in dead.context["form"].errors
    assert wrong.status_code == 422
    assert refused.status_code == 302
    assert not Connection.objects.exists()
    assert not SecretRow.objects.exists()


def test_what_waits_for_a_yes_is_encrypted_in_the_session(
    client: Client, claire: Person, nordet: Unit, mastodon_fake: MastodonFake
) -> None:
    account = make_account(
        unit=nordet, network="mastodon", handle="nordet@fake.test", handle_key="fake.test/@nordet"
    )
    client.force_login(claire)

    client.post(f"/accounts/{account.pk}/connect/", {"service_url": mastodon_fake.url})

    kept = client.session["registry_connecting"]
    assert "client_secret" not in kept
    assert mastodon_fake.url not in kept
    assert "state" not in kept
