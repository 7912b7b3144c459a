"""Threads, edits, and what a network shows late, through every kind of fault."""

import time
from dataclasses import replace

import pytest

from gouvernail.networks.contract import (
    Absent,
    Deleted,
    Found,
    Refused,
    Sent,
    Unknown,
)
from tests.networks.conformance.conftest import PLAIN_REFUSALS, Post, Subject, look, make_post
from tests.servers.hostile import Fault
from tests.servers.mastodon_fake import MastodonFake

pytestmark = pytest.mark.servers


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
