"""Judge twenty thousand posts with Hyperscan and without it, and compare all that is found.

    python benchmarks/bench_fallback.py

Every pack that is shipped judges every post, and then the examples of every rule of every pack.
16,000 posts are real, in French and English; 4,000 are real posts in which an example of a rule
stands, disguised (capitals, zero-width and Cyrillic letters, other spaces, half a character).
Findings are compared whole: rule, level, places, message, suggestion. Then each pack is tried over
the same posts as an archive, in segments, both ways. Seconds are of processor, compilation left
out.
"""

import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.bench_rules import DATA, row, table
from gouvernail.kernel.rules import Finding, Pack
from gouvernail.kernel.rules.matching import ENGINE
from gouvernail.kernel.rules.prepared import Prepared
from gouvernail.kernel.rules.replay import Asked, replay
from gouvernail.kernel.rules.segments import Filed, Segment, cut
from tests.make.judged_posts import Asked as Posed
from tests.make.judged_posts import (
    judged_posts,
    shipped_examples,
    shipped_packs,
    shipped_plans,
)

COMMAND: Final = "python benchmarks/bench_fallback.py"
POSTS: Final = 20_000
BEGIN: Final = datetime(2025, 1, 1, tzinfo=UTC)


class Memory:
    """Segments held in memory, without an index: every one is searched."""

    def __init__(self, posts: Sequence[Posed]) -> None:
        step = timedelta(days=365) / len(posts)
        self._held = {
            f"{number:05}": data
            for number, data in enumerate(
                cut(
                    Filed(
                        key=str(at), account=f"account-{at % 100}", at=BEGIN + step * at, post=post
                    )
                    for at, (post, _context) in enumerate(posts)
                )
            )
        }

    def segments(self) -> Sequence[tuple[str, int]]:
        """Return names and counts, in order."""
        return [(name, Segment(data).count) for name, data in self._held.items()]

    def load(self, name: str) -> bytes:
        """Return one segment."""
        return self._held[name]

    def having(self, words: object) -> None:
        """Return None: no index."""


def compared(posts: Sequence[Posed]) -> tuple[int, int, set[str], list[float]]:
    """Return findings, posts judged otherwise, rules that spoke, and the seconds of each way."""
    found = otherwise = 0
    spoke: set[str] = set()
    seconds = [0.0, 0.0]
    for post, context in posts:
        told: list[list[list[Finding]]] = []
        for way in range(2):
            begun = time.process_time()
            prepared = Prepared(post, context)
            told.append([each[way].findings(prepared) for each in shipped_plans()])
            seconds[way] += time.process_time() - begun
        fast, slow = told
        otherwise += fast != slow
        found += sum(map(len, fast))
        spoke.update(finding.rule for findings in fast for finding in findings)
    return found, otherwise, spoke, seconds


def replayed(pack: Pack, archive: Memory) -> bool:
    """Tell whether a pack says the same over the archive both ways."""
    asked = Asked(before=None, after=pack)
    ways = [replay(asked, archive, engine=engine) for engine in (ENGINE, None)]
    return ways[0].plain() == ways[1].plain()


def run() -> list[dict[str, object]]:
    """Measure; return rows."""
    packs, posts = shipped_packs(), judged_posts(DATA, POSTS)
    rules = sum(len(pack.rules) for pack in packs)
    shipped_plans()
    examples = [(each.post, each.context) for each in shipped_examples()]
    _found, unlike, _spoke, _seconds = compared(examples)
    found, otherwise, spoke, (fast, slow) = compared(posts)
    archive = Memory(posts)
    apart = sum(not replayed(pack, archive) for pack in packs)
    texts = len({post.text for post, _context in posts})
    rows = [
        row("packs", len(packs), "packs", "", ok=True),
        row("examples of their rules", len(examples), "posts", "", ok=True),
        row("examples judged otherwise without Hyperscan", unlike, "posts", "= 0", ok=not unlike),
        row("posts, no two alike", texts, "posts", f"= {POSTS}", ok=texts == POSTS),
        row(f"rules that found something, of {rules}", len(spoke), "rules", "", ok=True),
        row("findings compared", found, "findings", "", ok=True),
        row(
            "posts judged otherwise without Hyperscan", otherwise, "posts", "= 0", ok=not otherwise
        ),
        row("packs that replay otherwise over the same posts", apart, "packs", "= 0", ok=not apart),
        row("a post with Hyperscan, all packs", fast / POSTS * 1e6, "us", "", ok=True),
        row("a post without, all packs", slow / POSTS * 1e6, "us", "", ok=True),
        row("without v. with", slow / fast, "x", "", ok=True),
    ]
    return [{**each, "command": COMMAND} for each in rows]


def main() -> int:
    """Print the table; return 1 when anything is judged otherwise."""
    rows = run()
    print(table(rows))
    return 0 if all(each["ok"] for each in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
