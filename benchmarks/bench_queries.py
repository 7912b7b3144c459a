"""Match a stream of posts against 10,000 queries, against evaluating each and two search engines.

    python benchmarks/bench_queries.py

Posts are the real ones of the data sets. Queries are drawn, with a fixed seed, from the words of
those posts: single words, two words, phrases, alternatives, prefixes, `NEAR`, exclusions, as people
write them, mostly of rarer words. Every engine answers the same question, which posts match which
query, on the same posts in batches; what differs is told:

- evaluating every query: the compiled functions, one after the other, on a sample of posts;
- SQLite FTS5: 20,000 posts inserted in memory, then each query run on them (words only: prefixes
  and `NEAR` are left out for both in that row);
- tantivy: the same.

Times are seconds of processor; ratios are what is held to a target. The result is compared post by
post with the plain evaluator on a sample of queries, over all posts.
"""

import csv
import gzip
import json
import os
import random
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from gouvernail.kernel.queries import (
    Document,
    Frequencies,
    Matcher,
    Prepared,
    Query,
    holds,
    parse,
    prepare,
)
from gouvernail.kernel.queries.compiling import compiled

ROOT: Final = Path(__file__).resolve().parents[1]
DATA: Final = Path(os.environ.get("GOUVERNAIL_TEST_DATA", ROOT.parent / "shared" / "data"))
QUERIES: Final = 10_000
BATCH: Final = 200
SAMPLE: Final = 60  # posts on which every query is evaluated
ENGINES: Final = 20_000  # posts given to the search engines
CHECKED: Final = 150  # queries held against the plain evaluator over all posts
OPERATORS: Final = {"AND", "OR", "NOT", "(", ")"}
FILES: Final = (
    ("crisislex_t6.csv.gz", "text", ""),
    ("crisislex_t26_labeled.csv.gz", "text", ""),
    ("posts_barackobama.csv.gz", "text", "user"),
    ("posts_fr_customer_free.csv.gz", "text", "author"),
)


def documents() -> list[Document]:
    """Return real posts, in a fixed shuffled order."""
    found: list[Document] = []
    for name, text, author in FILES:
        with gzip.open(DATA / name, "rt", encoding="utf-8") as lines:
            found += [
                Document(text=row[text], author=row[author] if author else "", network="x")
                for row in csv.DictReader(lines)
            ]
    for name in ("umsab_french.jsonl.gz", "umsab_english.jsonl.gz", "tweeteval_sentiment.jsonl.gz"):
        with gzip.open(DATA / name, "rt", encoding="utf-8") as lines:
            found += [Document(text=json.loads(line)["text"]) for line in lines]
    random.Random(7).shuffle(found)  # noqa: S311 -- drawn alike each time
    return found


def queries(posts: Sequence[Prepared], size: int) -> dict[str, str]:
    """Return queries by key, drawn from the words of posts."""
    draw = random.Random(11)  # noqa: S311 -- drawn alike each time
    seen = Counter(
        word for post in posts for word in post.words if len(word) > 2 and word.isalpha()
    )
    rare = [word for word, count in sorted(seen.items()) if count <= len(posts) / 500]
    common = [word for word, _count in seen.most_common(2000)]
    unusual = set(rare)
    rows = [post.row for post in posts if not unusual.isdisjoint(post.row)]

    def word() -> str:
        return draw.choice(rare)

    def phrase() -> str:
        row = draw.choice(rows)
        at = draw.choice([place for place, each in enumerate(row) if each in unusual])
        return f'"{" ".join(row[max(0, at - 1) : at + draw.choice((1, 2))] or row)}"'

    shapes: list[Callable[[], str]] = [
        word,
        word,
        lambda: f"{word()} AND {word()}",
        phrase,
        phrase,
        lambda: f"{word()} OR {word()} OR {phrase()}",
        lambda: f"({word()} OR {word()}) AND ({word()} OR {draw.choice(common)})",
        lambda: f"{word()} NOT {draw.choice(common)}",
        lambda: f"{word()[:6]}*" if draw.random() < 0.5 else f"{word()} OR {word()[:6]}*",
        lambda: f"{word()} NEAR/6 {draw.choice(common)}",
    ]
    return {str(at): draw.choice(shapes)() for at in range(size)}


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of one run."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def matched(matcher: Matcher, posts: Sequence[Prepared]) -> int:
    """Match posts in batches; return the number of matches."""
    return sum(
        len(each)
        for at in range(0, len(posts), BATCH)
        for each in matcher.match(posts[at : at + BATCH])
    )


def every_query(read: Sequence[Query], posts: Sequence[Prepared]) -> float:
    """Return seconds a post when each query is evaluated, compiled, whatever the post."""
    tests = [compiled(query.root) for query in read]
    return seconds(lambda: [[test(post) for test in tests] for post in posts]) / len(posts)


def simple(text: str) -> bool:
    """Return whether FTS5 and tantivy can be asked the same thing."""
    return not any(sign in text for sign in ("NEAR", "*"))


def fts5(texts: dict[str, str], posts: Sequence[Prepared]) -> tuple[float, int]:
    """Return seconds a post and matches of SQLite FTS5, all posts in one batch."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE post USING fts5(words, tokenize = 'unicode61')")
    rows = [(" ".join(post.row),) for post in posts]
    count, begun = 0, time.process_time()
    base.executemany("INSERT INTO post VALUES (?)", rows)
    for text in texts.values():
        asked = base.execute("SELECT rowid FROM post WHERE post MATCH ?", (quoted(text),))
        count += len(asked.fetchall())
    return (time.process_time() - begun) / len(posts), count


def quoted(text: str) -> str:
    """Return a query for FTS5: words in quotation marks, so that none is taken for an operator."""
    parts: list[str] = []
    for at, part in enumerate(text.split('"')):
        if at % 2:
            parts.append(f'"{part}"')
        else:
            pieces = part.replace("(", " ( ").replace(")", " ) ").split()
            parts += [piece if piece in OPERATORS else f'"{piece}"' for piece in pieces]
    return " ".join(parts)


def with_tantivy(texts: dict[str, str], posts: Sequence[Prepared]) -> tuple[float, int]:
    """Return seconds a post and matches of tantivy, one batch of all posts."""
    import tantivy

    schema = tantivy.SchemaBuilder().add_text_field("words", tokenizer_name="whitespace").build()
    index = tantivy.Index(schema)
    rows = [" ".join(post.row) for post in posts]
    begun = time.process_time()
    writer = index.writer(50_000_000, 1)
    for row in rows:
        writer.add_document(tantivy.Document(words=row))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    count = 0
    for text in texts.values():
        asked = index.parse_query(text.replace(" NOT ", " AND NOT "), ["words"])
        count += len(searcher.search(asked, limit=len(posts), count=False).hits)
    return (time.process_time() - begun) / len(posts), count


Row = tuple[str, str, str, bool]


def against_each(
    read: dict[str, Query], seen: Frequencies, given: list[Document], prepared: list[Prepared]
) -> Iterator[Row]:
    """Yield what a post costs, and against every query evaluated, and against fewer queries."""
    fold_us = seconds(lambda: prepare(given)) / len(given) * 1e6
    build = seconds(lambda: Matcher(read, seen))
    matcher = Matcher(read, seen)
    ours = min(seconds(lambda: matched(matcher, prepared)) for _ in range(3)) / len(prepared)
    few = Matcher(dict(list(read.items())[: QUERIES // 10]), seen)
    less = min(seconds(lambda: matched(few, prepared)) for _ in range(3)) / len(prepared)
    each = every_query(list(read.values()), prepared[:SAMPLE])
    hits = matched(matcher, prepared) / len(prepared)
    whole = (ours + fold_us / 1e6) / (less + fold_us / 1e6)
    yield f"posts prepared (folded and cut), {len(given)} posts", f"{fold_us:.1f} us", "", True
    yield f"{QUERIES} queries compiled", f"{build:.2f} s", "", True
    yield f"a post matched, {hits:.2f} matches a post", f"{ours * 1e6:.1f} us", "", True
    yield "v. evaluating every query", f"{each / ours:.0f} x", ">= 100 x", each >= 100 * ours
    name = f"cost from {QUERIES // 10} to {QUERIES} queries, preparation included"
    yield name, f"{whole:.2f} x (matching alone {ours / less:.2f} x)", "<= 2 x", whole <= 2


def against_engines(
    texts: dict[str, str], read: dict[str, Query], seen: Frequencies, posts: Sequence[Prepared]
) -> Iterator[Row]:
    """Yield the two search engines, on the queries that they can be asked."""
    asked = {key: text for key, text in texts.items() if simple(text)}
    plain = Matcher({key: read[key] for key in asked}, seen)
    mine = min(seconds(lambda: matched(plain, posts)) for _ in range(3)) / len(posts)
    matches = matched(plain, posts)
    for name, target, engine in (
        ("SQLite FTS5", 3.0, fts5),
        ("tantivy", 1.5, with_tantivy),
    ):
        theirs, count = engine(asked, posts)
        told = (
            f"v. {name}, {len(posts)} posts, {len(asked)} queries ({matches} and {count} matches)"
        )
        yield told, f"{theirs / mine:.2f} x", f">= {target:g} x", theirs >= target * mine


def against_plain(read: dict[str, Query], seen: Frequencies, posts: Sequence[Prepared]) -> Row:
    """Return how many answers differ from those of the plain evaluator."""
    sample = dict(random.Random(5).sample(sorted(read.items()), CHECKED))  # noqa: S311 -- drawn alike
    found = Matcher(sample, seen).match(posts)
    wrong = sum(
        holds(query, post) != (key in keys)
        for post, keys in zip(posts, found, strict=True)
        for key, query in sample.items()
    )
    name = f"v. the plain evaluator, {CHECKED} queries over {len(posts)} posts"
    return name, f"{wrong} differences", "0", wrong == 0


def main() -> int:
    """Print the table; return 1 when a target is missed."""
    given = documents()
    prepared = prepare(given)
    texts = queries(prepared, QUERIES)
    read = {key: parse(text) for key, text in texts.items()}
    seen = Frequencies()
    seen.observe(prepared[:ENGINES])
    rows = [
        *against_each(read, seen, given, prepared),
        *against_engines(texts, read, seen, prepared[:ENGINES]),
        against_plain(read, seen, prepared),
    ]
    print("| figure | value | target | held |\n|---|---:|---|---|")
    for name, value, target, ok in rows:
        print(f"| {name} | {value} | {target} | {'' if not target else 'yes' if ok else 'NO'} |")
    return 0 if all(ok for *_rest, ok in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
