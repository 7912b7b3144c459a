"""A replay over a whole archive, alone or in several processes."""

import sys
import threading
from collections import deque
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from functools import lru_cache
from multiprocessing import get_all_start_methods, get_context
from types import ModuleType
from typing import Final

from gouvernail.kernel.rules.matching import ENGINE
from gouvernail.kernel.rules.pack import Pack
from gouvernail.kernel.rules.post import Context
from gouvernail.kernel.rules.replay.comparing import Comparison
from gouvernail.kernel.rules.replay.delta import Delta, deltas
from gouvernail.kernel.rules.replay.searching import Search, Wanted
from gouvernail.kernel.rules.replay.seeing import Subject
from gouvernail.kernel.rules.replay.tallies import Figures, Tally
from gouvernail.kernel.rules.segments import Archive, Segment

Contexts = Mapping[str, Context]
Progress = Callable[[int, int], bool]

_LOOKED_UP: Final = 500
"""Beyond so many terms, one pass over the segments costs less than asking the index of each."""
_TURNS: Final = 8
"""Each of several processes is given its share in so many turns: figures are merged that often."""
_MOST_AWAY: Final = 64
"""So many segments a turn at most, where processes load them; progress is told after each turn."""
_MOST_SENT: Final = 8
"""So many where they are sent, about a megabyte each."""


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

    def wanted(self, changes: Iterable[Delta]) -> Wanted:
        """Return what finds the posts to judge, given what `changes` returns."""
        if not self.whole:
            return Wanted.by(changes)
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
        processes: beyond 1, as many are started. Forked where nothing else runs in this one;
            elsewhere each compiles the packs itself, which takes seconds.
        progress: called with the posts done and all posts; returns False to stop.
        engine: None searches without Hyperscan, with the same result.

    Raises:
        ReplayCancelledError: `progress` said so.
        SegmentError: a segment cannot be read.
    """
    segments = archive.segments()
    figures = Figures(posts=sum(count for _name, count in segments))
    changes = asked.changes()
    wanted = asked.wanted(changes)
    tasks = list(_tasks(wanted, archive, segments))
    if not tasks:
        return figures
    counts = dict(segments)
    done = figures.posts - sum(counts[name] for name, _numbers in tasks)
    recipe = _Recipe(asked, changes, wanted, fast=engine is not None)
    told = (
        _here(recipe, archive, tasks, figures)
        if processes == 1
        else _elsewhere(recipe, archive, tasks, figures, processes)
    )
    with closing(told) as batches:
        for batch in batches:
            done += sum(counts[name] for name, _numbers in batch)
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


@dataclass(frozen=True, slots=True)
class _Recipe:
    """What a judge of segments is made from, here or in another process."""

    asked: Asked
    changes: Sequence[Delta]
    wanted: Wanted
    fast: bool

    def part(self) -> "_Part":
        """Return the judge; what it searches for is compiled."""
        return _Part(self)


class _Part:
    """What judges the posts of one segment after the other."""

    def __init__(self, recipe: _Recipe) -> None:
        asked = recipe.asked
        self._asked = asked
        self._search = _search(recipe.wanted, fast=recipe.fast)
        self._comparison = Comparison(
            asked.before,
            asked.after,
            recipe.changes,
            whole=asked.whole,
            things=None if recipe.wanted.every else self._search.things,
            engine=ENGINE if recipe.fast else None,
        )

    def count(self, tally: Tally, data: bytes | memoryview, numbers: Sequence[int] | None) -> None:
        """Count what becomes of some posts of a segment; None for those that it is searched for."""
        asked = self._asked
        segment = Segment(data, verify=False)
        for number, seen in self._chosen(segment, numbers):
            entry = segment.entry(number)
            there = asked.contexts.get(entry.account)
            if there is None and asked.only_known:
                continue
            if entry.key in asked.approvals:
                entry = entry._replace(approvals=asked.approvals[entry.key])
            tally.judged += 1
            change = self._comparison.change(Subject(segment, number, entry, there, seen))
            if change is not None:
                tally.count(change)

    def compiled(self) -> "_Part":
        """Return itself, once whatever it may need is compiled."""
        self._comparison.compile()
        return self

    def _chosen(
        self, segment: Segment, numbers: Sequence[int] | None
    ) -> Iterable[tuple[int, Collection[int] | None]]:
        """Return the posts to judge, each with what was seen in it."""
        if numbers is not None:
            return ((number, None) for number in numbers)
        if self._search.wanted.every:
            return ((number, None) for number in range(segment.count))
        return self._search.seen(segment).items()


Done = Generator[Sequence[Task], None, None]
"""The segments that were just added to the figures."""


def _here(recipe: _Recipe, archive: Archive, tasks: Sequence[Task], figures: Figures) -> Done:
    """Do the segments one after the other in this process."""
    part, tally = recipe.part(), Tally()
    for task in tasks:
        name, numbers = task
        part.count(tally, archive.load(name), numbers)
        yield (task,)
    tally.add_to(figures)


def _elsewhere(
    recipe: _Recipe,
    archive: Archive,
    tasks: Sequence[Task],
    figures: Figures,
    processes: int,
) -> Done:
    """Do some segments at a time in several processes, a few ahead; they are added in order."""
    portable = bool(getattr(archive, "portable", False))
    share = max(1, len(tasks) // (_TURNS * processes))
    size = min(share, _MOST_AWAY if portable else _MOST_SENT)
    waiting: deque[tuple[Sequence[Task], Future[Figures]]] = deque()
    pool = _pool(recipe, archive if portable else None, processes)
    try:
        for at in range(0, len(tasks), size):
            batch = tasks[at : at + size]
            sent = None if portable else [bytes(archive.load(name)) for name, _numbers in batch]
            waiting.append((batch, pool.submit(_work, batch, sent)))
            if len(waiting) > 2 * processes:
                yield _added(*waiting.popleft(), figures)
        while waiting:
            yield _added(*waiting.popleft(), figures)
    finally:
        pool.shutdown(cancel_futures=True)
        _AT_WORK.clear()


def _added(batch: Sequence[Task], future: Future[Figures], figures: Figures) -> Sequence[Task]:
    figures.add(future.result())
    return batch


def _pool(recipe: _Recipe, archive: Archive | None, processes: int) -> ProcessPoolExecutor:
    """Return processes that are ready to judge.

    Where this process can be forked (it runs no other thread), they have at once what it compiled;
    elsewhere each begins by reading the packs and compiling them itself.
    """
    forks = "fork" in get_all_start_methods() and threading.active_count() == 1
    if forks and sys.platform != "darwin":
        _AT_WORK[:] = [(recipe.part().compiled(), archive)]
        return ProcessPoolExecutor(processes, mp_context=get_context("fork"))
    return ProcessPoolExecutor(
        processes,
        mp_context=get_context("spawn"),
        initializer=_begin,
        initargs=(recipe, archive),
    )


_AT_WORK: list[tuple[_Part, Archive | None]] = []
"""What a process of the pool judges with, and where it reads segments if it does so itself."""


def _begin(recipe: _Recipe, archive: Archive | None) -> None:
    _AT_WORK[:] = [(recipe.part(), archive)]


def _work(tasks: Sequence[Task], sent: Sequence[bytes] | None) -> Figures:
    part, archive = _AT_WORK[0]
    tally, figures = Tally(), Figures()
    for at, (name, numbers) in enumerate(tasks):
        if sent is not None:
            part.count(tally, sent[at], numbers)
        elif archive is not None:
            part.count(tally, archive.load(name), numbers)
    tally.add_to(figures)
    return figures
