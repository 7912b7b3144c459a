"""What every connector must do when the network misbehaves (trust.md, 6.3).

Each connector meets every fault at every step. Whatever happens on the line: a refusal means
that nothing was stored, a doubt is said, looking tells the truth or says it could not look,
and a sender that keeps to the contract never posts twice.
"""

import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from gouvernail.egress import Egress, Policy
from gouvernail.networks.bluesky.connector import BlueskyConnector
from gouvernail.networks.contract import (
    Absent,
    Connector,
    Deleted,
    Fields,
    Found,
    Intent,
    Refused,
    Resolved,
    Secret,
    Sent,
    Session,
    Unknown,
    Unreadable,
    Uploaded,
    WireRequest,
)
from gouvernail.networks.mastodon.connector import MastodonConnector
from tests.networks.conftest import allow, make_picture, sign_in
from tests.servers.hostile import Fault, Hostile, before
from tests.servers.mastodon_fake import MastodonFake
from tests.servers.pds.server import Pds
from tests.servers.snac2 import Snac2

pytestmark = pytest.mark.servers

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


@pytest.mark.parametrize("subject", ["bluesky", "mastodon", "snac2"], indirect=True)
def test_without_a_fault_a_post_is_sent_once_and_found(subject: Subject) -> None:
    post = make_post(subject)

    sent = subject.patient.send(subject.session, post.request)
    found = look(subject, post)

    assert isinstance(sent, Sent), sent
    assert isinstance(found, Found), found
    assert (found.remote_id, found.matches) == (sent.remote_id, True)
    assert subject.stored(post.fields.text) == 1


@each_fault_on("bluesky", "mastodon", "snac2")
def test_a_fault_while_publishing_has_its_right_word(subject: Subject, fault: Fault) -> None:
    post = make_post(subject)
    subject.line.fail_next(fault, subject.publish)

    outcome = subject.connector.send(subject.session, post.request)

    subject.line.wait_quiet()
    assert subject.stored(post.fields.text) == int(fault.heard)
    if fault in PLAIN_REFUSALS:
        code, seconds = PLAIN_REFUSALS[fault]
        assert isinstance(outcome, Refused), outcome
        assert (outcome.code, outcome.permanent) == (code, False)
        waits = outcome.retry_after_seconds
        assert waits == seconds or (waits and seconds and abs(waits - seconds) <= 2)
    else:
        assert isinstance(outcome, Unknown), outcome
    assert subject.session.access.reveal() not in repr(outcome)


@each_fault_on("bluesky", "mastodon", "snac2")
def test_a_sender_that_keeps_to_the_contract_never_posts_twice(
    subject: Subject, fault: Fault
) -> None:
    post = make_post(subject)
    subject.line.fail_next(fault, subject.publish)

    first = subject.connector.send(subject.session, post.request)
    seen = look(subject, post) if isinstance(first, Unknown) else None
    may_send_again = isinstance(first, Refused) or (isinstance(seen, Absent) and seen.conclusive)
    second = subject.patient.send(subject.session, post.request) if may_send_again else None

    if fault.heard:
        assert isinstance(seen, Found), seen
        assert seen.matches
    elif seen is not None:
        assert seen == Absent(conclusive=subject.absence_is_conclusive)
    assert second is None or isinstance(second, Sent)
    assert subject.line.heard_at(subject.publish) <= 1
    left_to_a_person = seen == Absent(conclusive=False)
    assert subject.stored(post.fields.text) == int(not left_to_a_person)


@each_fault_on("bluesky", "mastodon", but=LIES)
@pytest.mark.parametrize("is_there", [True, False])
def test_looking_through_a_fault_says_that_nothing_was_seen(
    subject: Subject,
    fault: Fault,
    is_there: bool,  # noqa: FBT001 - both answers it could wrongly give
) -> None:
    post = make_post(subject)
    if is_there:
        assert isinstance(subject.patient.send(subject.session, post.request), Sent)
    subject.line.fail_next(fault, subject.look, method="GET")

    blind = look(subject, post, subject.connector)
    clear = look(subject, post)

    assert isinstance(blind, Unreadable), blind
    assert isinstance(clear, Found if is_there else Absent)


@each_fault_on("bluesky", "mastodon")
def test_an_upload_that_failed_can_be_repeated(subject: Subject, fault: Fault) -> None:
    media, data = make_picture()
    subject.line.fail_next(fault, subject.upload)

    first = subject.connector.upload(subject.session, media, data)
    second = subject.patient.upload(subject.session, media, data)

    assert isinstance(first, Refused | Unknown), first
    assert isinstance(second, Uploaded), second


@each_fault_on("bluesky", "mastodon", but=LIES)
def test_a_withdrawal_that_failed_can_be_repeated(subject: Subject, fault: Fault) -> None:
    post = make_post(subject)
    sent = subject.patient.send(subject.session, post.request)
    assert isinstance(sent, Sent)
    method, path = subject.withdraw
    subject.line.fail_next(fault, path(sent.remote_id), method=method)

    first = subject.connector.delete(subject.session, sent.remote_id)
    second = subject.patient.delete(subject.session, sent.remote_id)

    # Bluesky says `{}` when it has deleted: nothing in the answer is its success.
    if not (fault is Fault.HEARD_EMPTY_200 or fault is Fault.UNHEARD_200_ERROR):
        assert isinstance(first, Refused | Unknown), first
    assert isinstance(second, Deleted)
    assert subject.stored(post.fields.text) == 0


# --- threads ------------------------------------------------------------------------------------

TELLING = (
    Fault.UNHEARD_429,
    Fault.UNHEARD_503_BARE,
    Fault.UNHEARD_RESET,
    Fault.UNHEARD_200_ERROR,
    Fault.HEARD_LOST,
    Fault.HEARD_TRUNCATED,
    Fault.HEARD_BROKEN_JSON,
    Fault.HEARD_WRONG_TYPE,
    Fault.HEARD_EMPTY_200,
    Fault.HEARD_500,
    Fault.HEARD_OTHER,
)
"""One fault of each kind: what happens to the line is tried above, what becomes of a step here."""


def each_telling_fault_on(*networks: str) -> pytest.MarkDecorator:
    cases = [
        pytest.param(network, fault, id=f"{network}-{fault.name.lower()}")
        for network in networks
        for fault in TELLING
    ]
    return pytest.mark.parametrize(("subject", "fault"), cases, indirect=["subject"])


def make_answer(subject: Subject, first: Post, sent: Sent) -> Post:
    """Return a post of the very same words that answers the first one."""
    assert sent.reference
    again = make_post(subject)
    intent = replace(
        again.intent, root=sent.reference, parent=sent.reference, parent_id=sent.remote_id
    )
    return Post(first.fields, intent, subject.connector.build(first.fields, intent))


@each_telling_fault_on("bluesky", "mastodon", "snac2")
def test_a_post_of_a_thread_is_looked_for_at_its_own_place(subject: Subject, fault: Fault) -> None:
    first = make_post(subject)
    sent = subject.patient.send(subject.session, first.request)
    assert isinstance(sent, Sent), sent
    second = make_answer(subject, first, sent)
    subject.line.fail_next(fault, subject.publish)

    outcome = subject.connector.send(subject.session, second.request)
    seen = look(subject, second)

    if fault.heard:
        assert isinstance(seen, Found), seen
        assert (seen.reply_to, seen.matches) == (sent.remote_id, True)
        assert seen.remote_id != sent.remote_id
    else:
        assert seen == Absent(conclusive=subject.absence_is_conclusive)
    if isinstance(outcome, Sent):  # the sender knows that name already, and does not believe it
        assert (fault, outcome.remote_id) == (Fault.HEARD_OTHER, sent.remote_id)
    else:
        assert isinstance(outcome, Refused if fault in PLAIN_REFUSALS else Unknown), outcome


@each_telling_fault_on("bluesky", "mastodon")
def test_what_is_withdrawn_through_a_fault_is_seen_as_it_stands(
    subject: Subject, fault: Fault
) -> None:
    post = make_post(subject)
    sent = subject.patient.send(subject.session, post.request)
    assert isinstance(sent, Sent)
    method, path = subject.withdraw
    subject.line.fail_next(fault, path(sent.remote_id), method=method)

    subject.connector.delete(subject.session, sent.remote_id)
    subject.line.wait_quiet()
    seen = subject.patient.read(subject.session, sent.remote_id, post.fields)
    again = subject.patient.delete(subject.session, sent.remote_id)
    gone = subject.patient.read(subject.session, sent.remote_id, post.fields)

    assert isinstance(seen, Absent if fault.heard else Found), seen
    assert isinstance(again, Deleted)
    assert gone == Absent(conclusive=True)


@each_telling_fault_on("mastodon")
def test_an_edit_through_a_fault_may_be_repeated_and_is_one_edit(
    subject: Subject, fault: Fault
) -> None:
    post = make_post(subject)
    sent = subject.patient.send(subject.session, post.request)
    assert isinstance(sent, Sent)
    better = replace(post.fields, text=f"{post.fields.text}, corrigé")
    edit = subject.connector.build_edit(better, sent.remote_id)
    subject.line.fail_next(fault, edit.path, method="PUT")

    outcome = subject.connector.send(subject.session, edit)
    seen = subject.patient.read(subject.session, sent.remote_id, better)
    again = subject.patient.send(subject.session, edit)
    after = subject.patient.read(subject.session, sent.remote_id, better)

    assert isinstance(outcome, Refused | Unknown), outcome
    assert isinstance(seen, Found)
    assert seen.matches == fault.heard
    assert isinstance(again, Sent)
    assert isinstance(after, Found)
    assert (after.remote_id, after.matches) == (sent.remote_id, True)
    assert (subject.stored(better.text), subject.stored(post.fields.text)) == (1, 0)


@pytest.mark.parametrize("subject", ["mastodon"], indirect=True)
def test_what_appears_late_is_found_late_and_never_doubled(
    subject: Subject, mastodon_fake: MastodonFake
) -> None:
    mastodon_fake.settings.appears_after_seconds = 0.3
    post = make_post(subject)
    subject.line.fail_next(Fault.HEARD_LOST, subject.publish)

    subject.connector.send(subject.session, post.request)
    early = look(subject, post)
    again = subject.patient.send(subject.session, post.request)
    time.sleep(0.4)
    late = look(subject, post)

    assert early == Absent(conclusive=True)  # why the sender waits, and asks twice
    assert isinstance(again, Sent)
    assert isinstance(late, Found)
    assert (late.remote_id, subject.stored(post.fields.text)) == (again.remote_id, 1)


@pytest.mark.parametrize("subject", ["mastodon"], indirect=True)
def test_what_disappears_late_is_not_said_to_be_gone_before(
    subject: Subject, mastodon_fake: MastodonFake
) -> None:
    mastodon_fake.settings.gone_after_seconds = 0.3
    post = make_post(subject)
    sent = subject.patient.send(subject.session, post.request)
    assert isinstance(sent, Sent)

    assert isinstance(subject.patient.delete(subject.session, sent.remote_id), Deleted)
    early = subject.patient.read(subject.session, sent.remote_id, post.fields)
    time.sleep(0.4)
    late = subject.patient.read(subject.session, sent.remote_id, post.fields)

    assert isinstance(early, Found)
    assert late == Absent(conclusive=True)


# --- signing in, resolving ------------------------------------------------------------------------


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
