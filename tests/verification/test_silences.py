"""What a rule keeps back is unknown everywhere in public, never said not to be ours."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from gouvernail.foundation.clock import now
from gouvernail.ledger.queries.replay import model_differences
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from gouvernail.verification.actions.changes import note_changes
from gouvernail.verification.actions.publishing import publish_accounts
from gouvernail.verification.actions.silences import SilenceFacts, end_silence, keep_silent
from gouvernail.verification.actions.snapshots import sign_snapshot
from gouvernail.verification.errors import (
    KeptBackError,
    SilenceNotFoundError,
    SilenceRefusedError,
)
from gouvernail.verification.models import Directory, Silence, Snapshot
from tests.make.ledger import leaves
from tests.make.registry import make_account
from tests.make.verification import make_listing

WHY = "A colleague was threatened."
HIDDEN = "nordet_refuge"
FAKE = "refuge_nordet_f"


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> None:
    settings.GOUVERNAIL_HOME = tmp_path


@pytest.fixture
def refuge(directory: Directory, solar: Unit) -> Account:
    """Return an account of ours, told in public until a rule keeps it back."""
    account = make_account(
        unit=solar, address=f"https://x.com/{HIDDEN}", name="Refuge", tags=["abrité", "50%"]
    )
    fake = make_account(unit=solar, address=f"https://x.com/{FAKE}", status="impostor", name="F")
    make_listing(account)
    make_listing(fake)
    return account


def public(client: Client) -> dict[str, str]:
    """Return everything the public can read, by where; answers to its address apart."""
    sign_snapshot(at=now())
    note_changes(at=now())
    addresses = {
        "list": "/verify/accounts/",
        "search": f"/verify/accounts/?q={HIDDEN}",
        "api": "/api/v1/public/accounts",
        "feed": "/verify/changes.atom",
        "signed": "/.well-known/social-accounts.json",
        "badge": "/verify/badge.svg",
        "method": "/verify/offline/",
    }
    return {name: client.get(where).text for name, where in addresses.items()}


def answers(client: Client, handle: str) -> tuple[str, str]:
    """Return what the API and the page say of an address."""
    url = f"https://x.com/{handle}"
    told = client.get("/api/v1/public/verify", {"url": url}).json()
    page = client.get("/verify/", {"q": url}).text
    words = "unknown" if "We do not know this account" in page else "known"
    assert "No, this account" not in page or told["answer"] == "not_ours"
    return told["answer"], words


@pytest.mark.parametrize("by_what", ["unit", "parent", "tag", "percent", "account"])
def test_what_a_rule_keeps_back_is_unknown_in_every_place_and_comes_back_when_it_ends(
    client: Client, claire: Person, energy: Unit, refuge: Account, by_what: str
) -> None:
    before = public(client)
    assert answers(client, HIDDEN) == ("official", "known")
    assert HIDDEN in before["signed"] + before["list"]
    assert HIDDEN in before["feed"]
    facts = {
        "unit": SilenceFacts(unit_id=refuge.unit_id, reason=WHY),
        "parent": SilenceFacts(unit_id=energy.pk, reason=WHY),
        "tag": SilenceFacts(tag="abrité", reason=WHY),
        "percent": SilenceFacts(tag="50%", reason=WHY),
        "account": SilenceFacts(account_id=refuge.pk, reason=WHY),
    }[by_what]

    rule = keep_silent(facts=facts, by=claire, at=now())

    assert not Snapshot.objects.exists()
    after = public(client)
    assert answers(client, HIDDEN) == ("unknown", "unknown")
    asked = {name: text.replace(f'value="{HIDDEN}"', "") for name, text in after.items()}
    for name in ("list", "api", "feed", "badge", "method"):
        assert HIDDEN not in asked[name].replace(FAKE, ""), name
    signed = {one["handle"] for one in json.loads(after["signed"])["accounts"]}
    assert HIDDEN not in signed
    assert "Refuge" not in after["search"]
    hides_unit = by_what in {"unit", "parent"}
    assert answers(client, FAKE)[0] == ("unknown" if hides_unit else "not_ours")
    assert (FAKE in signed) is not hides_unit
    client.force_login(claire)
    assert "Kept back by a rule" in client.get("/accounts/public/?told=kept").text
    with pytest.raises(KeptBackError):
        publish_accounts([refuge.pk], by=claire, at=now())

    end_silence(rule.pk, by=claire, at=now() + timedelta(hours=1))

    assert answers(client, HIDDEN) == ("official", "known")
    assert HIDDEN in public(client)["signed"]
    assert list(model_differences(Silence, hidden=True)) == []
    assert WHY not in str(leaves())


def test_a_tag_that_only_looks_like_it_and_a_unit_beside_are_not_kept_back(
    client: Client, claire: Person, care: Unit, refuge: Account
) -> None:
    for facts in (
        SilenceFacts(tag="abri", reason=WHY),
        SilenceFacts(tag="5%", reason=WHY),
        SilenceFacts(tag="%", reason=WHY),
        SilenceFacts(unit_id=care.pk, reason=WHY),
    ):
        keep_silent(facts=facts, by=claire, at=now())

    assert answers(client, HIDDEN) == ("official", "known")


def test_the_lead_makes_and_ends_a_rule_with_its_reason_on_the_page(
    client: Client, claire: Person, karim: Person, refuge: Account
) -> None:
    client.force_login(claire)
    there = "/accounts/public/kept-back/"

    nothing = client.post(there, {"reason": WHY})
    both = client.post(there, {"unit": refuge.unit_id, "tag": "50%", "reason": WHY})
    stranger = client.post(there, {"account": "https://x.com/nobody", "reason": WHY})
    silent = client.post(there, {"account": f"x.com/{HIDDEN}", "reason": " "})
    made = client.post(there, {"account": f"https://x.com/{HIDDEN}", "reason": WHY})
    again = client.post(there, {"account": f"https://x.com/{HIDDEN}", "reason": WHY})

    codes = [one.status_code for one in (nothing, both, stranger, silent, made, again)]
    assert codes == [422, 422, 422, 422, 302, 422]
    assert "one of them" in nothing.text
    assert "has this address" in stranger.text
    assert "keeps this back already" in again.text
    page = client.get(there).text
    assert WHY in page
    assert "1 account kept back" in page
    rule = Silence.objects.get()
    assert client.post(f"{there}{rule.pk}/end").status_code == 302
    assert WHY not in client.get(there).text
    with pytest.raises(SilenceNotFoundError):
        end_silence(rule.pk, by=claire, at=now())
    with pytest.raises(RightMissingError):
        keep_silent(facts=SilenceFacts(tag="x", reason=WHY), by=karim, at=now())
    with pytest.raises(SilenceRefusedError):
        keep_silent(facts=SilenceFacts(unit_id=refuge.pk, reason=WHY), by=claire, at=now())
    assert len(leaves(verb="silence.begun")) == 1
