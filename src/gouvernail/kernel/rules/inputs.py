"""What a verdict depends on besides the pack: its digest, and the way to JSON and back."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from typing import Final, TypeVar, cast

from gouvernail.kernel.rules.canonical import Plain, digest_of
from gouvernail.kernel.rules.post import Author, Context, Media, Neighbour, Post, Proof, Standing
from gouvernail.kernel.text import Limits

INPUT_VERSION: Final = 2
_NESTED: Final[Mapping[str, type]] = {
    "author": Author,
    "limits": Limits,
    "media": Media,
    "neighbours": Neighbour,
    "proofs": Proof,
    "standing": Standing,
}
_DAYS: Final = frozenset({"rights_until", "on", "until"})

Made = TypeVar("Made")


def input_digest(post: Post, context: Context) -> str:
    """Return the digest of all that a verdict depends on besides the pack.

    An input that says nothing of what came with version 2 has the digest it had before, so that
    old verdicts still replay to the same identifier.
    """
    plain: dict[str, Plain] = {
        "text": post.text,
        "lang": post.lang,
        "network": post.network,
        "links": post.links,
        "media": [
            {"sha256": m.sha256, "mime": m.mime, "alt": m.alt, "credit": m.credit}
            for m in post.media
        ],
        "tags": sorted(post.tags),
        "unit_path": context.unit_path,
        "account": context.account,
        "account_class": context.account_class,
        "audience": sorted(context.audience),
        "limits": _plain(context.limits),
        "at": context.at.astimezone(UTC).isoformat() if context.at else None,
    }
    more = _since_version_2(post, context)
    if any(more.values()) or any(_says_more(media) for media in post.media):
        plain |= {"version": INPUT_VERSION, **more, "media": _plain(post.media)}
    return digest_of(plain)


def _since_version_2(post: Post, context: Context) -> dict[str, Plain]:
    """Return what version 1 did not know, empty values where nothing is said."""
    return {
        "origin": post.origin,
        "proofs": [_plain_proof(proof) for proof in post.proofs],
        "author": _plain(context.author),
        "standing": _plain(context.standing),
        "territory": sorted(context.territory),
        "names": sorted(context.names),
        "neighbours": _plain(context.neighbours),
    }


def _plain_proof(proof: Proof) -> Plain:
    """Return a proof as JSON, as it was before it could name the sentence it supports."""
    plain = _plain_fields(proof)
    return plain if proof.claim else {name: plain[name] for name in plain if name != "claim"}


def _says_more(media: Media) -> bool:
    return replace(media, sha256="", mime="", alt="", credit="") != _SILENT


_SILENT: Final = Media()


def plain_input(post: Post, context: Context) -> dict[str, Plain]:
    """Return a post and its circumstances as JSON: `read_input` gives them back."""
    return {"version": INPUT_VERSION, **_plain_fields(post), **_plain_fields(context)}


def read_input(plain: Mapping[str, object]) -> tuple[Post, Context]:
    """Return what `plain_input` wrote; what an older version did not know keeps its default."""
    return _made(Post, plain), _made(Context, plain)


def _plain(value: object) -> Plain:
    """Return a value as JSON: instants in UTC and days as ISO 8601 writes them."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return _plain_fields(value) if is_dataclass(value) else cast("Plain", value)


def _plain_fields(value: object) -> dict[str, Plain]:
    return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}  # type: ignore[arg-type]  # callers pass dataclasses


def _made(kind: type[Made], plain: Mapping[str, object]) -> Made:
    known = [each.name for each in fields(kind)]  # type: ignore[arg-type]  # callers pass dataclasses
    return kind(**{name: _value(name, plain[name]) for name in known if name in plain})


def _value(name: str, value: object) -> object:
    if isinstance(value, list):
        return tuple(_value(name, each) for each in value)
    if isinstance(value, Mapping):
        return _made(_NESTED[name], value)
    if isinstance(value, str) and name == "at":
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(value, str) and name in _DAYS else value
