"""Time the live check of one post against the floor that any engine has to pay.

    python benchmarks/bench_rules.py

The floor is the prepared text (`spaced(fold(text))`), which is computed once a post whatever the
rules. The pack is large and made from real names: 10,000 terms in 100 rules, and 1,000 rules of one
pattern each. Words of everyday speech (in more than one post in a thousand: "people", "today") are
left out of the names, as nobody forbids them; the share of posts that raise something is shown.
Posts are real, in French and English. Each figure is the best of fifteen passes of one process,
taken in turn, in microseconds of processor a post; the ratio is what is held to a target.
"""

import csv
import gzip
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from gouvernail.kernel.rules import Pack, Post, judge, load_pack
from gouvernail.kernel.text import fold, spaced

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("GOUVERNAIL_TEST_DATA", ROOT.parent / "shared" / "data"))
COMMAND = "python benchmarks/bench_rules.py"
PASSES = 15
Thing = TypeVar("Thing")
TARGET_RATIO = 3.0
TERMS, TERMS_PER_RULE, PATTERN_WORDS = 10_000, 100, 250
MOST_WORDS, EVERYDAY = 12, 1000
SHAPES = (
    r"\b{word}s? (?:is|are|est|sont) (?:not |pas )?\w+",
    r"#{word}\w*",
    r"\b(?:no|sans|without|contre) {word}\b",
    r"{word}[ -]?[0-9]{{2,4}} ?%",
)


def posts(folder: Path) -> list[str]:
    """Return real posts: an official account, a customer service and two crises."""
    texts: list[str] = []
    for name, most in (
        ("posts_barackobama.csv.gz", 3000),
        ("posts_fr_customer_free.csv.gz", 2000),
        ("crisislex_t26_labeled.csv.gz", 3000),
        ("crisislex_t6.csv.gz", 3000),
    ):
        with gzip.open(folder / name, "rt", encoding="utf-8") as lines:
            texts += [row["text"] for row in csv.DictReader(lines)][:most]
    return texts


def names(folder: Path, texts: Sequence[str]) -> list[str]:
    """Return real names, of organisations and of sites, less the words of everyday speech."""
    with (folder / "orgs_official_handles.csv").open(encoding="utf-8") as lines:
        found = [row["name"] for row in csv.DictReader(lines)]
    sites = (folder / "domains_tranco10k.txt").read_text(encoding="utf-8").split()
    found += [site.removesuffix(".com") for site in sites]
    seen = Counter(word for text in texts for word in {*spaced(fold(text)).split()})
    forms = {tuple(spaced(fold(name)).split()): name for name in found}
    return [
        name
        for form, name in forms.items()
        if 0 < len(form) <= MOST_WORDS and any(seen[word] * EVERYDAY <= len(texts) for word in form)
    ]


def pack(folder: Path, texts: Sequence[str], *, term: str = "", shape: str = "") -> Pack:
    """Return the pack: terms, then patterns; a term more, or another first pattern, if given."""
    terms = names(folder, texts)
    terms += [f"{one} {two}" for one, two in zip(terms, terms[7:], strict=False)]
    terms = terms[:TERMS]
    words = [name.split(".")[0].lower() for name in terms if name.isascii() and name.isalnum()]
    checks: list[dict[str, object]] = [
        {"terms": {"any": terms[at : at + TERMS_PER_RULE]}}
        for at in range(0, len(terms), TERMS_PER_RULE)
    ]
    checks += [
        {"pattern": {"any": [shape.format(word=word)]}}
        for word in words[:PATTERN_WORDS]
        for shape in SHAPES
    ]
    if term:
        checks[0] = {"terms": {"any": [*terms[:TERMS_PER_RULE], term]}}
    if shape:
        checks[-1] = {"pattern": {"any": [shape]}}
    rules = [written(number, check) for number, check in enumerate(checks)]
    both = {"fr": "Mesure", "en": "Measure"}
    source = {"pack": "bench", "title": both, "control": "enforce", "rules": rules}
    return load_pack(json.dumps(source, ensure_ascii=False), name="bench.yaml")


def written(number: int, check: dict[str, object]) -> dict[str, object]:
    """Return a rule as it is written, around its check."""
    both = {"fr": "« {quote} »", "en": "“{quote}”"}
    examples = {"raises": ["x"], "passes": ["y"]}
    return {
        "id": f"rule-{number}",
        "title": both,
        "clause": "charter#5.1",
        "check": check,
        "then": "warn",
        "say": both,
        "examples": examples,
    }


def microseconds(
    works: Sequence[Callable[[Thing], object]], things: Sequence[Thing]
) -> list[float]:
    """Return the best time of each work over several passes, taken in turn, in microseconds."""
    best = [float("inf")] * len(works)
    for _pass in range(PASSES):
        for at, work in enumerate(works):
            begun = time.process_time()
            for thing in things:
                work(thing)
            best[at] = min(best[at], time.process_time() - begun)
    return [each / len(things) * 1e6 for each in best]


def row(name: str, value: float, unit: str, target: str, *, ok: bool) -> dict[str, object]:
    """Return one line of the table."""
    figures: dict[str, object] = {"name": name, "value": round(value, 2), "unit": unit}
    return {**figures, "target": target, "ok": ok, "command": COMMAND}


def run() -> list[dict[str, object]]:
    """Measure; return rows of name, value, unit, target, ok, command."""
    texts = posts(DATA)
    bench = pack(DATA, texts)
    begun = time.perf_counter()
    judge(bench, Post(text=texts[0]))
    compiled = time.perf_counter() - begun
    asked = [Post(text=text) for text in texts]
    floor, live = microseconds(
        [lambda post: spaced(fold(post.text)), lambda post: judge(bench, post)], asked
    )
    raised = sum(bool(judge(bench, post).findings) for post in asked) / len(asked)
    return [
        row("prepared text of a post (the floor)", floor, "us", "", ok=True),
        row(f"live check, 10k terms + 1k patterns, {raised:.0%} raised", live, "us", "", ok=True),
        row(
            "live check v. floor",
            live / floor,
            "x",
            f"<= {TARGET_RATIO:g}",
            ok=live <= TARGET_RATIO * floor,
        ),
        row("first check (compiles the pack, once)", compiled, "s", "", ok=True),
    ]


def table(rows: list[dict[str, object]]) -> str:
    """Return the rows as Markdown."""
    lines = ["| figure | value | unit | target | held |", "|---|---:|---|---|---|"]
    for each in rows:
        held = "" if not each["target"] else "yes" if each["ok"] else "NO"
        lines.append(
            f"| {each['name']} | {each['value']} | {each['unit']} | {each['target']} | {held} |"
        )
    return "\n".join(lines)


def main() -> int:
    """Print the table; return 1 when a target is missed."""
    rows = run()
    print(table(rows))
    return 0 if all(each["ok"] for each in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
