"""Contradictions and repetitions among real posts: what is raised, what is found, what it costs.

    python benchmarks/bench_neighbours.py

Three accounts in English and French, each post judged beside the sixty before it. Nobody labelled
these posts, so the share that raises is an alarm rate, not an error rate. Recall is measured on
planted neighbours: a copy of a post that states a fact, begun otherwise and one of its numbers
changed, among fifty-nine other posts; the same copy with its numbers left must raise nothing.
"""

import csv
import gzip
import io
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from gouvernail.kernel.rules import Context, Neighbour, Pack, Post, judge, load_pack
from gouvernail.kernel.text import find_facts

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("GOUVERNAIL_TEST_DATA", ROOT.parent / "shared" / "data"))
WINDOW = 60
PLANTED = 400
TARGET_FOUND = 0.9
TARGET_ALARMS = 0.02
FORMATS = ("%Y-%m-%d %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%y %H:%M", "%Y/%m/%d_%H:%M")
BEGINNINGS = {"en": "Reminder: ", "fr": "Pour rappel : "}


class Said(NamedTuple):
    """One real post and when it appeared."""

    text: str
    at: datetime


def instant(raw: str) -> datetime | None:
    """Return when a row says it appeared, None when it cannot be read."""
    for form in FORMATS:
        with suppress(ValueError):
            return datetime.strptime(raw, form).replace(tzinfo=UTC)
    with suppress(ValueError):
        found = datetime.fromisoformat(raw)
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None


def posts(name: str, column: str, only: str = "") -> list[Said]:
    """Return the posts of one file, oldest first; `only` names a column that must say yes."""
    raw = (DATA / name).read_bytes()
    text = (gzip.decompress(raw) if name.endswith(".gz") else raw).decode("utf-8")
    rows = [
        (row["text"], instant(row[column]))
        for row in csv.DictReader(io.StringIO(text))
        if not only or row[only].lower() in {"1", "true"}
    ]
    return sorted((Said(said, at) for said, at in rows if at is not None), key=lambda one: one.at)


def pack_of(check: dict[str, object]) -> Pack:
    """Return a pack of one rule."""
    both = {"fr": "a", "en": "a"}
    rule = {"id": "one", "title": both, "clause": "a#1", "check": check, "then": "note"}
    rules = [{**rule, "say": both, "examples": {"raises": ["a"], "passes": ["b"]}}]
    source = json.dumps({"pack": "bench", "title": both, "rules": rules})
    return load_pack(source, name="bench")


CONTRADICTION = pack_of({"contradiction": {"within_days": 60}})
REPETITION = pack_of({"repetition": {}})


def beside(neighbours: Sequence[Said], lang: str, at: datetime) -> Context:
    """Return circumstances with these neighbours; their place in the list is their reference."""
    told = (
        Neighbour(text=one.text, lang=lang, at=one.at, account="2", ref=str(number))
        for number, one in enumerate(neighbours)
    )
    return Context(account="1", at=at, neighbours=tuple(told))


def alarms(pack: Pack, said: Sequence[Said], lang: str) -> float:
    """Return the share of posts that raise beside the sixty before them."""
    raised = 0
    for at, one in enumerate(said):
        context = beside(said[max(0, at - WINDOW) : at], lang, one.at)
        raised += bool(judge(pack, Post(text=one.text, lang=lang), context).findings)
    return raised / len(said)


def copies(said: Sequence[Said], lang: str) -> Iterator[tuple[int, Said, Said]]:
    """Yield, for each post that states a fact, its place, a changed copy and a faithful one."""
    for number, one in enumerate(said):
        facts = find_facts(one.text, lang, one.at)
        if not facts:
            continue
        changed = _changed(one, lang)
        if changed is not None:
            begun = BEGINNINGS[lang]
            yield number, Said(begun + changed, one.at), Said(begun + one.text, one.at)


def _changed(one: Said, lang: str) -> str | None:
    """Return the text with the first fact changed by one digit, None when it cannot be."""
    before = find_facts(one.text, lang, one.at)
    for fact in before:
        places = [at for at in range(fact.start, fact.end) if one.text[at].isdecimal()]
        for at in reversed(places):
            digit = (int(one.text[at]) + 1) % 10
            text = f"{one.text[:at]}{digit}{one.text[at + 1 :]}"
            after = find_facts(text, lang, one.at)
            same = [(a.kind, a.about) for a in after] == [(b.kind, b.about) for b in before]
            if same and [a.value for a in after] != [b.value for b in before]:
                return text
    return None


def planted(said: Sequence[Said], lang: str) -> tuple[int, float, float]:
    """Return how many were planted, the share found, and the share of faithful copies raised."""
    total = found = wrong = 0
    for number, changed, faithful in islice(copies(said, lang), PLANTED):
        post = Post(text=said[number].text, lang=lang)
        others = [*said[:number][-WINDOW + 1 :]]
        total += 1
        for copy in (changed, faithful):
            context = beside([copy, *others], lang, said[number].at)
            findings = judge(CONTRADICTION, post, context).findings
            raised = any("0" in finding.refs for finding in findings)
            found += raised and copy is changed
            wrong += raised and copy is faithful
    return total, found / total if total else 1.0, wrong / total if total else 0.0


def microseconds(said: Sequence[Said], lang: str) -> float:
    """Return what judging a post beside sixty neighbours costs, both checks, texts seen before."""
    begun = time.perf_counter()
    for pack in (CONTRADICTION, REPETITION):
        alarms(pack, said, lang)
    return (time.perf_counter() - begun) / len(said) * 1e6


def main() -> int:
    """Print the table; return 1 when a target is missed."""
    sources = (
        ("a public figure, English", "en", posts("posts_barackobama.csv.gz", "created_at")),
        ("a debate, French", "fr", posts("posts_fr_debate_20170320.csv", "created_at")),
        (
            "a customer service, French",
            "fr",
            posts("posts_fr_customer_free.csv.gz", "date", "is_brand_account"),
        ),
    )
    missed = 0
    print("| figure | value | unit | target | held |\n|---|---:|---|---|---|")
    for name, lang, said in sources:
        rate = alarms(CONTRADICTION, said, lang)
        total, found, wrong = planted(said, lang)
        rows = (
            (f"{name}: posts", len(said), "posts", ""),
            (f"{name}: raise a contradiction", rate, "share", f"<= {TARGET_ALARMS}"),
            (f"{name}: raise a repetition", alarms(REPETITION, said, lang), "share", ""),
            (f"{name}: planted", total, "posts", ""),
            (f"{name}: planted contradictions found", found, "share", f">= {TARGET_FOUND}"),
            (f"{name}: faithful copies raised", wrong, "share", "= 0"),
            (f"{name}: both checks, 60 neighbours", microseconds(said, lang), "us", ""),
        )
        for label, value, unit, target in rows:
            held = _held(float(value), target)
            missed += held == "NO"
            print(f"| {label} | {round(value, 4)} | {unit} | {target} | {held} |")
    return 1 if missed else 0


def _held(value: float, target: str) -> str:
    if not target:
        return ""
    sign, limit = target.split()
    ok = {"<=": value <= float(limit), ">=": value >= float(limit), "=": value == float(limit)}
    return "yes" if ok[sign] else "NO"


if __name__ == "__main__":
    sys.exit(main())
