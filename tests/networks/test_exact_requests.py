"""Requests byte for byte, written out by hand, and every way a stored post can differ from one.

What people approved and what leaves are bound by digests: a field renamed, moved or forgotten in
the bytes is a failure here, even if our own reading back would forgive it.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from gouvernail.networks.bluesky import record
from gouvernail.networks.bluesky.names import blob_cid
from gouvernail.networks.building import refused_picture
from gouvernail.networks.contract import (
    Fields,
    Intent,
    Media,
    Refused,
    UnbuildableError,
    Uploaded,
    WireRequest,
)
from gouvernail.networks.mastodon import status

NOON = datetime(2026, 11, 17, 12, 0, 0, 123456, tzinfo=UTC)
ROOT = '{"cid":"bafyroot","uri":"at://did:plc:abc/app.bsky.feed.post/3lroot"}'
PARENT = '{"cid":"bafyparent","uri":"at://did:plc:abc/app.bsky.feed.post/3lparent"}'
TEXT = "Été @Ana.exemple.org exemple.org/a #Alizé"
INTENT = Intent(
    key="3lbaaaaaaaa2a",
    created_at=NOON,
    delivery_id="d",
    author="did:plc:abc",
    mentions={"ana.exemple.org": "did:plc:ana"},
)
ANSWER = replace(INTENT, root=ROOT, parent=PARENT)
SEA = Media(sha256="a" * 64, mime="image/png", alt="La mer", width=640, height=1, order=1)
MAST = Media(sha256="b" * 64, mime="image/png", alt="Un mât", width=1, height=480, order=0)
CARD = {"card_url": "https://exemple.org/", "card_title": "Titre", "card_description": "Mots"}
FACETS = [
    {
        "features": [{"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:ana"}],
        "index": {"byteEnd": 22, "byteStart": 6},
    },
    {
        "features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://exemple.org/a"}],
        "index": {"byteEnd": 36, "byteStart": 23},
    },
    {
        "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "Alizé"}],
        "index": {"byteEnd": 44, "byteStart": 37},
    },
]


def blob(media: Media) -> dict[str, Any]:
    link = blob_cid(media.sha256)
    return {"$type": "blob", "mimeType": media.mime, "ref": {"$link": link}, "size": 7}


def uploads(*pictures: Media) -> tuple[Uploaded, ...]:
    return tuple(Uploaded(sha256=one.sha256, reference=json.dumps(blob(one))) for one in pictures)


def image(media: Media) -> dict[str, Any]:
    ratio = {"height": media.height, "width": media.width}
    return {"alt": media.alt, "aspectRatio": ratio, "image": blob(media)}


def as_bytes(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


IMAGES = {"$type": "app.bsky.embed.images", "images": [image(MAST), image(SEA)]}
EXTERNAL = {
    "$type": "app.bsky.embed.external",
    "external": {"description": "Mots", "title": "Titre", "uri": "https://exemple.org/"},
}
STORED = {
    "$type": "app.bsky.feed.post",
    "createdAt": "2026-11-17T12:00:00.123Z",
    "facets": FACETS,
    "langs": ["fr-CA"],
    "text": TEXT,
}
WORDS = Fields(text=TEXT, lang="fr-CA")
PICTURES = replace(WORDS, media=(SEA, MAST))
LINKED = replace(WORDS, options=CARD)


@pytest.mark.parametrize(
    ("fields", "intent", "expected"),
    [
        (WORDS, INTENT, STORED),
        (PICTURES, INTENT, {**STORED, "embed": IMAGES}),
        (LINKED, INTENT, {**STORED, "embed": EXTERNAL}),
        (
            WORDS,
            ANSWER,
            {**STORED, "reply": {"parent": json.loads(PARENT), "root": json.loads(ROOT)}},
        ),
    ],
)
def test_a_bluesky_post_is_these_bytes(
    fields: Fields, intent: Intent, expected: dict[str, Any]
) -> None:
    request = record.build_request(fields, intent, uploads(SEA, MAST))

    assert request == WireRequest(
        method="POST",
        path="/xrpc/com.atproto.repo.putRecord",
        content_type="application/json",
        body=as_bytes(
            {
                "collection": "app.bsky.feed.post",
                "record": expected,
                "repo": "did:plc:abc",
                "rkey": "3lbaaaaaaaa2a",
                "swapRecord": None,
                "validate": True,
            }
        ),
    )


def test_a_bluesky_post_of_words_alone_says_nothing_more() -> None:
    bare = replace(INTENT, mentions={})

    body = json.loads(record.build_request(Fields(text="Rien"), bare).body)

    assert set(body["record"]) == {"$type", "createdAt", "text"}


@pytest.mark.parametrize("size", [{"width": 0}, {"height": 0}])
def test_half_a_size_is_no_size(size: dict[str, int]) -> None:
    half = replace(SEA, **size)  # type: ignore[arg-type]  # one of two numbers
    request = record.build_request(Fields(text="", media=(half,)), INTENT, uploads(half))

    (stored,) = json.loads(request.body)["record"]["embed"]["images"]
    assert "aspectRatio" not in stored


def test_a_card_without_words_keeps_its_address() -> None:
    fields = Fields(text="", options={"card_url": "https://exemple.org/"})

    external = json.loads(record.build_request(fields, INTENT).body)["record"]["embed"]["external"]

    assert external == {"description": "", "title": "", "uri": "https://exemple.org/"}


MASTODON = {
    "language": "fr",
    "media_ids": ["2", "1"],
    "sensitive": True,
    "spoiler_text": "Mer",
    "status": TEXT,
}
OPTIONS = {"visibility": "unlisted", "spoiler_text": "Mer", "sensitive": "true"}
NAMES = (Uploaded(sha256="a" * 64, reference="1"), Uploaded(sha256="b" * 64, reference="2"))


def test_a_mastodon_post_is_these_bytes() -> None:
    fields = replace(PICTURES, options=OPTIONS)

    assert status.build_request(fields, replace(INTENT, parent="41"), NAMES) == WireRequest(
        method="POST",
        path="/api/v1/statuses",
        content_type="application/json",
        body=as_bytes({**MASTODON, "in_reply_to_id": "41", "visibility": "unlisted"}),
        headers=(("Idempotency-Key", "3lbaaaaaaaa2a"),),
    )
    assert status.build_edit(fields, "4/1", NAMES) == WireRequest(
        method="PUT",
        path="/api/v1/statuses/4%2F1",
        content_type="application/json",
        body=as_bytes(MASTODON),
    )


def test_a_mastodon_post_of_words_alone_says_its_words_and_that_it_is_public() -> None:
    plain = Fields(text="Rien", options={"sensitive": "false"})

    assert status.build_request(plain, INTENT).body == b'{"status":"Rien","visibility":"public"}'


def test_the_digest_of_a_request_is_of_every_part_after_its_length() -> None:
    request = WireRequest(
        method="PUT", path="/é", content_type="t", body=b"{}", headers=(("N", "value"),)
    )
    parts = [b"PUT", "/é".encode(), b"t", b"N", b"value", b"{}"]
    written = b"".join(b"\0" * 7 + bytes([len(part)]) + part for part in parts)

    assert request.sha256 == hashlib.sha256(written).hexdigest()


BLUESKY_CHANGES: list[tuple[Fields, dict[str, Any], tuple[str, ...]]] = [
    (WORDS, {}, ()),
    (WORDS, {"text": "Other"}, ("text",)),
    (WORDS, {"langs": ["en"]}, ("lang",)),
    (WORDS, {"langs": None}, ("lang",)),
    (WORDS, {"facets": FACETS[:2]}, ("links",)),
    (WORDS, {"facets": [FACETS[0], FACETS[2]]}, ("links",)),
    (WORDS, {"facets": FACETS[1:]}, ("mentions",)),
    (WORDS, {"facets": "none"}, ("links", "mentions")),
    (WORDS, {"embed": IMAGES}, ("media", "alt")),
    (WORDS, {"embed": EXTERNAL}, ("card",)),
    (PICTURES, {"embed": IMAGES}, ()),
    (PICTURES, {}, ("media", "alt")),
    (PICTURES, {"embed": {**IMAGES, "images": [image(SEA), image(MAST)]}}, ("media", "alt")),
    (PICTURES, {"embed": {**IMAGES, "images": [image(MAST) | {"alt": ""}, image(SEA)]}}, ("alt",)),
    (LINKED, {"embed": EXTERNAL}, ()),
    (LINKED, {}, ("card",)),
    (LINKED, {"embed": {**EXTERNAL, "$type": "app.bsky.embed.record"}}, ("card",)),
]


@pytest.mark.parametrize(("fields", "changed", "expected"), BLUESKY_CHANGES)
def test_what_a_bluesky_server_changed_is_named(
    fields: Fields, changed: dict[str, Any], expected: tuple[str, ...]
) -> None:
    assert record.differences({**STORED, **changed}, fields, INTENT.mentions) == expected


def test_who_answers_to_a_handle_may_be_left_uncompared() -> None:
    assert record.differences({**STORED, "facets": FACETS[1:]}, WORDS, None) == ()
    assert record.differences({"text": "Rien"}, Fields(text="Rien"), {}) == ()


FULL = replace(PICTURES, options=OPTIONS)
TOLD: dict[str, Any] = {
    "id": 41,
    "in_reply_to_id": 40,
    "language": "fr",
    "media_attachments": [{"description": "Un mât "}, {"description": "La mer"}],
    "spoiler_text": " Mer",
    "text": TEXT,
    "uri": "https://exemple.social/41",
    "visibility": "unlisted",
}
MASTODON_CHANGES: list[tuple[dict[str, Any], tuple[str, ...]]] = [
    ({}, ()),
    ({"text": "Other"}, ("text",)),
    ({"text": f" {TEXT}\r\n"}, ()),
    ({"text": TEXT.replace(" ", "  ")}, ("text",)),
    ({"text": None, "content": f"<p>{TEXT}</p>"}, ()),
    ({"text": None, "content": "<p>Other</p>"}, ("text",)),
    ({"language": "en"}, ("lang",)),
    ({"media_attachments": None}, ("media", "alt")),
    ({"media_attachments": [{"description": "Un mât"}, "?"]}, ("alt",)),
    ({"visibility": "public"}, ("visibility",)),
    ({"spoiler_text": None}, ("warning",)),
]


@pytest.mark.parametrize(("changed", "expected"), MASTODON_CHANGES)
def test_what_a_mastodon_server_changed_is_named(
    changed: dict[str, Any], expected: tuple[str, ...]
) -> None:
    assert status.differences({**TOLD, **changed}, FULL, source=None, exact=True) == expected


def test_language_and_visibility_count_only_where_a_server_keeps_them() -> None:
    other = {**TOLD, "language": "en", "visibility": "public"}
    unsaid = replace(FULL, lang="", options={"spoiler_text": "Mer"})

    assert status.differences(other, FULL, source=TEXT, exact=False) == ()
    assert status.differences(other, unsaid, source=TEXT, exact=True) == ()
    assert status.differences(TOLD, FULL, source="Other", exact=True) == ("text",)


def test_a_post_that_is_there_says_where_it_is_and_what_it_answers() -> None:
    seen = status.found(TOLD, ("text",), None)

    assert (seen.remote_id, seen.reference, seen.reply_to) == ("41", "41", "40")
    assert (seen.url, seen.text, seen.matches) == ("https://exemple.social/41", TEXT, False)
    assert seen.differences == ("text",)
    assert status.found({**TOLD, "url": "https://exemple.social/@a/41"}, (), "Rien").url == (
        "https://exemple.social/@a/41"
    )
    assert status.found(TOLD, (), "Rien").text == "Rien"


@pytest.mark.parametrize("said", ["2026-11-17T12:00:00", "2026-11-17T13:00:00+01:00"])
def test_a_time_without_a_zone_is_of_the_server_in_utc(said: str) -> None:
    assert status.created_at({"created_at": said}) == NOON.replace(microsecond=0)
    assert status.created_at({"created_at": None}) is None


def test_a_post_of_bluesky_names_itself_only_when_the_server_told_both() -> None:
    assert record.reference_of("at://a", "bafy") == '{"cid":"bafy","uri":"at://a"}'
    for uri, cid in ((None, "bafy"), ("at://a", None), ("at://a", "")):
        assert record.reference_of(uri, cid) == ""
    assert record.answered_by({"reply": {"parent": {"uri": "at://a"}}}) == "at://a"
    assert record.answered_by({"reply": None}) == ""


@pytest.mark.parametrize(
    ("data", "most", "types", "code"),
    [
        (b"four", 4, ["image/png"], None),
        (b"four", None, ["image/png"], None),
        (b"four", 3, ["image/png"], "picture_too_large"),
        (b"four", 4, ["image/jpeg"], "picture_type"),
        (b"fore", 4, ["image/png"], "picture_changed"),
    ],
)
def test_a_picture_is_handed_over_only_if_it_is_the_approved_one(
    data: bytes, most: int | None, types: list[str], code: str | None
) -> None:
    media = replace(SEA, sha256=hashlib.sha256(b"four").hexdigest())

    refused = refused_picture(media, data, network="Here", types=types, most_bytes=most)

    if code is None:
        assert refused is None
    else:
        assert isinstance(refused, Refused)
        assert (refused.code, refused.permanent) == (code, True)


@pytest.mark.parametrize("build", [record.build_request, status.build_request])
def test_four_pictures_are_a_post_and_five_are_none(build: Callable[..., WireRequest]) -> None:
    pictures = tuple(replace(SEA, sha256=f"{n}" * 64, order=n) for n in range(5))

    assert build(replace(WORDS, media=pictures[:4]), INTENT, uploads(*pictures)).body
    with pytest.raises(UnbuildableError) as refused:
        build(replace(WORDS, media=pictures), INTENT, uploads(*pictures))
    assert refused.value.code == "too_many_pictures"


def test_who_may_see_a_mastodon_post_is_one_of_three() -> None:
    for visibility in ("public", "unlisted", "private"):
        body = status.build_request(replace(WORDS, options={"visibility": visibility}), INTENT).body
        assert json.loads(body)["visibility"] == visibility
    with pytest.raises(UnbuildableError) as refused:
        status.build_request(replace(WORDS, options={"visibility": "direct"}), INTENT)
    assert refused.value.code == "unknown_option"


def test_lines_end_in_their_own_way_on_a_server_and_words_are_compared() -> None:
    lines = Fields(text="One\r\ntwo")

    assert status.differences({"text": "One\ntwo"}, lines, source=None, exact=False) == ()
    assert status.differences({}, lines, source="One\r\ntwo", exact=False) == ()
    assert status.differences({"text": "One two"}, lines, source=None, exact=False) == ("text",)
    assert status.differences({"content": "One  two"}, lines, source=None, exact=False) == ()
    rendered = {"content": "<p>Other</p>", "text": "One\ntwo"}
    assert status.differences(rendered, lines, source=None, exact=False) == ()
    assert status.differences({"content": "<p>One two</p>"}, lines, source="X", exact=False) == (
        "text",
    )
