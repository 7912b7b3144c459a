"""Follow four crises by query: how much of what is found is about them, and how much is missed.

    python benchmarks/bench_relevance.py

CrisisLex T6 (Olteanu and others, ICWSM 2014): about ten thousand posts a crisis, drawn by keywords
and by place, each told by people to be about the crisis or not. Four ways to follow one:

- its name alone, as somebody types it in the first minute;
- a query as it is written in the first hour: names and places, hashtags, words near one another,
  what is left out; written from what was public then, not from these posts;
- the lexicon of the same authors, 379 terms that any crisis brings, both words of a term wherever
  they stand; it was drawn from these crises and two more, and has seen such posts;
- every post, which is the floor of precision.

Beside them, on one post in twenty, the answers of the matcher against those of the plain evaluator.
"""

import csv
import gzip
import os
import sys
import time
from pathlib import Path
from typing import Final

from gouvernail.kernel.queries import (
    Document,
    Frequencies,
    Matcher,
    Prepared,
    holds,
    parse,
    prepare,
)

ROOT: Final = Path(__file__).resolve().parents[1]
DATA: Final = Path(os.environ.get("GOUVERNAIL_TEST_DATA", ROOT.parent / "shared" / "data"))
BATCH: Final = 200
CHECKED: Final = 20  # one post in so many is asked of the plain evaluator: hundreds of terms each
WATER: Final = "(flood* OR bigwet OR rain OR water OR river OR evacuat*)"
BLAST: Final = "(explosion OR explod* OR blast OR fire OR plant OR fertilizer OR fertiliser)"
WIND: Final = "(tornado* OR twister OR storm* OR relief OR victims OR damage)"
SANDY: Final = (
    '"hurricane sandy" OR #sandy OR #hurricanesandy OR frankenstorm OR superstorm'
    " OR (sandy NEAR/6 (storm OR hurricane OR power OR wind OR flood* OR landfall))"
    " OR (hurricane NOT katrina NOT irene NOT isaac)"
)
QUEENSLAND: Final = (
    "#qldflood* OR #bigwet OR #bundaberg OR ((queensland OR qld OR brisbane OR bundaberg"
    f" OR australia OR gympie OR ipswich) AND {WATER})"
)
WEST: Final = (
    "#westexplosion OR #westtx OR #prayforwest OR #prayfortexas OR prayfortexas"
    f" OR ((texas OR waco OR west) NEAR/8 {BLAST})"
)
OKLAHOMA: Final = (
    "#moore OR #okwx OR #prayforoklahoma OR prayforoklahoma OR prayforok"
    f" OR ((oklahoma OR moore OR okc) AND {WIND})"
)
EVENTS: Final = {
    "2012_Sandy_Hurricane": ("hurricane sandy", SANDY),
    "2013_Queensland_Floods": ("queensland floods", QUEENSLAND),
    "2013_West_Texas_Explosion": ("texas explosion", WEST),
    "2013_Oklahoma_Tornado": ("oklahoma tornado", OKLAHOMA),
}


def lexicon() -> str:
    """Return one query for all terms of the lexicon."""
    terms = (DATA / "crisislex_lexicon.txt").read_text(encoding="utf-8").split("\n")
    return " OR ".join(term for term in terms if term.strip())


def posts() -> dict[str, list[tuple[Prepared, bool]]]:
    """Return the posts of each crisis, and whether people said that they are about it."""
    rows: dict[str, list[tuple[str, bool]]] = {}
    with gzip.open(DATA / "crisislex_t6.csv.gz", "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            rows.setdefault(row["event"], []).append((row["text"], row["label"] == "on-topic"))
    found = {}
    for event, told in rows.items():
        made = prepare([Document(text=text, network="x") for text, _about in told])
        found[event] = list(zip(made, (about for _text, about in told), strict=True))
    return found


def scores(told: list[tuple[Prepared, bool]], found: list[bool]) -> tuple[float, float, float]:
    """Return precision, recall and F1, in per cent."""
    right = sum(about and one for (_post, about), one in zip(told, found, strict=True))
    precision = 100 * right / max(sum(found), 1)
    recall = 100 * right / sum(about for _post, about in told)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def main() -> int:
    """Print the table; return 1 when a query tells no better than every post, or answers differ."""
    if not DATA.is_dir():
        print("The data of tests are not on this machine.")
        return 2
    general, differences, spent, seen, worse = lexicon(), 0, 0.0, 0, 0
    print("| crisis | posts | followed by | found | precision | recall | F1 |")
    print("|---|---:|---|---:|---:|---:|---:|")
    for event, told in posts().items():
        name, hour = EVENTS[event]
        read = {"its name": parse(name), "an hour's query": parse(hour), "lexicon": parse(general)}
        batch, frequencies = [post for post, _about in told], Frequencies()
        frequencies.observe(batch)
        matcher = Matcher(read, frequencies)
        begun = time.process_time()
        keys = [
            each
            for at in range(0, len(batch), BATCH)
            for each in matcher.match(batch[at : at + BATCH])
        ]
        spent, seen = spent + time.process_time() - begun, seen + len(batch)
        answers = {key: [key in each for each in keys] for key in read}
        differences += sum(
            holds(query, post) != one
            for key, query in read.items()
            for post, one in list(zip(batch, answers[key], strict=True))[::CHECKED]
        )
        answers["every post"] = [True] * len(batch)
        lines = {key: scores(told, found) for key, found in answers.items()}
        worse += lines["an hour's query"][0] <= lines["every post"][0]
        for key, line in lines.items():
            told_so = " | ".join(f"{value:.1f} %" for value in line)
            shown = event.replace("_", " ")
            print(f"| {shown} | {len(batch):,} | {key} | {sum(answers[key]):,} | {told_so} |")
    print("\n| figure | value | target | held |\n|---|---:|---|---|")
    print(f"| a post matched, three queries | {spent / seen * 1e6:.1f} us |  |  |")
    said = "yes" if not differences else "NO"
    print(f"| v. the plain evaluator, one post in {CHECKED} | {differences} | 0 | {said} |")
    print(f"| queries less precise than every post | {worse} | 0 | {'NO' if worse else 'yes'} |")
    return int(bool(differences or worse))


if __name__ == "__main__":
    sys.exit(main())
