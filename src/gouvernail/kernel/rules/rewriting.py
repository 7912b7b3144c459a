"""Change one value in the text of a rule and leave every other character where it is.

Comments, order, quotes and line breaks of what is not changed stay as their author wrote them. A
rule is the text of one item of `rules:`, as `outline` cuts it. A path goes from the rule to a
value: `("check", "terms", "any")`, `("examples", "raises", 0)`.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Final

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from gouvernail.kernel.rules.canonical import Plain
from gouvernail.kernel.rules.fields import plain
from gouvernail.kernel.rules.problems import Problem

Path = tuple[str | int, ...]
ORDER: Final = (
    *("id", "title", "clause", "source", "when", "check", "unless", "then", "control"),
    *("dismissible", "say", "suggest", "examples"),
)
_PLAIN: Final = re.compile(r"[^\W\d_](?:[\w '’.-]*[\w.])?")
_WORDS: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_BREAKS: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_OF_A_WHOLE: Final = frozenset(
    {"missing_key", "missing_language", "no_examples", "one_check", "nothing_to_find"}
    | {"dates_reversed", "expected_mapping", "duplicate_id"}
)


def rule_node(text: str) -> MappingNode | None:
    """Return the tree of a rule; None when it cannot be read as one mapping in a list."""
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except (YAMLError, RecursionError):
        return None
    if isinstance(root, SequenceNode) and len(root.value) == 1:
        root = root.value[0]
    return root if isinstance(root, MappingNode) else None


def values_of(text: str) -> Mapping[str, Plain] | None:
    """Return what is written in a rule, as texts, lists and mappings; None when unreadable."""
    node = rule_node(text)
    if node is None:
        return None
    found = plain(node)
    return found if isinstance(found, Mapping) else None


def value_at(values: Plain, path: Path) -> Plain:
    """Return what stands at a path; None when nothing does."""
    for step in path:
        if isinstance(step, int):
            found = isinstance(values, list) and step < len(values)
            values = values[step] if found else None  # type: ignore[index]  # a list: looked at
        else:
            values = values.get(step) if isinstance(values, Mapping) else None
    return values


def rewritten(text: str, path: Path, value: Plain) -> str:
    """Return a rule with one value written, changed, or (None) taken away.

    A text that cannot be read comes back as it is. A value is a text, a truth value, a number, a
    list or a mapping; lists keep the items, and the comments between them, that do not change.
    """
    ended = text if text.endswith("\n") else text + "\n"
    node = rule_node(ended)
    if node is None or not path:
        return text
    out = _Text(ended).set(node, path, value)
    return out if text.endswith("\n") else out.rstrip("\n")


def path_of(text: str, problem: Problem, *, first_line: int) -> Path | None:
    """Return the path of the value that a fault is about; None when it is not in this rule."""
    node = rule_node(text)
    if node is None:
        return None
    line, column = problem.line - first_line, problem.column - 1
    if line < 0:
        return None
    here = [path for path, mark in _places(node, ()) if (mark.line, mark.column) == (line, column)]
    if not here:
        return () if text.count("\n") >= line else None
    choose = min if problem.code in _OF_A_WHOLE else max
    return choose(here, key=len)


def _places(node: Node, path: Path) -> Iterator[tuple[Path, "_Mark"]]:
    yield path, node.start_mark
    if isinstance(node, MappingNode):
        for key, value in node.value:
            inner = (*path, str(key.value))
            yield inner, key.start_mark
            yield from _places(value, inner)
    elif isinstance(node, SequenceNode):
        for index, value in enumerate(node.value):
            yield from _places(value, (*path, index))


class _Mark:
    line: int
    column: int
    index: int


class _Text:
    """A text being changed in one place."""

    def __init__(self, text: str) -> None:
        self.text = text

    def put(self, start: int, end: int, new: str) -> str:
        return self.text[:start] + new + self.text[end:]

    def line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def line_end(self, at: int) -> int:
        """Return where the next line begins."""
        found = self.text.find("\n", at)
        return len(self.text) if found < 0 else found + 1

    def set(self, node: Node, path: Path, value: Plain) -> str:
        step, rest = path[0], path[1:]
        if isinstance(step, int):
            return self._set_item(node, step, rest, value)
        if not isinstance(node, MappingNode):
            return self.text
        for key, found in node.value:
            if str(key.value) == step:
                if rest and isinstance(found, MappingNode | SequenceNode):
                    return self.set(found, rest, value)
                return self._replace(node, key, found, _nested(rest, value))
        return self.text if value is None else self._insert(node, str(step), _nested(rest, value))

    def _set_item(self, node: Node, index: int, rest: Path, value: Plain) -> str:
        if not isinstance(node, SequenceNode) or index >= len(node.value):
            return self.text
        item = node.value[index]
        if rest:
            return self.set(item, rest, value)
        return self.put(item.start_mark.index, _end(item), _dumped(value, quote=_quote(item)))

    def _replace(self, parent: MappingNode, key: Node, found: Node, value: Plain) -> str:
        if value is None:
            return self._remove(parent, key, found)
        if isinstance(found, SequenceNode) and isinstance(value, list) and found.value and value:
            return _Items(self, found).become(value)
        start, end = found.start_mark.index, _end(found)
        is_block = isinstance(found, CollectionNode) and not found.flow_style
        is_folded = isinstance(found, ScalarNode) and found.style in {"|", ">"}
        if start == end or is_block or is_folded:
            start = self.text.index(":", _end(key)) + 1
            tail = "\n" if is_folded and not isinstance(value, list) else ""
            return self.put(start, max(end, start), " " + _dumped(value) + tail)
        return self.put(start, end, _dumped(value, quote=_quote(found)))

    def _remove(self, parent: MappingNode, key: Node, found: Node) -> str:
        entries = [one for one, _value in parent.value]
        at = entries.index(key)
        if len(entries) == 1:
            return self.text
        if not parent.flow_style:
            start = key.start_mark.index
            if at == 0 and not self.text[self.line_start(start) : start].isspace():
                following = entries[1].start_mark.index  # keeps the dash of the item
                return self.put(start, following, "")
            start = self.line_start(start)
            return self.put(start, self.line_end(max(_end(found), _end(key)) - 1), "")
        if at + 1 < len(entries):
            return self.put(key.start_mark.index, entries[at + 1].start_mark.index, "")
        before = parent.value[at - 1][1]
        return self.put(_end(before), _end(found), "")

    def _insert(self, parent: MappingNode, key: str, value: Plain) -> str:
        written = f"{key}: {_dumped(value)}"
        if parent.flow_style or not parent.value:
            close = parent.end_mark.index - 1
            if not parent.value:
                return self.put(close, close, written)
            return self.put(_end(parent.value[-1][1]), close, ", " + written)
        after = self._entry_before(parent, key)
        at = self.line_end(max(_end(after[1]), _end(after[0])) - 1)
        indent = " " * parent.value[0][0].start_mark.column
        return self.put(at, at, f"{indent}{written}\n")

    def _entry_before(self, parent: MappingNode, key: str) -> tuple[Node, Node]:
        """Return the entry after which a new key goes: in the usual order, else at the end."""
        if key in ORDER:
            rank = ORDER.index(key)
            for entry in reversed(parent.value):
                name = str(entry[0].value)
                if name in ORDER and ORDER.index(name) < rank:
                    found: tuple[Node, Node] = entry
                    return found
        last: tuple[Node, Node] = parent.value[-1]
        return last


class _Items:
    """The items of a list being changed; those that stay keep their place and their comments."""

    def __init__(self, text: _Text, node: SequenceNode) -> None:
        self.text = text
        self.node = node
        self.items: Sequence[Node] = node.value

    def become(self, value: Sequence[Plain]) -> str:
        old = [json.dumps(plain(item), sort_keys=True) for item in self.items]
        new = [json.dumps(each, sort_keys=True) for each in value]
        matched = SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
        out = self.text
        for tag, i1, i2, j1, j2 in reversed(matched):
            if tag != "equal":
                edit = self._flow if self.node.flow_style else self._block
                out = _Text(out.put(*edit(i1, i2, value[j1:j2])))
        return out.text

    def _flow(self, i1: int, i2: int, new: Sequence[Plain]) -> tuple[int, int, str]:
        items, count = self.items, len(self.items)
        written = ", ".join(_dumped(each, quote=_quote(items[0])) for each in new)
        if i1 == i2 == count:
            return _end(items[-1]), _end(items[-1]), ", " + written
        if i1 == i2:
            start = items[i1].start_mark.index
            return start, start, written + ", "
        if new:
            return items[i1].start_mark.index, _end(items[i2 - 1]), written
        if i2 < count:
            return items[i1].start_mark.index, items[i2].start_mark.index, ""
        return _end(items[i1 - 1]), _end(items[i2 - 1]), ""

    def _block(self, i1: int, i2: int, new: Sequence[Plain]) -> tuple[int, int, str]:
        if i2 - i1 == len(new) == 1:
            item = self.items[i1]
            return item.start_mark.index, _end(item), _dumped(new[0], quote=_quote(item))
        quote = _quote(self.items[0])
        dash = " " * self.node.start_mark.column + "- "
        written = "".join(f"{dash}{_dumped(each, quote=quote)}\n" for each in new)
        if i1 == len(self.items):
            at = self._full(self.items[-1])[1]
            return at, at, written
        start = self._full(self.items[i1])[0]
        return start, self._full(self.items[i2 - 1])[1] if i2 > i1 else start, written

    def _full(self, item: Node) -> tuple[int, int]:
        start = self.text.line_start(item.start_mark.index)
        return start, self.text.line_end(max(_end(item) - 1, start))


def _nested(path: Path, value: Plain) -> Plain:
    for step in reversed(path):
        value = [value] if isinstance(step, int) else {step: value}
    return value


def _end(node: Node) -> int:
    """Return where the last character of a node is, without what follows it."""
    if not isinstance(node, CollectionNode) or node.flow_style:
        return int(node.end_mark.index)
    if isinstance(node, MappingNode) and node.value:
        key, value = node.value[-1]
        return max(_end(value), _end(key))
    if isinstance(node, SequenceNode) and node.value:
        return _end(node.value[-1])
    return int(node.start_mark.index)


def _quote(node: Node) -> str:
    return node.style if isinstance(node, ScalarNode) and node.style in {"'", '"'} else ""


def _dumped(value: Plain, *, quote: str = "") -> str:
    """Return a value on one line, in flow style."""
    if isinstance(value, bool | int):
        return str(value).lower()
    if isinstance(value, str):
        return _scalar(value, quote)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(k)}: {_dumped(v)}" for k, v in value.items()) + "}"
    if value is None:
        return "null"
    return "[" + ", ".join(_dumped(each, quote=quote) for each in value) + "]"


def _scalar(text: str, quote: str = "") -> str:
    if not quote and _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    if ("\\" in text or quote == "'") and not _BREAKS.search(text):
        return "'" + text.replace("'", "''") + "'"
    written = json.dumps(text, ensure_ascii=False)
    return _BREAKS.sub(lambda found: f"\\u{ord(found[0]):04x}", written)
