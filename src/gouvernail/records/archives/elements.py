"""The elements of a JSON array of any length, one at a time, whatever stands before it.

Memory is that of one element. An element that is no JSON is skipped by counting brackets, so that
one bad entry does not lose the others.
"""

import codecs
import io
import json
import re
from collections.abc import Iterator
from typing import Any, Final

from gouvernail.records.archives.entries import ArchiveProblemError, Bad, as_shown

CHUNK: Final = 1 << 18
MAX_ELEMENT: Final = 4 * 1024**2
MAX_DEPTH: Final = 64
_SPACE: Final = " \t\r\n,"
_TOKENS: Final = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\Z)|[\[\]{}]', re.DOTALL)
_DECODER: Final = json.JSONDecoder()


class _Window:
    """The part of a text that is being read."""

    def __init__(self, stream: io.BufferedIOBase) -> None:
        self._stream = stream
        self._decode = codecs.getincrementaldecoder("utf-8-sig")("surrogateescape").decode
        self.text = ""
        self.ended = False

    def more(self) -> bool:
        """Read some more; False at the end."""
        if self.ended:
            return False
        data = self._stream.read(CHUNK)
        self.ended = not data
        self.text += self._decode(data, self.ended)
        return not self.ended

    def drop(self, size: int) -> None:
        """Forget what was dealt with."""
        self.text = self.text[size:]


def elements(stream: io.BufferedIOBase, *, key: str = "") -> Iterator[Any]:
    """Yield the elements of the array that `key` names, or of the first; `Bad` for a bad one.

    Raises:
        ArchiveProblemError: there is no such array (`not_an_archive`), or it never ends.
    """
    window = _Window(stream)
    _find(window, re.compile(rf'"{re.escape(key)}"\s*:\s*\[' if key else r"\["))
    while True:
        while not (rest := window.text.lstrip(_SPACE)):
            window.text = ""  # blanks are never looked at again
            if not window.more():
                raise ArchiveProblemError("truncated")
        window.text = rest
        if rest[0] == "]":
            return
        yield _element(window)


def _find(window: _Window, beginning: "re.Pattern[str]") -> None:
    while not (found := beginning.search(window.text)):
        if len(window.text) > MAX_ELEMENT or not window.more():
            raise ArchiveProblemError("not_an_archive")
    window.drop(found.end())


def _element(window: _Window) -> object:
    while True:
        try:
            value, end = _DECODER.raw_decode(window.text)
        except RecursionError:
            return _skipped(window, "too_deep")
        except ValueError:
            if len(window.text) > MAX_ELEMENT:
                return _skipped(window, "too_long")
            if not window.more():
                return _skipped(window, "broken_json")
            continue
        if end == len(window.text) and window.more():
            continue  # a number may go on
        excerpt = window.text[:120]
        window.drop(end)
        return Bad("too_deep", excerpt=as_shown(excerpt)) if _depth(value) > MAX_DEPTH else value


def _skipped(window: _Window, reason: str) -> Bad:
    """Skip one element by its brackets."""
    excerpt = as_shown(window.text[:120])
    depth = 0
    while True:
        done = 0
        for token in _TOKENS.finditer(window.text):
            if token.end() == len(window.text) and not window.ended:
                break  # perhaps the beginning of a string
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
            done = token.end()
            if depth <= 0:
                # Not even a bracket of its own: what closes is that of the array.
                window.drop(done if depth == 0 else token.start())
                return Bad(reason, excerpt=excerpt)
        window.drop(done)
        if len(window.text) > MAX_ELEMENT * 4 or not window.more():
            raise ArchiveProblemError("truncated")


def _depth(value: object, depth: int = 0) -> int:
    if depth > MAX_DEPTH or not isinstance(value, dict | list):
        return depth
    inside = value.values() if isinstance(value, dict) else value
    return max((_depth(each, depth + 1) for each in inside), default=depth + 1)
