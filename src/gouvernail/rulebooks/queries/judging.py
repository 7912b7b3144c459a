"""Judging words as they stand, without keeping anything."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from gouvernail.foundation.digests import instant
from gouvernail.kernel.rules import Context, Media, Pack, Post, Verdict, judge_all
from gouvernail.kernel.text import Limits
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account, Connection
from gouvernail.rulebooks.models import PackVersion, StoredVerdict
from gouvernail.rulebooks.permissions import chain_of
from gouvernail.rulebooks.queries.packs import kernel_pack, packs_by_path


def account_limits(account: Account) -> Limits | None:
    """Return the limits that the account's own server announced; None: the network's usual ones.

    No query when the connection is loaded with the account.
    """
    connection: Connection | None = getattr(account, "connection", None)
    said = connection.limits if connection is not None else {}
    known = {name: said[name] for name in Limits.__dataclass_fields__ if said.get(name) is not None}
    return Limits(**known) if isinstance(known.get("characters"), int) else None


def post_of(
    text: str,
    *,
    account: Account | None,
    language: str = "",
    media: Sequence[Mapping[str, object]] = (),
    tags: Sequence[str] = (),
) -> Post:
    """Return what the rules read of a text and of its pictures.

    `media` are mappings with `sha256`, `mime`, `alt` and perhaps `credit`.
    """
    pictures = tuple(
        Media(
            sha256=str(one.get("sha256", "")),
            mime=str(one.get("mime", "")),
            alt=str(one.get("alt", "")),
            credit=str(one.get("credit", "")),
        )
        for one in media
    )
    network = account.network if account is not None else ""
    return Post(text=text, lang=language[:2], network=network, media=pictures, tags=tuple(tags))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """The packs in force for a unit, and the codes of the units from the top to it."""

    packs: tuple[Pack, ...]
    unit_path: tuple[str, ...]

    @property
    def digests(self) -> tuple[str, ...]:
        """Return the digests of the packs, in order."""
        return tuple(pack.digest for pack in self.packs)

    def context(self, account: Account | None, *, at: datetime | None) -> Context:
        """Return the circumstances of a post on `account`, appearing `at`. No query."""
        return Context(
            unit_path=self.unit_path,
            account=str(account.pk) if account is not None else "",
            account_class=account.kind if account is not None else "",
            limits=account_limits(account) if account is not None else None,
            at=at,
        )

    def judge(self, post: Post, context: Context) -> Verdict:
        """Return what the packs say together. No query; nothing is stored."""
        return judge_all(self.packs, post, context)


def rulebook_for(unit: Unit) -> Rulebook:
    """Return what judges the words of a unit. Two queries, three the first time."""
    return rulebooks_for([unit])[unit.path]


def rulebooks_for(units: Iterable[Unit]) -> dict[str, Rulebook]:
    """Return what judges the words of each unit, by its path. Two queries, three the first time."""
    chains = {unit.path: chain_of(unit) for unit in units}
    paths = {path for chain in chains.values() for path in chain}
    codes = dict(Unit.objects.filter(path__in=paths).values_list("path", "code"))
    packs = packs_by_path(paths)
    return {
        path: Rulebook(
            packs=tuple(pack for each in chain for pack in packs.get(each, ())),
            unit_path=tuple(codes[each] for each in chain if each in codes),
        )
        for path, chain in chains.items()
    }


def judge_text(  # noqa: PLR0913 -- the circumstances of a judgement; every caller names them
    text: str,
    *,
    account: Account | None,
    unit: Unit,
    language: str = "",
    media: Sequence[Mapping[str, object]] = (),
    tags: Sequence[str] = (),
    at: datetime | None = None,
    author: Person | None = None,  # noqa: ARG001 -- the licence of the author comes with training
) -> Verdict:
    """Return what the packs in force for `unit` say of a text; nothing is stored.

    `at` is when it would appear. Two queries, three the first time.
    """
    rulebook = rulebook_for(unit)
    post = post_of(text, account=account, language=language, media=media, tags=tags)
    return rulebook.judge(post, rulebook.context(account, at=at))


def words_as_plain(post: Post, context: Context) -> dict[str, object]:
    """Return a post and its circumstances as JSON, so that a verdict can be replayed."""
    limits = context.limits
    return {
        "text": post.text,
        "lang": post.lang,
        "network": post.network,
        "links": list(post.links),
        "media": [
            {"sha256": one.sha256, "mime": one.mime, "alt": one.alt, "credit": one.credit}
            for one in post.media
        ],
        "tags": list(post.tags),
        "unit_path": list(context.unit_path),
        "account": context.account,
        "account_class": context.account_class,
        "limits": None
        if limits is None
        else {name: getattr(limits, name) for name in Limits.__dataclass_fields__},
        "at": None if context.at is None else instant(context.at),
    }


def replayed(stored: StoredVerdict) -> Verdict | None:
    """Judge the kept input again with the packs of that day; None when a pack is not kept.

    Where identifiers were masked before it was stored, the rules that found them stay silent and
    the digest differs. One query for each pack.
    """
    versions = {
        version.digest: version
        for version in PackVersion.objects.filter(digest__in=stored.pack_digests).select_related(
            "pack"
        )
    }
    if any(digest not in versions for digest in stored.pack_digests):
        return None
    packs = [kernel_pack(versions[digest]) for digest in stored.pack_digests]
    return judge_all(packs, *_read(stored.masked_input))


def _read(plain: Mapping[str, object]) -> tuple[Post, Context]:
    said = dict(plain)
    at, limits = said["at"], said["limits"]
    media = [Media(**one) for one in said["media"]]  # type: ignore[attr-defined]  # our own JSON
    post = Post(
        text=str(said["text"]),
        lang=str(said["lang"]),
        network=str(said["network"]),
        links=tuple(said["links"]),  # type: ignore[arg-type]  # our own JSON
        media=tuple(media),
        tags=tuple(said["tags"]),  # type: ignore[arg-type]  # our own JSON
    )
    context = Context(
        unit_path=tuple(said["unit_path"]),  # type: ignore[arg-type]  # our own JSON
        account=str(said["account"]),
        account_class=str(said["account_class"]),
        limits=Limits(**limits) if isinstance(limits, dict) else None,
        at=datetime.fromisoformat(at) if isinstance(at, str) else None,
    )
    return post, context
