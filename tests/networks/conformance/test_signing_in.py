"""Signing in and looking for people, through every fault: no session, no secret, no guess."""

from dataclasses import replace

import pytest

from gouvernail.egress import Egress
from gouvernail.networks.bluesky.connector import BlueskyConnector
from gouvernail.networks.contract import (
    Fields,
    Refused,
    Resolved,
    Secret,
    Session,
    Unknown,
)
from tests.networks.conformance.conftest import FAULTS, IMPATIENT, PATIENT
from tests.servers.hostile import Fault, Hostile

pytestmark = pytest.mark.servers


@FAULTS
def test_signing_in_to_bluesky_through_a_fault_gives_no_session_and_shows_no_secret(
    signed_in: Session, faulty_pds: Hostile, fault: Fault
) -> None:
    connector = BlueskyConnector(Egress(IMPATIENT))
    password = signed_in.password or Secret("")
    faulty_pds.fail_next(fault, "/xrpc/com.atproto.server.createSession")

    first = connector.connect(
        handle=signed_in.handle, app_password=password, service_url=faulty_pds.url
    )
    second = BlueskyConnector(Egress(PATIENT)).connect(
        handle=signed_in.handle, app_password=password, service_url=faulty_pds.url
    )

    assert isinstance(first, Refused | Unknown)
    assert password.reveal() not in repr(first)
    assert isinstance(second, Session)


@FAULTS
def test_a_handle_that_could_not_be_asked_for_is_not_taken_for_nobody(
    signed_in: Session, faulty_pds: Hostile, fault: Fault
) -> None:
    through = replace(signed_in, base_url=faulty_pds.url)
    fields = Fields(text=f"Bonjour @{signed_in.handle}")
    faulty_pds.fail_next(fault, "/xrpc/com.atproto.identity.resolveHandle", method="GET")
    connector = BlueskyConnector(Egress(IMPATIENT))

    first = connector.resolve(through, fields)
    second = BlueskyConnector(Egress(PATIENT)).resolve(through, fields)

    assert isinstance(first, Refused | Unknown), first
    assert second == Resolved(
        author=signed_in.account_id, mentions={signed_in.handle: signed_in.account_id}
    )
