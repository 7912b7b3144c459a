"""What a change of rules would have done to past posts, told at once: for who is about to ask."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from gouvernail.kernel.rules import Pack
from gouvernail.kernel.rules.replay import Asked, answerable, replay
from gouvernail.people.models import Unit
from gouvernail.records.queries.segments import RecordArchive
from gouvernail.rulebooks.queries.trials import contexts_below, span_below

MOST_POSTS: Final = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """Numbers of posts, as if every rule were enforced.

    `posts` are those that a unit and those below published; `archive` all that the site keeps,
    and `read` how many of these were looked at: fewer than all in a large archive, the last ones.
    `found` are posts on which a rule says something new, `stopped` those of them newly stopped,
    `let_go` those that would no longer be, `lost` those on which a rule is silent now. `left_out`
    are the rules that an archive cannot answer.
    """

    posts: int
    archive: int = 0
    read: int = 0
    found: int = 0
    stopped: int = 0
    let_go: int = 0
    lost: int = 0
    left_out: tuple[str, ...] = ()

    @property
    def sampled(self) -> bool:
        """Return whether the numbers are those of a part of the archive."""
        return self.read < self.archive


def foreseen(
    unit: Unit, before: Pack | None, after: Pack | None, *, most: int = MOST_POSTS
) -> Foreseen:
    """Return what `after` instead of `before` would have done in a unit and below.

    Four queries for the accounts and the archive, then one for each segment read; nothing is kept.

    Args:
        unit: whose posts; the circumstances of their accounts are those of today.
        before: the pack in force; None for none.
        after: the pack to come; None when it is taken out.
        most: how many posts of the archive are looked at, at most but for a segment.

    Raises:
        SegmentError: a part of the archive cannot be read.
    """
    span = span_below(unit)
    if not span.posts:
        return Foreseen(posts=0)
    old, unanswered = answerable(before) if before else (None, ())
    new, silent = answerable(after) if after else (None, ())
    archive = _Latest(RecordArchive(), most=most)
    asked = Asked(before=old, after=new, contexts=contexts_below(unit), only_known=True)
    total = replay(asked, archive).total
    return Foreseen(
        posts=span.posts,
        archive=archive.held,
        read=archive.read,
        found=total.raised,
        stopped=total.stopped,
        let_go=total.let_go,
        lost=total.dropped,
        left_out=tuple(sorted({*unanswered, *silent})),
    )


class _Latest:
    """The last segments of an archive, as many as hold `most` posts."""

    def __init__(self, archive: RecordArchive, *, most: int) -> None:
        self._archive = archive
        everything = list(archive.segments())
        self.held = sum(count for _name, count in everything)
        self.read = 0
        self._kept: list[tuple[str, int]] = []
        for name, count in reversed(everything):
            if self.read >= most:
                break
            self._kept.append((name, count))
            self.read += count

    def segments(self) -> Sequence[tuple[str, int]]:
        return self._kept[::-1]

    def load(self, name: str) -> bytes:
        return self._archive.load(name)

    def having(self, words: Collection[str]) -> Mapping[str, Sequence[int]]:
        kept = {name for name, _count in self._kept}
        return {name: at for name, at in self._archive.having(words).items() if name in kept}
