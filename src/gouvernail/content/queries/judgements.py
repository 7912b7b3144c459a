"""What the rules say of each account's text, and how long its network finds it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from gouvernail.brand.queries.audiences import audiences_of
from gouvernail.content.queries.drafts import Manuscript, Said
from gouvernail.content.queries.neighbours import Surroundings
from gouvernail.kernel.rules import Author, Context, Post, Verdict
from gouvernail.kernel.text import DEFAULT_LIMITS, Count, count, posts_of
from gouvernail.rulebooks.queries import Rulebook, account_limits, post_of, with_rights


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One account's text, what the rules say of it, and how long the network finds it."""

    said: Said
    post: Post
    context: Context
    verdict: Verdict
    count: Count | None
    rulebook: Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """When it would appear, beside what, for whom; the same for every account.

    `authors` keeps what the rules asked of the author, by unit.
    """

    at: datetime | None
    around: Surroundings
    audience: tuple[str, ...]
    pictures: Sequence[Mapping[str, object]]
    authors: dict[object, Author | None] = field(default_factory=dict)

    def author(self, manuscript: Manuscript, rulebook: Rulebook) -> Author | None:
        """Return what the rules ask of the author. Three queries at most, once."""
        key = rulebook.unit_path if "author" in rulebook.kinds else None
        if key not in self.authors:
            draft = manuscript.draft
            self.authors[key] = rulebook.author_facts(draft.author, unit=draft.unit)
        return self.authors[key]

    def context(self, manuscript: Manuscript, said: Said | None, rulebook: Rulebook) -> Context:
        """Return the circumstances of one account's text."""
        context = rulebook.context(
            said.account if said is not None else None,
            at=self.at,
            author=self.author(manuscript, rulebook),
            neighbours=self.around.neighbours,
            names=self.around.names,
            territory=manuscript.countries,
        )
        addressed = dict.fromkeys((*context.audience, *self.audience))
        return replace(context, audience=tuple(addressed))


def circumstances_of(
    manuscript: Manuscript, around: Surroundings, *, at: datetime | None
) -> Circumstances:
    """Return what every account's text has in common. Two queries."""
    return Circumstances(
        at=at,
        around=around,
        audience=tuple(audiences_of(manuscript.draft.pk)),
        pictures=with_rights(manuscript.pictures),
    )


def judged(
    manuscript: Manuscript, said: Said | None, rulebook: Rulebook, circumstances: Circumstances
) -> Judgement:
    """Judge one account's text, or the common one while no account is chosen (`said` is None)."""
    spoken = said or Said(account=None, text=manuscript.text, adapted=False)  # type: ignore[arg-type]  # no account yet, and none is read
    post = post_of(
        spoken.text,
        account=said.account if said is not None else None,
        language=manuscript.language,
        media=circumstances.pictures,
        tags=manuscript.tags,
        origin=manuscript.origin,
        proofs=[one.fact for one in manuscript.proofs],
    )
    context = circumstances.context(manuscript, said, rulebook)
    return Judgement(
        said=spoken,
        post=post,
        context=context,
        verdict=rulebook.judge(post, context),
        count=counted(spoken) if said is not None else None,
        rulebook=rulebook,
    )


def counted(said: Said) -> Count | None:
    """Return the length of a text as its network counts it; None when nobody knows its limit.

    Of a thread, the length of the post nearest to its limit, or furthest beyond.
    """
    counts = counts_of(said)
    return max(counts, key=lambda one: one.length - one.limit) if counts else None


def counts_of(said: Said) -> list[Count]:
    """Return the length of each post a text becomes; none when nobody knows the limit."""
    limits, network = account_limits(said.account), said.account.network
    if limits is None and network not in DEFAULT_LIMITS:
        return []
    return [count(network, part.text, limits=limits) for part in posts_of(network, said.text)]
