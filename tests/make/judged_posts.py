"""Posts for shipped packs: real ones, and real ones with examples of rules in them, disguised."""

import csv
import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from random import Random

from gouvernail.kernel.rules import Context, Finding, Pack, Post, load_pack
from gouvernail.kernel.rules.engine import Plan, plan_of
from gouvernail.kernel.rules.matching import ENGINE
from gouvernail.kernel.rules.pack import Example
from gouvernail.kernel.rules.prepared import Prepared

SETS = (
    "posts_barackobama.csv.gz",
    "posts_fr_customer_free.csv.gz",
    "crisislex_t26_labeled.csv.gz",
    "crisislex_t6.csv.gz",
    "umsab_english.jsonl.gz",
    "umsab_french.jsonl.gz",
    "tweeteval_sentiment.jsonl.gz",
)
SEED = 20_000
FIVE = 5
NETWORKS = ("", "x", "mastodon", "bluesky", "instagram", "linkedin")
CYRILLIC = str.maketrans("aeopc", "\u0430\u0435\u043e\u0440\u0441")
DISGUISES: tuple[Callable[[str], str], ...] = (
    lambda text: text,
    str.upper,
    str.title,
    lambda text: text.replace("e", "e\u200b"),
    lambda text: text.translate(CYRILLIC),
    lambda text: text.replace(" ", "\u202f"),
    lambda text: text.replace("é", "e").replace("'", "’"),
    lambda text: f"{text}\ud800",
    lambda text: text.replace("o", "0"),
    lambda text: f"#{text.replace(' ', '')}",
)
Asked = tuple[Post, Context]


@cache
def shipped_packs() -> tuple[Pack, ...]:
    """Return every pack that comes with the product, in the order of their names."""
    folder = files("gouvernail.rulebooks") / "packs"
    found = [
        each
        for place in (folder, folder / "subjects")
        for each in place.iterdir()
        if each.name.endswith(".yaml")
    ]
    found.sort(key=lambda each: each.name)
    return tuple(load_pack(each.read_text(encoding="utf-8"), name=each.name) for each in found)


@cache
def shipped_plans() -> tuple[tuple[Plan, Plan], ...]:
    """Return each shipped pack as it is compiled with Hyperscan, and without."""
    assert ENGINE is not None
    return tuple((plan_of(pack), Plan(pack, engine=None)) for pack in shipped_packs())


@cache
def shipped_examples() -> tuple[Example, ...]:
    """Return the examples of all their rules."""
    return tuple(each for pack in shipped_packs() for rule in pack.rules for each in rule.examples)


def judged_both_ways(
    post: Post, context: Context
) -> tuple[list[list[Finding]], list[list[Finding]]]:
    """Return what every pack finds in a post, with Hyperscan and without.

    A verdict is its findings (rules, places, levels, words, suggestions) and two digests, which
    know of no engine.
    """
    prepared = Prepared(post, context)
    told = [(fast.findings(prepared), slow.findings(prepared)) for fast, slow in shipped_plans()]
    return [fast for fast, _slow in told], [slow for _fast, slow in told]


def judged_posts(folder: Path, count: int) -> list[Asked]:
    """Return so many posts, no two with the same text: four of five are real. The same each time.

    Args:
        folder: where the data sets are.
        count: a multiple of five, 70,000 at most.
    """
    chance = Random(SEED)  # noqa: S311 - a sample
    real = sorted({text for name in SETS for text in _texts(folder / name)})
    chance.shuffle(real)
    posed = list(_posed(real[: count // FIVE * (FIVE - 1)]))
    texts = {post.text for post, _context in posed}
    made: list[Asked] = []
    for post, context in _spliced(real, chance):
        if len(made) == count - len(posed):
            break
        if post.text not in texts:
            texts.add(post.text)
            made.append((post, context))
    return [*posed, *made]


def _texts(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = csv.DictReader(lines) if ".csv" in path.name else map(json.loads, lines)
        return [str(each["text"]) for each in rows]


def _posed(real: Sequence[str]) -> Iterator[Asked]:
    """Yield posts in circumstances that change, so that every rule is asked."""
    seen = [example.context for example in shipped_examples()]
    tags = sorted(
        {tag for pack in shipped_packs() for rule in pack.rules for tag in rule.when.tags}
    )
    for number, text in enumerate(real):
        network = NETWORKS[number % len(NETWORKS)]
        post = Post(text=text, network=network, tags=tuple(tags) if number % 2 else ())
        yield post, seen[number % len(seen)]


def _spliced(real: Sequence[str], chance: Random) -> Iterator[Asked]:
    """Yield examples that rules raise, disguised, in the middle of real posts; without end."""
    raising = [each for each in shipped_examples() if each.raises and each.post.text]
    while True:
        for example in chance.sample(raising, len(raising)):
            words = chance.choice(real).split()
            said = chance.choice(DISGUISES)(example.post.text)
            words.insert(chance.randrange(len(words) + 1), said)
            yield replace(example.post, text=" ".join(words)), example.context
