"""Where the clauses of a document begin, and their anchors."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from gouvernail.kernel.policies.documents import NOTHING, NOWHERE, Block, Document, Place, Warned
from gouvernail.kernel.policies.numbering import TYPED, numbered_headings

MAX_TITLE: Final = 200
_DEEPEST: Final = 4
_SHOWN: Final = 60
_INTRODUCTION: Final = 120
_LETTERED: Final = re.compile(r"(?:\((?:[a-z]|\d{1,2}|[ivx]{1,4})\)|[a-z]\)|\d{1,2}[.)])\s+(?=\S)")
_PART: Final = re.compile(
    r"(?:e\.?g\.|for example|(?:one |other )?examples?|exemples?|par exemple|before|after|avant"
    r"|après|exceptions?|see (?:how|also)|voir aussi|write|instead of|notes?|table \d+ notes"
    r"|do|don['’]t|à faire|à ne pas faire|(?:alternative text|long description|texte alternatif))"
    r"\s*(?:$|:|\W? ?(?:of|for|de|du|d['’]|des)\b|(?<=see how)|(?<=see also)|(?<=voir aussi)"
    r"| this)",
    re.IGNORECASE,
)
_ITEM: Final = re.compile(r"\s*(?:[-*•–]\s|\d{1,2}[.)]\s|\|)")
_HASHES: Final = re.compile(r"^(?=#{1,6}\s)", re.MULTILINE)
_ROMAN: Final = re.compile(r"[IVX]{1,5}[.)]\s+(?=\S)")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundClause:
    """One clause: `text` is Markdown without its heading; `place` is where its heading stands.

    `block` is the index of the block it begins at.
    """

    anchor: str
    title: str
    text: str
    place: Place = NOWHERE
    block: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A document cut into clauses; `summary` is what stands before the first."""

    name: str
    title: str
    summary: str
    clauses: tuple[FoundClause, ...]
    facts: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    warnings: tuple[Warned, ...] = ()


@dataclass(slots=True)
class _Opened:
    title: str
    number: str
    level: int
    place: Place
    block: int
    texts: list[str]


def recognise(document: Document) -> Recognised:
    """Return the clauses of a document, each with an anchor of its own. Linear.

    Headings make the clauses; without any, short lines that look like headings; without those,
    paragraphs whose numbers follow one another, then lettered ones, then each paragraph. A heading
    that only announces an example or an exception, and one deeper than four levels, stays in the
    text of the clause above it.
    """
    blocks, warnings = _with_headings(document)
    ranks = _ranks(blocks)
    title, skipped = _title(document, blocks)
    summary: list[str] = []
    opened: list[_Opened] = []
    for index, block in enumerate(blocks):
        if index == skipped:
            continue
        rank = ranks.get(block.level, 0)
        if rank and not _is_part(block.text, rank):
            opened.append(_open(block, rank, index))
        else:
            texts = opened[-1].texts if opened else summary
            texts.append(f"**{block.text}**" if block.level else block.text)
    return Recognised(
        name=document.name,
        title=title,
        summary=_joined(summary),
        clauses=tuple(_numbered(opened)),
        facts=document.facts,
        warnings=document.warnings + warnings,
    )


def _with_headings(document: Document) -> tuple[list[Block], tuple[Warned, ...]]:
    """Return the blocks with headings among them, and what was guessed."""
    blocks = list(document.blocks)
    real = [block for block in blocks if block.level]
    if len(real) > 1 or (real and not any(block.is_label for block in blocks)):
        guessed = sum(1 for block in real if block.place.page)
        return blocks, (Warned(code="headings_guessed", count=guessed),) * bool(guessed)
    below = (real[0].level if real else 0) + 1
    labels = sum(block.is_label for block in blocks)
    if labels:
        made = [replace(each, level=below) if each.is_label else each for each in blocks]
        return made, (Warned(code="headings_guessed", count=labels),)
    if made := [_shortened(block) for block in numbered_headings(blocks)]:
        return made, (Warned(code="numbers_taken", count=sum(1 for each in made if each.level)),)
    return list(_paragraphs(blocks)), (Warned(code="paragraphs_taken"),)


def _shortened(block: Block) -> Block:
    """Return a heading that stands before its own paragraph with the first words of it only."""
    if not (block.level and block.is_label):
        return block
    typed = TYPED.match(block.text)
    number = typed[0] if typed else ""
    return replace(block, text=f"{number}{_first_words(block.text[len(number) :])}")


def _paragraphs(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield each paragraph under a heading made of its first words; lists go with the one above."""
    lettered = any(_LETTERED.match(block.text) for block in blocks)
    begun = all(len(block.text) <= _INTRODUCTION for block in blocks)  # then none introduces
    for block in blocks:
        text = block.text
        starts = _LETTERED.match(text) if lettered else not _ITEM.match(text)
        if not begun and not lettered and len(text) <= _INTRODUCTION:
            starts = None
        if starts:
            begun = True
            yield Block(text=_first_words(text), place=block.place, level=1)
        yield block


def _first_words(text: str) -> str:
    words = re.sub(r"[*_`]+", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text))
    words = " ".join(_LETTERED.sub("", words).split())
    if len(words) <= _SHOWN:
        return words.rstrip(".:;,")
    return words[:_SHOWN].rsplit(" ", 1)[0].rstrip(".:;,") + "…"


def _ranks(blocks: Sequence[Block]) -> dict[int, int]:
    """Return the depth, from 1, of each level of heading that is used."""
    levels = sorted({block.level for block in blocks if block.level})
    return {level: rank for rank, level in enumerate(levels, start=1)}


def _title(document: Document, blocks: list[Block]) -> tuple[str, int]:
    """Return the title, and the block it stands in (-1 when in none): one top heading, first."""
    headings = [(index, block) for index, block in enumerate(blocks) if block.level]
    if len(headings) > 1:
        index, first = headings[0]
        top = [block for _index, block in headings if block.level <= first.level]
        alone = len(top) == 1 or _announces_numbers(blocks, index, top[1:])
        if alone and not TYPED.match(first.text):
            return first.text, index
        if index == 1 and not document.title and _is_title(blocks[0].text):
            return blocks[0].text, 0
    return document.title, -1


def _is_title(text: str) -> bool:
    return len(text) <= _INTRODUCTION and "\n" not in text and text[-1:].isalnum()


def _announces_numbers(blocks: Sequence[Block], index: int, others: Sequence[Block]) -> bool:
    """Return whether a first heading without text stands above headings that are all numbered."""
    bare = index + 1 < len(blocks) and blocks[index + 1].level > 0
    return bare and all(TYPED.match(each.text) for each in others)


def _is_part(title: str, rank: int) -> bool:
    return rank > _DEEPEST or (rank > 1 and _PART.match(title.strip()) is not None)


def _open(block: Block, rank: int, index: int) -> _Opened:
    typed = TYPED.match(block.text)
    number = re.sub(r"(?:\.0+)+$", "", typed["number"]) if typed else ""
    title = block.text[typed.end() :] if typed else _ROMAN.sub("", block.text, count=1)
    title = " ".join(title.split())
    texts = []
    if len(title) > MAX_TITLE:
        texts, title = [title], title[: MAX_TITLE - 1].rsplit(" ", 1)[0] + "…"
    return _Opened(title or block.text, number, rank, block.place, index, texts)


def _numbered(opened: Sequence[_Opened]) -> Iterator[FoundClause]:
    """Give anchors: the number that was typed where it is still free, else the next free one."""
    typed = _typed_numbers(opened)
    used = {number.rsplit(".", cut)[0] for number in typed.values() for cut in range(_DEEPEST)}
    last: dict[str, int] = {}
    above: list[tuple[int, str]] = []
    for index, each in enumerate(opened):
        while above and above[-1][0] >= each.level:
            above.pop()
        parent = above[-1][1] if above else ""
        if parent.count(".") >= _DEEPEST - 1:
            parent = parent.rpartition(".")[0]
        anchor = typed.get(index) or _next_anchor(parent, last, used)
        above.append((each.level, anchor))
        named = f"{each.number} {each.title}" if each.number and index not in typed else each.title
        yield FoundClause(
            anchor=anchor,
            title=named,
            text=_joined(each.texts),
            place=each.place,
            block=each.block,
        )


def _typed_numbers(opened: Sequence[_Opened]) -> dict[int, str]:
    """Return the numbers that are anchors as typed, by index; a lone `5 things` is a title."""
    levels = Counter(each.level for each in opened)
    numbered = Counter(each.level for each in opened if each.number)
    kept: dict[int, str] = {}
    for index, each in enumerate(opened):
        number = ".".join(str(int(part)) for part in each.number.split(".")) if each.number else ""
        alone = "." not in number and numbered[each.level] * 2 < levels[each.level]
        if number and not alone and number not in kept.values():
            kept[index] = number
    return kept


def _next_anchor(parent: str, last: dict[str, int], used: set[str]) -> str:
    while True:
        last[parent] = last.get(parent, 0) + 1
        anchor = f"{parent}.{last[parent]}" if parent else str(last[parent])
        if anchor not in used:
            used.add(anchor)
            return anchor


def _joined(texts: Sequence[str]) -> str:
    """Join paragraphs; the items of one list stay together, and no line is taken for a heading."""
    joined = ""
    for text in texts:
        item = _ITEM.match(text) and _ITEM.match(joined.rpartition("\n")[2] or " ")
        joined += ("\n" if item else "\n\n") + text if joined else text
    return _HASHES.sub(r"\\", joined.strip())


def to_markdown(policy: Recognised) -> str:
    """Return the policy as the editor takes it: numbered headings, then their text."""
    mark = "**{}**" if TYPED.match(policy.title) else "# {}"  # `# 16 CFR` would be clause 16
    head = [mark.format(policy.title)] if policy.title else []
    head += [policy.summary] if policy.summary else []
    body = [
        f"{'#' * min(clause.anchor.count('.') + 2, 6)} {clause.anchor} {clause.title}"
        + (f"\n\n{clause.text}" if clause.text else "")
        for clause in policy.clauses
    ]
    return "\n\n".join([*head, *body]) + "\n"
