"""YAML read fast: LibYAML tells the events, and the tree is the one `ruamel.yaml` would give.

LibYAML reads sixteen times faster. Whatever it refuses, and the few things on which the two might
differ (line ends of Unicode, anchors, tags, keys without a value, several documents or the mark of
their end), is read by `ruamel.yaml`: texts, places and faults are always those of YAML 1.2 as it
understands them.
"""

import re
from dataclasses import dataclass, field
from typing import Any, Final

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.tag import Tag

NULL: Final = "tag:yaml.org,2002:null"
BOOL: Final = "tag:yaml.org,2002:bool"

_STR: Final = Tag(suffix="tag:yaml.org,2002:str")
_NULL: Final = Tag(suffix=NULL)
_BOOL: Final = Tag(suffix=BOOL)
_LIST: Final = Tag(suffix="tag:yaml.org,2002:seq")
_MAP: Final = Tag(suffix="tag:yaml.org,2002:map")
# YAML 1.2, core schema: what a plain scalar may be besides a text. Numbers are read as written.
_KNOWN: Final = {
    **dict.fromkeys(("~", "null", "Null", "NULL"), _NULL),
    **dict.fromkeys(("true", "True", "TRUE", "false", "False", "FALSE"), _BOOL),
}
_OUT_OF_THE_WAY: Final = re.compile(
    "[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\U00010000-\U0010ffff]|^%|^\\.\\.\\.",
    re.MULTILINE,
)
_DEEPEST: Final = 60


class _OutOfTheWayError(Exception):
    """Something that is left to the slow reader."""


@dataclass(slots=True)
class Tree:
    """What was read: the root, None when there is nothing, and where aliases stand."""

    root: Node | None
    aliases: list[Any] = field(default_factory=list)


def read_tree(source: str) -> Tree:
    """Return the tree of one YAML document, its texts resolved to text, truth value or nothing.

    Raises:
        ruamel.yaml.error.YAMLError: not YAML, or several documents.
        RecursionError: too deep.
    """
    if yaml.__with_libyaml__ and _OUT_OF_THE_WAY.search(source) is None:
        try:
            return _Events(source).tree()
        except (yaml.YAMLError, _OutOfTheWayError):
            pass  # told by the slow reader, in its words
    return _read_slowly(source)


def _read_slowly(source: str) -> Tree:
    if "*" in source:
        events = YAML(typ="safe", pure=True).parse(source)
        aliases = [event.start_mark for event in events if isinstance(event, AliasEvent)]
        if aliases:
            return Tree(None, aliases)
    return Tree(YAML(typ="safe", pure=True).compose(source))


class _Events:
    """The events of one document, made into nodes."""

    def __init__(self, source: str) -> None:
        self._next = yaml.CSafeLoader(source).get_event

    def tree(self) -> Tree:
        """Return the tree of the only document."""
        self._next()
        if isinstance(self._next(), yaml.StreamEndEvent):
            return Tree(None)
        root = self._node(self._next(), 0)
        self._next()
        if not isinstance(self._next(), yaml.StreamEndEvent):
            raise _OutOfTheWayError
        return Tree(root)

    def _node(self, event: Any, depth: int) -> Node:  # noqa: ANN401 -- LibYAML has no types
        kind = type(event)
        if kind is yaml.ScalarEvent:
            return _scalar(event)
        if kind is yaml.AliasEvent or event.anchor or event.tag or depth > _DEEPEST:
            raise _OutOfTheWayError
        if kind is yaml.SequenceStartEvent:
            return self._sequence(event, depth + 1)
        return self._mapping(event, depth + 1)

    def _sequence(self, begun: Any, depth: int) -> Node:  # noqa: ANN401 -- as above
        items: list[Node] = []
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            items.append(self._node(event, depth))
        return SequenceNode(_LIST, items, begun.start_mark, event.end_mark, begun.flow_style)

    def _mapping(self, begun: Any, depth: int) -> Node:  # noqa: ANN401 -- as above
        entries: list[tuple[Node, Node]] = []
        while type(event := self._next()) is not yaml.MappingEndEvent:
            entries.append((self._node(event, depth), self._node(self._next(), depth)))
        return MappingNode(_MAP, entries, begun.start_mark, event.end_mark, begun.flow_style)


def _scalar(event: Any) -> Node:  # noqa: ANN401 -- as above
    if event.anchor or event.tag or (event.implicit[0] and not event.value):
        raise _OutOfTheWayError  # the two place the nothing after a key differently
    tag = _KNOWN.get(event.value, _STR) if event.implicit[0] else _STR
    return ScalarNode(tag, event.value, event.start_mark, event.end_mark, event.style)
