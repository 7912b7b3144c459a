"""What every text that we ship in two languages is held to."""

import re
import runpy
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from gouvernail.kernel.bilingual import VARIABLE, Both
from gouvernail.kernel.policies.linting.quantities import quantities
from gouvernail.kernel.policies.linting.readability import MAX_GRADE, MIN_EASE, grade
from gouvernail.kernel.rules import Context, Control, Outcome, Pack, Post, judge, load_pack
from gouvernail.kernel.text import NETWORKS, reading_ease

TYPOGRAPHY = runpy.run_path(str(Path(__file__).parent.parent / "tools" / "french.py"))
ENOUGH_WORDS = 40
CLOCK = re.compile(r"(?<!\d)(\d{1,2}):(\d\d)(?!\d)")
ELSEWHERE = (
    *("Snapchat", "Telegram", "Twitch", "Tumblr", "Vimeo", "WeChat", "Weibo", "Quora"),
    *("Twitter", "Clubhouse", "BeReal", "Yelp", "TripAdvisor", "Trustpilot", "Messenger"),
)
"""Networks and companies that the product does not know, or no longer under that name."""


def words_in(value: object) -> Iterator[Both]:
    """Return every text in a tree of frozen values."""
    if isinstance(value, Both):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from words_in(getattr(value, field.name))
    elif isinstance(value, dict):
        yield from words_in(tuple(value.values()))
    elif isinstance(value, tuple):
        for each in value:
            yield from words_in(each)


def faults_of(words: Both) -> list[str]:
    """Return what is wrong: typography, figures that differ, too hard, a network not known."""
    found = []
    for text, rules in ((words.fr, "FRENCH"), (words.en, "ENGLISH")):
        found += list(TYPOGRAPHY["faults"](text, TYPOGRAPHY[f"FAULTS_OF_{rules}"]))
    told = [_figures(words.fr, "fr"), _figures(words.en, "en")]
    if told[0] != told[1]:
        found.append(f"figures differ: {told[0] - told[1]} {told[1] - told[0]}")
    found += [f"not a network we know: {name}" for name in ELSEWHERE if _names(name, words)]
    found += _too_hard(words)
    if len(words.fr) > 200 and not 0.7 < len(words.en) / len(words.fr) < 1.15:
        found.append("one language says more")
    return [f"{fault}: {words.fr[:70]}" for fault in found]


def _figures(text: str, lang: str) -> Counter[str]:
    clock = CLOCK.sub(lambda found: f"{found[1]} h {found[2]}".removesuffix(" 00"), text)
    return Counter(each.key for each in quantities(VARIABLE.sub("", clock), lang))


def _names(name: str, words: Both) -> bool:
    return name.lower() not in NETWORKS and any(
        re.search(rf"\b{name}\b", text) for text in (words.fr, words.en)
    )


def _too_hard(words: Both) -> Iterator[str]:
    french, english = reading_ease(words.fr, "fr"), reading_ease(words.en, "en")
    if french and french.words >= ENOUGH_WORDS and french.ease < MIN_EASE:
        yield f"French hard to read, {french.ease}"
    if english and english.words >= ENOUGH_WORDS and (grade(words.en) or 0) > MAX_GRADE:
        yield f"English hard to read, {grade(words.en):.0f}"


@cache
def starter_pack() -> Pack:
    """Return the rules that we ship, all enforced."""
    path = files("gouvernail.rulebooks") / "packs" / "starter-fr-en.yaml"
    pack = load_pack(path.read_text(encoding="utf-8"), name="starter-fr-en.yaml")
    return pack.with_controls({rule.id: Control.ENFORCE for rule in pack.rules})


def findings(text: str, lang: str, networks: Iterable[str] = ("",)) -> list[str]:
    """Return what the rules that we ship would warn of or worse, by rule."""
    context = Context(account_class="organisation")
    return [
        f"{finding.rule} {network} {lang}: {text[:60]}"
        for network in networks
        for finding in judge(
            starter_pack(), Post(text=text, lang=lang, network=network), context
        ).findings
        if finding.severity >= Outcome.WARN
    ]


def lines_of(error: Any) -> list[tuple[int, str]]:
    """Return the line and the code of each fault of a data file."""
    return [(each.line, each.code) for each in error.problems]
