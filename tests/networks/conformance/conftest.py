"""One account of each network, each behind a faulty line, and the posts sent to it."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from gouvernail.egress import Egress, Policy
from gouvernail.networks.bluesky.connector import BlueskyConnector
from gouvernail.networks.contract import (
    Absent,
    Connector,
    Fields,
    Found,
    Intent,
    Session,
    Unreadable,
    WireRequest,
)
from gouvernail.networks.mastodon.connector import MastodonConnector
from tests.networks.conftest import allow, sign_in
from tests.servers.hostile import Fault, Hostile, before
from tests.servers.mastodon_fake import MastodonFake
from tests.servers.pds.server import Pds
from tests.servers.snac2 import Snac2

IMPATIENT = Policy(
    allowed_hosts=frozenset({"localhost", "127.0.0.1"}),
    timeout_seconds=0.7,
    max_response_bytes=1_000_000,
)
PATIENT = replace(IMPATIENT, timeout_seconds=20)
PLAIN_REFUSALS = {
    Fault.UNHEARD_429: ("rate_limited", 30),
    Fault.UNHEARD_429_DATE: ("rate_limited", 90),
    Fault.UNHEARD_429_BARE: ("rate_limited", None),
    Fault.UNHEARD_503_LATER: ("unavailable", 7),
}
LIES = frozenset({Fault.HEARD_OTHER})
SLOW = frozenset({Fault.UNHEARD_HANG, Fault.HEARD_HANG, Fault.HEARD_DRIP})
FAULTS = pytest.mark.parametrize("fault", list(Fault), ids=lambda fault: fault.name.lower())


def each_fault_on(*networks: str, but: frozenset[Fault] = frozenset()) -> pytest.MarkDecorator:
    """Every fault before every one of these servers.

    Silence is not for snac2, which is itself silent for six seconds at times. `but` are lies in
    perfect form, which no connector can see: the sender looks twice, and reads back.
    """
    cases = [
        pytest.param(network, fault, id=f"{network}-{fault.name.lower()}")
        for network in networks
        for fault in Fault
        if (network != "snac2" or fault not in SLOW) and fault not in but
    ]
    return pytest.mark.parametrize(("subject", "fault"), cases, indirect=["subject"])


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One connector, an account of a server behind a faulty line, and where to hurt."""

    connector: Connector  # gives up early: for the call that meets the fault
    patient: Connector  # for every other call, on a busy machine too
    session: Session
    line: Hostile
    publish: str
    look: str
    upload: str
    withdraw: tuple[str, Callable[[str], str]]
    stored: Callable[[str], int]
    absence_is_conclusive: bool = True


@pytest.fixture(scope="module")
def signed_in(pds: Pds) -> Session:
    """One Bluesky account for the whole suite: making one takes the server most of a second."""
    return sign_in(BlueskyConnector(Egress(PATIENT)), pds)


def bluesky_subject(pds: Pds, session: Session, line: Hostile) -> Subject:
    return Subject(
        connector=BlueskyConnector(Egress(IMPATIENT)),
        patient=BlueskyConnector(Egress(PATIENT)),
        session=replace(session, base_url=line.url),
        line=line,
        publish="/xrpc/com.atproto.repo.putRecord",
        look="/xrpc/com.atproto.repo.getRecord",
        upload="/xrpc/com.atproto.repo.uploadBlob",
        withdraw=("POST", lambda _id: "/xrpc/com.atproto.repo.deleteRecord"),
        stored=lambda text: sum(
            one["value"]["text"] == text for one in pds.posts(session.account_id)
        ),
    )


def mastodon_subject(fake: MastodonFake) -> Subject:
    account = fake.create_account("alize")
    patient = MastodonConnector(Egress(PATIENT))
    session = allow(patient, fake.url, lambda url: fake.sign_in(url, account))
    return Subject(
        connector=MastodonConnector(Egress(IMPATIENT)),
        patient=patient,
        session=session,
        line=fake.line,
        publish="/api/v1/statuses",
        look=f"/api/v1/accounts/{account.id}/statuses",
        upload="/api/v2/media",
        withdraw=("DELETE", lambda remote_id: f"/api/v1/statuses/{remote_id}"),
        stored=lambda text: sum(one["source"] == text for one in fake.statuses(account)),
    )


def snac2_subject(snac2: Snac2, line: Hostile) -> Subject:
    patient = MastodonConnector(Egress(PATIENT))
    session = allow(patient, snac2.url, lambda url: snac2.sign_in(url, snac2.account))
    intent = Intent(key="", created_at=datetime.now(tz=UTC), delivery_id="")

    def stored(text: str) -> int:
        outcome = patient.find(session, intent, Fields(text=text), at=datetime.now(tz=UTC))
        assert not isinstance(outcome, Unreadable), outcome
        return int(isinstance(outcome, Found))

    return Subject(
        connector=patient,
        patient=patient,
        session=replace(session, base_url=line.url),
        line=line,
        publish="/api/v1/statuses",
        look=f"/api/v1/accounts/{session.account_id}/statuses",
        upload="/api/v2/media",
        withdraw=("DELETE", lambda remote_id: f"/api/v1/statuses/{remote_id}"),
        stored=stored,
        absence_is_conclusive=False,
    )


@pytest.fixture
def subject(request: pytest.FixtureRequest) -> Iterator[Subject]:
    if request.param == "mastodon":
        yield mastodon_subject(request.getfixturevalue("mastodon_fake"))
        return
    server = request.getfixturevalue("pds" if request.param == "bluesky" else "snac2")
    line = Hostile(before(server.url))
    if isinstance(server, Pds):
        yield bluesky_subject(server, request.getfixturevalue("signed_in"), line)
    else:
        yield snac2_subject(server, line)
    line.stop()


@dataclass(frozen=True)
class Post:
    """One intent with its bytes."""

    fields: Fields
    intent: Intent
    request: WireRequest


def make_post(subject: Subject) -> Post:
    at = datetime.now(tz=UTC)
    fields = Fields(text=f"Été à Brest, une seule fois {secrets.token_hex(6)}", lang="fr")
    delivery_id = secrets.token_hex(8)
    intent = Intent(
        key=subject.connector.new_key(
            created_at=at, delivery_id=delivery_id, entropy=secrets.token_bytes(2)
        ),
        created_at=at,
        delivery_id=delivery_id,
        author=subject.session.account_id,
    )
    return Post(fields, intent, subject.connector.build(fields, intent))


def look(
    subject: Subject, post: Post, connector: Connector | None = None
) -> Found | Absent | Unreadable:
    at = datetime.now(tz=UTC)
    subject.line.wait_quiet()
    return (connector or subject.patient).find(subject.session, post.intent, post.fields, at=at)
