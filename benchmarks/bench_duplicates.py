"""Find accounts that repeat one another, in real inventories whose truth is known in part.

    python benchmarks/bench_duplicates.py

Labelled set: `us_congress_twitter_history.csv` names, for each member, committee or caucus of the
Congress, the handles it holds now (office and campaign apart) and those it held before (82 accounts
were renamed). Every handle, present or past, is put in a register as an account of its own, and two
of them are truly related when they have one owner. The pairs found are held against the pairs that
are true: precision is the share of the found that is true, recall the share of the true that is
found. What is known besides the handle varies: nothing; the person who answers for it; the name of
the owner as name of the account; both. Recall of renames counts only the pairs of two handles that
one account bore. Look-alikes of other owners (homonyms, committees of one field) are false.
The threshold is that of the product; nothing is tuned between the lines.

Then each inventory is put in whole, as it would be imported, to see how many pairs are suggested
and how long it takes; and ten thousand accounts made of those names. Seconds are of processor:
what else the machine does adds little to them.
"""

import csv
import gzip
import os
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

from gouvernail.kernel.alike import Card, alike, foremost

ROOT: Final = Path(__file__).resolve().parents[1]
DATA: Final = Path(os.environ.get("GOUVERNAIL_TEST_DATA", ROOT.parent / "shared" / "data"))
NETWORKS: Final = ("twitter", "facebook", "youtube", "instagram")
FLOORS: Final = {  # what is known -> least precision, least recall
    "handle only": (0.9, 0.25),
    "handle and person": (0.95, 0.6),
    "handle and name": (0.9, 0.99),
    "all three": (0.9, 0.99),
}
SECONDS: Final = 10.0

Row = tuple[str, object, str, str]


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the lines of one CSV set."""
    content = (DATA / name).read_bytes()
    plain = gzip.decompress(content) if name.endswith(".gz") else content
    return list(csv.DictReader(plain.decode().splitlines(keepends=True)))


def labelled() -> tuple[dict[str, str], dict[str, str]]:
    """Return the owner and the account of each handle of the Congress, present or past."""
    owners: dict[str, str] = {}
    accounts: dict[str, str] = {}
    for row in rows_of("us_congress_twitter_history.csv"):
        for handle in (row["screen_name"], *row["prev_names"].split("|")):
            if handle and handle.casefold() not in owners:
                owners[handle.casefold()] = row["owner"]
                accounts[handle.casefold()] = row["account_id"]
    return owners, accounts


def pairs_of(labels: dict[str, str]) -> set[tuple[str, str]]:
    """Return the pairs of keys that bear one label, keys in order."""
    groups: dict[str, list[str]] = defaultdict(list)
    for key, label in labels.items():
        groups[label].append(key)
    return {pair for group in groups.values() for pair in combinations(sorted(group), 2)}


def measured() -> Iterator[Row]:
    """Yield precision and recall for each thing that may be known."""
    owners, accounts = labelled()
    related, renamed = pairs_of(owners), pairs_of(accounts)
    yield "handles labelled", len(owners), "handles", ""
    yield "pairs of one owner", len(related), "pairs", ""
    yield "pairs of one account renamed", len(renamed), "pairs", ""
    for known, (precision, recall) in FLOORS.items():
        cards = [_card(handle, owner, known) for handle, owner in owners.items()]
        found = {(pair.first, pair.second) for pair in alike(cards)}
        true = found & related
        yield f"{known}: pairs found", len(found), "pairs", ""
        yield f"{known}: precision", round(len(true) / len(found), 3), "share", f">= {precision}"
        yield f"{known}: recall", round(len(true) / len(related), 3), "share", f">= {recall}"
        yield f"{known}: renames found", round(len(found & renamed) / len(renamed), 3), "share", ""


def _card(handle: str, owner: str, known: str) -> Card:
    return Card(
        key=handle,
        network="x",
        handle=handle,
        name=owner if known in {"handle and name", "all three"} else "",
        owner=owner if known in {"handle and person", "all three"} else "",
    )


def inventories() -> Iterator[tuple[str, list[Card]]]:
    """Yield each inventory as cards: handle, name, unit and owner where it tells them."""
    yield "us_congress_accounts.csv", _wide("us_congress_accounts.csv", "name")
    people = YAML(typ="safe").load((DATA / "us_congress_social_media.yaml").read_text())
    cards = [
        Card(key=f"{at}{network}", network=network, handle=str(person["social"][network]))
        for at, person in enumerate(people)
        for network in NETWORKS
        if person["social"].get(network)
    ]
    yield "us_congress_social_media.yaml", cards
    cards = [
        Card(key=str(at), network="x", handle=row["screen_name"], name=row["owner"])
        for at, row in enumerate(rows_of("us_congress_twitter_history.csv"))
    ]
    yield "us_congress_twitter_history.csv", cards
    kept = {row["twitter"].casefold(): row for row in rows_of("fr_parlementaires_twitter.csv.gz")}
    cards = [
        Card(key=key, network="x", handle=key, name=row["twitter_name"], owner=row["slug"])
        for key, row in kept.items()
    ]
    yield "fr_parlementaires_twitter.csv.gz", cards
    cards = [
        Card(
            key=str(at),
            network="facebook",
            handle=row["account"],
            name=row["organization"],
            unit=row["agencies/0/agency_id"],
        )
        for at, row in enumerate(rows_of("us_social_media_registry_facebook_2014.csv"))
    ]
    yield "us_social_media_registry_facebook_2014.csv", cards
    yield "orgs_official_handles.csv", _wide("orgs_official_handles.csv", "name")


def _wide(name: str, called: str) -> list[Card]:
    return [
        Card(key=f"{at}{network}", network=network, handle=row[network], name=row[called])
        for at, row in enumerate(rows_of(name))
        for network in NETWORKS
        if row.get(network)
    ]


def looked() -> Iterator[Row]:
    """Yield what each inventory suggests and how long it takes."""
    words: list[tuple[str, str]] = []
    for name, cards in inventories():
        began = time.process_time()
        kept = foremost(alike(cards))
        seconds = time.process_time() - began
        words += [(card.handle, card.name) for card in cards]
        yield f"{name}: accounts", len(cards), "accounts", ""
        yield f"{name}: pairs suggested", len(kept), "pairs", ""
        yield f"{name}: time", round(seconds, 2), "s of processor", ""
    chance = random.Random(20261121)  # noqa: S311 - the same accounts each time
    many = [
        Card(
            key=str(at),
            network=chance.choice(("x", "facebook", "instagram", "youtube")),
            handle=f"{chance.choice(words)[0]}{at % 100}",
            name=chance.choice(words)[1],
            owner=str(at % 2500),
            unit=str(at % 400),
        )
        for at in range(10_000)
    ]
    began = time.process_time()
    alike(many)
    seconds = round(time.process_time() - began, 2)
    yield "10,000 accounts: time", seconds, "s of processor", f"<= {SECONDS}"


def held(value: Any, target: str) -> bool:  # noqa: ANN401 -- a figure of any kind
    """Return whether a figure meets its target."""
    if not target:
        return True
    sign, limit = target.split()
    return bool(value >= float(limit) if sign == ">=" else value <= float(limit))


def main() -> int:
    """Print the table; 1 if a target is missed."""
    if not DATA.is_dir():
        print(f"no data sets at {DATA}: set GOUVERNAIL_TEST_DATA")
        return 2
    rows = [*measured(), *looked()]
    print("| figure | value | unit | target | held |\n|---|---:|---|---|---|")
    for name, value, unit, target in rows:
        verdict = ("yes" if held(value, target) else "NO") if target else ""
        print(f"| {name} | {value} | {unit} | {target} | {verdict} |")
    return 0 if all(held(value, target) for _n, value, _u, target in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
