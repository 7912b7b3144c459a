"""What every connector must do when the network misbehaves (trust.md, 6.3).

Each connector meets every fault at every step. Whatever happens on the line: a refusal means
that nothing was stored, a doubt is said, looking tells the truth or says it could not look,
and a sender that keeps to the contract never posts twice.
"""

import pytest

from gouvernail.networks.contract import (
    Absent,
    Deleted,
    Found,
    Refused,
    Sent,
    Unknown,
    Unreadable,
    Uploaded,
)
from tests.networks.conformance.conftest import (
    LIES,
    PLAIN_REFUSALS,
    Subject,
    each_fault_on,
    look,
    make_post,
)
from tests.networks.conftest import make_picture
from tests.servers.hostile import Fault

pytestmark = pytest.mark.servers


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
