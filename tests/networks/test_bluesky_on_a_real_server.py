"""Bluesky, on a real personal data server: connect, publish, read back, delete."""

import json
import secrets
from dataclasses import dataclass, replace
from typing import Any

import pytest
from atproto import client_utils, models

from gouvernail.networks.bluesky.connector import MAX_PICTURE_BYTES, BlueskyConnector
from gouvernail.networks.bluesky.names import blob_cid
from gouvernail.networks.building import json_bytes
from gouvernail.networks.contract import (
    Absent,
    Deleted,
    Fields,
    Found,
    Intent,
    Media,
    Profile,
    Refused,
    Resolved,
    Sent,
    Session,
    Unknown,
    Uploaded,
)
from tests.networks.conftest import NOON, make_intent, make_picture
from tests.servers.asking import ask, ask_json
from tests.servers.pds.server import Pds, PdsAccount

pytestmark = pytest.mark.servers


@dataclass(frozen=True)
class Published:
    """One post with everything in it, just sent."""

    friend: PdsAccount
    fields: Fields
    intent: Intent
    picture: bytes
    record: Any
    sent: Sent


@pytest.fixture
def published(bluesky: BlueskyConnector, bluesky_session: Session, pds: Pds) -> Published:
    friend = pds.create_account(f"f{secrets.token_hex(6)}.test")
    media, data = make_picture(alt="Un voilier à l’aube ⛵", width=64, height=48)
    text = (
        f"Été à Brest 🌊 : merci @{friend.handle} ! Le programme "
        "https://exemple.org/fêtes?x=1&y=2 et exemple.fr/plan #Alizé #été2026"
    )
    fields = Fields(text=text, lang="fr", media=(media,))
    upload = bluesky.upload(bluesky_session, media, data)
    assert isinstance(upload, Uploaded)
    resolved = bluesky.resolve(bluesky_session, fields)
    assert isinstance(resolved, Resolved)
    intent = make_intent(bluesky, resolved)
    request = bluesky.build(fields, intent, (upload,))
    sent = bluesky.send(bluesky_session, request)
    assert isinstance(sent, Sent), sent
    record = json.loads(request.body)["record"]
    return Published(friend, fields, intent, data, record, sent)


def test_the_server_stores_the_record_we_built_facets_included(
    published: Published, bluesky_session: Session, pds: Pds
) -> None:
    (stored,) = pds.posts(bluesky_session.account_id)

    assert stored["uri"] == published.sent.remote_id
    assert stored["uri"].endswith(f"/app.bsky.feed.post/{published.intent.key}")
    assert json_bytes(stored["value"]) == json_bytes(published.record)


def test_another_library_reads_the_facets_as_we_meant_them(
    published: Published, bluesky_session: Session, pds: Pds
) -> None:
    (stored,) = pds.posts(bluesky_session.account_id)
    witness = models.get_or_create(stored["value"], models.AppBskyFeedPost.Record)

    encoded = published.fields.text.encode()
    marked = [
        (encoded[facet.index.byte_start : facet.index.byte_end].decode(), facet.features[0])
        for facet in witness.facets
    ]
    assert [words for words, _ in marked] == [
        f"@{published.friend.handle}",
        "https://exemple.org/fêtes?x=1&y=2",
        "exemple.fr/plan",
        "#Alizé",
        "#été2026",
    ]
    assert marked[0][1].did == published.friend.did
    assert marked[1][1].uri == "https://exemple.org/fêtes?x=1&y=2"
    assert marked[2][1].uri == "https://exemple.fr/plan"
    assert [marked[3][1].tag, marked[4][1].tag] == ["Alizé", "été2026"]
    assert (witness.created_at, witness.langs) == ("2026-11-17T12:00:00.123Z", ["fr"])


def test_our_facets_are_those_the_library_itself_would_write(
    published: Published, pds: Pds
) -> None:
    written = client_utils.TextBuilder()
    friend = published.friend
    written.text("Été à Brest 🌊 : merci ").mention(f"@{friend.handle}", friend.did)
    written.text(" ! Le programme ")
    link = "https://exemple.org/fêtes?x=1&y=2"
    written.link(link, link).text(" et ").link("exemple.fr/plan", "https://exemple.fr/plan")
    written.text(" ").tag("#Alizé", "Alizé").text(" ").tag("#été2026", "été2026")

    theirs = [models.utils.get_model_as_dict(facet) for facet in written.build_facets()]

    assert written.build_text() == published.fields.text
    ours = models.get_or_create(published.record, models.AppBskyFeedPost.Record).facets
    assert [models.utils.get_model_as_dict(facet) for facet in ours] == theirs


def test_the_picture_is_stored_byte_for_byte_with_its_text_and_shape(
    published: Published, bluesky_session: Session, pds: Pds
) -> None:
    (stored,) = pds.posts(bluesky_session.account_id)
    witness = models.get_or_create(stored["value"], models.AppBskyFeedPost.Record)
    image = witness.embed.images[0]

    query = f"did={bluesky_session.account_id}&cid={image.image.cid.encode()}"
    blob = ask("GET", f"{pds.url}/xrpc/com.atproto.sync.getBlob?{query}")

    assert blob.body == published.picture
    assert image.alt == "Un voilier à l’aube ⛵"
    assert (image.aspect_ratio.width, image.aspect_ratio.height) == (64, 48)


def test_what_was_published_is_found_read_back_and_deleted(
    published: Published, bluesky: BlueskyConnector, bluesky_session: Session, pds: Pds
) -> None:
    remote_id = published.sent.remote_id

    found = bluesky.find(bluesky_session, published.intent, published.fields, at=NOON)
    read = bluesky.read(bluesky_session, remote_id, published.fields)
    deleted = bluesky.delete(bluesky_session, remote_id)
    after = bluesky.read(bluesky_session, remote_id, published.fields)
    again = bluesky.delete(bluesky_session, remote_id)

    assert isinstance(found, Found)
    assert (found.matches, found.text) == (True, published.fields.text)
    assert read == found
    assert deleted == again == Deleted(remote_id=remote_id)
    assert after == Absent(conclusive=True)
    assert pds.posts(bluesky_session.account_id) == []


def test_the_same_intent_sent_twice_makes_one_post(
    bluesky: BlueskyConnector, bluesky_session: Session, pds: Pds
) -> None:
    fields = Fields(text="Une seule fois")
    intent = make_intent(bluesky, Resolved(author=bluesky_session.account_id))
    request = bluesky.build(fields, intent)

    first = bluesky.send(bluesky_session, request)
    second = bluesky.send(bluesky_session, request)

    assert isinstance(first, Sent)
    assert isinstance(second, Sent)
    assert first.remote_id == second.remote_id
    assert len(pds.posts(bluesky_session.account_id)) == 1


def test_other_words_under_the_same_key_do_not_replace_the_post(
    bluesky: BlueskyConnector, bluesky_session: Session, pds: Pds
) -> None:
    intent = make_intent(bluesky, Resolved(author=bluesky_session.account_id))
    bluesky.send(bluesky_session, bluesky.build(Fields(text="Premier"), intent))

    outcome = bluesky.send(bluesky_session, bluesky.build(Fields(text="Second"), intent))

    assert isinstance(outcome, Unknown)
    assert outcome.reason.startswith("already_there")
    (stored,) = pds.posts(bluesky_session.account_id)
    assert stored["value"]["text"] == "Premier"
    found = bluesky.find(bluesky_session, intent, Fields(text="Second"), at=NOON)
    assert isinstance(found, Found)
    assert not found.matches
    assert found.differences == ("text",)


def test_a_post_that_was_never_sent_is_conclusively_absent(
    bluesky: BlueskyConnector, bluesky_session: Session
) -> None:
    intent = make_intent(bluesky, Resolved(author=bluesky_session.account_id))

    assert bluesky.find(bluesky_session, intent, Fields(text="x"), at=NOON) == Absent(
        conclusive=True
    )


def test_what_the_server_refuses_is_a_permanent_refusal_in_its_words(
    bluesky: BlueskyConnector, bluesky_session: Session, pds: Pds
) -> None:
    intent = make_intent(bluesky, Resolved(author=bluesky_session.account_id))

    outcome = bluesky.send(bluesky_session, bluesky.build(Fields(text="e" * 301), intent))

    assert isinstance(outcome, Refused)
    assert (outcome.code, outcome.permanent) == ("invalid", True)
    assert "300" in outcome.message
    assert pds.posts(bluesky_session.account_id) == []


def test_a_mention_nobody_answers_to_stays_plain_text(
    bluesky: BlueskyConnector, bluesky_session: Session
) -> None:
    resolved = bluesky.resolve(bluesky_session, Fields(text="Bonjour @personne-du-tout.test"))

    assert resolved == Resolved(author=bluesky_session.account_id, mentions={})


def test_a_link_card_is_published_and_compared(
    bluesky: BlueskyConnector, bluesky_session: Session
) -> None:
    card = {"card_url": "https://exemple.org/a", "card_title": "A", "card_description": "B"}
    fields = Fields(text="Voir", options=card)
    intent = make_intent(bluesky, Resolved(author=bluesky_session.account_id))
    sent = bluesky.send(bluesky_session, bluesky.build(fields, intent))
    assert isinstance(sent, Sent), sent

    same = bluesky.read(bluesky_session, sent.remote_id, fields)
    other = bluesky.read(bluesky_session, sent.remote_id, Fields(text="Voir"))

    assert isinstance(same, Found)
    assert same.matches
    assert isinstance(other, Found)
    assert other.differences == ("card",)


def test_reading_back_names_every_part_that_differs(
    bluesky: BlueskyConnector, bluesky_session: Session
) -> None:
    media, data = make_picture(alt="Avant")
    fields = Fields(text="Voir https://exemple.org", lang="fr", media=(media,))
    upload = bluesky.upload(bluesky_session, media, data)
    assert isinstance(upload, Uploaded)
    intent = make_intent(bluesky, Resolved(author=bluesky_session.account_id))
    sent = bluesky.send(bluesky_session, bluesky.build(fields, intent, (upload,)))
    assert isinstance(sent, Sent)
    other, _ = make_picture(alt="Après")
    approved = Fields(text="Voir https://exemple.fr", lang="en", media=(other,))

    found = bluesky.read(bluesky_session, sent.remote_id, approved)

    assert isinstance(found, Found)
    assert found.differences == ("text", "lang", "media", "alt", "links")


def test_the_profile_comes_from_the_accounts_own_server(
    bluesky: BlueskyConnector, bluesky_session: Session, pds: Pds
) -> None:
    before = bluesky.profile(bluesky_session)
    record = {"$type": "app.bsky.actor.profile", "displayName": "Alizé", "description": "Air"}
    ask_json(
        "POST",
        f"{pds.url}/xrpc/com.atproto.repo.putRecord",
        {
            "repo": bluesky_session.account_id,
            "collection": "app.bsky.actor.profile",
            "rkey": "self",
            "record": record,
        },
        token=bluesky_session.access.reveal(),
    )

    after = bluesky.profile(bluesky_session)

    assert isinstance(before, Profile)
    assert (before.handle, before.display_name) == (bluesky_session.handle, "")
    assert isinstance(after, Profile)
    assert (after.display_name, after.description) == ("Alizé", "Air")
    assert after.followers is None


def test_a_picture_the_network_would_not_take_is_refused_before_it_leaves(
    bluesky: BlueskyConnector, bluesky_session: Session
) -> None:
    media, data = make_picture()
    nowhere = replace(bluesky_session, base_url="http://127.0.0.1:1")

    outcomes = (
        bluesky.upload(nowhere, media, b"x" * (MAX_PICTURE_BYTES + 1)),
        bluesky.upload(nowhere, replace(media, mime="image/svg+xml"), data),
        bluesky.upload(nowhere, media, data + b"x"),
    )

    codes = [(out.code, out.permanent) for out in outcomes if isinstance(out, Refused)]
    assert codes == [("picture_too_large", True), ("picture_type", True), ("picture_changed", True)]


def test_an_upload_can_be_repeated(bluesky: BlueskyConnector, bluesky_session: Session) -> None:
    media, data = make_picture()

    assert isinstance(media, Media)
    assert bluesky.upload(bluesky_session, media, data) == bluesky.upload(
        bluesky_session, media, data
    )


def test_a_picture_the_server_has_forgotten_is_a_refusal_that_says_so(
    bluesky: BlueskyConnector, bluesky_session: Session, pds: Pds
) -> None:
    media, _ = make_picture()
    blob = {
        "$type": "blob",
        "ref": {"$link": blob_cid(media.sha256)},
        "mimeType": media.mime,
        "size": 1,
    }
    never_uploaded = Uploaded(sha256=media.sha256, reference=json.dumps(blob))
    intent = make_intent(bluesky, Resolved(author=bluesky_session.account_id))
    request = bluesky.build(Fields(text="x", media=(media,)), intent, (never_uploaded,))

    outcome = bluesky.send(bluesky_session, request)

    assert isinstance(outcome, Refused)
    assert (outcome.code, outcome.permanent) == ("upload_lost", False)
    assert pds.posts(bluesky_session.account_id) == []
