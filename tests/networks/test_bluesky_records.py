"""Posts of Bluesky as bytes: keys, facets, blobs; pure, and the same for ever."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from atproto import client_utils, models
from hypothesis import given
from hypothesis import strategies as st

from gouvernail.networks.bluesky.names import (
    blob_cid,
    new_tid,
    post_uri,
    split_uri,
    timestamp,
)
from gouvernail.networks.bluesky.record import build_request, differences, facets_of
from gouvernail.networks.contract import Fields, Intent, Media, UnbuildableError, Uploaded

NOON = datetime(2026, 11, 17, 12, 0, 0, 123456, tzinfo=UTC)
INTENT = Intent(key="3lbaaaaaaaa2a", created_at=NOON, delivery_id="d", author="did:plc:abc")
TEXTS = st.text(st.characters(codec="utf-8"), max_size=60)


def make_media(order: int = 0, *, alt: str = "", size: int = 4) -> Media:
    return Media(
        sha256=f"{order}" * 64, mime="image/png", alt=alt, width=size, height=size, order=order
    )


def make_upload(media: Media) -> Uploaded:
    blob = {
        "$type": "blob",
        "ref": {"$link": blob_cid(media.sha256)},
        "mimeType": media.mime,
        "size": 1,
    }
    return Uploaded(sha256=media.sha256, reference=json.dumps(blob))


def test_a_key_says_its_time_and_sorts_by_it() -> None:
    keys = [new_tid(NOON + timedelta(microseconds=n), b"\xff\xff") for n in range(50)]

    assert keys == sorted(keys)
    assert all(a < b for a, b in pairwise(keys))
    assert all(len(key) == 13 and key[0] in "234567abcdefghij" for key in keys)


def test_a_key_is_the_one_the_specification_computes() -> None:
    alphabet = "234567abcdefghijklmnopqrstuvwxyz"

    key = new_tid(NOON, b"\x01\x02")

    number = 0
    for letter in key:
        number = number * 32 + alphabet.index(letter)
    assert number >> 10 == round(NOON.timestamp() * 1_000_000)
    assert number & 1023 == 0x0102


def test_chance_keeps_two_keys_of_one_instant_apart() -> None:
    assert new_tid(NOON, b"\x00\x01") != new_tid(NOON, b"\x00\x02")


def test_a_blob_is_named_by_the_digest_of_its_bytes() -> None:
    # The name of the empty file is well known: it is the raw SHA-256 CID of no bytes.
    empty = hashlib.sha256(b"").hexdigest()

    assert blob_cid(empty) == "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"


def test_addresses_of_posts_are_taken_apart_and_nothing_else_is() -> None:
    assert split_uri(post_uri("did:plc:abc", "3k")) == ("did:plc:abc", "3k")
    for other in ("", "at://", "https://a/app.bsky.feed.post/b", "at://a/app.bsky.feed.like/b"):
        with pytest.raises(ValueError, match="not the address"):
            split_uri(other)


def test_time_is_written_to_the_millisecond_and_never_rounded_up() -> None:
    for microsecond in (999_000, 999_999):
        at = NOON.replace(microsecond=microsecond)
        assert timestamp(at) == "2026-11-17T12:00:00.999Z"


@given(st.lists(st.tuples(st.sampled_from(["text", "link", "tag", "mention"]), TEXTS), max_size=8))
def test_facets_are_those_another_library_writes(parts: list[tuple[str, str]]) -> None:
    builder = client_utils.TextBuilder()
    mentions = {"ana.exemple.org": "did:plc:ana"}
    for kind, noise in parts:
        # Between the marks: text that no finder can take for a mark or glue to one.
        filler = "".join(letter for letter in noise if not letter.isascii() and letter > "⺀")
        builder.text(f" {filler} ")
        if kind == "link":
            builder.link("https://exemple.org/été", "https://exemple.org/été")
        elif kind == "tag":
            builder.tag("#Alizé", "Alizé")
        elif kind == "mention":
            builder.mention("@ana.exemple.org", "did:plc:ana")
        builder.text(" . ")

    ours = facets_of(builder.build_text(), mentions)

    theirs = [models.utils.get_model_as_dict(facet) for facet in builder.build_facets()]
    read = [models.get_or_create(one, models.AppBskyRichtextFacet.Main) for one in ours]
    assert [models.utils.get_model_as_dict(facet) for facet in read] == theirs


@given(TEXTS)
def test_every_facet_covers_whole_characters_inside_the_text(noise: str) -> None:
    text = f"{noise} @ana.exemple.org https://exemple.org/a #Alizé {noise}"
    encoded = text.encode()

    facets = facets_of(text, {"ana.exemple.org": "did:plc:ana"})

    places = [(one["index"]["byteStart"], one["index"]["byteEnd"]) for one in facets]
    assert all(0 <= start < end <= len(encoded) for start, end in places)
    assert all(encoded[start:end].decode() in text for start, end in places)
    assert all(one[1] <= other[0] for one, other in pairwise(places))


def test_the_same_post_always_makes_the_same_bytes() -> None:
    media = make_media(alt="é")
    fields = Fields(text="Été #Alizé", lang="fr", media=(media,))

    first = build_request(fields, INTENT, (make_upload(media),))
    second = build_request(fields, INTENT, (make_upload(media),))

    assert first == second
    assert first.sha256 == second.sha256
    body = json.loads(first.body)
    assert body["swapRecord"] is None
    assert (body["rkey"], body["repo"]) == (INTENT.key, "did:plc:abc")


def test_a_size_that_nobody_knows_is_left_out() -> None:
    media = make_media(size=0)

    body = json.loads(
        build_request(Fields(text="", media=(media,)), INTENT, (make_upload(media),)).body
    )

    assert "aspectRatio" not in body["record"]["embed"]["images"][0]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        (Fields(text="x", options={"visibility": "public"}), "unknown_option"),
        (Fields(text="x", media=tuple(make_media(n) for n in range(5))), "too_many_pictures"),
        (Fields(text="x", media=(make_media(),)), "picture_not_uploaded"),
        (
            Fields(text="x", media=(make_media(),), options={"card_url": "https://a.example"}),
            "unknown_option",
        ),
    ],
)
def test_what_can_never_be_a_post_is_not_built(fields: Fields, code: str) -> None:
    with pytest.raises(UnbuildableError) as refusal:
        build_request(fields, INTENT)

    assert refusal.value.code == code


HOSTILE_RECORDS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["text", "langs", "embed", "facets", "$type", "images", "image", "ref", "features"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["text", "langs", "embed", "facets"]), HOSTILE_RECORDS))
def test_comparing_survives_whatever_a_server_stores(record: dict[str, object]) -> None:
    fields = Fields(text="Voir https://exemple.org", media=(make_media(),))

    assert "media" in differences(record, fields, {})
