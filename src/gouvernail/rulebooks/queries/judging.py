"""Judging words as they stand, without keeping anything."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from gouvernail.foundation.clock import now
from gouvernail.kernel.rules import (
    Author,
    Context,
    Control,
    Media,
    Neighbour,
    Pack,
    Post,
    Proof,
    Verdict,
    judge_all,
    mask_identifiers,
    plain_input,
    read_input,
)
from gouvernail.kernel.text import Limits
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account, Connection
from gouvernail.rulebooks.models import PackVersion, StoredVerdict
from gouvernail.rulebooks.permissions import chain_of
from gouvernail.rulebooks.queries.facts import account_facts, audience_of, author_facts
from gouvernail.rulebooks.queries.packs import (
    VersionRow,
    bound_by_path,
    bounds_of,
    kernel_pack,
    latest_at,
    read_versions,
    versions_that_bound,
)
from gouvernail.rulebooks.queries.rulings import (
    AS_WRITTEN,
    Applied,
    Bound,
    Rulings,
    Said,
    judged_as_ruled,
    rulings_at,
    rulings_between,
    rulings_for,
    rulings_of,
)


def account_limits(account: Account) -> Limits | None:
    """Return the limits that the account's own server announced; None: the network's usual ones.

    No query when the connection is loaded with the account.
    """
    connection: Connection | None = getattr(account, "connection", None)
    said = connection.limits if connection is not None else {}
    known = {name: said[name] for name in Limits.__dataclass_fields__ if said.get(name) is not None}
    return Limits(**known) if isinstance(known.get("characters"), int) else None


def post_of(  # noqa: PLR0913 -- what a post is made of; every caller names it
    text: str,
    *,
    account: Account | None,
    language: str = "",
    media: Sequence[Mapping[str, object]] = (),
    tags: Sequence[str] = (),
    origin: str = "",
    proofs: Sequence[Proof] = (),
) -> Post:
    """Return what the rules read of a text and of its pictures.

    `media` are mappings with `sha256`, `mime`, `alt` and perhaps the other fields of `Media`;
    `origin` is `ai`, `assisted`, `human` or unknown.
    """
    return Post(
        text=text,
        lang=language[:2],
        network=account.network if account is not None else "",
        media=tuple(_media_of(one) for one in media),
        tags=tuple(tags),
        origin=origin,
        proofs=tuple(proofs),
    )


def _media_of(said: Mapping[str, object]) -> Media:
    until, places = said.get("rights_until") or None, said.get("territory")
    if isinstance(until, str):
        until = date.fromisoformat(until)
    return Media(
        sha256=_word(said, "sha256"),
        mime=_word(said, "mime"),
        alt=_word(said, "alt"),
        credit=_word(said, "credit"),
        rights_until=until if isinstance(until, date) else None,
        licence=_word(said, "licence"),
        territory=tuple(map(str, places)) if isinstance(places, list | tuple) else (),
        size=_whole(said, "size"),
        width=_whole(said, "width"),
        height=_whole(said, "height"),
        origin=_word(said, "origin"),
    )


def _word(said: Mapping[str, object], name: str) -> str:
    return str(said.get(name) or "")


def _whole(said: Mapping[str, object], name: str) -> int | None:
    value = said.get(name)
    return value if isinstance(value, int) else None


@dataclass(frozen=True, kw_only=True)
class Rulebook:
    """The packs in force for a unit, and the codes of the units from the top to it.

    `rulings` are the levels and waivers decided for them; `bounds` say whose each pack is.
    """

    packs: tuple[Pack, ...]
    unit_path: tuple[str, ...]
    bounds: tuple[Bound, ...] = ()
    rulings: Rulings = field(default_factory=Rulings)

    @property
    def digests(self) -> tuple[str, ...]:
        """Return the digests of the packs, in order."""
        return tuple(pack.digest for pack in self.packs)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Return the kinds of check in force: what is worth finding out before judging."""
        return frozenset(kind for pack in self.packs for kind in pack.kinds)

    @property
    def asks_neighbours(self) -> bool:
        """Return whether a rule compares with other posts of the house."""
        return not self.kinds.isdisjoint({"repetition", "contradiction"})

    def author_facts(self, author: Person | None, *, unit: Unit) -> Author | None:
        """Return what the rules ask of an author; None when none asks. Three queries at most."""
        if author is None or "author" not in self.kinds:
            return None
        return author_facts(author, unit=unit)

    def context(
        self,
        account: Account | None,
        *,
        at: datetime | None,
        author: Author | None = None,
        neighbours: Sequence[Neighbour] = (),
        names: Sequence[str] = (),
        territory: Sequence[str] = (),
    ) -> Context:
        """Return the circumstances of a post on `account`, appearing `at`. No query.

        `neighbours` are posts its author may see, and `names` what tells subjects apart: both are
        kept where the rules compare, else left out, as is where the account stands.
        """
        stands = account is not None and "account" in self.kinds
        return Context(
            unit_path=self.unit_path,
            account=str(account.pk) if account is not None else "",
            account_class=account.kind if account is not None else "",
            audience=audience_of(account) if account is not None else (),
            limits=account_limits(account) if account is not None else None,
            at=at,
            author=author,
            standing=account_facts(account) if stands and account is not None else None,
            territory=tuple(territory),
            names=tuple(names) if self.asks_neighbours else (),
            neighbours=tuple(neighbours) if self.asks_neighbours else (),
        )

    def judge(self, post: Post, context: Context) -> Verdict:
        """Return what the packs say together, as ruled. No query; nothing is stored.

        A `RuledVerdict` where anything was ruled: it knows levels and waivers.
        """
        if not self.rulings.said:
            return judge_all(self.packs, post, context)
        return judged_as_ruled(self.packs, self.applied(post, context), post, context)

    def applied(self, post: Post, context: Context) -> list[Applied]:
        """Return, pack by pack, the rules applied otherwise than written on a post. No query."""
        return [self.rulings.on(bound, post, context) for bound in self.bounds]


def rulebook_for(unit: Unit, *, at: datetime | None = None) -> Rulebook:
    """Return what judges the words of a unit, `at` the instant they appear: now by default.

    Three queries, four the first time.
    """
    return rulebooks_for([unit], at=at)[unit.path]


def rulebooks_for(units: Iterable[Unit], *, at: datetime | None = None) -> dict[str, Rulebook]:
    """Return what judges the words of each unit, by its path, `at` an instant: now by default.

    Three queries, four the first time.
    """
    at = at or now()
    chains = {unit.path: chain_of(unit) for unit in units}
    paths = {path for chain in chains.values() for path in chain}
    codes = dict(Unit.objects.filter(path__in=paths).values_list("path", "code"))
    bounds, ruled = bound_by_path(paths, at=at), rulings_of(paths, at=at)
    return {path: _bound_there(chain, codes, bounds, ruled) for path, chain in chains.items()}


def _bound_there(
    chain: Sequence[str],
    codes: Mapping[str, str],
    bounds: Mapping[str, Sequence[Bound]],
    ruled: Mapping[UUID, Sequence[Said]],
) -> Rulebook:
    """Return what judges at the end of a chain of units. No query."""
    bound = tuple(one for each in chain for one in bounds.get(each, ()))
    return Rulebook(
        packs=tuple(one.pack for one in bound),
        unit_path=tuple(codes[each] for each in chain if each in codes),
        bounds=bound,
        rulings=rulings_for(chain, ruled),
    )


class RulebooksThen:
    """What judged in some units at some instants, each asked with its own.

    Four queries at most, whatever their number, none before the first is wanted.
    """

    def __init__(self, asked: Iterable[tuple[Unit, datetime]]) -> None:
        """Keep the units and instants that may be wanted."""
        self._asked = list(asked)

    def of(self, unit: Unit, *, at: datetime) -> Rulebook:
        """Return what judged in one of the units at one of the instants."""
        chain = chain_of(unit)
        bounds = bounds_of(latest_at(self._versions, at=at), self._read)
        return _bound_there(chain, self._codes, bounds, rulings_at(self._ruled, at=at))

    @cached_property
    def _paths(self) -> set[str]:
        return {each for unit, _at in self._asked for each in chain_of(unit)}

    @cached_property
    def _codes(self) -> dict[str, str]:
        return dict(Unit.objects.filter(path__in=self._paths).values_list("path", "code"))

    @cached_property
    def _versions(self) -> list[VersionRow]:
        return versions_that_bound(self._paths, until=max(at for _unit, at in self._asked))

    @cached_property
    def _read(self) -> dict[str, Pack]:
        instants = {at for _unit, at in self._asked}
        bound = {row for at in instants for row in latest_at(self._versions, at=at)}
        return read_versions(bound)

    @cached_property
    def _ruled(self) -> list[tuple[Any, ...]]:
        instants = [at for _unit, at in self._asked]
        return rulings_between(self._paths, since=min(instants), until=max(instants))


def judge_text(  # noqa: PLR0913 -- the circumstances of a judgement; every caller names them
    text: str,
    *,
    account: Account | None,
    unit: Unit,
    language: str = "",
    media: Sequence[Mapping[str, object]] = (),
    tags: Sequence[str] = (),
    at: datetime | None = None,
    author: Person | None = None,
) -> Verdict:
    """Return what the packs in force for `unit` say of a text; nothing is stored.

    `at` is when it would appear. Three queries, four the first time; three more when a rule asks
    about the author.
    """
    rulebook = rulebook_for(unit, at=at)
    post = post_of(text, account=account, language=language, media=media, tags=tags)
    facts = rulebook.author_facts(author, unit=unit)
    return rulebook.judge(post, rulebook.context(account, at=at, author=facts))


def as_submitted(
    former: StoredVerdict | None, post: Post, context: Context
) -> tuple[Post, Context]:
    """Return a post about to leave with what was known of it when it was submitted. No query.

    Its origin, tags and proofs, its author, audience, countries, and the posts it was compared
    with; the account, the rights of its pictures and the instant are those given.
    """
    if former is None:
        return post, context
    kept, then = read_input(former.masked_input)
    return (
        replace(post, origin=kept.origin, tags=kept.tags, proofs=kept.proofs),
        replace(
            context,
            author=then.author,
            audience=tuple(dict.fromkeys((*context.audience, *then.audience))),
            territory=then.territory,
            names=then.names,
            neighbours=then.neighbours,
        ),
    )


def words_as_plain(post: Post, context: Context) -> dict[str, object]:
    """Return a post and its circumstances as JSON, so that a verdict can be replayed.

    The identifiers of the posts it was compared with are masked: they are other people's words.
    """
    others = (replace(one, text=mask_identifiers(one.text)) for one in context.neighbours)
    return dict(plain_input(post, replace(context, neighbours=tuple(others))))


def replayed(stored: StoredVerdict) -> Verdict | None:
    """Judge the kept input again with the packs and levels of that day; None without a pack.

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
    post, context = read_input(stored.masked_input)
    if not stored.controls:
        return judge_all(packs, post, context)
    applied = [_applied(stored, digest) for digest in stored.pack_digests]
    return judged_as_ruled(packs, applied, post, context)


def _applied(stored: StoredVerdict, digest: str) -> Applied:
    said = stored.controls.get(digest)
    if not said:
        return AS_WRITTEN
    return Applied(controls={rule: Control(level) for rule, level in said.items()})
