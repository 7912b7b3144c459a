"""Count the rules proposed from real guides, and how many a person who read them found right.

    python benchmarks/bench_proposals.py

Fourteen guides and policies, in English and in French, that nobody here wrote. Each sentence that
gave a rule was read beside that rule by one person: it is right when the rule does what the
sentence asks of a post, with the words it says or those listed as chosen; wrong when the sentence
speaks of something else, or only for a case that the rule does not know. `proposals_read.csv` holds
what was decided, by document, line and subject; a proposal that nobody has read fails the run. The
recognisers were written with these guides at hand: on a text they have not seen, expect less.
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

from gouvernail.kernel.rules import load_pack, run_examples
from gouvernail.kernel.rules.proposing import Proposed, pack_of_proposals, propose

ROOT: Final = Path(__file__).resolve().parents[1]
DATA: Final = Path(os.environ.get("GOUVERNAIL_TEST_DATA", ROOT.parent / "shared" / "data"))
READ: Final = Path(__file__).with_name("proposals_read.csv")
TARGET: Final = 0.85
LEFT: Final = """
Of 59 sentences that gave nothing (about one in eight, evenly taken), read in the same way: 6 could
have given a rule about a text or a picture, 11 asked for nothing, 42 speak of pages, layout, people
or procedures that no rule about a post can check."""
Pair = tuple[str, int, str]


def main() -> int:
    """Print the table and return 1 if too few are right, or if one was not read."""
    if not DATA.is_dir():
        print(f"no data in {DATA}")
        return 2
    with READ.open(encoding="utf-8") as lines:
        verdicts = {
            (row["document"], int(row["line"]), row["subject"]): row["right"] == "yes"
            for row in csv.DictReader(lines)
        }
    print(
        "| document | language | sentences | ask something | rules | sentences of rules | right |"
    )
    print("|---|---|---:|---:|---:|---:|---:|")
    total: Counter[str] = Counter()
    for document, lang, found in guides():
        pairs = list(pairs_of(document, found))
        right = sum(verdicts.get(each, False) for each in pairs)
        row = {
            "sentences": found.sentences,
            "ask": found.duties,
            "rules": len(found.proposals),
            "pairs": len(pairs),
            "right": right,
        }
        total.update(row)
        total["unread"] += sum(each not in verdicts for each in pairs)
        total["broken"] += broken(found)
        print(f"| {document} | {lang} | {' | '.join(map(str, row.values()))} |")
    share = total["right"] / max(1, total["pairs"])
    print(
        f"\n{total['rules']} rules from {total['pairs']} of {total['ask']} sentences that ask for"
    )
    print(f"something. Right: {total['right']} of")
    print(f"{total['pairs']} ({share:.0%}, target {TARGET:.0%}); not read: {total['unread']};")
    print(f"packs that do not load or whose examples fail: {total['broken']}.")
    print(LEFT)
    return 1 if share < TARGET or total["unread"] or total["broken"] else 0


def guides() -> Iterator[tuple[str, str, Proposed]]:
    """Yield what each guide gave."""
    with gzip.open(DATA / "policy_texts.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            found = propose(row["text"], document=row["id"], clause="guide#1")
            yield row["id"], row["lang"], found


def pairs_of(document: str, found: Proposed) -> Iterator[Pair]:
    """Yield each sentence with the subject of the rule it gave."""
    for each in found.proposals:
        for sentence in (each.sentence, *each.also):
            yield document, sentence.line, each.subject


def broken(found: Proposed) -> bool:
    """Whether the pack of the proposals fails its own examples."""
    if not found.proposals:
        return False
    title = {"fr": "Propositions", "en": "Proposals"}
    source = pack_of_proposals(found.proposals, pack="proposed", title={**title})
    pack = load_pack(source, name="proposed.yaml")
    return not all(each.ok for each in run_examples(pack))


if __name__ == "__main__":
    sys.exit(main())
