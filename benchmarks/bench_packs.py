"""Count how often each rule of the shipped packs raises on posts that nobody should have stopped.

    python benchmarks/bench_packs.py

Two kinds of posts, in French and in English. Written by organisations: an official account, a
brand, candidates during a debate, and help desks. Written by the public, and benign: those that
people labelled neutral or positive, or as having nothing to do with a crisis. Every rule is
enforced, and each post is judged twice, as an official account and as a personal one; rules for
tagged posts (`sponsored`, `crisis`, ...) raise on none, since none is tagged. A rule is held to
0.5 % of the posts of each of the four groups. What the starter pack raises on the words of the
public is shown and not held: it is made for organisations, and some of the public swears.
"""

import csv
import gzip
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from gouvernail.cli.judging.packs import open_pack, shipped_packs
from gouvernail.kernel.rules import Context, Control, Pack, Post, judge

ROOT: Final = Path(__file__).resolve().parents[1]
DATA: Final = Path(os.environ.get("GOUVERNAIL_TEST_DATA", ROOT.parent / "shared" / "data"))
LIMIT_PERCENT: Final = 0.5
STARTER: Final = "starter-fr-en"
PUBLIC: Final = "the public"
GROUPS: Final = (("organisations", "fr"), ("organisations", "en"), (PUBLIC, "fr"), (PUBLIC, "en"))


def main() -> int:
    """Print the table and return 1 if a rule raises too often."""
    if not DATA.is_dir():
        print(f"no data in {DATA}")
        return 2
    packs = shipped()
    print("Share of posts on which a rule raises; rules that never reach 0.1 % are not listed.\n")
    print("| pack | rule | written by | language | posts | raised | % | held |")
    print("|---|---|---|---|---:|---:|---:|---|")
    missed = 0
    for who, lang in GROUPS:
        texts = list(posts(who, lang))
        for pack in packs:
            for rule, number in raised(pack, texts, lang).most_common():
                percent = number * 100 / len(texts)
                if percent < LIMIT_PERCENT / 5:
                    continue
                counts = pack.meta["pack"] != STARTER or who != PUBLIC
                over = percent > LIMIT_PERCENT
                missed += counts and over
                held = ("no" if over else "yes") if counts else "not held"
                row = (pack.meta["pack"], rule, who, lang, len(texts), number, f"{percent:.2f}")
                print(f"| {' | '.join(str(each) for each in row)} | {held} |")
    print(f"\n{sum(len(pack.rules) for pack in packs)} rules in {len(packs)} packs; over: {missed}")
    return 1 if missed else 0


def shipped() -> list[Pack]:
    """Return every pack that comes with the product, all of its rules enforced."""
    packs = []
    for name in shipped_packs():
        pack = open_pack(name)
        packs.append(pack.with_controls({rule.id: Control.ENFORCE for rule in pack.rules}))
    return packs


def raised(pack: Pack, texts: list[str], lang: str) -> Counter[str]:
    """Return on how many posts each rule raises, from either kind of account."""
    contexts = [Context(account_class=each) for each in ("organisation", "personal")]
    return Counter(
        rule
        for text in texts
        for rule in {
            finding.rule
            for context in contexts
            for finding in judge(pack, Post(text=text, lang=lang), context).findings
        }
    )


def posts(who: str, lang: str) -> Iterator[str]:
    """Yield the posts of one group."""
    if who == PUBLIC:
        yield from labelled(lang)
        yield from unrelated() if lang == "en" else ()
        return
    if lang == "en":
        yield from (row["text"] for row in rows("posts_barackobama.csv.gz"))
        yield from help_desks()
        return
    customers = rows("posts_fr_customer_free.csv.gz")
    yield from (r["text"] for r in customers if r["is_brand_account"].lower() in {"1", "true"})
    yield from (row["text"] for row in rows("posts_fr_debate_20170320.csv"))


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file."""
    opened = gzip.open if name.endswith(".gz") else open
    with opened(DATA / name, "rt", encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def help_desks() -> Iterator[str]:
    """Yield what help desks answered their customers."""
    with gzip.open(DATA / "care_conversations_en.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield from (t["text"] for t in json.loads(line)["turns"] if t["role"] != "client")


def labelled(lang: str) -> Iterator[str]:
    """Yield posts that people labelled neutral or positive."""
    name = {"fr": "umsab_french.jsonl.gz", "en": "umsab_english.jsonl.gz"}[lang]
    with gzip.open(DATA / name, "rt", encoding="utf-8") as lines:
        found = map(json.loads, lines)
        yield from (each["text"] for each in found if each["label_name"] != "negative")


def unrelated() -> Iterator[str]:
    """Yield every fourth of the posts that people said had nothing to do with a crisis."""
    kept = [row["text"] for row in rows("crisislex_t6.csv.gz") if row["label"] == "off-topic"]
    yield from kept[::4]


if __name__ == "__main__":
    sys.exit(main())
