"""Whatever a server says, a connector answers with a word of the contract, and never raises."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gouvernail.egress import Egress, Policy
from gouvernail.kernel.text import Limits
from gouvernail.networks import contract
from gouvernail.networks.bluesky.connector import BlueskyConnector
from gouvernail.networks.contract import Connector, Fields, Intent, Secret, Session
from gouvernail.networks.mastodon.connector import MastodonConnector
from gouvernail.networks.mastodon.oauth import App
from tests.networks.conftest import make_picture
from tests.servers.hostile import Hostile, Reply

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
NAMES = (
    *("error", "message", "id", "did", "uri", "url", "handle", "accessJwt", "refreshJwt", "active"),
    *("status", "value", "text", "langs", "facets", "features", "embed", "images", "$type", "blob"),
    *("ref", "$link", "client_id", "client_secret", "access_token", "username", "content", "note"),
    *("created_at", "media_attachments", "description", "configuration", "statuses", "version"),
    *("max_characters", "domain", "followers_count", "displayName"),
)
VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-5, 10**30)
    | st.floats(allow_nan=False)
    | st.sampled_from(
        ["", "x", "did:plc:abc", "RecordNotFound", "HandleNotFound", "app.bsky.embed.images"]
    )
)
JSON = st.recursive(
    VALUES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5)
    ),
    max_leaves=20,
)
HEADERS = st.dictionaries(
    st.sampled_from(["retry-after", "ratelimit-reset"]),
    st.sampled_from(["", "-1", "inf", "nan", "1e400", "9" * 5000, "٣", "Tue, 99 Nov 2026", "soon"]),
)
REPLIES = st.builds(
    lambda status, kind, extra, body: Reply(
        status=status, headers={"content-type": kind, **extra}, body=json.dumps(body).encode()
    ),
    st.sampled_from(
        [200, 202, 204, 206, 301, 400, 401, 403, 404, 409, 413, 418, 422, 429, 500, 503]
    ),
    st.sampled_from(["application/json", "application/json; charset=utf-8", "text/html", ""]),
    HEADERS,
    JSON,
)
WORDS = (
    contract.Absent,
    contract.Deleted,
    contract.Found,
    contract.Profile,
    contract.Refused,
    contract.Resolved,
    contract.Sent,
    contract.Session,
    contract.Unknown,
    contract.Unreadable,
    contract.Uploaded,
    App,
    Limits,
)


class Anything:
    """A server that says whatever it was told to say."""

    def __init__(self) -> None:
        self.reply = Reply(status=200, headers={}, body=b"")
        self.line = Hostile(lambda _call: self.reply)


@pytest.fixture(scope="module")
def anything() -> Iterator[Anything]:
    server = Anything()
    yield server
    server.line.stop()


def every_answer(connector: Connector, url: str) -> list[object]:
    claims = base64.urlsafe_b64encode(b'{"exp": 1}').decode().rstrip("=")
    session = Session(
        network=connector.network,
        base_url=url,
        account_id="did:plc:abc",
        handle="alize.example",
        access=Secret(f"a.{claims}.c"),
        refresh=Secret("r"),
        password=Secret("p"),
    )
    media, data = make_picture()
    fields = Fields(text="Bonjour @ana.exemple.org", media=(media,))
    intent = Intent(key="3k", created_at=NOON, delivery_id="d", author="did:plc:abc")
    request = connector.build(Fields(text="x"), intent)
    remote_id = "at://did:plc:abc/app.bsky.feed.post/3k" if connector.network == "bluesky" else "1"
    answers: list[object] = [
        connector.renew(session, at=NOON),
        connector.upload(session, media, data),
        connector.resolve(session, fields),
        connector.send(session, request),
        connector.find(session, intent, fields, at=NOON),
        connector.read(session, remote_id, fields),
        connector.delete(session, remote_id),
        connector.limits(session),
        connector.profile(session),
    ]
    if isinstance(connector, BlueskyConnector):
        answers.append(connector.connect(handle="a", app_password=Secret("p"), service_url=url))
    if isinstance(connector, MastodonConnector):
        secret = Secret("s" * 43)
        app = App(base_url=url, client_id="c", client_secret=secret, redirect_uri="http://l/")
        answers.append(connector.register_app(base_url=url, redirect_uri="http://l/"))
        answers.append(connector.exchange(app, code="c", verifier=secret))
    return answers


@pytest.mark.parametrize("kind", [BlueskyConnector, MastodonConnector])
@given(reply=REPLIES)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_answer_of_a_server_makes_a_connector_raise(
    anything: Anything,
    monkeypatch: pytest.MonkeyPatch,
    kind: type[BlueskyConnector] | type[MastodonConnector],
    reply: Reply,
) -> None:
    monkeypatch.setattr("gouvernail.networks.mastodon.uploads._PAUSES", 1)
    monkeypatch.setattr("gouvernail.networks.mastodon.uploads._PAUSE_SECONDS", 0)
    anything.reply = reply
    policy = Policy(allowed_hosts=frozenset({"127.0.0.1"}), timeout_seconds=10)

    answers = every_answer(kind(Egress(policy)), anything.line.url)

    assert all(isinstance(answer, WORDS) for answer in answers), answers
