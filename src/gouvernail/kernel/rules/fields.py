"""Read a pack key by key, noting every fault at its line and column and going on."""

import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ruamel.yaml.error import MarkedYAMLError, StringMark, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from gouvernail.kernel.rules.canonical import Plain
from gouvernail.kernel.rules.problems import MESSAGES, PackError, Problem, Words, message
from gouvernail.kernel.rules.trees import BOOL, NULL, read_tree
from gouvernail.kernel.rules.yaml_words import yaml_words

SOURCE_LIMIT: Final = 8_000_000
TEXT_LIMIT: Final = 600
LANGUAGES: Final = ("fr", "en")
_INT: Final = re.compile(r"-?[0-9]{1,9}")
_CLOCK: Final = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Reading:
    """One pass over one file: where it comes from, and the faults found so far.

    `files` are the CSV texts given with a pack, by name; `words` the messages of faults; `units`
    the codes that units may have, None where nobody knows. `pardoned` faults are not told.
    """

    def __init__(
        self,
        file: str,
        files: Mapping[str, str],
        words: Mapping[str, Words] = MESSAGES,
        *,
        units: Collection[str] | None = None,
        pardoned: Collection[str] = (),
    ) -> None:
        self.file = file
        self.files = files
        self.words = words
        self.units = units
        self.pardoned = pardoned
        self.lists: dict[str, tuple[str, ...]] = {}
        self.problems: list[Problem] = []
        self._slots = 0

    def next_slot(self) -> int:
        """Return a number that no other check of the pack has."""
        self._slots += 1
        return self._slots

    def fault(self, mark: Node | StringMark | None, code: str, **values: object) -> None:
        """Note one fault at the place of a node."""
        if code in self.pardoned:
            return
        place = mark.start_mark if isinstance(mark, Node) else mark
        line, column = (place.line + 1, place.column + 1) if place is not None else (1, 1)
        said = message(code, words=self.words, **values)
        self.problems.append(Problem(self.file, line, column, code, said))

    def check(self) -> None:
        """Raise all the faults, in the order of the file, if there are any."""
        if self.problems:
            unique = {(p.line, p.column, p.code): p for p in self.problems}
            raise PackError(tuple(unique[key] for key in sorted(unique)))


def compose(source: str, reading: Reading) -> MappingNode:
    """Return the root of the YAML tree of a pack.

    Raises:
        PackError: not YAML, too large, too deep, with aliases, or not a mapping.
    """
    if len(source) > SOURCE_LIMIT:
        reading.fault(None, "too_large", size=len(source), limit=SOURCE_LIMIT)
        reading.check()
    root: Node | None = None
    try:
        root = _tree(source, reading)
    except MarkedYAMLError as error:
        detail = " ".join(str(part) for part in (error.context, error.problem) if part)
        mark = error.problem_mark or error.context_mark
        reading.fault(mark, "yaml", detail=yaml_words(detail))
    except YAMLError as error:
        reading.fault(None, "yaml", detail=yaml_words(" ".join(str(error).splitlines())))
    except RecursionError:
        reading.fault(None, "too_deep")
    reading.check()
    if not isinstance(root, MappingNode):
        code = "empty" if root is None else "expected_mapping"
        reading.fault(root, code, key=reading.file)
    reading.check()
    assert isinstance(root, MappingNode)  # noqa: S101 -- check() has raised otherwise
    return root


def _tree(source: str, reading: Reading) -> Node | None:
    tree = read_tree(source)
    for mark in tree.aliases:
        reading.fault(mark, "alias")
    reading.check()
    return tree.root


def plain(node: Node) -> Plain:
    """Return a tree as texts, lists and mappings, for the digest."""
    if isinstance(node, MappingNode):
        return {str(key.value): plain(value) for key, value in node.value}
    if isinstance(node, SequenceNode):
        return [plain(value) for value in node.value]
    return None if node.tag == NULL else str(node.value)


class Fields:
    """One mapping of the pack. Each key is read once; the keys left unread are faults.

    A wrong value is noted and a harmless one returned, so that one reading finds all faults.
    """

    def __init__(self, reading: Reading, node: Node, key: str) -> None:
        self.reading = reading
        self.node = node
        self.asked: list[str] = []
        self._entries: dict[str, tuple[Node, Node]] = {}
        if isinstance(node, MappingNode):
            self._index(node)
        else:
            reading.fault(node, "expected_mapping", key=key)

    def _index(self, node: MappingNode) -> None:
        for key, value in node.value:
            name = str(key.value)
            if name in self._entries:
                self.fault(key, "duplicate_key", key=name)
            self._entries[name] = (key, value)

    def fault(self, node: Node | None, code: str, **values: object) -> None:
        """Note one fault at `node`, or at this mapping."""
        self.reading.fault(node if node is not None else self.node, code, **values)

    def has(self, key: str) -> bool:
        """Whether the key is written."""
        return key in self._entries

    def get(self, key: str, *, required: bool = False) -> Node | None:
        """Return the node under a key, None when it is absent or null."""
        if key not in self.asked:
            self.asked.append(key)
        entry = self._entries.get(key)
        if entry is not None and entry[1].tag != NULL:
            return entry[1]
        if required:
            self.fault(entry[0] if entry else None, "missing_key", key=key)
        return None

    def written(self) -> tuple[str, ...]:
        """Return the keys of the mapping, in the order of the file."""
        return tuple(self._entries)

    def text(self, key: str, *, required: bool = False, limit: int = TEXT_LIMIT) -> str:
        """Return the text under a key, stripped; `""` when absent or wrong."""
        node = self.get(key, required=required)
        return self.text_of(node, key, limit=limit) if node is not None else ""

    def text_of(self, node: Node, key: str, *, limit: int = TEXT_LIMIT) -> str:
        """Return the text of a node; `""`, with a fault, when it is not one."""
        if not isinstance(node, ScalarNode) or node.tag == NULL:
            self.fault(node, "expected_text", key=key)
            return ""
        value = str(node.value).strip()
        if not value:
            self.fault(node, "expected_text", key=key)
        elif len(value) > limit:
            self.fault(node, "too_long", key=key, size=len(value), limit=limit)
        return value[:limit]

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return the truth value under a key."""
        node = self.get(key)
        if node is None:
            return default
        if node.tag != BOOL:
            self.fault(node, "expected_flag", key=key)
            return default
        return str(node.value).lower() == "true"

    def number(self, key: str, *, low: int, high: int) -> int | None:
        """Return the whole number under a key, None when absent or wrong."""
        node = self.get(key)
        if node is None:
            return None
        raw = str(node.value) if isinstance(node, ScalarNode) else ""
        if _INT.fullmatch(raw) and low <= int(raw) <= high:
            return int(raw)
        self.fault(node, "expected_number", key=key, low=low, high=high)
        return None

    def day(self, key: str) -> date | None:
        """Return the date under a key, None when absent or wrong."""
        node = self.get(key)
        if node is None:
            return None
        raw = str(node.value) if isinstance(node, ScalarNode) else ""
        if _DAY.fullmatch(raw):
            with suppress(ValueError):
                return date.fromisoformat(raw)
        self.fault(node, "expected_date", key=key)
        return None

    def instant(self, key: str) -> datetime | None:
        """Return the instant under a key (ISO 8601, with its offset), None when absent or wrong."""
        node = self.get(key)
        if node is None:
            return None
        with suppress(ValueError):
            found = datetime.fromisoformat(str(node.value) if isinstance(node, ScalarNode) else "")
            if found.tzinfo is not None:
                return found
        self.fault(node, "expected_instant", key=key)
        return None

    def moment(self, key: str, zone: ZoneInfo, *, end: bool = False) -> datetime | None:
        """Return a day or an instant by the clock of `zone`; with `end`, a whole day is past."""
        node = self.get(key)
        if node is None:
            return None
        raw = str(node.value) if isinstance(node, ScalarNode) else ""
        with suppress(ValueError, OverflowError):
            found = datetime.fromisoformat(raw)
            if end and _DAY.fullmatch(raw):
                found += timedelta(days=1)
            return found if found.tzinfo is not None else found.replace(tzinfo=zone)
        self.fault(node, "expected_moment", key=key)
        return None

    def clock(self, key: str) -> time:
        """Return the time of day under a key; midnight when absent or wrong."""
        node = self.get(key)
        raw = str(node.value) if isinstance(node, ScalarNode) else ""
        if _CLOCK.fullmatch(raw):
            return time.fromisoformat(raw)
        if node is not None:
            self.fault(node, "expected_clock", key=key)
        return time.min

    def zone(self, key: str) -> ZoneInfo:
        """Return the time zone under a key, by its IANA name; UTC when absent or wrong."""
        name = self.text(key)
        if name:
            with suppress(ZoneInfoNotFoundError, ValueError, OSError):
                return ZoneInfo(name)
            self.fault(self.get(key), "unknown_zone", value=name)
        return ZoneInfo("UTC")

    def choice(self, key: str, choices: tuple[str, ...], default: str) -> str:
        """Return the word under a key, which must be one of `choices`."""
        node = self.get(key)
        if node is None:
            return default
        value = self.text_of(node, key)
        if value not in choices:
            self.fault(node, "expected_choice", value=value, key=key, choices=", ".join(choices))
            return default
        return value

    def nodes(self, key: str, *, required: bool = False) -> list[Node]:
        """Return the nodes of the list under a key; a lone value stands for a list of one."""
        node = self.get(key, required=required)
        if node is None:
            return []
        if isinstance(node, SequenceNode):
            return list(node.value)
        if isinstance(node, ScalarNode):
            return [node]
        self.fault(node, "expected_list", key=key)
        return []

    def mappings(self, key: str) -> list[Node]:
        """Return the mappings of the list under a key; a lone mapping is a list of one."""
        node = self.get(key)
        if isinstance(node, MappingNode):
            return [node]
        return self.nodes(key)

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """Return the texts of the list under a key."""
        return tuple(self.text_of(node, key) for node in self.nodes(key, required=required))

    def bilingual(self, key: str, *, required: bool = False) -> Mapping[str, str]:
        """Return the French and the English text under a key; empty when absent."""
        node = self.get(key, required=required)
        if node is None:
            return {}
        inner = Fields(self.reading, node, key)
        for lang in LANGUAGES:
            if isinstance(node, MappingNode) and not inner.has(lang):
                self.fault(node, "missing_language", key=key, lang=lang)
        texts = {lang: inner.text(lang) for lang in LANGUAGES}
        inner.close()
        return texts

    def child(self, key: str, *, required: bool = False) -> "Fields | None":
        """Return the mapping under a key, to be read and closed in turn."""
        node = self.get(key, required=required)
        return Fields(self.reading, node, key) if node is not None else None

    def close(self) -> None:
        """Note the keys that nothing has asked for."""
        for name, (key, _value) in self._entries.items():
            if name not in self.asked:
                self.fault(key, "unknown_key", key=name, choices=", ".join(self.asked))
