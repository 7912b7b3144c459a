"""Try changes of rules over an archive, and time it beside judging each post.

    python benchmarks/bench_replay.py             half a million posts
    SCALE=full python benchmarks/bench_replay.py  ten million

Posts are real, in French and English, sealed in segments in a folder of their own, which processes
map into memory. The data sets hold 66,007: the same segments stand 8 times in the archive, or 152
times at full scale. Every one is read, searched and judged again, but from the memory that the
system keeps of the disk.
The pack is that of bench_rules: 10,000 terms and 1,000 patterns of real names. Every figure is in
seconds of processor, which what else the machine does changes little. Ratios compare the best of
three passes in one process; the replays of many posts are one pass, with what compiling takes. Of
two processes, the seconds of the one that asks and of one of the others are told apart: on as many
free cores, it takes at most their sum.
"""

import csv
import gzip
import json
import mmap
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.bench_rules import DATA, pack, row, table
from gouvernail.kernel.rules import Pack, Post, judge
from gouvernail.kernel.rules.replay import Asked, Figures, replay
from gouvernail.kernel.rules.segments import Filed, Segment, cut

COMMAND = "python benchmarks/bench_replay.py"
FULL = 10_000_000
TIMES = 8
BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
SETS = (
    "posts_barackobama.csv.gz",
    "posts_fr_customer_free.csv.gz",
    "crisislex_t26_labeled.csv.gz",
    "crisislex_t6.csv.gz",
    "umsab_english.jsonl.gz",
    "umsab_french.jsonl.gz",
    "tweeteval_sentiment.jsonl.gz",
)


class Folder:
    """Segments in files, each standing `times` times; the words of their posts in memory."""

    portable = True

    def __init__(self, folder: Path, *, times: int = 1) -> None:
        self.folder = folder
        self.times = times
        self._counts = {each.name: Segment(each.read_bytes()).count for each in self._files()}

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("*.seg"))

    def segments(self) -> Sequence[tuple[str, int]]:
        """Return names and counts, in order."""
        return [
            (f"{turn}/{name}", count)
            for turn in range(self.times)
            for name, count in self._counts.items()
        ]

    def load(self, name: str) -> memoryview:
        """Map one segment."""
        with (self.folder / name.split("/")[1]).open("rb") as file:
            return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))

    def having(self, words: Collection[str]) -> Mapping[str, Sequence[int]] | None:
        """Return the posts with all these words, from the index beside the segments."""
        found: dict[str, Sequence[int]] = {}
        for name, held in _index(self.folder).items():
            each = [held.get(word, frozenset()) for word in words]
            common = frozenset.intersection(*each)
            for turn in range(self.times) if common else ():
                found[f"{turn}/{name}"] = sorted(common)
        return found


_INDEX: dict[str, dict[str, frozenset[int]]] = {}


def _index(folder: Path) -> Mapping[str, Mapping[str, frozenset[int]]]:
    """Return, by segment and word, the numbers of posts; made once, before anything is timed."""
    for path in sorted(folder.glob("*.seg")) if not _INDEX else ():
        segment = Segment(path.read_bytes())
        words: dict[str, set[int]] = {}
        for number in range(segment.count):
            for word in segment.words(number):
                words.setdefault(word, set()).add(number)
        _INDEX[path.name] = {word: frozenset(numbers) for word, numbers in words.items()}
    return _INDEX


def real_texts() -> list[str]:
    """Return the texts of the data sets."""
    texts: list[str] = []
    for name in SETS:
        with gzip.open(DATA / name, "rt", encoding="utf-8") as lines:
            rows = csv.DictReader(lines) if ".csv" in name else map(json.loads, lines)
            texts += [str(each["text"]) for each in rows]
    return texts


def filed(texts: Sequence[str]) -> list[Filed]:
    """Return the texts as posts of a hundred accounts over a year."""
    step = timedelta(days=365) / len(texts)
    return [
        Filed(
            key=str(number),
            account=f"account-{number % 100}",
            at=BEGIN + step * number,
            post=Post(text=text),
            approvals=number % 3,
        )
        for number, text in enumerate(texts)
    ]


def timed(work: Callable[[], Figures]) -> tuple[float, float, Figures]:
    """Return the seconds of processor of the first pass, of the best of three more, and the end.

    The first compiles what is searched for, which the process keeps.
    """
    passes: list[float] = []
    figures = Figures()
    for _pass in range(4):
        begun = time.process_time()
        figures = work()
        passes.append(time.process_time() - begun)
    return passes[0], min(passes[1:]), figures


def calling(bench: Pack, posts: Sequence[Filed]) -> float:
    """Return the seconds of processor to judge the posts, one call each."""
    begun = time.process_time()
    for each in posts:
        judge(bench, each.post)
    return time.process_time() - begun


def megabytes() -> tuple[float, float]:
    """Return the highest memory of this process, and of its largest child, in MiB."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return own / 1024, children / 1024


def run(folder: Path) -> list[dict[str, object]]:
    """Measure; return rows."""
    texts = real_texts()
    posts = filed(texts)
    begun = time.perf_counter()
    for number, data in enumerate(cut(posts)):
        (folder / f"{number:05}.seg").write_bytes(data)
    sealed = time.perf_counter() - begun
    size = sum(path.stat().st_size for path in folder.glob("*.seg"))
    _index(folder)
    bench = pack(DATA, texts)
    term = pack(DATA, texts, term="kayak")
    pattern = pack(DATA, texts, shape=r"\b(?:kayak|ferry|tsunami|typhon)s? \w+")
    judge(bench, posts[0].post)

    once = Folder(folder)
    calls = min(calling(bench, posts) for _pass in range(3))
    first, whole, raised = timed(lambda: replay(Asked(before=None, after=bench), once))
    times = max(1, -(-FULL // len(posts))) if os.environ.get("SCALE") == "full" else TIMES
    many = Folder(folder, times=times)
    begun = time.process_time()
    replay(Asked(before=None, after=bench), many)
    scan = time.process_time() - begun
    _first, delta, told = timed(lambda: replay(Asked(before=bench, after=term), many))
    rows = [
        row("posts, real, once", len(posts), "posts", "", ok=True),
        row("sealing a post", sealed / len(posts) * 1e6, "us", "", ok=True),
        row("size of the archive", size / 2**20, "MiB", "", ok=True),
        row("whole pack, a call a post", calls, "s", "", ok=True),
        row(f"whole pack, by segments ({raised.judged} judged)", whole, "s", "", ok=True),
        row("whole pack, the first time (compiles it)", first, "s", "", ok=True),
        row("segments v. calls", calls / whole, "x", ">= 4", ok=calls >= 4 * whole),
        row("posts replayed below", len(posts) * times, "posts", "", ok=True),
        row("whole pack, by segments", scan, "s", "", ok=True),
        row(f"one term added ({told.judged} judged)", delta, "s", "", ok=True),
        row("one term v. whole pack", scan / delta, "x", ">= 100", ok=scan >= 100 * delta),
    ]
    for name, before, after in (
        ("one pattern changed", bench, pattern),
        ("whole pack", None, bench),
    ):
        rows += in_processes(name, Asked(before=before, after=after), many)
    own, child = megabytes()
    rows.append(row("highest memory, this process", own, "MiB", "", ok=True))
    rows.append(row("highest memory, another process", child, "MiB", "", ok=True))
    return [{**each, "command": COMMAND} for each in rows]


def in_processes(name: str, asked: Asked, archive: Folder) -> list[dict[str, object]]:
    """Return what a replay costs one process, and what it costs each of two."""
    begun = time.process_time()
    told = replay(asked, archive)
    alone = time.process_time() - begun
    begun, before = time.process_time(), of_children()
    if replay(asked, archive, processes=2).plain() != told.plain():
        raise SystemExit(f"{name}: two processes tell otherwise than one")
    own, other = time.process_time() - begun, (of_children() - before) / 2
    return [
        row(f"{name}, 1 process ({told.judged} judged)", alone, "s", "", ok=True),
        row(f"{name}, 2 processes: the one that asks", own, "s", "", ok=True),
        row(f"{name}, 2 processes: each of them", other, "s", "", ok=True),
        row(
            f"{name}, 1 process v. 2",
            alone / (own + other),
            "x",
            "> 1",
            ok=alone > own + other,
        ),
    ]


def of_children() -> float:
    """Return the seconds of processor of the processes that ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def main() -> int:
    """Print the table; return 1 when a target is missed."""
    with tempfile.TemporaryDirectory() as folder:
        rows = run(Path(folder))
    print(table(rows))
    return 0 if all(each["ok"] for each in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
