"""A token placed in a profile on real servers, read back without any secret, then taken out."""

import secrets
from datetime import UTC, datetime, timedelta

import pytest

from gouvernail.custody import tasks
from gouvernail.custody.actions import open_drill
from gouvernail.custody.models import ControlProof
from gouvernail.people.models import Person, Unit
from tests.make.registry import make_account, make_connection
from tests.registry.test_profile_on_a_real_server import write_profile
from tests.servers.asking import ask_json
from tests.servers.pds.server import Pds
from tests.servers.snac2 import Snac2

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_a_token_on_a_real_bluesky_server_is_proved_then_gone(
    pds: Pds, claire: Person, nordet: Unit
) -> None:
    owner = pds.create_account(f"c{secrets.token_hex(6)}.test")
    account = make_account(
        unit=nordet, owner=claire, address=f"https://bsky.app/profile/{owner.handle}"
    )
    make_connection(account=account, by=claire, service_url=pds.url, remote_id=owner.did)
    open_drill(nordet.pk, window_days=14, by=claire, at=NOON)
    proof = ControlProof.objects.get()
    write_profile(pds, owner, displayName="Nordet", description="Le vent.")
    tasks.look(NOON)
    assert ControlProof.objects.get().looked == "absent"

    write_profile(pds, owner, displayName="Nordet", description=f"Le vent. {proof.token}")
    tasks.look(NOON + HOUR)

    proved = ControlProof.objects.get()
    assert (proved.state, proved.method, proved.proved_at) == ("proved", "read", NOON + HOUR)
    assert proof.token in proved.shown
    write_profile(pds, owner, displayName="Nordet", description="Le vent.")
    tasks.look(NOON + 2 * HOUR)
    assert ControlProof.objects.get().removed_at == NOON + 2 * HOUR


def test_a_token_on_a_real_mastodon_api_is_proved_then_gone(
    snac2: Snac2, claire: Person, nordet: Unit
) -> None:
    name = snac2.account.name
    shown = ask_json("GET", f"{snac2.url}/api/v1/accounts/lookup?acct={name}")
    account = make_account(
        unit=nordet, owner=claire, network="mastodon", handle=f"{name}@localhost"
    )
    make_connection(account=account, by=claire, service_url=snac2.url, remote_id=shown["id"])
    open_drill(nordet.pk, window_days=14, by=claire, at=NOON)
    proof = ControlProof.objects.get()
    snac2.write_bio(snac2.account, f"Le vent. {proof.token}")

    tasks.look(NOON)

    proved = ControlProof.objects.get()
    assert (proved.looked, proved.state, proved.method) == ("", "proved", "read")
    snac2.write_bio(snac2.account, "Le vent.")
    tasks.look(NOON + HOUR)
    assert ControlProof.objects.get().removed_at == NOON + HOUR
