"""What is judged: a post, and the circumstances it is judged in."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from gouvernail.kernel.rules.canonical import Plain, digest_of
from gouvernail.kernel.text import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """One picture, film or sound that goes with a post, by its digest."""

    sha256: str = ""
    mime: str = ""
    alt: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A text about to be published, or published, on one network.

    `lang` is a two-letter code, `""` when unknown. `links` are those attached outside the text
    (a card, a button); those of the text are found in it. `tags` are the author's labels
    (`sponsored`, `offer`, `personal`...), which rules may ask for.
    """

    text: str
    lang: str = ""
    network: str = ""
    links: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Who publishes, where, when and for whom.

    `unit_path` goes from the root unit to the account's own. `at` is the instant it would
    appear (aware; judged in UTC), None when nobody has decided. `limits` are those the account's
    server announced; None means the network's usual ones.
    """

    unit_path: tuple[str, ...] = ()
    account: str = ""
    account_class: str = ""
    audience: tuple[str, ...] = ()
    limits: Limits | None = None
    at: datetime | None = None

    def on(self, at: datetime) -> "Context":
        """Return the same circumstances at another instant."""
        return replace(self, at=at)


def input_digest(post: Post, context: Context) -> str:
    """Return the digest of all that a verdict depends on besides the pack."""
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
        "limits": _limits(context.limits),
        "at": context.at.astimezone(UTC).isoformat() if context.at else None,
    }
    return digest_of(plain)


def _limits(limits: Limits | None) -> Plain:
    if limits is None:
        return None
    names = type(limits).__dataclass_fields__
    return {name: getattr(limits, name) for name in names}
