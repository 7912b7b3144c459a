"""The Mastodon connector against a strict server: sign in, publish, look, read, withdraw."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gouvernail.egress import Egress
from gouvernail.networks.contract import (
    Absent,
    Deleted,
    Fields,
    Found,
    Intent,
    Refused,
    Secret,
    Sent,
    Session,
    UnbuildableError,
    Unknown,
    Unreadable,
    Uploaded,
)
from gouvernail.networks.mastodon import uploads
from gouvernail.networks.mastodon.connector import MastodonConnector
from tests.networks.conftest import make_picture
from tests.servers.hostile import Fault, Reply
from tests.servers.mastodon_fake import Account, MastodonFake

TEXT = (
    "Été à Brest <b>&amp; 🌊 : merci @ana@exemple.social !\n\nLe programme, ligne 1\nligne 2 "
    "https://exemple.org/un/chemin/assez/long/pour/etre/coupe?x=1&y=2 #Alizé"
)


def now() -> datetime:
    return datetime.now(tz=UTC)


def make_intent(delivery_id: str = "d1", *, at: datetime | None = None) -> Intent:
    return Intent(key=delivery_id, created_at=at or now(), delivery_id=delivery_id)


def publish(mastodon: MastodonConnector, session: Session, fields: Fields, intent: Intent) -> Sent:
    sent = mastodon.send(session, mastodon.build(fields, intent))
    assert isinstance(sent, Sent), sent
    return sent


def test_a_post_with_picture_is_published_read_back_and_withdrawn(
    mastodon: MastodonConnector,
    fake_session: Session,
    mastodon_fake: MastodonFake,
    fake_account: Account,
) -> None:
    first, first_data = make_picture(alt="Second", order=1)
    second, second_data = make_picture(alt="Premier ⛵ à l’aube", order=0)
    options = {"visibility": "unlisted", "spoiler_text": "Mer", "sensitive": "true"}
    fields = Fields(text=TEXT, lang="fr-CA", media=(first, second), options=options)
    uploaded = (
        mastodon.upload(fake_session, first, first_data),
        mastodon.upload(fake_session, second, second_data),
    )
    references = tuple(one for one in uploaded if isinstance(one, Uploaded))
    intent = make_intent()

    sent = mastodon.send(fake_session, mastodon.build(fields, intent, references))

    assert isinstance(sent, Sent), sent
    (status,) = mastodon_fake.statuses(fake_account)
    assert (sent.remote_id, sent.url) == (status["id"], status["url"])
    assert status["source"] == TEXT
    assert (status["visibility"], status["language"]) == ("unlisted", "fr")
    assert (status["spoiler_text"], status["sensitive"]) == ("Mer", True)
    assert [one["description"] for one in status["media_attachments"]] == [
        "Premier ⛵ à l’aube",
        "Second",
    ]
    kept = [fake_account.media[one["id"]]["bytes"] for one in status["media_attachments"]]
    assert kept == [second_data, first_data]
    read = mastodon.read(fake_session, sent.remote_id, fields)
    assert isinstance(read, Found)
    assert (read.matches, read.text) == (True, TEXT)
    assert mastodon.find(fake_session, intent, fields, at=now()) == read
    assert mastodon.delete(fake_session, sent.remote_id) == Deleted(remote_id=sent.remote_id)
    assert mastodon.read(fake_session, sent.remote_id, fields) == Absent(conclusive=True)
    assert isinstance(mastodon.delete(fake_session, sent.remote_id), Deleted)


def test_a_picture_that_takes_time_is_waited_for(
    egress: Egress, fake_session: Session, mastodon_fake: MastodonFake
) -> None:
    mastodon_fake.settings.pictures_take = 3
    media, data = make_picture()
    pauses: list[float] = []

    outcome = uploads.upload(egress, fake_session, media, data, wait=pauses.append)

    assert isinstance(outcome, Uploaded)
    assert len(pauses) == 3


def test_a_picture_that_never_ends_is_left(
    egress: Egress, fake_session: Session, mastodon_fake: MastodonFake
) -> None:
    mastodon_fake.settings.pictures_take = 10_000
    media, data = make_picture()

    outcome = uploads.upload(egress, fake_session, media, data, wait=lambda _seconds: None)

    assert isinstance(outcome, Unknown)
    assert outcome.reason.startswith("timeout")


def test_a_picture_of_another_kind_or_other_bytes_never_leaves(
    mastodon: MastodonConnector, fake_session: Session, mastodon_fake: MastodonFake
) -> None:
    media, data = make_picture()

    outcomes = (
        mastodon.upload(fake_session, replace(media, mime="image/svg+xml"), data),
        mastodon.upload(fake_session, media, data + b"x"),
    )

    assert [one.code for one in outcomes if isinstance(one, Refused)] == [
        "picture_type",
        "picture_changed",
    ]
    assert mastodon_fake.line.heard_at("/api/v2/media") == 0


def test_the_delivery_id_goes_as_idempotency_key_and_counts_in_the_digest(
    mastodon: MastodonConnector,
) -> None:
    key = mastodon.new_key(created_at=now(), delivery_id="d-7", entropy=b"\0\0")
    request = mastodon.build(Fields(text="x"), make_intent(key))
    other = mastodon.build(Fields(text="x"), make_intent("d-8"))

    assert request.headers == (("Idempotency-Key", "d-7"),)
    assert request.body == other.body
    assert request.sha256 != other.sha256


def test_sending_again_while_the_server_remembers_gives_the_first_post(
    mastodon: MastodonConnector,
    fake_session: Session,
    mastodon_fake: MastodonFake,
    fake_account: Account,
) -> None:
    first = publish(mastodon, fake_session, Fields(text="Une fois"), make_intent())
    second = publish(mastodon, fake_session, Fields(text="Une fois"), make_intent())

    assert first.remote_id == second.remote_id
    assert len(mastodon_fake.statuses(fake_account)) == 1


@pytest.mark.parametrize(
    ("version", "age", "conclusive"),
    [
        ("4.5.2", timedelta(minutes=1), True),
        ("4.6.0-alpha.1+glitch", timedelta(minutes=1), True),
        ("4.5.2", timedelta(minutes=51), False),
        ("4.0.0 (not true; really snac/2.75)", timedelta(minutes=1), False),
        ("2.7.2 (compatible; Pleroma 2.9.1)", timedelta(minutes=1), False),
        ("0.20.1+git-3d1c5a1", timedelta(minutes=1), False),
        ("", timedelta(minutes=1), False),
    ],
)
def test_absence_is_conclusive_only_where_and_while_the_key_is_remembered(
    mastodon: MastodonConnector,
    mastodon_fake: MastodonFake,
    new_session: Callable[[], Session],
    version: str,
    age: timedelta,
    conclusive: bool,  # noqa: FBT001 - a column of the table
) -> None:
    mastodon_fake.settings.version = version
    session = new_session()
    intent = make_intent(at=now() - age)

    outcome = mastodon.find(session, intent, Fields(text="Jamais dit"), at=now())

    assert outcome == Absent(conclusive=conclusive)


def test_the_same_words_of_an_earlier_day_are_not_this_post(
    mastodon: MastodonConnector, fake_session: Session, fake_account: Account
) -> None:
    fields = Fields(text="Bonne semaine à tous")
    sent = publish(mastodon, fake_session, fields, make_intent("last-week"))
    fake_account.statuses[sent.remote_id]["created_at"] = (now() - timedelta(days=7)).isoformat()

    assert mastodon.find(fake_session, make_intent("d2"), fields, at=now()) == Absent(
        conclusive=True
    )


def test_a_post_is_found_behind_many_others(
    mastodon: MastodonConnector, fake_session: Session
) -> None:
    fields = Fields(text=TEXT)
    sent = publish(mastodon, fake_session, fields, make_intent())
    for number in range(45):
        publish(mastodon, fake_session, Fields(text=f"Autre {number}"), make_intent(f"o{number}"))

    outcome = mastodon.find(fake_session, make_intent(), fields, at=now())

    assert isinstance(outcome, Found)
    assert outcome.remote_id == sent.remote_id


def test_absence_among_too_many_posts_proves_nothing(
    mastodon: MastodonConnector, fake_session: Session
) -> None:
    for number in range(121):
        publish(mastodon, fake_session, Fields(text=f"Autre {number}"), make_intent(f"o{number}"))

    outcome = mastodon.find(fake_session, make_intent(), Fields(text="Jamais dit"), at=now())

    assert outcome == Absent(conclusive=False)


@pytest.mark.parametrize("tells_source", [True, False])
def test_reading_back_sees_what_was_changed_there(
    mastodon: MastodonConnector,
    fake_session: Session,
    mastodon_fake: MastodonFake,
    tells_source: bool,  # noqa: FBT001 - both kinds of servers
) -> None:
    mastodon_fake.settings.tells_source = tells_source
    fields = Fields(text=TEXT, lang="fr")
    sent = publish(mastodon, fake_session, fields, make_intent())

    same = mastodon.read(fake_session, sent.remote_id, fields)
    other = mastodon.read(
        fake_session,
        sent.remote_id,
        replace(fields, text=TEXT + "!", lang="en", options={"visibility": "private"}),
    )

    assert isinstance(same, Found)
    assert same.matches, same
    assert isinstance(other, Found)
    assert other.differences == ("text", "lang", "visibility")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        (Fields(text="x", options={"visibility": "direct"}), "unknown_option"),
        (Fields(text="x", options={"card_url": "https://a.example"}), "unknown_option"),
        (Fields(text="x", media=(make_picture()[0],)), "picture_not_uploaded"),
        (
            Fields(text="x", media=tuple(make_picture(order=n)[0] for n in range(5))),
            "too_many_pictures",
        ),
    ],
)
def test_what_can_never_be_a_post_is_not_built(
    mastodon: MastodonConnector, fields: Fields, code: str
) -> None:
    with pytest.raises(UnbuildableError) as refusal:
        mastodon.build(fields, make_intent())

    assert refusal.value.code == code


def test_what_the_server_refuses_is_permanent_and_in_its_words(
    mastodon: MastodonConnector, fake_session: Session
) -> None:
    outcome = mastodon.send(fake_session, mastodon.build(Fields(text="e" * 501), make_intent()))

    assert outcome == Refused(
        code="invalid",
        message="Validation failed: Text character limit of 500 exceeded",
        permanent=True,
    )


def test_a_revoked_token_asks_to_sign_in_again(
    mastodon: MastodonConnector, fake_session: Session
) -> None:
    revoked = replace(fake_session, access=Secret("revoked"))

    outcome = mastodon.send(revoked, mastodon.build(Fields(text="x"), make_intent()))

    assert isinstance(outcome, Refused)
    assert (outcome.code, outcome.permanent) == ("signed_out", True)
    assert isinstance(mastodon.profile(revoked), Unreadable)
    assert isinstance(mastodon.find(revoked, make_intent(), Fields(text="x"), at=now()), Unreadable)


def test_a_list_that_is_not_one_cannot_be_read(
    mastodon: MastodonConnector, fake_session: Session, mastodon_fake: MastodonFake
) -> None:
    path = f"/api/v1/accounts/{fake_session.account_id}/statuses"
    for fault in (Fault.HEARD_EMPTY_200, Fault.HEARD_BROKEN_JSON, Fault.HEARD_WRONG_TYPE):
        mastodon_fake.line.fail_next(fault, path, method="GET")

        outcome = mastodon.find(fake_session, make_intent(), Fields(text="x"), at=now())

        assert isinstance(outcome, Unreadable), fault


@pytest.mark.parametrize("remote_id", ["", "../1", "1/2", "1?x=1", "é", "a" * 101])
def test_a_name_that_is_no_post_is_never_asked_for(
    mastodon: MastodonConnector,
    fake_session: Session,
    mastodon_fake: MastodonFake,
    remote_id: str,
) -> None:
    asked = len(mastodon_fake.line.received)

    assert isinstance(mastodon.read(fake_session, remote_id, Fields(text="x")), Unreadable)
    assert isinstance(mastodon.delete(fake_session, remote_id), Refused)
    assert len(mastodon_fake.line.received) == asked


def test_an_answer_that_is_not_a_post_is_not_a_success(
    mastodon: MastodonConnector, fake_session: Session, mastodon_fake: MastodonFake
) -> None:
    planned = json.dumps({"id": "5", "scheduled_at": "2026-11-18T12:00:00.000Z"}).encode()
    headers = {"content-type": "application/json"}
    mastodon_fake.line.behind = lambda _call: Reply(status=200, headers=headers, body=planned)

    outcome = mastodon.send(fake_session, mastodon.build(Fields(text="x"), make_intent()))

    assert isinstance(outcome, Unknown)
    assert outcome.reason.startswith("unreadable")
