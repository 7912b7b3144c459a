"""A profile read from a real Bluesky server, as everybody sees it, without any secret."""

import secrets
from datetime import datetime, timedelta
from typing import Any

import pytest

from gouvernail.people.models import Person, Unit
from gouvernail.registry import tasks
from gouvernail.registry.actions.profiles import StandardFacts, set_profile_standard
from gouvernail.registry.models import ProfileChange, ProfileReading
from tests.make.registry import make_account, make_connection
from tests.servers.asking import ask_json
from tests.servers.pds.server import Pds, PdsAccount

pytestmark = pytest.mark.servers


def write_profile(pds: Pds, account: PdsAccount, **shown: Any) -> None:
    """Change the profile as its owner would, with their own client."""
    xrpc = f"{pds.url}/xrpc/com.atproto."
    identity = {"identifier": account.handle, "password": account.password}
    session = ask_json("POST", f"{xrpc}server.createSession", identity)
    body = {
        "repo": account.did,
        "collection": "app.bsky.actor.profile",
        "rkey": "self",
        "record": {"$type": "app.bsky.actor.profile"} | shown,
    }
    ask_json("POST", f"{xrpc}repo.putRecord", body, token=session["accessJwt"])


def test_a_profile_changed_behind_our_back_is_noticed_and_held_against_the_standard(
    pds: Pds, claire: Person, nordet: Unit, noon: datetime
) -> None:
    owner = pds.create_account(f"p{secrets.token_hex(6)}.test")
    account = make_account(
        unit=nordet, owner=claire, address=f"https://bsky.app/profile/{owner.handle}"
    )
    make_connection(account=account, by=claire, service_url=pds.url, remote_id=owner.did)
    facts = StandardFacts(unit_id=nordet.pk, name="Nordet", link="nordet.example", avatar=True)
    set_profile_standard(facts=facts, by=claire, at=noon)
    write_profile(pds, owner, displayName="Nordet", description="Le vent. https://nordet.example")

    tasks.read_profiles(noon)

    reading = ProfileReading.objects.get()
    assert (reading.name, reading.avatar, reading.failing) == ("Nordet", False, ["avatar"])
    write_profile(pds, owner, displayName="N0rdet", description="Gagnez un bon d’achat")
    tasks.read_profiles(noon + timedelta(days=1))
    changed = {change.field: change.after for change in ProfileChange.objects.all()}
    assert changed == {"name": "N0rdet", "bio": "Gagnez un bon d’achat"}
    assert ProfileReading.objects.get(is_current=True).failing == ["name", "link", "avatar"]
