"""Time `kernel.text` on real posts, beside the plain way of doing the same.

    python benchmarks/bench_text.py [folder of data sets]

Every figure is the best of five passes over the same posts, in microseconds a post, and a ratio to
the floor measured in the same run: times on shared machines mean little, ratios more.
"""

import csv
import gzip
import json
import os
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

from gouvernail.kernel.text import (
    count_bluesky,
    count_mastodon,
    count_x,
    find_hashtags,
    find_links,
    fold,
    parse_address,
    skeleton,
    spaced,
    tokens,
)

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("GOUVERNAIL_TEST_DATA", ROOT.parent / "shared" / "data"))
PASSES = 5
WORD = re.compile(r"\w+")


def plain_fold(text: str) -> str:
    """Fold in the shortest way: no fixed point, no equivalents, no way back."""
    decomposed = unicodedata.normalize("NFKD", text)
    kept = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFKC", kept.casefold())


def microseconds(work: Callable[[str], object], texts: list[str]) -> float:
    """Return the best time of a few passes, in microseconds a text."""
    best = float("inf")
    for _pass in range(PASSES):
        begin = time.perf_counter()
        for text in texts:
            work(text)
        best = min(best, time.perf_counter() - begin)
    return best / len(texts) * 1e6


def posts(folder: Path) -> Iterable[tuple[str, list[str]]]:
    """Yield named sets of posts: French, English, and both."""
    with gzip.open(folder / "posts_fr_customer_free.csv.gz", "rt", encoding="utf-8") as lines:
        french = [row["text"] for row in csv.DictReader(lines)]
    with gzip.open(folder / "umsab_french.jsonl.gz", "rt", encoding="utf-8") as lines:
        french += [json.loads(line)["text"] for line in lines]
    with gzip.open(folder / "crisislex_t6.csv.gz", "rt", encoding="utf-8") as lines:
        english = [row["text"] for row in csv.DictReader(lines)][:20_000]
    yield "French", french
    yield "English", english
    yield "both", french + english


def handles(folder: Path) -> list[str]:
    """Return real profile addresses."""
    path = folder / "us_social_media_registry_facebook_2014.csv"
    with path.open(encoding="utf-8") as lines:
        return [row["service_url"] for row in csv.DictReader(lines)]


WORKS: dict[str, Callable[[str], object]] = {
    "an empty call": lambda text: text,
    "plain fold (no way back)": plain_fold,
    "fold": fold,
    "plain fold + \\w+ words": lambda text: WORD.findall(plain_fold(text)),
    "prepared text: fold + spaced": lambda text: spaced(fold(text)),
    "fold + tokens with offsets": lambda text: tokens(fold(text)),
    "fold + one span": lambda text: fold(text).span(0, 1) if text else None,
    "skeleton": skeleton,
    "find_links": find_links,
    "find_hashtags": find_hashtags,
    "count_x": count_x,
    "count_mastodon": count_mastodon,
    "count_bluesky": count_bluesky,
}


def main(arguments: list[str]) -> int:
    """Print one table a set of posts; return an exit code."""
    folder = Path(arguments[0]) if arguments else DATA
    if not (folder / "MANIFEST.md").exists():
        print(f"no data sets at {folder}: set GOUVERNAIL_TEST_DATA")
        return 2
    for name, texts in posts(folder):
        ascii_share = sum(text.isascii() for text in texts) / len(texts)
        print(f"\n{name}: {len(texts)} posts, {ascii_share:.0%} of them ASCII")
        print(f"{'':32}{'us a post':>10}{'x plain fold':>14}")
        floor = microseconds(plain_fold, texts)
        for label, work in WORKS.items():
            took = microseconds(work, texts)
            print(f"{label:32}{took:10.2f}{took / floor:14.2f}")
    addresses = handles(folder)
    print(
        f"\nparse_address, {len(addresses)} URLs: {microseconds(parse_address, addresses):.1f} us"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
