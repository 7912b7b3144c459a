"""Find identifiers beside Presidio's pattern recognisers on a blank pipeline.

    uv sync --group bench && python benchmarks/bench_identifiers.py

Both read the 2,109 sentences of Presidio's own research data and look for the kinds they share:
cards, bank accounts, e-mail and network addresses, telephone numbers, United States social security
numbers. A span counts as found when one of its kind overlaps it; every row that is lost, and every
one found that the data do not label, is listed under the table. Presidio's language model is not
used (a blank pipeline of the same library stands in), so that only patterns are compared. French
NIR and Canadian SIN (NAS) numbers, valid and spoilt by one digit, are then put in sentences.
"""

import gzip
import importlib
import json
import logging
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from stdnum import iban, luhn
from stdnum.fr import nir, siren, siret
from stdnum.us import ssn

from gouvernail.kernel.rules.checks.identifiers import find_identifiers

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("GOUVERNAIL_TEST_DATA", ROOT.parent / "shared" / "data"))
COMMAND = "python benchmarks/bench_identifiers.py"
TARGET_SPEED = 20.0
PASSES = 3
SHOWN = 60
KINDS = {
    "CREDIT_CARD": "card",
    "IBAN_CODE": "iban",
    "EMAIL_ADDRESS": "email",
    "IP_ADDRESS": "ip",
    "PHONE_NUMBER": "phone",
    "US_SSN": "ssn",
}
RECOGNISERS = (
    "CreditCardRecognizer",
    "IbanRecognizer",
    "EmailRecognizer",
    "IpRecognizer",
    "PhoneRecognizer",
    "UsSsnRecognizer",
)
SENTENCES = {
    "nir": "Bonjour, le numéro de sécurité sociale de ma mère est {}, merci.",
    "nas": "Bonjour, mon NAS est le {}, merci.",
}


class Seen(NamedTuple):
    """One identifier found or known, by the names used here."""

    kind: str
    start: int
    end: int


def ours(text: str) -> list[Seen]:
    """Return what Gouvernail finds."""
    return [Seen(each.kind, each.start, each.end) for each in find_identifiers(text)]


def presidio() -> Callable[[str], list[Seen]]:
    """Return Presidio's analyser, with its pattern recognisers and a blank pipeline.

    Raises:
        ImportError: the bench group is not installed.
    """
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry, predefined_recognizers
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    logging.disable(logging.WARNING)
    pipeline: Any = SpacyNlpEngine()
    pipeline.nlp = {"en": importlib.import_module("spacy").blank("en")}
    registry = RecognizerRegistry(
        recognizers=[getattr(predefined_recognizers, name)() for name in RECOGNISERS],
        supported_languages=["en"],
    )
    engine = AnalyzerEngine(registry=registry, nlp_engine=pipeline, supported_languages=["en"])

    def find(text: str) -> list[Seen]:
        return [
            Seen(KINDS[each.entity_type], each.start, each.end)
            for each in engine.analyze(text, language="en")
        ]

    return find


def sentences(folder: Path) -> list[tuple[str, list[Seen]]]:
    """Return the sentences and the identifiers known to be in them."""
    with gzip.open(folder / "pii_presidio_large.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        (
            row["text"],
            [
                Seen(KINDS[span["type"]], span["start"], span["end"])
                for span in row["spans"]
                if span["type"] in KINDS
            ],
        )
        for row in rows
    ]


def microseconds(find: Callable[[str], object], texts: Sequence[str], passes: int) -> float:
    """Return the best time of a few passes, in microseconds a sentence."""
    best = float("inf")
    for _pass in range(passes):
        begun = time.perf_counter()
        for text in texts:
            find(text)
        best = min(best, time.perf_counter() - begun)
    return best / len(texts) * 1e6


class Tally(NamedTuple):
    """How one kind was found: what was known and found, known and lost, found and not known."""

    met: int
    lost: list[str]
    extra: list[str]

    @property
    def recall(self) -> float:
        """Return the share of what was known that was found."""
        return self.met / (self.met + len(self.lost)) if self.met or self.lost else 1.0

    @property
    def precision(self) -> float:
        """Return the share of what was found that was known."""
        return self.met / (self.met + len(self.extra)) if self.met or self.extra else 1.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def tallies(
    find: Callable[[str], list[Seen]], known: Sequence[tuple[str, list[Seen]]]
) -> dict[str, Tally]:
    """Return how each kind was found, and all of them together.

    What stands in a row is shown with the words around it. A span found counts as known when it
    overlaps one of its kind; what the data did not label counts against precision, even where it
    has the shape and the checksum of its kind.
    """
    found = [
        (text, spans, [each for each in find(text) if each.kind in KINDS.values()])
        for text, spans in known
    ]
    by_kind = {
        kind: _tally([(text, _only(kind, spans), _only(kind, seen)) for text, spans, seen in found])
        for kind in KINDS.values()
    }
    every = Tally(
        sum(each.met for each in by_kind.values()),
        [row for each in by_kind.values() for row in each.lost],
        [row for each in by_kind.values() for row in each.extra],
    )
    return {**by_kind, "all": every}


def _only(kind: str, spans: Sequence[Seen]) -> list[Seen]:
    return [each for each in spans if each.kind == kind]


def _tally(rows: Sequence[tuple[str, list[Seen], list[Seen]]]) -> Tally:
    met, lost, extra = 0, [], []
    for text, spans, found in rows:
        for span in spans:
            if _overlaps(span, found):
                met += 1
            else:
                lost.append(_shown(text, span))
        extra += [_shown(text, each) for each in found if not _overlaps(each, spans)]
    return Tally(met, lost, extra)


def _overlaps(span: Seen, others: Sequence[Seen]) -> bool:
    return any(each.start < span.end and span.start < each.end for each in others)


def _shown(text: str, span: Seen) -> str:
    """Return a row of the data with the identifier in bold, on one line of Markdown."""
    before, quote, after = text[: span.start], text[span.start : span.end], text[span.end :]
    line = f"{before[-SHOWN:]}**{quote}**{after[:SHOWN]}"
    return " ".join(line.replace("|", "\\|").split())


def state_numbers(count: int) -> dict[str, list[str]]:
    """Return valid NIR and SIN numbers, the same every time."""
    bodies = [f"{1 + n % 2}{n * 7 % 100:02}{n % 12 + 1:02}75{n * 13 % 990 + 1:03}{n % 999 + 1:03}"
              for n in range(count)]  # fmt: skip
    nirs = [f"{body}{nir.calc_check_digits(body)}" for body in bodies]
    stems = [f"{n % 7 + 1}{n * 7919 % 10_000_000:07}" for n in range(count)]
    sins = [f"{stem}{luhn.calc_check_digit(stem)}" for stem in stems]
    return {
        "nir": [f"{n[0]} {n[1:3]} {n[3:5]} {n[5:7]} {n[7:10]} {n[10:13]} {n[13:]}" for n in nirs],
        "nas": [f"{n[:3]} {n[3:6]} {n[6:]}" for n in sins if not n.endswith("000")],
    }


def found_share(kind: str, numbers: Sequence[str]) -> float:
    """Return the share of numbers found whole when they stand in a sentence."""
    hits = 0
    for number in numbers:
        text = SENTENCES[kind].format(number)
        hits += any(
            each.kind == kind and text[each.start : each.end] == number for each in ours(text)
        )
    return hits / len(numbers)


def wrong_checksums(texts: Sequence[str]) -> int:
    """Count the numbers reported whose checksum is wrong."""
    checks: dict[str, Callable[[str], object]] = {
        "card": luhn.is_valid,
        "iban": iban.is_valid,
        "nir": nir.is_valid,
        "nas": luhn.is_valid,
        "siren": siren.is_valid,
        "siret": siret.is_valid,
        "ssn": ssn.is_valid,
    }
    return sum(
        not checks[each.kind]("".join(c for c in text[each.start : each.end] if c.isalnum()))
        for text in texts
        for each in ours(text)
        if each.kind in checks
    )


def spoilt(number: str) -> str:
    """Return a number with its last digit changed."""
    return f"{number[:-1]}{(int(number[-1]) + 1) % 10}"


def row(name: str, value: float, unit: str, target: str, *, ok: bool) -> dict[str, object]:
    """Return one line of the table."""
    figures: dict[str, object] = {"name": name, "value": round(value, 3), "unit": unit}
    return {**figures, "target": target, "ok": ok, "command": COMMAND}


def run() -> list[dict[str, object]]:
    """Measure; return rows of name, value, unit, target, ok, command."""
    known = sentences(DATA)
    texts = [text for text, _spans in known]
    ours("")
    own_time, own = microseconds(ours, texts, PASSES), tallies(ours, known)
    rows = [row("Gouvernail, a sentence", own_time, "us", "", ok=True)]
    try:
        other = presidio()
    except ImportError:
        rows.append(row("Presidio is absent: uv sync --group bench", 0, "", "present", ok=False))
    else:
        rows += _beside(other, known, own_time, own)
    for kind, each in own.items():
        rows += [
            row(f"precision, {kind}", each.precision, "share", "", ok=True),
            row(f"F1, {kind}", each.f1, "share", "", ok=True),
        ]
    numbers = state_numbers(300)
    rows += [
        row(f"{kind.upper()} numbers found", share, "share", "= 1", ok=share == 1)
        for kind, share in ((kind, found_share(kind, each)) for kind, each in numbers.items())
    ]
    bad = [SENTENCES[kind].format(spoilt(each)) for kind in numbers for each in numbers[kind]]
    wrong = wrong_checksums([*texts, *bad])
    return [*rows, row("wrong checksums reported", wrong, "numbers", "= 0", ok=wrong == 0)]


def _beside(
    other: Callable[[str], list[Seen]],
    known: Sequence[tuple[str, list[Seen]]],
    own_time: float,
    own: dict[str, Tally],
) -> list[dict[str, object]]:
    other_time = microseconds(other, [text for text, _spans in known], 1)
    theirs = tallies(other, known)
    rows = [
        row("Presidio, a sentence", other_time, "us", "", ok=True),
        row(
            "speed v. Presidio",
            other_time / own_time,
            "x",
            f">= {TARGET_SPEED:g}",
            ok=other_time >= TARGET_SPEED * own_time,
        ),
    ]
    for kind, each in own.items():
        least = theirs[kind].recall
        rows.append(
            row(f"recall, {kind}", each.recall, "share", f">= {least:.3f}", ok=each.recall >= least)
        )
    rows += [
        row(f"{name}, {kind}, Presidio", value, "share", "", ok=True)
        for kind, each in theirs.items()
        for name, value in (("precision", each.precision), ("F1", each.f1))
    ]
    return rows


def lists() -> str:
    """Return, in Markdown, every row lost and every row found that the data do not label."""
    parts = []
    for kind, each in tallies(ours, sentences(DATA)).items():
        for title, rows in (("lost", each.lost), ("found, not labelled", each.extra)):
            if rows and kind != "all":
                lines = "\n".join(f"- {one}" for one in rows)
                parts.append(f"## {kind}: {title} ({len(rows)})\n\n{lines}")
    return "\n\n".join(parts)


def main() -> int:
    """Print the table; return 1 when a target is missed."""
    rows = run()
    print("| figure | value | unit | target | held |\n|---|---:|---|---|---|")
    for each in rows:
        held = "" if not each["target"] else "yes" if each["ok"] else "NO"
        print(f"| {each['name']} | {each['value']} | {each['unit']} | {each['target']} | {held} |")
    print(f"\n{lists()}")
    return 0 if all(each["ok"] for each in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
