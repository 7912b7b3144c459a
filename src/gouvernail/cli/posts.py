"""Texts given to a command: one plain text, or JSON lines `{"id", "text", ...}`."""

import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

STANDARD_INPUT = "-"
BATCH = 200
TEXT_KEY = re.compile(r'"text"\s*:\s*"')


class InputError(Exception):
    """The texts cannot be read; the message says where. `words` are the same in both languages."""

    def __init__(self, english: str, french: str = "") -> None:
        super().__init__(english)
        self.words = {"en": english, "fr": french or english}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One text. `line` counts from 1 in the input; `fields` are the other keys of its object.

    `column` is where it begins on its line, from 1; 0 where it is not written there as it is.
    """

    id: str
    text: str
    line: int
    column: int = 0
    fields: dict[str, object] = field(default_factory=dict)

    def words(self, key: str) -> tuple[str, ...]:
        """Return the texts under a key, which may hold one or a list."""
        value = self.fields.get(key, ())
        values = value if isinstance(value, list) else [value] if isinstance(value, str) else []
        return tuple(str(each) for each in values)

    def word(self, key: str) -> str:
        """Return the text under a key, `""` when there is none."""
        return next(iter(self.words(key)), "")


def read_source(name: str) -> str:
    """Return the text of a file, or of standard input for `-`.

    Raises:
        InputError: it cannot be opened, or is not UTF-8.
    """
    return decoded(read_bytes(name), name)


def read_bytes(name: str) -> bytes:
    """Return what a file holds, or standard input for `-`.

    Raises:
        InputError: it cannot be opened.
    """
    try:
        return sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
    except OSError as error:
        raise InputError(
            f"{name}: {error.strerror}", f"{name} : lecture impossible ({error.strerror})"
        ) from error


def decoded(raw: bytes, name: str, encoding: str = "utf-8-sig") -> str:
    """Return the text that bytes are.

    Raises:
        InputError: they are not in that encoding.
    """
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        shown = "UTF-8" if encoding == "utf-8-sig" else encoding
        raise InputError(
            f"{name}: not {shown} at byte {error.start}",
            f"{name} : ce n’est pas de l’{shown}, à l’octet {error.start}",
        ) from error


def read_posts(name: str) -> Iterator[Given]:
    """Yield the texts of a file: its JSON lines if the first is one, else the whole.

    Raises:
        InputError: it cannot be read, or one line is not an object with a text.
    """
    source = read_source(name)
    if not source.lstrip().startswith("{") or not _is_object(source.lstrip().splitlines()[0]):
        yield Given(id="", text=source.removesuffix("\n"), line=1)
        return
    for number, line in enumerate(source.split("\n"), start=1):
        if line.strip():
            yield given_line(name, number, line)


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def given_line(name: str, number: int, line: str) -> Given:
    """Return the text of one JSON line.

    Raises:
        InputError: it is not an object with a text.
    """
    try:
        fields = json.loads(line)
    except ValueError as error:
        raise InputError(
            f"{name}:{number}: not JSON: {error}",
            f"{name}:{number} : ce n’est pas du JSON ({error})",
        ) from error
    if not isinstance(fields, dict) or not isinstance(fields.get("text"), str):
        raise InputError(
            f'{name}:{number}: expected an object with a "text"',
            f"{name}:{number} : un objet avec « text » est attendu",
        )
    text = fields.pop("text")
    begins = TEXT_KEY.search(line)
    at = begins.end() if begins and line.startswith(f'{text}"', begins.end()) else -1
    return Given(
        id=str(fields.pop("id", number)), text=text, line=number, column=at + 1, fields=fields
    )


def lines_of(name: str) -> Iterator[str]:
    """Yield the lines of a file, or of standard input as they come.

    Raises:
        InputError: it cannot be read, or is not UTF-8.
    """
    if name != STANDARD_INPUT:
        yield from read_source(name).split("\n")
        return
    for line in sys.stdin.buffer:
        yield decoded(line, name).removesuffix("\n")


def streamed(name: str) -> Iterator[Given]:
    """Yield the posts of JSON lines as the lines come.

    Raises:
        InputError: a line that is not an object with a text, with its number.
    """
    for number, line in enumerate(lines_of(name), start=1):
        if line.strip():
            yield given_line(name, number, line)


def batches(name: str) -> Iterator[list[Given]]:
    """Yield the posts of a file by the batch; those of standard input one by one, as they come.

    Raises:
        InputError: a line that is not an object with a text, with its number.
    """
    posts, size = streamed(name), 1 if name == STANDARD_INPUT else BATCH
    while batch := list(islice(posts, size)):
        yield batch


def spoken(english: str, french: str) -> str:
    """Return the sentence in the language of the terminal."""
    from gouvernail.cli.main import terminal_language

    language = terminal_language(os.environ) or os.environ.get("GOUVERNAIL_LANGUAGE", "fr")
    return english if language == "en" else french
