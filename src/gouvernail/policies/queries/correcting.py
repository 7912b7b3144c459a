"""Correcting what was recognised of a file: clauses joined, cut, numbered again. Pure.

A file is what `read_policy` returns; each function returns a new one.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

File = dict[str, Any]
ANCHOR: Final = re.compile(r"\d{1,4}(?:\.\d{1,4}){0,3}")
MAX_TITLE: Final = 200
_SHOWN: Final = 60
_TITLE: Final = re.compile(r"\*\*(?P<words>[^*\n]+)\*\*$")


def pieces(text: str) -> list[str]:
    """Return the paragraphs of a clause: it can be cut before each but the first."""
    return [piece for piece in re.split(r"\n\s*\n", text) if piece.strip()]


def join_clause(file: File, index: int) -> File:
    """Join a clause to the one before it; its title stays in the text, in bold.

    The first joins what stands before all clauses.
    """
    clauses = list(file["clauses"])
    if not 0 <= index < len(clauses):
        return file
    gone = clauses.pop(index)
    added = "\n\n".join(part for part in (f"**{gone['title']}**", gone["text"]) if part)
    if index == 0:
        return file | {"clauses": clauses, "summary": f"{file['summary']}\n\n{added}".strip()}
    above = clauses[index - 1]
    clauses[index - 1] = above | {"text": f"{above['text']}\n\n{added}".strip()}
    return file | {"clauses": clauses}


def cut_clause(file: File, index: int, piece: int) -> File:
    """Cut a clause before one of its paragraphs; that one gives the title of what follows."""
    clauses = list(file["clauses"])
    if not 0 <= index < len(clauses):
        return file
    clause = clauses[index]
    parts = pieces(clause["text"])
    if not 0 <= piece < len(parts):
        return file
    rest = parts[piece:]
    bold = _TITLE.match(rest[0].strip())
    title = bold["words"].strip() if bold else _first_words(rest[0])
    twin = {
        "anchor": _free(clauses, clause["anchor"]),
        "title": title,
        "text": "\n\n".join(rest[1:] if bold else rest),
    }
    clauses[index : index + 1] = [clause | {"text": "\n\n".join(parts[:piece])}, twin]
    return file | {"clauses": clauses}


def problems_in(file: File) -> dict[int, str]:
    """Return what is wrong with clauses, by index: `number`, `twice`, `title` or `long`."""
    seen = Counter(clause["anchor"] for clause in file["clauses"])
    wrong = {}
    for index, clause in enumerate(file["clauses"]):
        if not ANCHOR.fullmatch(clause["anchor"]):
            wrong[index] = "number"
        elif seen[clause["anchor"]] > 1:
            wrong[index] = "twice"
        elif not clause["title"].strip():
            wrong[index] = "title"
        elif len(clause["title"]) > MAX_TITLE:
            wrong[index] = "long"
    return wrong


def without_twin(files: Sequence[File]) -> list[set[str]]:
    """Return, for each file, the numbers that the other one has not; empty for a file alone."""
    known = [{clause["anchor"] for clause in file["clauses"]} for file in files]
    if len(known) != 2:  # noqa: PLR2004 - a French one and an English one
        return [set() for _file in files]
    return [known[0] - known[1], known[1] - known[0]]


def markdown_of(file: File) -> str:
    """Return a file as the actions take it: numbered headings, then their text."""
    parts = [file["summary"]] if file["summary"] else []
    for clause in file["clauses"]:
        hashes = "#" * min(clause["anchor"].count(".") + 2, 6)
        parts.append(f"{hashes} {clause['anchor']} {' '.join(clause['title'].split())}")
        parts += [clause["text"]] if clause["text"] else []
    return "\n\n".join(parts) + "\n"


def _first_words(text: str) -> str:
    words = " ".join(re.sub(r"[*_`#>\[\]]+", "", text.partition("\n")[0]).split())
    if len(words) <= _SHOWN:
        return words.rstrip(".:;,")
    return words[:_SHOWN].rsplit(" ", 1)[0].rstrip(".:;,") + "…"


def _free(clauses: Sequence[dict[str, str]], anchor: str) -> str:
    """Return the next free number at the level of another."""
    begin = anchor.rpartition(".")[0]
    begin = f"{begin}." if begin else ""
    last = [
        int(one["anchor"].removeprefix(begin))
        for one in clauses
        if one["anchor"].startswith(begin) and one["anchor"].removeprefix(begin).isdigit()
    ]
    return f"{begin}{max(last, default=0) + 1}"
