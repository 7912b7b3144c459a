"""The editor of a pack: what was sent, what it changes, what is saved of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.http import QueryDict

from gouvernail.foundation.digests import sha256_hex
from gouvernail.foundation.errors import DomainError
from gouvernail.kernel.rules.outline import Chunk, Outline, outline_of, with_lines
from gouvernail.kernel.rules.rewriting import rewritten
from gouvernail.people.models import Person
from gouvernail.rulebooks.actions.manuscripts import (
    begin_again,
    keep_manuscript,
    make_version,
    undo_manuscript,
)
from gouvernail.rulebooks.errors import ManuscriptStaleError
from gouvernail.rulebooks.forms.editor_changes import with_form
from gouvernail.rulebooks.models import Manuscript, Pack, PackVersion
from gouvernail.rulebooks.queries.editing import manuscript_of

TRY: Final = "try"
SKELETON: Final = """\
- id: {id}
  title: {{fr: "", en: ""}}
  clause: "{clause}"
  check: {{terms: {{any: []}}}}
  then: note
  say: {{fr: "", en: ""}}
  examples:
    raises: []
    passes: []"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a page of the editor sent: which lines it showed, what they became.

    `whole`: the whole pack was shown, not one rule. `base` is the digest of what was shown.
    """

    do: str
    at: int
    first_line: int
    count: int
    base: str
    whole: bool
    yaml: str
    edit_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """What came of it: the manuscript, the rule to show, why nothing was saved.

    `mine` is what was typed when it could not be put in its place.
    """

    manuscript: Manuscript
    at: int
    whole: bool = False
    problem: DomainError | None = None
    version: PackVersion | None = None
    mine: str | None = None


def read_sent(data: QueryDict) -> Sent:
    """Return what a page of the editor sent; a number that is none counts as zero."""
    return Sent(
        do=data.get("do", "update"),
        at=_number(data.get("at", "")),
        first_line=_number(data.get("first_line", "")),
        count=_number(data.get("line_count", "")),
        base=data.get("base", ""),
        whole="whole" in data,
        yaml=data.get("yaml", "").replace("\r\n", "\n").replace("\r", "\n"),
        edit_count=_number(data.get("edit_count", "")),
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0  # noqa: PLR2004 -- lines of a file


def shown_digest(text: str) -> str:
    """Return what tells that a page shows what stands there now."""
    return sha256_hex(text.encode())[:16]


def perform(pack: Pack, data: QueryDict, *, by: Person, at: datetime) -> Edited:
    """Save what was typed in either side, then do what the button says.

    What was shown is found again where it stands now, so that two pages may write in two rules.
    Raises nothing that a page can show: `problem` holds it, and nothing typed is lost.
    """
    sent, manuscript = read_sent(data), manuscript_of(pack)
    place = _place(sent, manuscript)
    if place is None:
        stale = ManuscriptStaleError(manuscript.edited_by.name)
        index = _closest(sent, outline_of(manuscript.source))
        mine = sent.yaml.rstrip("\n")
        if "form" in data and shown_digest(mine) == sent.base:
            mine = with_form(mine, data, shown=mine)
        return Edited(manuscript=manuscript, at=index, whole=sent.whole, problem=stale, mine=mine)
    source = _typed(sent, data, manuscript, place)
    done = Edited(manuscript=manuscript, at=place.at, whole=sent.whole)
    try:
        kept = _keep(done, source, by=by, at=at)
        return _do(kept, sent.do, by=by, at=at)
    except DomainError as problem:
        return replace(done, manuscript=manuscript_of(pack), problem=problem, mine=sent.yaml)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    at: int
    first_line: int
    text: str


def _place(sent: Sent, manuscript: Manuscript) -> _Place | None:
    """Return where what the page showed stands now; None when somebody changed it."""
    if sent.whole:
        same = shown_digest(manuscript.source) == sent.base
        return _Place(at=sent.at, first_line=1, text=manuscript.source) if same else None
    lines = manuscript.source.split("\n")
    there = "\n".join(lines[sent.first_line - 1 : sent.first_line - 1 + sent.count])
    if shown_digest(there) == sent.base:
        return _Place(at=sent.at, first_line=sent.first_line, text=there)
    chunks = enumerate(outline_of(manuscript.source).chunks)
    found = [(i, one) for i, one in chunks if shown_digest(one.text) == sent.base]
    if len(found) != 1:
        return None
    index, chunk = found[0]
    return _Place(at=index, first_line=chunk.first_line, text=chunk.text)


def _closest(sent: Sent, outline: Outline) -> int:
    mine = Chunk(first_line=1, text=sent.yaml).rule_id
    found = outline.named(mine) if mine else None
    return found if found is not None else min(sent.at, max(len(outline.chunks) - 1, 0))


def _typed(sent: Sent, data: QueryDict, manuscript: Manuscript, place: _Place) -> str:
    if sent.whole:
        return sent.yaml if "yaml" in data else manuscript.source
    text = sent.yaml.rstrip("\n") if "yaml" in data else place.text
    if "form" in data:
        text = with_form(text, data, shown=place.text)
    count = place.text.count("\n") + 1
    return with_lines(manuscript.source, place.first_line, count, text)


def _keep(done: Edited, source: str, *, by: Person, at: datetime) -> Edited:
    manuscript = done.manuscript
    if source == manuscript.source:
        return done
    kept = keep_manuscript(
        pack_id=manuscript.pack_id,
        source=source,
        edit_count=manuscript.edit_count,
        by=by,
        at=at,
    )
    return replace(done, manuscript=kept)


def _do(done: Edited, do: str, *, by: Person, at: datetime) -> Edited:
    manuscript = done.manuscript
    outline = outline_of(manuscript.source)
    if do in OPERATIONS and (do == "add" or done.at < len(outline.chunks)):
        source, index = OPERATIONS[do](outline, done.at)
        return replace(_keep(done, source, by=by, at=at), at=index, whole=False)
    if do == TRY and manuscript.source == manuscript.base.source:
        return replace(done, version=manuscript.base)  # nothing to keep: it is tried as it is
    if do in {"save", TRY}:
        version = make_version(
            pack_id=manuscript.pack_id, edit_count=manuscript.edit_count, by=by, at=at
        )
        return replace(done, version=version)
    if do in STEPS_BACK:
        back = STEPS_BACK[do](
            pack_id=manuscript.pack_id, edit_count=manuscript.edit_count, by=by, at=at
        )
        return replace(done, manuscript=back)
    return done


def _add(outline: Outline, at: int) -> tuple[str, int]:
    after = at if outline.chunks and at < len(outline.chunks) else None
    return outline.added(skeleton(outline, {}), after=after)


def _duplicate(outline: Outline, at: int) -> tuple[str, int]:
    chunk = outline.chunks[at]
    copy = rewritten(chunk.text, ("id",), outline.free_id(chunk.rule_id or "rule"))
    return outline.added(copy, after=at)


def _remove(outline: Outline, at: int) -> tuple[str, int]:
    return outline.removed(at), max(min(at, len(outline.chunks) - 2), 0)


OPERATIONS: Final[Mapping[str, Callable[[Outline, int], tuple[str, int]]]] = {
    "add": _add,
    "duplicate": _duplicate,
    "remove": _remove,
    "up": lambda outline, at: (outline.moved(at, -1), max(at - 1, 0)),
    "down": lambda outline, at: (outline.moved(at, 1), min(at + 1, len(outline.chunks) - 1)),
}
STEPS_BACK: Final[Mapping[str, Callable[..., Manuscript]]] = {
    "undo": undo_manuscript,
    "again": begin_again,
}


def skeleton(outline: Outline, said: Mapping[str, str]) -> str:
    """Return the text of a rule to fill in, indented as the pack is.

    `said` may hold `id`, `clause`, and an example that `raises` it.
    """
    rule_id = outline.free_id(said.get("id") or "new-rule")
    text = SKELETON.format(id=rule_id, clause=said.get("clause", ""))
    if said.get("raises"):
        text = rewritten(text, ("examples", "raises"), [said["raises"]])
    indent = " " * outline.indent
    return "\n".join(indent + line for line in text.split("\n"))
