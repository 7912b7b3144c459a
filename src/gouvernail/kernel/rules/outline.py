"""Where the rules of a pack stand in its text: lines in, lines out, whatever else is broken.

A pack is read here line by line, not parsed: the outline holds while somebody types, when the YAML
cannot be read. What is between the rules (comments, blank lines) is never touched.
"""

import re
from dataclasses import dataclass
from typing import Final

_RULES: Final = re.compile(r"rules[ ]*:[ ]*(.*)")
_TOP: Final = re.compile(r"[^\s#\-][^#]*:(?:\s|$)")
_ITEM: Final = re.compile(r"( *)-(?: |$)")
_ID: Final = re.compile(r"^[ ]*(?:-[ ]+)?id[ ]*:[ ]*[\"']?([^\s\"',}#]+)", re.MULTILINE)
_CONTROL: Final = re.compile(r"^control[ ]*:[ ]*[\"']?(\w+)", re.MULTILINE)
_EMPTY: Final = re.compile(r"\[\s*\]\s*(?:#.*)?")
INDENT: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """The lines of one rule, with the comments right above it. `first_line` counts from 1."""

    first_line: int
    text: str

    @property
    def count(self) -> int:
        """How many lines it has."""
        return self.text.count("\n") + 1

    @property
    def last_line(self) -> int:
        """The last of its lines."""
        return self.first_line + self.count - 1

    @property
    def rule_id(self) -> str:
        """The identifier written in it; empty when there is none."""
        found = _ID.search(self.text)
        return found[1] if found else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The rules of a pack, in order, and what surrounds them.

    `head` is the pack without its rules, on the same lines. `indent` is the column of the dashes.
    `in_blocks` is false when the rules are not written one under the other: then there are no
    chunks, and the whole file is edited at once.
    """

    source: str
    head: str
    chunks: tuple[Chunk, ...]
    indent: int
    in_blocks: bool

    @property
    def control(self) -> str:
        """The control that rules have unless they say otherwise, as written."""
        found = _CONTROL.search(self.head)
        return found[1] if found else "observe"

    def at_line(self, line: int) -> int | None:
        """Return which rule holds a line; None for a line outside the rules."""
        for index, chunk in enumerate(self.chunks):
            if chunk.first_line <= line <= chunk.last_line:
                return index
        return None

    def named(self, rule_id: str) -> int | None:
        """Return which rule has an identifier."""
        return next((i for i, one in enumerate(self.chunks) if one.rule_id == rule_id), None)

    def free_id(self, wanted: str) -> str:
        """Return an identifier that no rule has yet: `wanted`, or `wanted-2` and so on."""
        taken = {chunk.rule_id for chunk in self.chunks}
        number, found = 1, wanted
        while found in taken:
            number += 1
            found = f"{wanted[:60]}-{number}"
        return found

    def moved(self, index: int, by: int) -> str:
        """Return the pack with a rule exchanged with its neighbour, `by` 1 or -1."""
        other = index + by
        if not (0 <= index < len(self.chunks) and 0 <= other < len(self.chunks)):
            return self.source
        first, second = sorted((index, other))
        one, two = self.chunks[first], self.chunks[second]
        source = with_lines(self.source, two.first_line, two.count, one.text)
        return with_lines(source, one.first_line, one.count, two.text)

    def removed(self, index: int) -> str:
        """Return the pack without a rule, and without the blank line that set it apart."""
        chunk = self.chunks[index]
        lines = self.source.split("\n")
        end = chunk.last_line
        if end < len(lines) and not lines[end].strip():
            end += 1
        kept = lines[: chunk.first_line - 1] + lines[end:]
        if len(self.chunks) == 1:
            at = next(i for i, line in enumerate(kept) if _RULES.match(line))
            kept[at] = "rules: []"
        return "\n".join(kept)

    def added(self, text: str, *, after: int | None = None) -> tuple[str, int]:
        """Return the pack with a rule more, and which one it is; at the end unless said.

        `text` is indented as this pack is.
        """
        lines = self.source.rstrip("\n").split("\n")
        index = len(self.chunks) - 1 if after is None else after
        if self.chunks:
            at = self.chunks[index].last_line
            lines[at:at] = ["", *text.split("\n")]
        else:
            at = next((i for i, line in enumerate(lines) if _RULES.match(line)), len(lines))
            lines[at : at + 1] = ["rules:", *text.split("\n")]
        return "\n".join(lines) + "\n", index + 1


def with_lines(source: str, first_line: int, count: int, text: str) -> str:
    """Return a text with `count` lines, from `first_line` (counted from 1), replaced."""
    lines = source.split("\n")
    lines[first_line - 1 : first_line - 1 + count] = text.split("\n")
    return "\n".join(lines)


def outline_of(source: str) -> Outline:
    """Return the outline of a pack, valid or not. Linear in the text."""
    lines = source.split("\n")
    at = next((i for i, line in enumerate(lines) if _RULES.match(line)), None)
    if at is None:
        return Outline(source=source, head=source, chunks=(), indent=INDENT, in_blocks=True)
    written = _RULES.match(lines[at])
    inline = written[1] if written else ""
    end = next((i for i in range(at + 1, len(lines)) if _TOP.match(lines[i])), len(lines))
    in_blocks = not inline or inline.startswith("#") or bool(_EMPTY.fullmatch(inline))
    starts = _starts(lines, at + 1, end) if in_blocks else []
    chunks = _chunks(lines, at + 1, end, starts)
    blank = ["rules: []", *("" for _ in range(at + 1, end))] if in_blocks else lines[at:end]
    indent = len(lines[starts[0]]) - len(lines[starts[0]].lstrip()) if starts else INDENT
    head = "\n".join([*lines[:at], *blank, *lines[end:]])
    return Outline(source=source, head=head, chunks=chunks, indent=indent, in_blocks=in_blocks)


def _starts(lines: list[str], first: int, end: int) -> list[int]:
    """Return the lines where rules begin: the dashes of the outermost column."""
    items = [(i, len(found[1])) for i in range(first, end) if (found := _ITEM.match(lines[i]))]
    return [i for i, column in items if column == items[0][1]]


def _chunks(lines: list[str], first: int, end: int, starts: list[int]) -> tuple[Chunk, ...]:
    found = []
    floor = first
    for number, start in enumerate(starts):
        stop = starts[number + 1] if number + 1 < len(starts) else end
        column = len(lines[start]) - len(lines[start].lstrip())
        last = stop
        while last > start + 1 and _is_between(lines[last - 1], column):
            last -= 1
        begin = start
        while begin > floor and lines[begin - 1].lstrip().startswith("#"):
            begin -= 1
        found.append(Chunk(first_line=begin + 1, text="\n".join(lines[begin:last])))
        floor = last
    return tuple(found)


def _is_between(line: str, column: int) -> bool:
    """Whether a line belongs to no rule: blank, or a comment no deeper than the dashes."""
    bare = line.lstrip()
    return not bare or (bare.startswith("#") and len(line) - len(bare) <= column)
