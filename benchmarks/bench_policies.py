"""Where clauses begin in real policies, against marks made by hand.

    python benchmarks/bench_policies.py

The fourteen texts were each read by a person, who wrote down the line at which each clause begins
(tests/kernel/policies/clause_marks.json: positions only). Each is read as it was published
(Markdown or plain text), then in the Word and PDF forms that the tests make of it. Precision is
the share of the boundaries found that were marked, recall the share of the marks that were found.
In Word and PDF a boundary is right when it has the words of what was marked.
"""

import gzip
import json
import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from gouvernail.kernel.policies import Recognised, read_file, recognise  # noqa: E402
from tests.kernel.policies.forms import as_docx, as_pdf  # noqa: E402

DATA: Final = Path(os.environ.get("GOUVERNAIL_TEST_DATA", ROOT.parent / "shared" / "data"))
MARKS: Final = ROOT / "tests" / "kernel" / "policies" / "clause_marks.json"


def main() -> int:
    """Print a table, a line for each text and form."""
    marks = json.loads(MARKS.read_text(encoding="utf-8"))
    totals: dict[str, Counter[str]] = {}
    print("| text | form | marked | found | right | seconds |\n|---|---|---:|---:|---:|---:|")
    for row in records():
        name = row["id"] + (".md" if row["format"] == "markdown" else ".txt")
        document = read_file(name, row["text"].encode())
        wanted = words_at(recognise(document), row["text"], marks[row["id"]])
        forms = {"text": row["text"].encode(), "docx": as_docx(document), "pdf": as_pdf(document)}
        for form, content in forms.items():
            started = time.perf_counter()
            found = recognise(read_file(name if form == "text" else f"x.{form}", content))
            seconds = time.perf_counter() - started
            right = agreement(found, marks[row["id"]], wanted, by_line=form == "text")
            counts = {"marked": len(wanted), "found": len(found.clauses), "right": right}
            totals.setdefault(form, Counter()).update(counts)
            shown = " | ".join(str(value) for value in counts.values())
            print(f"| {row['id'][:44]} | {form} | {shown} | {seconds:.2f} |")
    for form, total in totals.items():
        precision, recall = total["right"] / total["found"], total["right"] / total["marked"]
        print(f"{form}: precision {precision:.3f}, recall {recall:.3f}, {dict(total)}")
    return 0


def records() -> list[dict[str, str]]:
    """Return the texts."""
    with gzip.open(DATA / "policy_texts.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def words_at(reference: Recognised, text: str, lines: list[int]) -> list[str]:
    """Return the first words at each mark, in the letters that the forms keep."""
    named = {clause.place.line: clause.title for clause in reference.clauses}
    source = text.split("\n")
    return [letters(named.get(line, source[line - 1])) for line in lines]


def agreement(found: Recognised, lines: list[int], words: list[str], *, by_line: bool) -> int:
    """Return how many boundaries found are marked."""
    if by_line:
        return len({clause.place.line for clause in found.clauses} & set(lines))
    left = Counter(words)
    right = 0
    for clause in found.clauses:
        title = letters(clause.title)
        if left[title]:
            left[title] -= 1
            right += 1
    return right


def letters(title: str) -> str:
    """Return the first letters of a title, small: forms change spaces, marks and ellipses."""
    return "".join(char for char in title.casefold() if char.isalnum())[:40]


if __name__ == "__main__":
    sys.exit(main())
