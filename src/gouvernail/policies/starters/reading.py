"""Reading a policy written in Markdown into numbered clauses. Pure.

A clause is a heading that starts with its number (`## 5 Prices`, `### 5.2 Comparing prices`); what
follows, up to the next such heading, is its text. The number is its anchor.
"""

import re
from dataclasses import dataclass
from importlib.resources import files

HEADING = re.compile(r"^#{1,6}\s+(?P<anchor>\d+(?:\.\d+){0,3})\.?\s+(?P<title>\S.*?)\s*#*\s*$")
PLAIN_HEADING = re.compile(r"^#\s+(?P<title>\S.*?)\s*#*\s*$")
MAX_TITLE = 200
STARTERS = ("charter", "company", "public", "association")
"""The policies to start from: the short charter, and a whole policy for each kind of house."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseText:
    """One clause in one language: `text` is Markdown without its heading."""

    anchor: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyText:
    """A policy in one language: its title, what stands before the first clause, its clauses."""

    title: str
    summary: str
    clauses: tuple[ClauseText, ...]


class PolicyTextError(ValueError):
    """The text is not made of numbered clauses; `line` counts from 1, `code` says what is wrong."""

    def __init__(self, code: str, line: int, anchor: str = "") -> None:
        super().__init__(f"{code} at line {line}")
        self.code, self.line, self.anchor = code, line, anchor


def read_clauses(source: str) -> PolicyText:
    """Return the policy written in `source`.

    Raises:
        PolicyTextError: `no_clause`, `repeated_anchor` or `title_too_long`, with its line.
    """
    title, summary, clauses = "", [], []
    seen: set[str] = set()
    current: tuple[str, str, list[str]] | None = None
    for number, line in enumerate(source.replace("\r\n", "\n").split("\n"), start=1):
        heading = HEADING.match(line)
        if heading is None:
            if current is not None:
                current[2].append(line)
            elif (plain := PLAIN_HEADING.match(line)) and not title:
                title = plain["title"]
            else:
                summary.append(line)
            continue
        _check_heading(heading["anchor"], heading["title"], number, seen)
        if current is not None:
            clauses.append(_clause(*current))
        current = (heading["anchor"], heading["title"], [])
    if current is None:
        raise PolicyTextError("no_clause", 1)
    clauses.append(_clause(*current))
    return PolicyText(title=title, summary="\n".join(summary).strip(), clauses=tuple(clauses))


def _check_heading(anchor: str, title: str, line: int, seen: set[str]) -> None:
    if anchor in seen:
        raise PolicyTextError("repeated_anchor", line, anchor)
    if len(title) > MAX_TITLE:
        raise PolicyTextError("title_too_long", line, anchor)
    seen.add(anchor)


def _clause(anchor: str, title: str, lines: list[str]) -> ClauseText:
    return ClauseText(anchor=anchor, title=title, text="\n".join(lines).strip())


def paired_clauses(
    main: PolicyText, other: PolicyText | None
) -> list[tuple[ClauseText, ClauseText | None]]:
    """Return each clause of `main` with the clause of `other` that has the same anchor."""
    found = {clause.anchor: clause for clause in other.clauses} if other else {}
    return [(clause, found.get(clause.anchor)) for clause in main.clauses]


def joined_clauses(
    main: PolicyText | None, other: PolicyText | None
) -> list[tuple[ClauseText | None, ClauseText | None]]:
    """Return each clause of both texts with its twin; one that only `other` has keeps its place."""
    here = {clause.anchor: clause for clause in main.clauses} if main else {}
    there = {clause.anchor: clause for clause in other.clauses} if other else {}
    order = list(here)
    above = -1
    for anchor in there:
        if anchor in here:
            above = order.index(anchor)
        else:
            above += 1
            order.insert(above, anchor)
    return [(here.get(anchor), there.get(anchor)) for anchor in order]


def starter(name: str, language: str) -> str:
    """Return the Markdown of one of `STARTERS`, in `fr` or `en`."""
    return files(__package__).joinpath(f"{name}.{language}.md").read_text(encoding="utf-8")


def starter_titles(language: str) -> list[tuple[str, str]]:
    """Return the name and the title of each starter, in French or (`en…`) English."""
    spoken = "en" if language.startswith("en") else "fr"
    return [(name, read_clauses(starter(name, spoken)).title) for name in STARTERS]
