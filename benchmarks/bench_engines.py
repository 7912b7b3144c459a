"""Look for ten thousand terms and a thousand patterns with each engine, on the same posts.

    uv sync --group bench && python benchmarks/bench_engines.py

The pack and the posts are those of bench_rules. Every engine is given the same prepared text and
the same terms or patterns, and has to find the same: what differs is counted in the table. The
floor is that preparation, `spaced(fold(text))`, which each of them needs. Seconds are of processor;
ratios compare two passes of the same round, all taken in turn in one process, and what is shown is
the median of ten rounds. The slow ones read the first posts only.

ahocorasick_rs finds terms only. google-re2 is asked as a set, which tells which terms and patterns
match and not where, and one pattern at a time. Plain `re` joins the terms in one expression and
tries the patterns one by one: it may backtrack without end, so the product never calls it on
patterns that people write. Memory is what a process of its own gains by compiling, then by reading
every post once, since some engines build as they read.

Identifiers are looked for by Gouvernail and by Presidio (its pattern recognisers on a blank
pipeline, as in bench_identifiers) in the same rounds: in 500 of those posts, then in 500 sentences
of Presidio's own research data, each beside the floor of the texts it reads. Neither
needs the floor, so it is not added to their times.
"""

import ctypes
import gc
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

import re2

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.bench_identifiers import ours, presidio, sentences, tallies
from benchmarks.bench_rules import DATA, pack, posts, written
from gouvernail.kernel.rules import Context, Pack, Post, judge, load_pack
from gouvernail.kernel.rules.checks.pattern import Pattern
from gouvernail.kernel.rules.checks.terms import Terms
from gouvernail.kernel.rules.engine import plan_of
from gouvernail.kernel.rules.matching import PatternSet, WordTable, candidates, literals
from gouvernail.kernel.rules.prepared import Prepared
from gouvernail.kernel.text import fold, spaced

ROUNDS: Final = 10
FEW: Final = 100
SENTENCES: Final = 500
RULES: Final = 10_000
SET_MEMORY: Final = 1 << 30
SMALLEST_MIB: Final = 0.1
Found = Callable[[str], Collection[int]]


@dataclass(frozen=True, slots=True)
class Engine:
    """One way to look: how it is made ready, and how many posts it reads.

    `make` compiles and returns what finds the numbers of the terms or patterns of one text.
    """

    name: str
    job: str
    make: Callable[[Sequence[str]], Found]
    most: int | None = None


def hyperscan_terms(terms: Sequence[str]) -> Found:
    """Return Gouvernail's search for terms, with Hyperscan."""
    search = literals(terms)
    return lambda text: {hit.literal for hit in search.find(text)}


def table_terms(terms: Sequence[str]) -> Found:
    """Return Gouvernail's search for terms where Hyperscan has no wheel."""
    search = WordTable(terms)
    return lambda text: {hit.literal for hit in search.find(text)}


def aho_terms(terms: Sequence[str], *, table: bool = False) -> Found:
    """Return ahocorasick_rs, which finds terms that overlap when asked to."""
    import ahocorasick_rs

    kind = ahocorasick_rs.Implementation.DFA if table else None
    search = ahocorasick_rs.AhoCorasick(terms, store_patterns=False, implementation=kind)
    return lambda text: {
        number for number, _start, _end in search.find_matches_as_indexes(text, overlapping=True)
    }


def aho_table(terms: Sequence[str]) -> Found:
    """Return ahocorasick_rs with its largest and fastest automaton."""
    return aho_terms(terms, table=True)


def re2_terms(terms: Sequence[str]) -> Found:
    """Return one google-re2 set of all terms."""
    return re2_set([re2.escape(term) for term in terms])


def re2_set(patterns: Sequence[str]) -> Found:
    """Return one google-re2 set of all patterns."""
    options = re2.Options()
    options.max_mem = SET_MEMORY
    options.log_errors = False
    options.case_sensitive = False
    search = re2.Set.SearchSet(options)
    for each in patterns:
        search.Add(each)
    search.Compile()
    return lambda text: set(search.Match(text) or ())


def plain_terms(terms: Sequence[str]) -> Found:
    """Return plain `re`, all terms in one expression; the space that ends a term is looked at."""
    numbers = {term[:-1]: number for number, term in enumerate(terms)}
    ordered = sorted(numbers, key=len, reverse=True)
    search = re.compile(f"(?:{'|'.join(map(re.escape, ordered))})(?= )")
    return lambda text: {numbers[each] for each in search.findall(text)}


def hyperscan_patterns(patterns: Sequence[str]) -> Found:
    """Return Gouvernail's search for patterns, with Hyperscan, before RE2 confirms them."""
    return candidates([(each, False) for each in patterns]).find


def re2_patterns(patterns: Sequence[str]) -> Found:
    """Return google-re2, one pattern after the other: what serves without Hyperscan."""
    return PatternSet([(each, False) for each in patterns]).find


def plain_patterns(patterns: Sequence[str]) -> Found:
    """Return plain `re`, one pattern after the other, letters and digits being those of RE2."""
    compiled = [re.compile(each, re.IGNORECASE | re.ASCII) for each in patterns]
    return lambda text: {number for number, each in enumerate(compiled) if each.search(text)}


TERMS, PATTERNS = "10,000 terms", "1,000 patterns"
ENGINES: Final = (
    Engine("Gouvernail (Hyperscan)", TERMS, hyperscan_terms),
    Engine("Gouvernail without Hyperscan", TERMS, table_terms),
    Engine("ahocorasick_rs", TERMS, aho_terms),
    Engine("ahocorasick_rs, DFA", TERMS, aho_table),
    Engine("google-re2, a set", TERMS, re2_terms),
    Engine("plain re, one expression", TERMS, plain_terms, FEW),
    Engine("Gouvernail (Hyperscan)", PATTERNS, hyperscan_patterns),
    Engine("google-re2, a set", PATTERNS, re2_set),
    Engine("google-re2, one by one", PATTERNS, re2_patterns, FEW),
    Engine("plain re, one by one", PATTERNS, plain_patterns, FEW),
)


def wanted(bench: Pack) -> dict[str, list[str]]:
    """Return what each job looks for, as the pack's own plan does."""
    leaves = [leaf for rule in bench.rules for leaf in rule.check.leaves()]
    terms = dict.fromkeys(
        one for leaf in leaves if isinstance(leaf, Terms) for one in leaf.literals
    )
    patterns = [leaf.expression for leaf in leaves if isinstance(leaf, Pattern)]
    return {TERMS: list(terms), PATTERNS: patterns}


def prepared(texts: Sequence[str]) -> dict[str, list[str]]:
    """Return the texts that each job reads: a post of words, or folded."""
    folded = [fold(text) for text in texts]
    return {TERMS: [spaced(each) for each in folded], PATTERNS: [each.text for each in folded]}


Work = tuple[Callable[[Any], object], Sequence[Any]]


def floor(text: str) -> str:
    """Prepare a text, as every search for terms needs it."""
    return spaced(fold(text))


def rounds(works: Sequence[Work]) -> list[list[float]]:
    """Return what each work takes in several rounds, taken in turn, in microseconds a text."""
    spent: list[list[float]] = [[] for _work in works]
    for _round in range(ROUNDS):
        for at, (work, things) in enumerate(works):
            begun = time.process_time()
            for thing in things:
                work(thing)
            spent[at].append((time.process_time() - begun) / len(things) * 1e6)
    return spent


def ratio(cost: Sequence[float], to: Sequence[float]) -> float:
    """Return the median of the ratios of two works, each of one round."""
    return median(one / other for one, other in zip(cost, to, strict=True))


def speeds(bench: Pack, texts: Sequence[str]) -> list[str]:
    """Return the tables of speeds, each a ratio to the floor of the same rounds."""
    asked, views = wanted(bench), prepared(texts)
    made = [each.make(asked[each.job]) for each in ENGINES]
    reads = [views[each.job][: each.most] for each in ENGINES]
    whole = [Post(text=text) for text in texts]
    judge(bench, whole[0])
    works, told = beside_presidio(texts)
    base, live, *spent = rounds(
        [
            (floor, texts),
            (lambda post: judge(bench, post), whole),
            *zip(made, reads, strict=True),
            *works,
        ]
    )
    lines = [
        "| engine | looks for | posts | us a post | with the floor, x floor | finds |",
        "|---|---|---:|---:|---:|---|",
        f"| the floor: folding and splitting | nothing | {len(texts)} | {median(base):.2f} | 1 | |",
        (
            f"| **Gouvernail, a whole verdict** | both | {len(texts)} | {median(live):.2f} |"
            f" {ratio(live, base):.2f} | |"
        ),
    ]
    for each, find, read, cost in zip(ENGINES, made, reads, spent, strict=False):
        first = made[[one.job for one in ENGINES].index(each.job)]
        other = sum(set(find(text)) != set(first(text)) for text in read)
        lines.append(
            f"| {each.name} | {each.job} | {len(read)} | {median(cost):.2f} |"
            f" {1 + ratio(cost, base):.2f} |"
            f" {'the same' if not other else f'otherwise in {other} posts'} |"
        )
    return [*lines, "", *identifiers(told, spent[len(ENGINES) :])]


def beside_presidio(texts: Sequence[str]) -> tuple[list[Work], list[tuple[str, str, str]]]:
    """Return the searches for identifiers to time, and who looks where, and what is found there."""
    known = sentences(DATA)[:SENTENCES]
    other = presidio()
    works: list[Work] = []
    told: list[tuple[str, str, str]] = []
    for where, read in (
        ("posts", list(texts[:: len(texts) // SENTENCES][:SENTENCES])),
        ("sentences", [one for one, _ in known]),
    ):
        works.append((floor, read))
        told.append(("the floor: folding and splitting", where, ""))
        for name, find in (("Gouvernail", ours), ("Presidio, patterns alone", other)):
            works.append((find, read))
            if where == "posts":
                found = f"{sum(len(find(text)) for text in read)} identifiers"
            else:
                tally = tallies(find, known)["all"]
                found = f"recall {tally.recall:.3f}, precision {tally.precision:.3f}"
            told.append((name, where, found))
    return works, told


def identifiers(
    told: Sequence[tuple[str, str, str]], spent: Sequence[Sequence[float]]
) -> list[str]:
    """Return the table of identifiers, each line a ratio to the floor of the texts it reads."""
    lines = [
        "| identifiers, by | in | texts | us a text | x floor | Presidio v. it | finds |",
        "|---|---|---:|---:|---:|---:|---|",
    ]
    for at, ((name, where, found), cost) in enumerate(zip(told, spent, strict=True)):
        first = at - at % 3
        slower = f"{ratio(spent[first + 2], cost):.1f}" if at % 3 == 1 else ""
        lines.append(
            f"| {name} | {where} | {SENTENCES} | {median(cost):.2f} |"
            f" {ratio(cost, spent[first]):.2f} | {slower} | {found} |"
        )
    return lines


def resident() -> float:
    """Return the memory of this process, in MiB, what the allocator kept for later given back."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def weighed(number: int, asked: Sequence[str], read: Sequence[str]) -> list[float]:
    """Return, of one engine, seconds to compile, MiB gained by it, and MiB after every post."""
    before, begun = resident(), time.process_time()
    find = ENGINES[number].make(asked)
    seconds, compiled = time.process_time() - begun, resident()
    for text in read:
        find(text)
    return [seconds, compiled - before, resident() - before]


def weighed_rules(source: str) -> list[float]:
    """Return, of a pack, seconds and MiB: to read it, then to compile it."""
    before, begun = resident(), time.process_time()
    large = load_pack(source, name="large.yaml")
    read, held = time.process_time() - begun, resident() - before
    before, begun = resident(), time.process_time()
    plan = plan_of(large)
    plan.findings(Prepared(Post(text="x"), Context()))
    return [read, held, time.process_time() - begun, resident() - before]


def ten_thousand(asked: Mapping[str, Sequence[str]]) -> str:
    """Return the source of a pack of 10,000 rules of one term or one pattern each."""
    checks: list[dict[str, object]] = [{"pattern": {"any": [one]}} for one in asked[PATTERNS]]
    checks += [{"terms": {"any": [one.strip()]}} for one in asked[TERMS][: RULES - len(checks)]]
    both = {"fr": "Mesure", "en": "Measure"}
    rules = [written(number, check) for number, check in enumerate(checks)]
    return json.dumps({"pack": "bench", "title": both, "control": "enforce", "rules": rules})


def apart(task: str, *things: object) -> list[float]:
    """Return the figures of a process of its own, which is given things as JSON."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__)), task],
        input=json.dumps(things),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    told: list[float] = json.loads(done.stdout)
    return told


def memory(bench: Pack, texts: Sequence[str]) -> list[str]:
    """Return the table of compilation and memory."""
    asked, views = wanted(bench), prepared(texts)
    lines = [
        "| engine | looks for | s to compile | MiB compiled | MiB, posts read |",
        "|---|---|---:|---:|---:|",
    ]
    for number, each in enumerate(ENGINES):
        seconds, compiled, after = apart(str(number), asked[each.job], views[each.job][: each.most])
        told = [f"{size:.1f}" if size >= SMALLEST_MIB else "< 0.1" for size in (compiled, after)]
        lines.append(f"| {each.name} | {each.job} | {seconds:.3f} | {' | '.join(told)} |")
    read, held, compiled, plan = apart("rules", ten_thousand(asked))
    return [
        *lines,
        "",
        f"A pack of {RULES:,} rules, one term or one pattern each, 1,000 of them patterns:",
        "",
        "| step | s | MiB |",
        "|---|---:|---:|",
        f"| reading the pack (YAML, checked) | {read:.2f} | {held:.0f} |",
        f"| compiling it, once a process | {compiled:.2f} | {plan:.0f} |",
    ]


def main() -> int:
    """Print the tables; with the name of a task, the figures of that one alone, as JSON."""
    if len(sys.argv) > 1:
        task, things = sys.argv[1], json.load(sys.stdin)
        print(
            json.dumps(weighed_rules(*things) if task == "rules" else weighed(int(task), *things))
        )
        return 0
    texts = posts(DATA)
    bench = pack(DATA, texts)
    print("\n".join([*speeds(bench, texts), "", *memory(bench, texts)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
