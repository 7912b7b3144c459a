"""A replay over a whole archive, alone or in several processes."""

from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import lru_cache
from multiprocessing import get_context
from types import ModuleType
from typing import Any, Final

from gouvernail.kernel.rules.matching import ENGINE
from gouvernail.kernel.rules.pack import Pack
from gouvernail.kernel.rules.post import Context
from gouvernail.kernel.rules.replay.comparing import Comparison
from gouvernail.kernel.rules.replay.delta import Delta, deltas
from gouvernail.kernel.rules.replay.searching import Search, Wanted
from gouvernail.kernel.rules.replay.tallies import Figures
from gouvernail.kernel.rules.segments import Archive, Filed, Segment

Contexts = Mapping[str, Context]
Progress = Callable[[int, int], bool]

_LOOKED_UP: Final = 500
"""Beyond so many terms, one pass over the segments costs less than asking the index of each."""


class ReplayCancelledError(Exception):
    """The caller asked to stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is replayed: two packs (None for none), and the circumstances of each account.

    With `whole`, rules that did not change are counted as well, so that totals of before and after
    are those of the packs; without, only what changes is looked for, and found much sooner. With
    `only_known`, posts of accounts without a context are left out. `approvals` say, by the key of a
    post, how many people approved it, where the archive itself does not.
    """

    before: Pack | None
    after: Pack | None
    contexts: Contexts = field(default_factory=dict)
    whole: bool = False
    only_known: bool = False
    approvals: Mapping[str, int] = field(default_factory=dict)

    def changes(self) -> tuple[Delta, ...]:
        """Return the rules that act differently."""
        return deltas(self.before, self.after)

    def wanted(self) -> Wanted:
        """Return what finds the posts to judge."""
        if not self.whole:
            return Wanted.by(self.changes())
        return Wanted.by(deltas(None, self.before)) | Wanted.by(deltas(None, self.after))


def replay(
    asked: Asked,
    archive: Archive,
    *,
    processes: int = 1,
    progress: Progress | None = None,
    engine: ModuleType | None = ENGINE,
) -> Figures:
    """Return what the change would have done to the posts of an archive.

    Deterministic: the same whatever the segments, their order and the number of processes. The
    digests of segments are for whoever loads them to check.

    Args:
        asked: the two packs; accounts without a context are judged without circumstances.
        archive: if it has a true attribute `portable`, it is sent to the processes, which load
            segments themselves; otherwise they are sent the bytes.
        processes: beyond 1, as many are started; worth it from some 50,000 posts.
        progress: called with the posts done and all posts; returns False to stop.
        engine: None searches without Hyperscan, with the same result.

    Raises:
        ReplayCancelledError: `progress` said so.
        SegmentError: a segment cannot be read.
    """
    segments = archive.segments()
    figures = Figures(posts=sum(count for _name, count in segments))
    tasks = list(_tasks(asked.wanted(), archive, segments))
    if not tasks:
        return figures
    counts = dict(segments)
    done = figures.posts - sum(counts[name] for name, _numbers in tasks)
    told = (
        _here(asked, archive, tasks, engine)
        if processes == 1
        else _elsewhere(asked, archive, tasks, engine, processes)
    )
    with closing(told) as parts:
        for name, part in parts:
            figures.add(part)
            done += counts[name]
            if progress is not None and not progress(done, figures.posts):
                raise ReplayCancelledError
    return figures


Task = tuple[str, Sequence[int] | None]
"""A segment, and the posts of it to judge; None when it has to be searched."""


def _tasks(wanted: Wanted, archive: Archive, segments: Sequence[tuple[str, int]]) -> Iterator[Task]:
    if not wanted:
        return
    if wanted.only_literals and len(wanted.literals) <= _LOOKED_UP:
        found = _looked_up(wanted, archive)
        if found is not None:
            for name, _count in segments:
                if name in found:
                    yield name, sorted(found[name])
            return
    for name, _count in segments:
        yield name, None


def _looked_up(wanted: Wanted, archive: Archive) -> dict[str, set[int]] | None:
    found: dict[str, set[int]] = {}
    for literal in sorted(wanted.literals):
        having = archive.having(literal.split())
        if having is None:
            return None
        for name, numbers in having.items():
            found.setdefault(name, set()).update(numbers)
    return found


@lru_cache(maxsize=8)
def _search(wanted: Wanted, *, fast: bool) -> Search:
    """Return a search; large packs take a second to compile, and are tried again and again."""
    return Search(wanted, engine=ENGINE if fast else None)


class _Part:
    """What judges the posts of one segment after the other."""

    def __init__(self, asked: Asked, engine: ModuleType | None) -> None:
        changes = asked.changes()
        self._asked = asked
        self._search = _search(asked.wanted(), fast=engine is not None)
        self._comparison = Comparison(
            asked.before, asked.after, changes, whole=asked.whole, engine=engine
        )

    def figures(self, data: bytes | memoryview, numbers: Sequence[int] | None) -> Figures:
        segment = Segment(data, verify=False)
        chosen = self._search.numbers(segment) if numbers is None else numbers
        found = Figures()
        for number in chosen:
            filed = self._as_known(segment.filed(number))
            there = self._asked.contexts.get(filed.account)
            if there is None and self._asked.only_known:
                continue
            found.judged += 1
            context = there.on(filed.at) if there is not None else Context(at=filed.at)
            change = self._comparison.change(filed, context)
            if change is not None:
                found.count(change)
        return found

    def _as_known(self, filed: Filed) -> Filed:
        approvals = self._asked.approvals.get(filed.key)
        return filed if approvals is None else replace(filed, approvals=approvals)


Parts = Generator[tuple[str, Figures], None, None]


def _here(
    asked: Asked, archive: Archive, tasks: Sequence[Task], engine: ModuleType | None
) -> Parts:
    """Yield the figures of segments, done one after the other in this process."""
    part = _Part(asked, engine)
    for name, numbers in tasks:
        yield name, part.figures(archive.load(name), numbers)


def _elsewhere(
    asked: Asked,
    archive: Archive,
    tasks: Sequence[Task],
    engine: ModuleType | None,
    processes: int,
) -> Parts:
    """Yield the figures of segments done in several processes, a few ahead, in order."""
    portable = bool(getattr(archive, "portable", False))
    waiting: deque[tuple[str, Future[Figures]]] = deque()
    pool = ProcessPoolExecutor(
        processes,
        mp_context=get_context("spawn"),
        initializer=_begin,
        initargs=(asked, engine is not None),
    )
    try:
        for name, numbers in tasks:
            data: Any = archive if portable else bytes(archive.load(name))
            waiting.append((name, pool.submit(_work, data, name, numbers)))
            if len(waiting) > 2 * processes:
                first, future = waiting.popleft()
                yield first, future.result()
        for first, future in waiting:
            yield first, future.result()
    finally:
        pool.shutdown(cancel_futures=True)


_PARTS: list[_Part] = []


def _begin(asked: Asked, fast: bool) -> None:  # noqa: FBT001 -- arguments of an initializer
    _PARTS.append(_Part(asked, ENGINE if fast else None))


def _work(source: Any, name: str, numbers: Sequence[int] | None) -> Figures:  # noqa: ANN401 -- bytes, or a portable archive
    data = source if isinstance(source, bytes) else source.load(name)
    return _PARTS[0].figures(data, numbers)
