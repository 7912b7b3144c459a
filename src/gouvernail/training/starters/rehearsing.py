"""Reading the scenarios to start from: one file each, in both languages. Pure.

`content` is what is staged, by kind, each text in both languages (`fr`, `en`):

- `answer`: `house`, its `post`, the `author` of a `comment`, an `example` of a good answer; what is
  `wanted` and what is `essential` of it; `private`, `ours`, `facts` and `false`, lists of words.
- `impostor`: the true `handle`, `name` and `bio`, other `genuine` profiles, how many `fakes` to
  make, the words they may have `added`, and the `lures` they show for a bio.
- `queue`: the `news` that breaks, and the `posts`: `account`, `text`, seconds `after` the start,
  and whether each `hurts` once the news is known.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from gouvernail.training.starters.reading import Both, StarterError, Table, slug_of

_ORDER: Final = ("broken-parcel", "passport-delay", "food-rumour", "town-impostor")
_ORDER_TOO: Final = ("shop-impostor", "warehouse-fire", "flood")


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterScenario:
    """A situation to practise. `pass_percent` of the points; `limit_seconds` to do it."""

    slug: str
    kind: str
    title: Both
    story: Both
    pass_percent: int
    limit_seconds: int
    content: Mapping[str, object]


@cache
def starter_scenarios() -> tuple[StarterScenario, ...]:
    """Return the scenarios to start from, in the order in which one would practise them."""
    folder = files(__package__).joinpath("scenarios")
    return tuple(read_scenario(folder.joinpath(f"{slug}.toml")) for slug in _ORDER + _ORDER_TOO)


def read_scenario(file: Traversable) -> StarterScenario:
    """Return the scenario of a file.

    Raises:
        StarterError: as for a course, and `nothing_to_find` where a scenario could not be failed.
    """
    slug = slug_of(file.name.removesuffix(".toml"), file.name)
    table = Table(tomllib.loads(file.read_text("utf-8")), slug)
    kind = table.text("kind")
    if kind not in _CONTENTS:
        raise StarterError("unknown_kind", slug)
    scenario = StarterScenario(
        slug=slug,
        kind=kind,
        title=table.both("title"),
        story=table.both("story"),
        pass_percent=table.number("pass_percent", 100),
        limit_seconds=table.number("limit_seconds", 3600),
        content=_CONTENTS[kind](table),
    )
    table.done()
    return scenario


def _answer(table: Table) -> dict[str, object]:
    essential, wanted = table.texts("essential"), table.texts("wanted")
    if not essential:
        raise StarterError("nothing_to_find", table.place)
    lists = {
        name: table.texts(name) if name in table.said else []
        for name in ("private", "ours", "facts", "false")
    }
    return {
        **{name: _both(table, name) for name in ("house", "post", "author", "comment", "example")},
        "essential": essential,
        "wanted": wanted,
        **lists,
    }


def _impostor(table: Table) -> dict[str, object]:
    added = Table(table.table("added"), table.place)
    content: dict[str, object] = {
        **_profile(table),
        "fakes": table.number("fakes", 8),
        "added": {language: added.texts(language) for language in ("fr", "en")},
        "lures": [_pair(Both(each["fr"], each["en"])) for each in _pairs(table, "lures")],
        "genuine": [_profile(Table(each, table.place)) for each in table.tables("genuine")],
    }
    if not content["fakes"] or not content["lures"]:
        raise StarterError("nothing_to_find", table.place)
    return content


def _queue(table: Table) -> dict[str, object]:
    posts = [_post(Table(each, table.place)) for each in table.tables("posts")]
    if len({bool(post["hurts"]) for post in posts}) < len((True, False)):
        raise StarterError("nothing_to_find", table.place)
    return {"news": _both(table, "news"), "posts": posts}


def _post(table: Table) -> dict[str, object]:
    post: dict[str, object] = {
        "account": _both(table, "account"),
        "text": _both(table, "text"),
        "after": table.number("after", 3600),
        "hurts": table.truth("hurts"),
    }
    table.done()
    return post


def _profile(table: Table) -> dict[str, object]:
    return {
        "handle": table.text("handle"),
        "name": _both(table, "name"),
        "bio": _both(table, "bio"),
    }


def _pairs(table: Table, key: str) -> list[dict[str, str]]:
    return [
        {language: one.text(language) for language in ("fr", "en")}
        for one in (Table(each, table.place) for each in table.tables(key))
    ]


def _both(table: Table, key: str) -> dict[str, str]:
    return _pair(table.both(key))


def _pair(both: Both) -> dict[str, str]:
    return {"fr": both.fr, "en": both.en}


_CONTENTS: Final[Mapping[str, Callable[[Table], dict[str, object]]]] = {
    "answer": _answer,
    "impostor": _impostor,
    "queue": _queue,
}
