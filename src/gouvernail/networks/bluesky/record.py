"""Posts as records: pure functions from approved fields to bytes, and back to compare.

Source of the shapes: the lexicons `app.bsky.feed.post`, `app.bsky.richtext.facet`,
`app.bsky.embed.images`, `app.bsky.embed.external`, `com.atproto.repo.putRecord`.
"""

import json
from collections.abc import Mapping
from typing import Any

from gouvernail.kernel.text.entities import find_hashtags, find_links, find_mentions
from gouvernail.networks.bluesky.names import POSTS, blob_cid, timestamp
from gouvernail.networks.building import check_fields, json_bytes, references_of
from gouvernail.networks.contract import Fields, Intent, UnbuildableError, Uploaded, WireRequest

MAX_PICTURES = 4
_OPTIONS = frozenset({"card_url", "card_title", "card_description"})
_FACET = "app.bsky.richtext.facet"
_IMAGES = "app.bsky.embed.images"
_EXTERNAL = "app.bsky.embed.external"
_NO_RECORD: Mapping[str, Any] = {}

Json = dict[str, Any]


def build_request(
    fields: Fields, intent: Intent, uploads: tuple[Uploaded, ...] = ()
) -> WireRequest:
    """Return the call that creates the post under the key of the intent, or finds it there.

    Raises:
        UnbuildableError: an unknown option, too many pictures, or one not uploaded.
    """
    _check(fields)
    body = {
        "repo": intent.author,
        "collection": POSTS,
        "rkey": intent.key,
        "swapRecord": None,
        "validate": True,
        "record": _record(fields, intent, uploads),
    }
    return WireRequest(
        method="POST",
        path="/xrpc/com.atproto.repo.putRecord",
        content_type="application/json",
        body=json_bytes(body),
    )


def _check(fields: Fields) -> None:
    check_fields(fields, network="Bluesky", options=_OPTIONS, most_pictures=MAX_PICTURES)
    if fields.media and fields.options:
        raise UnbuildableError("unknown_option", "A post has pictures or a card, not both.")


def _record(fields: Fields, intent: Intent, uploads: tuple[Uploaded, ...]) -> Json:
    record: Json = {
        "$type": POSTS,
        "text": fields.text,
        "createdAt": timestamp(intent.created_at),
    }
    if intent.parent:
        record["reply"] = {"root": json.loads(intent.root), "parent": json.loads(intent.parent)}
    if fields.lang:
        record["langs"] = [fields.lang]
    if facets := facets_of(fields.text, intent.mentions):
        record["facets"] = facets
    if fields.media:
        record["embed"] = _images(fields, uploads)
    elif fields.options.get("card_url"):
        record["embed"] = _card(fields)
    return record


def facets_of(text: str, mentions: Mapping[str, str]) -> list[Json]:
    """Return links, resolved mentions and hashtags with their places in UTF-8 bytes.

    In the order of the text; a mention that nobody answers to stays plain text.
    """
    found: list[tuple[int, int, Json]] = []
    for link in find_links(text):
        uri = link.url if "://" in link.url else f"https://{link.url}"
        found.append((link.start, link.end, {"$type": f"{_FACET}#link", "uri": uri}))
    for mention in find_mentions(text, "bluesky"):
        did = mentions.get(mention.handle.lower())
        if did:
            found.append((mention.start, mention.end, {"$type": f"{_FACET}#mention", "did": did}))
    found += [
        (tag.start, tag.end, {"$type": f"{_FACET}#tag", "tag": tag.tag})
        for tag in find_hashtags(text)
    ]
    return [
        {
            "index": {
                "byteStart": len(text[:start].encode()),
                "byteEnd": len(text[:end].encode()),
            },
            "features": [feature],
        }
        for start, end, feature in sorted(found, key=lambda one: one[:2])
    ]


def _images(fields: Fields, uploads: tuple[Uploaded, ...]) -> Json:
    images: list[Json] = []
    for media, reference in references_of(fields, uploads):
        image: Json = {"alt": media.alt, "image": json.loads(reference)}
        if media.width > 0 and media.height > 0:
            image["aspectRatio"] = {"width": media.width, "height": media.height}
        images.append(image)
    return {"$type": _IMAGES, "images": images}


def _card(fields: Fields) -> Json:
    return {
        "$type": _EXTERNAL,
        "external": {
            "uri": fields.options["card_url"],
            "title": fields.options.get("card_title", ""),
            "description": fields.options.get("card_description", ""),
        },
    }


def differences(
    record: Mapping[str, Any], fields: Fields, mentions: Mapping[str, str] | None
) -> tuple[str, ...]:
    """Return the parts of a stored record that are not what was approved.

    Pictures are compared by the digest of their bytes. `mentions` None leaves the accounts
    behind the handles uncompared, since who answers to a handle may change.
    """
    embed = _mapping(record.get("embed"))
    images = embed.get("images") if embed.get("$type") == _IMAGES else None
    stored = [_mapping(image) for image in _items(images)]
    media = fields.ordered_media()
    expected = facets_of(fields.text, mentions or {})
    facets = record.get("facets") or []
    parts = {
        "text": record.get("text") == fields.text,
        "lang": (record.get("langs") or []) == ([fields.lang] if fields.lang else []),
        "media": [cid_of(image) for image in stored] == [blob_cid(one.sha256) for one in media],
        "alt": [image.get("alt") for image in stored] == [one.alt for one in media],
        "card": _stored_card(embed) == _expected_card(fields),
        "links": _of_kind(facets, "link", "tag") == _of_kind(expected, "link", "tag"),
        "mentions": mentions is None
        or _of_kind(facets, "mention") == _of_kind(expected, "mention"),
    }
    return tuple(name for name, same in parts.items() if not same)


def reference_of(uri: object, cid: object) -> str:
    """Return what an answer to a post names it by; empty when the server did not say."""
    known = isinstance(uri, str) and isinstance(cid, str) and bool(cid)
    return json_bytes({"uri": uri, "cid": cid}).decode() if known else ""


def answered_by(record: Mapping[str, Any]) -> str:
    """Return the address of the post that a record answers, or nothing."""
    return str(_mapping(_mapping(record.get("reply")).get("parent")).get("uri") or "")


def root_of(record: Mapping[str, Any]) -> str:
    """Return the reference of the first post of the thread a record is in; empty for that one."""
    root = _mapping(_mapping(record.get("reply")).get("root"))
    return reference_of(root.get("uri"), root.get("cid"))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else _NO_RECORD


def _items(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def cid_of(image: Mapping[str, Any]) -> object:
    """Return the name of the bytes of one picture of a record, or None."""
    return _mapping(_mapping(image.get("image")).get("ref")).get("$link")


def _stored_card(embed: Mapping[str, Any]) -> object:
    return embed.get("external") if embed.get("$type") == _EXTERNAL else None


def _expected_card(fields: Fields) -> object:
    wanted = bool(fields.options.get("card_url")) and not fields.media
    return _card(fields)["external"] if wanted else None


def _of_kind(facets: object, *kinds: str) -> list[object]:
    if not isinstance(facets, list):
        return [facets]
    wanted = {f"{_FACET}#{kind}" for kind in kinds}
    return [
        (_mapping(facet).get("index"), feature)
        for facet in facets
        for feature in _items(_mapping(facet).get("features"))
        if _mapping(feature).get("$type") in wanted
    ]
