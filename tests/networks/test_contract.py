"""The words of the contract: what is kept, what is never shown, what counts in a digest."""

import copy
import json
import logging
import pickle
from dataclasses import fields as dataclass_fields
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouvernail.egress import Egress, Policy
from gouvernail.networks.contract import (
    Capability,
    Connector,
    Fields,
    Means,
    Media,
    Secret,
    Session,
    WireRequest,
)
from gouvernail.networks.registry import automatic_networks, connector

CANARY = "canary-5f1d"


def make_session(**changes: object) -> Session:
    session = Session(
        network="bluesky",
        base_url="https://pds.example",
        account_id="did:plc:abc",
        handle="alize.example",
        access=Secret(CANARY),
        refresh=Secret(f"{CANARY}-refresh"),
        password=Secret(f"{CANARY}-password"),
        facts={"version": "1"},
    )
    return replace(session, **changes)  # type: ignore[arg-type]  # whatever the test changes


def test_a_secret_is_shown_by_nothing_but_reveal(caplog: pytest.LogCaptureFixture) -> None:
    secret = Secret(CANARY)
    session = make_session()

    with caplog.at_level(logging.INFO):
        logging.getLogger("test").info("%s %r %s", secret, secret, session)

    shown = [str(secret), repr(secret), f"{secret}", f"{secret:>40}", str(session), repr(session)]
    assert not any(CANARY in one for one in [*shown, caplog.text, repr([secret]), repr(vars)])
    assert secret.reveal() == CANARY
    with pytest.raises(TypeError):
        json.dumps({"token": secret})
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    with pytest.raises(TypeError):
        copy.copy(secret)


def test_secrets_are_equal_by_value_and_empty_ones_are_false() -> None:
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert hash(Secret("a")) == hash(Secret("a"))
    assert not Secret("")


def test_a_session_is_sealed_and_opened_unchanged() -> None:
    for session in (make_session(), make_session(refresh=None, password=None, facts={})):
        assert Session.load(session.dump()) == session


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", f'{{"access": "{CANARY}"}}'])
def test_what_is_not_a_session_is_refused_without_showing_it(text: str) -> None:
    with pytest.raises(ValueError, match="not a stored session") as refusal:
        Session.load(Secret(text))

    assert CANARY not in str(refusal.value)
    assert refusal.value.__cause__ is None


def make_request() -> WireRequest:
    return WireRequest(
        method="POST",
        path="/a",
        content_type="application/json",
        body=b"{}",
        headers=(("Idempotency-Key", "d1"),),
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("method", "PUT"),
        ("path", "/b"),
        ("content_type", "text/plain"),
        ("body", b"{} "),
        ("headers", (("Idempotency-Key", "d2"),)),
        ("headers", ()),
    ],
)
def test_every_part_of_a_request_counts_in_its_digest(name: str, value: object) -> None:
    request = make_request()

    changed = replace(request, **{name: value})  # type: ignore[arg-type]  # one part at a time

    assert request.sha256 == make_request().sha256
    assert changed.sha256 != request.sha256


def test_no_part_of_a_request_was_forgotten_above() -> None:
    names = {"method", "path", "content_type", "body", "headers"}

    assert {field.name for field in dataclass_fields(WireRequest)} == names


@given(st.text(max_size=8), st.text(max_size=8))
def test_parts_that_slide_into_one_another_make_other_digests(one: str, other: str) -> None:
    request = replace(make_request(), path=one, content_type=other)
    slid = replace(make_request(), path=one + other, content_type="")

    assert (request.sha256 == slid.sha256) == (other == "")


def test_pictures_go_in_their_order() -> None:
    first, second = (
        Media(sha256=str(n), mime="image/png", alt="", width=1, height=1, order=n) for n in (0, 1)
    )

    assert Fields(text="", media=(second, first)).ordered_media() == (first, second)


@pytest.mark.parametrize("network", ["bluesky", "mastodon", "x", "facebook", "unheard-of"])
def test_every_network_has_a_connector_that_declares_every_capability(network: str) -> None:
    found = connector(network, egress=Egress(Policy()))

    assert isinstance(found, Connector)
    assert found.network == network
    assert set(found.capabilities) == set(Capability)


def test_only_networks_with_a_connector_of_their_own_are_automatic() -> None:
    egress = Egress(Policy())

    assert {"bluesky", "mastodon"} <= set(automatic_networks())
    for network in ("bluesky", "mastodon"):
        assert connector(network, egress=egress).capabilities[Capability.PUBLISH] is Means.AUTOMATIC
    assert connector("x", egress=egress).capabilities[Capability.PUBLISH] is Means.BY_HAND
