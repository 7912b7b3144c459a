"""Archives of posts, in memory."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from gouvernail.kernel.rules import Post
from gouvernail.kernel.rules.segments import Filed, Segment, cut

FIRST_DAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
NETWORKS = ("bluesky", "mastodon", "x")


def filed_posts(texts: Iterable[str], *, every: timedelta = timedelta(hours=7)) -> list[Filed]:
    """Return posts of three accounts and networks, one after the other, some approved."""
    return [
        Filed(
            key=f"post-{number}",
            account=f"account-{number % 3}",
            at=FIRST_DAY + every * number,
            post=Post(text=text, network=NETWORKS[number % 3], lang="fr"),
            approvals=number % 4,
        )
        for number, text in enumerate(texts)
    ]


class MemoryArchive:
    """An archive that keeps its segments, and the words of their posts if `indexed`."""

    def __init__(
        self, posts: Iterable[Filed], *, size_bytes: int = 50_000, indexed: bool = True
    ) -> None:
        self._parts = {str(at): part for at, part in enumerate(cut(posts, size_bytes=size_bytes))}
        self._counts = {name: len(Segment(data)) for name, data in self._parts.items()}
        self._words: dict[str, dict[str, set[int]]] = {}
        self._indexed = indexed
        for name, data in self._parts.items() if indexed else ():
            segment = Segment(data)
            for number in range(segment.count):
                for word in segment.words(number):
                    self._words.setdefault(word, {}).setdefault(name, set()).add(number)

    def segments(self) -> Sequence[tuple[str, int]]:
        """Return names and sizes, in order."""
        return list(self._counts.items())

    def load(self, name: str) -> bytes:
        """Return one segment."""
        return self._parts[name]

    def having(self, words: Collection[str]) -> Mapping[str, Sequence[int]] | None:
        """Return the posts with all these words."""
        if not self._indexed:
            return None
        found: dict[str, list[int]] = {}
        for name in self._parts:
            each = [self._words.get(word, {}).get(name, set()) for word in words]
            common = set.intersection(*each) if each else set()
            if common:
                found[name] = sorted(common)
        return found
