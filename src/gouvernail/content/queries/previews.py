"""A text as it will appear on one account, with what the rules underline."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from gouvernail.content.models import DraftMedia
from gouvernail.content.queries.accounts import is_automatic
from gouvernail.content.queries.drafts import Manuscript, Said
from gouvernail.content.queries.examination import (
    INFO,
    STOP,
    WARN,
    Card,
    Examination,
)
from gouvernail.content.queries.judgements import counted, counts_of
from gouvernail.kernel.text import Count, Part, posts_of
from gouvernail.kernel.text.entities import find_hashtags, find_links, find_mentions
from gouvernail.registry.models import Account

LINK: Final = "link"
_STRENGTH: Final = {"": 0, INFO: 1, WARN: 2, STOP: 3}
Mark = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text: `kind` is how it is underlined, `entity` is `link` for what is a link."""

    text: str
    kind: str
    entity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadPost:
    """One post of a thread as it will look, beside its counter."""

    number: int
    segments: tuple[Segment, ...]
    count: Count | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """One account as it will look, beside its counter."""

    account: Account
    text: str
    segments: tuple[Segment, ...]
    count: Count | None
    automatic: bool
    media: tuple[DraftMedia, ...] = ()
    adapted: bool = False
    marks: tuple[Mark, ...] = field(default=())
    thread: tuple[ThreadPost, ...] = ()

    @property
    def over(self) -> int:
        """Return by how much it is too long; 0 when it fits."""
        if self.count is None or self.count.fits:
            return 0
        worst = max((self.count, *self.count.also), key=lambda one: one.length - one.limit)
        return worst.length - worst.limit

    @property
    def shown_count(self) -> Count | None:
        """Return the count that matters: the one that does not fit, else the first."""
        if self.count is None or self.count.length > self.count.limit:
            return self.count
        return next((one for one in self.count.also if not one.fits), self.count)


def previews_of(manuscript: Manuscript, examination: Examination) -> list[Preview]:
    """Return one preview for each account, underlined with the findings that count. No query."""
    return [
        preview_of(
            one.said,
            media=manuscript.media,
            marks=_marks(examination.cards, one.said),
            count=one.count,
        )
        for one in examination.judgements
    ]


def preview_of(
    said: Said,
    *,
    media: Sequence[DraftMedia] = (),
    marks: Iterable[Mark] = (),
    count: Count | None = None,
) -> Preview:
    """Return one account's text as it will look. No query."""
    kept = tuple(marks)
    return Preview(
        account=said.account,
        text=said.text,
        segments=tuple(segments(said.text, marks=kept, network=said.account.network)),
        count=count or counted(said),
        automatic=is_automatic(said.account),
        media=tuple(media),
        adapted=said.adapted,
        marks=kept,
        thread=_thread(said, kept),
    )


def _thread(said: Said, marks: Sequence[Mark]) -> tuple[ThreadPost, ...]:
    """Return the posts of a thread; none for a single post."""
    parts = posts_of(said.account.network, said.text)
    if len(parts) == 1:
        return ()
    counts = itertools.chain(counts_of(said), itertools.repeat(None))
    return tuple(
        ThreadPost(
            number=number,
            segments=tuple(
                segments(part.text, marks=_within(marks, part), network=said.account.network)
            ),
            count=length,
        )
        for number, (part, length) in enumerate(zip(parts, counts, strict=False), start=1)
    )


def _within(marks: Sequence[Mark], part: Part) -> list[Mark]:
    """Return the marks that touch one part, as offsets in it."""
    return [
        (max(start, part.start) - part.start, min(end, part.end) - part.start, kind)
        for start, end, kind in marks
        if start < part.end and end > part.start
    ]


def common_marks(cards: Iterable[Card]) -> list[Mark]:
    """Return what to underline in the common text."""
    return _spans(card for card in cards if card.field == "text")


def _marks(cards: Iterable[Card], said: Said) -> list[Mark]:
    return _spans(card for card in cards if any(one is said for one in card.said))


def _spans(cards: Iterable[Card]) -> list[Mark]:
    return sorted(
        {
            (span.start, span.end, card.kind)
            for card in cards
            if card.finding is not None and card.counts
            for span in card.finding.spans
        }
    )


def segments(text: str, *, marks: Sequence[Mark] = (), network: str = "") -> list[Segment]:
    """Cut a text where underlining or a link begins or ends; joined, they are the text."""
    links = entities(text, network)
    edges = {0, len(text)}
    for start, end in (*((mark[0], mark[1]) for mark in marks), *links):
        edges |= {start, end}
    cuts = sorted(edges)
    return [
        Segment(
            text=text[start:end],
            kind=_strongest(marks, start, end),
            entity=LINK if any(a <= start and end <= b for a, b in links) else "",
        )
        for start, end in itertools.pairwise(cuts)
    ]


def _strongest(marks: Sequence[Mark], start: int, end: int) -> str:
    kinds = [kind for a, b, kind in marks if a <= start and end <= b]
    return max(kinds, key=lambda kind: _STRENGTH[kind], default="")


def entities(text: str, network: str) -> list[tuple[int, int]]:
    """Return where links, mentions and hashtags stand, in code points."""
    found = [
        *((one.start, one.end) for one in find_links(text)),
        *((one.start, one.end) for one in find_hashtags(text)),
    ]
    if network:
        found += [(one.start, one.end) for one in find_mentions(text, network)]
    return found
