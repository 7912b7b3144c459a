"""Read the examples of a rule: a text, or a text with the circumstances it is judged in."""

from typing import Final

from ruamel.yaml.nodes import MappingNode, Node

from gouvernail.kernel.rules.conditions import When
from gouvernail.kernel.rules.fields import Fields
from gouvernail.kernel.rules.pack import Example
from gouvernail.kernel.rules.post import Author, Context, Media, Neighbour, Post, Proof, Standing
from gouvernail.kernel.rules.shapes import (
    DAY,
    INSTANT,
    TEXT,
    TEXTS,
    Keys,
    each,
    keys,
    number,
)

EXAMPLE_LIMIT: Final = 10_000
_LARGEST: Final = 999_999_999
_LEVELS: Final = 5

MEDIA_KEYS: Final[Keys] = {
    "sha256": TEXT,
    "mime": TEXT,
    "alt": TEXT,
    "credit": TEXT,
    "rights_until": DAY,
    "licence": TEXT,
    "territory": TEXTS,
    "size": number(0, _LARGEST),
    "width": number(0, _LARGEST),
    "height": number(0, _LARGEST),
    "origin": TEXT,
}
PROOF_KEYS: Final[Keys] = {"ref": TEXT, "on": DAY, "until": DAY, "claim": TEXT}
AUTHOR_KEYS: Final[Keys] = {"licences": TEXTS, "seats": TEXTS, "signed": TEXT}
STANDING_KEYS: Final[Keys] = {
    "status": TEXT,
    "custody": number(0, _LEVELS),
    "ways_in": number(0, _LARGEST),
}
NEIGHBOUR_KEYS: Final[Keys] = {
    "text": TEXT,
    "who": TEXT,
    "account": TEXT,
    "network": TEXT,
    "lang": TEXT,
    "at": INSTANT,
    "ref": TEXT,
}
EXAMPLE_KEYS: Final[Keys] = {
    "text": TEXT,
    "network": TEXT,
    "lang": TEXT,
    "tags": TEXTS,
    "links": TEXTS,
    "unit": TEXTS,
    "audience": TEXTS,
    "account": TEXT,
    "at": INSTANT,
    "origin": TEXT,
    "territory": TEXTS,
    "names": TEXTS,
    "on_account": TEXT,
    "media": each(keys(MEDIA_KEYS)),
    "proofs": each(keys(PROOF_KEYS)),
    "author": keys(AUTHOR_KEYS),
    "standing": keys(STANDING_KEYS),
    "neighbours": each(keys(NEIGHBOUR_KEYS)),
}


def read_examples(fields: Fields, when: When) -> tuple[Example, ...]:
    """Read the examples of a rule, at least one that raises it and one that passes."""
    inner = fields.child("examples", required=True)
    if inner is None:
        return ()
    found = [
        _read_example(inner, node, key, when)
        for key in ("raises", "passes")
        for node in inner.nodes(key)
    ]
    inner.close()
    if len({example.raises for example in found}) < 2:  # noqa: PLR2004 -- one of each
        inner.fault(None, "no_examples")
    return tuple(found)


def _read_example(fields: Fields, node: Node, key: str, when: When) -> Example:
    """Read a text, or a text with its circumstances; what is not said is what `when` asks."""
    line = node.start_mark.line + 1
    raises = key == "raises"
    post = Post(
        text="",
        network=_first(when.network),
        lang=_first(when.language),
        tags=when.tags[:1],
        origin=_first(when.origin),
    )
    context = Context(
        unit_path=when.unit[:1], audience=when.audience[:1], account_class=_first(when.account)
    )
    if isinstance(node, MappingNode):
        inner = Fields(fields.reading, node, key)
        post, context = _read_post(inner, post), _read_context(inner, context)
        inner.close()
    else:
        text = fields.text_of(node, key, limit=EXAMPLE_LIMIT)
        post = Post(
            text=text, network=post.network, lang=post.lang, tags=post.tags, origin=post.origin
        )
    return Example(post=post, context=context, raises=raises, line=line)


def _read_post(fields: Fields, asked: Post) -> Post:
    tags = fields.texts("tags")
    return Post(
        text=fields.text("text", required=True, limit=EXAMPLE_LIMIT),
        network=fields.text("network") or asked.network,
        lang=fields.text("lang") or asked.lang,
        tags=tags if fields.has("tags") else asked.tags,
        links=fields.texts("links"),
        origin=fields.text("origin") or asked.origin,
        media=tuple(_read_media(each) for each in _children(fields, "media")),
        proofs=tuple(_read_proof(each) for each in _children(fields, "proofs")),
    )


def _read_context(fields: Fields, asked: Context) -> Context:
    return Context(
        unit_path=fields.texts("unit") or asked.unit_path,
        audience=fields.texts("audience") or asked.audience,
        account=fields.text("on_account"),
        account_class=fields.text("account") or asked.account_class,
        at=fields.instant("at"),
        author=_read_author(fields.child("author")),
        standing=_read_standing(fields.child("standing")),
        territory=fields.texts("territory"),
        names=fields.texts("names"),
        neighbours=tuple(_read_neighbour(each) for each in _children(fields, "neighbours")),
    )


def _children(fields: Fields, key: str) -> list[Fields]:
    return [Fields(fields.reading, node, key) for node in fields.mappings(key)]


def _read_media(fields: Fields) -> Media:
    media = Media(
        sha256=fields.text("sha256"),
        mime=fields.text("mime"),
        alt=fields.text("alt", limit=EXAMPLE_LIMIT),
        credit=fields.text("credit"),
        rights_until=fields.day("rights_until"),
        licence=fields.text("licence"),
        territory=fields.texts("territory"),
        size=fields.number("size", low=0, high=_LARGEST),
        width=fields.number("width", low=0, high=_LARGEST),
        height=fields.number("height", low=0, high=_LARGEST),
        origin=fields.text("origin"),
    )
    fields.close()
    return media


def _read_proof(fields: Fields) -> Proof:
    proof = Proof(
        ref=fields.text("ref", required=True),
        on=fields.day("on"),
        until=fields.day("until"),
        claim=fields.text("claim", limit=EXAMPLE_LIMIT),
    )
    fields.close()
    return proof


def _read_author(fields: Fields | None) -> Author | None:
    if fields is None:
        return None
    author = Author(
        licences=fields.texts("licences"),
        seats=fields.texts("seats"),
        signed=fields.text("signed"),
    )
    fields.close()
    return author


def _read_standing(fields: Fields | None) -> Standing | None:
    if fields is None:
        return None
    standing = Standing(
        status=fields.text("status"),
        custody=fields.number("custody", low=0, high=_LEVELS),
        ways_in=fields.number("ways_in", low=0, high=_LARGEST),
    )
    fields.close()
    return standing


def _read_neighbour(fields: Fields) -> Neighbour:
    neighbour = Neighbour(
        text=fields.text("text", required=True, limit=EXAMPLE_LIMIT),
        who=fields.text("who"),
        account=fields.text("account"),
        network=fields.text("network"),
        lang=fields.text("lang"),
        at=fields.instant("at"),
        ref=fields.text("ref"),
    )
    fields.close()
    return neighbour


def _first(values: tuple[str, ...]) -> str:
    return values[0] if values else ""
