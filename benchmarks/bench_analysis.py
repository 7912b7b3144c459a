"""Sentiment and language of real posts, beside what else there is.

    python benchmarks/bench_analysis.py

Sentiment: macro-F1 over negative, neutral, positive on the French and English parts of UMSAB in the
shared data, and on TweetEval; ours, written by hand without these posts, and VADER (thresholds of
its authors, 0.05). Published for UMSAB: FastText trained on it 54.8 French, 50.9 English; XLM-R
72.0 and 68.2. Language: the share of UMSAB posts whose language is found among French and English;
of those called sure, the share that is right; CLD2 and langid.py alone beside. A post of UMSAB may
in truth be of neither language. Times are of processor, by the batch and by one post a call.
"""

import gzip
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import pycld2
from py3langid.langid import MODEL_FILE, LanguageIdentifier
from sklearn.metrics import f1_score
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from gouvernail.kernel.analysis import languages, sentiments
from gouvernail.kernel.text import fold, words

ROOT: Final = Path(__file__).resolve().parents[1]
DATA: Final = Path(os.environ.get("GOUVERNAIL_TEST_DATA", ROOT.parent / "shared" / "data"))
LABELS: Final = ["negative", "neutral", "positive"]
SIDE: Final = 0.05  # of VADER
OURS: Final = ("en", "fr")


class Part(NamedTuple):
    """Labelled posts of one language, and the macro-F1 to reach."""

    name: str
    lang: str
    texts: list[str]
    labels: list[str]
    target: float


def part(name: str, file: str, lang: str, target: float) -> Part:
    """Return a labelled data set."""
    with gzip.open(DATA / file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    texts, labels = [row["text"] for row in rows], [row["label_name"] for row in rows]
    return Part(name, lang, texts, labels, target)


def timed(work: Callable[[], Sequence[str]], size: int) -> tuple[Sequence[str], float]:
    """Return the answers and the microseconds of processor a post."""
    work()
    begun = time.process_time()
    answers = work()
    return answers, (time.process_time() - begun) / size * 1e6


def macro_f1(given: Part, answers: Sequence[str]) -> float:
    """Return the mean F1 of the three labels, in percent."""
    score = f1_score(given.labels, answers, labels=LABELS, average="macro")
    return float(score) * 100


def feelings(given: Part, vader: SentimentIntensityAnalyzer) -> list[tuple[str, bool]]:
    """Return the lines of one data set: ours and VADER."""
    langs = [given.lang] * len(given.texts)

    def by_vader() -> list[str]:
        scores = (vader.polarity_scores(text)["compound"] for text in given.texts)
        return [
            "positive" if each >= SIDE else "negative" if each <= -SIDE else "neutral"
            for each in scores
        ]

    mine, us = timed(lambda: [found.label for found in sentiments(given.texts, langs)], len(langs))
    theirs, their_us = timed(by_vader, len(langs))
    ours, other = macro_f1(given, mine), macro_f1(given, theirs)
    held = ours >= given.target
    told = f"| {ours:.1f} | {us:.0f} us | >= {given.target:g} | {'yes' if held else 'NO'} |"
    return [
        (f"| {given.name} | **Gouvernail** {told}", held),
        (f"| {given.name} | VADER | {other:.1f} | {their_us:.0f} us |  |  |", True),
    ]


def tongues(given: Part, model: LanguageIdentifier) -> list[str]:
    """Return the lines of one language: ours, and each of the two models alone."""
    texts = given.texts

    def by_cld2() -> list[str]:
        found = []
        for text in texts:
            try:
                reliable, _bytes, (first, *_rest) = pycld2.detect(text)
            except pycld2.error:
                reliable, first = False, ("", "", 0, 0)
            found.append(first[1] if reliable else "")
        return found

    ours, us = timed(lambda: [code for code, _sure in languages(texts, among=OURS)], len(texts))
    sure = [found.code for found in languages(texts, among=OURS) if found.sure]
    cld2, cld2_us = timed(by_cld2, len(texts))
    langid, langid_us = timed(lambda: [model.classify(text)[0] for text in texts], len(texts))

    def right(answers: Sequence[str]) -> str:
        return f"{100 * sum(code == given.lang for code in answers) / len(answers):.2f} %"

    called = f"{right(sure)} of {100 * len(sure) / len(texts):.1f} %"
    return [
        f"| {given.name} | **Gouvernail** | {right(ours)} | {called} | {us:.0f} us |",
        f"| {given.name} | CLD2 alone | {right(cld2)} |  | {cld2_us:.0f} us |",
        f"| {given.name} | langid.py alone, of two | {right(langid)} |  | {langid_us:.0f} us |",
    ]


def main() -> int:
    """Print the tables; return 1 when a target is missed."""
    french = part("UMSAB French", "umsab_french.jsonl.gz", "fr", 54.8)
    english = part("UMSAB English", "umsab_english.jsonl.gz", "en", 56)
    tweets = part("TweetEval English", "tweeteval_sentiment.jsonl.gz", "en", 56)
    vader = SentimentIntensityAnalyzer()
    held = True
    print(
        "| posts | sentiment by | macro-F1 | a post | target | held |\n|---|---|---:|---:|---|---|"
    )
    for each in (french, english, tweets):
        for line, ok in feelings(each, vader):
            print(line)
            held = held and ok
    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages(OURS)
    print("\n| posts | language by | right | right when sure | a post |\n|---|---|---:|---:|---:|")
    for each in (french, english):
        print("\n".join(tongues(each, model)))
    texts = french.texts
    _labels, floor = timed(lambda: [" ".join(words(fold(text))) for text in texts], len(texts))
    _labels, batch = timed(
        lambda: [found.label for found in sentiments(texts, ["fr"] * len(texts))], len(texts)
    )
    _labels, single = timed(
        lambda: [sentiments([text], ["fr"])[0].label for text in texts], len(texts)
    )
    print("\n| cost of sentiment, French | us a post | x floor |\n|---|---:|---:|")
    print(f"| the floor: folding and splitting | {floor:.1f} | 1 |")
    print(f"| by the batch | {batch:.1f} | {batch / floor:.1f} |")
    print(f"| by one post a call | {single:.1f} | {single / floor:.1f} |")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
