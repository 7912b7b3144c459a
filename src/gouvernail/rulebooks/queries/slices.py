"""A trial done a slice at a time: some parts of the archive, and figures that wait for the rest."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from gouvernail.kernel.rules.replay import Figures, Group, Sample
from gouvernail.records.queries.segments import TAIL, RecordArchive

BATCH_POSTS: Final = 20_000
"""Parts are replayed together up to so many posts; what they tell is kept before going on."""

Part = tuple[str, int]  # the name of a segment, and how many posts it holds


def parts_in_order(archive: RecordArchive) -> list[Part]:
    """Return the parts of an archive, the tail first: closed later, it would be counted twice."""
    return sorted(archive.segments(), key=lambda part: part[0] != TAIL)


def batches(parts: Sequence[Part]) -> Iterator[Sequence[Part]]:
    """Yield parts in order, together up to `BATCH_POSTS` posts; a larger one comes alone."""
    begin, posts = 0, 0
    for at, (_name, count) in enumerate(parts):
        if at > begin and posts + count > BATCH_POSTS:
            yield parts[begin:at]
            begin, posts = at, 0
        posts += count
    if parts[begin:]:
        yield parts[begin:]


class SomeParts:
    """Some parts of an archive, as an archive; words are looked up once for all of them."""

    def __init__(self, archive: RecordArchive, parts: Sequence[Part], known: "Lookups") -> None:
        """Keep what is read; `known` is shared by the batches of a turn."""
        self._archive, self._parts, self._known = archive, parts, known

    def segments(self) -> Sequence[Part]:
        """Return the parts."""
        return self._parts

    def load(self, name: str) -> bytes:
        """Return the bytes of one of them. One query at most."""
        return self._archive.load(name)

    def having(self, words: Collection[str]) -> Mapping[str, Sequence[int]]:
        """Return where all these words are, in these parts. One query, the first time."""
        key = tuple(words)
        if key not in self._known:
            self._known[key] = self._archive.having(words)
        names = {name for name, _count in self._parts}
        return {name: found for name, found in self._known[key].items() if name in names}


Lookups = dict[tuple[str, ...], Mapping[str, Sequence[int]]]


def figures_as_kept(figures: Figures) -> dict[str, Any]:
    """Return figures as JSON that more can be added to: samples keep their ranks."""
    samples = [
        [kind, rule, [list(one) for one in kept]]
        for (kind, rule), kept in sorted(figures.samples.items())
    ]
    return dict(figures.plain()) | {"samples": samples}


def figures_kept(said: Mapping[str, Any]) -> Figures:
    """Return figures from that JSON; none yet from an empty one."""
    if not said:
        return Figures()
    return Figures(
        posts=said["posts"],
        judged=said["judged"],
        total=Group(**said["total"]),
        now=Group(**said["now"]),
        rules=_groups(said["rules"]),
        accounts=_groups(said["accounts"]),
        networks=_groups(said["networks"]),
        months=_groups(said["months"]),
        samples={
            (kind, rule): [Sample(*one) for one in kept] for kind, rule, kept in said["samples"]
        },
    )


def _groups(said: Mapping[str, Mapping[str, int]]) -> dict[str, Group]:
    return {name: Group(**numbers) for name, numbers in said.items()}
