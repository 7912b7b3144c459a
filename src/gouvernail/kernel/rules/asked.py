"""Which keys a kind of check reads, and of what sort: found by letting it read nothing.

A form can be drawn for a kind of check that did not exist when the form was written.
"""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Final

from ruamel.yaml.nodes import MappingNode, Node

from gouvernail.kernel.rules import checks
from gouvernail.kernel.rules.conditions import read_when
from gouvernail.kernel.rules.fields import TEXT_LIMIT, Fields, Reading

TEXT: Final = "text"
TEXTS: Final = "texts"
FLAG: Final = "flag"
NUMBER: Final = "number"
CHOICE: Final = "choice"
DAY: Final = "day"
BILINGUAL: Final = "bilingual"
PART: Final = "part"
"""A mapping of its own: another check, or a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key: its sort, whether it must be written, and what may stand under it."""

    name: str
    sort: str
    required: bool = False
    choices: tuple[str, ...] = ()
    default: str = ""
    low: int | None = None
    high: int | None = None


class _Asked(Fields):
    """Fields of an empty mapping that note what is asked of them."""

    def __init__(self) -> None:
        self.keys: dict[str, Key] = {}
        super().__init__(Reading("", {}), MappingNode("tag:yaml.org,2002:map", []), "")

    def _note(self, key: Key) -> None:
        former = self.keys.get(key.name)
        if former is None or former.sort == TEXTS:
            self.keys[key.name] = key
        if former is not None and former.required:
            self.keys[key.name] = replace(self.keys[key.name], required=True)

    def fault(self, node: Node | None, code: str, **values: object) -> None:
        """Let it pass: nothing is written, so nothing is wrong."""
        del node, code, values

    def get(self, key: str, *, required: bool = False) -> Node | None:
        """Note that the key is asked for."""
        if key not in self.keys and key not in checks.kinds():
            self._note(Key(name=key, sort=PART, required=required))
        return None

    def text(self, key: str, *, required: bool = False, limit: int = TEXT_LIMIT) -> str:
        """Note a text."""
        self._note(Key(name=key, sort=TEXT, required=required, high=limit))
        return ""

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Note a truth value."""
        self._note(Key(name=key, sort=FLAG, default="true" if default else ""))
        return default

    def number(self, key: str, *, low: int, high: int) -> int | None:
        """Note a whole number."""
        self._note(Key(name=key, sort=NUMBER, low=low, high=high))
        return None

    def day(self, key: str) -> date | None:
        """Note a date."""
        self._note(Key(name=key, sort=DAY))
        return None

    def choice(self, key: str, choices: tuple[str, ...], default: str) -> str:
        """Note a word among others."""
        self._note(Key(name=key, sort=CHOICE, choices=choices, default=default))
        return default

    def nodes(self, key: str, *, required: bool = False) -> list[Node]:
        """Note a list."""
        self._note(Key(name=key, sort=TEXTS, required=required))
        return []

    def mappings(self, key: str) -> list[Node]:
        """Note a list of mappings."""
        self._note(Key(name=key, sort=PART))
        return []

    def bilingual(self, key: str, *, required: bool = False) -> Mapping[str, str]:
        """Note a text in both languages."""
        self._note(Key(name=key, sort=BILINGUAL, required=required))
        return {}

    def child(self, key: str, *, required: bool = False) -> Fields | None:
        """Note a mapping of its own."""
        self._note(Key(name=key, sort=PART, required=required))
        return None


@cache
def keys_of(kind: str) -> tuple[Key, ...]:
    """Return the keys of one kind of check, in the order it reads them."""
    asked = _Asked()
    importlib.import_module(f"{checks.__name__}.{kind}").read(asked)
    return tuple(asked.keys.values())


@cache
def keys_of_when() -> tuple[Key, ...]:
    """Return the keys of the conditions of a rule."""
    asked = _Asked()
    read_when(asked)
    return tuple(asked.keys.values())
