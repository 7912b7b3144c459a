"""A pack as it is being written: its rules, what is wrong with them, what their examples do."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from django.utils.translation import gettext as _
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from gouvernail.foundation.digests import canonical, sha256_hex
from gouvernail.kernel.rules import (
    Context,
    Example,
    Finding,
    PackError,
    Post,
    Problem,
    Rule,
    judge,
    load_pack,
)
from gouvernail.kernel.rules import Pack as KernelPack
from gouvernail.kernel.rules.outline import Chunk, Outline, outline_of
from gouvernail.kernel.rules.rewriting import values_of
from gouvernail.people.models import Person
from gouvernail.policies.models import Clause, PolicyVersion
from gouvernail.policies.permissions import visible_policies
from gouvernail.rulebooks.models import Manuscript, Pack, PackVersion
from gouvernail.rulebooks.queries.packs import kernel_pack, unit_codes
from gouvernail.rulebooks.queries.reading import Tried, in_words

QUOTES_SHOWN: Final = 3
_TITLE: Final = re.compile(r"^([ ]*(?:-[ ]+)?)title[ ]*:", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draughted:
    """One rule as written: a pack of it alone when it can be read, what is wrong when not."""

    pack: KernelPack | None
    problems: tuple[Problem, ...]

    @property
    def rule(self) -> Rule | None:
        """Return the rule, when it can be read."""
        return self.pack.rules[0] if self.pack is not None and self.pack.rules else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """One rule in the list of a pack being written. `faults`: how many; None when not looked at."""

    index: int
    rule_id: str
    title: str
    first_line: int
    faults: int
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleTold:
    """An example, whether the rule does with it what its author says, and why."""

    text: str
    raises: bool
    ok: bool
    why: str


def manuscript_of(pack: Pack) -> Manuscript:
    """Return what is written of a pack; when nobody is writing, its latest version, unsaved.

    A manuscript nobody changed since its version follows the latest one. Two queries.
    """
    latest = pack.versions.select_related("written_by").order_by("-number").first()
    found = Manuscript.objects.select_related("base", "edited_by", "pack").filter(pack=pack).first()
    if found is not None:
        if latest is not None and found.base_id != latest.pk and found.source == found.base.source:
            found.base, found.source, found.steps = latest, latest.source, []
            found.editors = []
        return found
    if latest is None:
        message = "a pack is created with its first version"
        raise LookupError(message)
    return Manuscript(
        pack=pack,
        base=latest,
        source=latest.source.replace("\r\n", "\n"),
        edited_by=latest.written_by,
        edited_at=latest.written_at,
    )


def is_behind(manuscript: Manuscript) -> PackVersion | None:
    """Return the version added since somebody began to write, if there is one. One query."""
    later = manuscript.pack.versions.filter(number__gt=manuscript.base.number)
    return later.select_related("written_by").order_by("-number").first()


def head_of(outline: Outline) -> tuple[Mapping[str, tuple[str, ...]], tuple[Problem, ...]]:
    """Return the named lists of a pack, and what is wrong with it besides its rules."""
    try:
        pack = load_pack(outline.head, name="pack")
    except PackError as error:
        return {}, error.problems
    lists = pack.meta.get("lists")
    found = lists.items() if isinstance(lists, Mapping) else ()
    return {str(name): tuple(map(str, each)) for name, each in found}, ()  # type: ignore[arg-type]  # a list of texts


def draughted(outline: Outline, chunk: Chunk, *, units: frozenset[str] | None = None) -> Draughted:
    """Return one rule as written, with its faults at the lines of the whole pack.

    Only this rule and the lists it names are read: a pack of thousands of rules answers as fast.
    `units`: the codes it may name (`unit_codes`); any, by default.
    """
    lists, _problems = head_of(outline)
    named = {name: each for name, each in lists.items() if name in chunk.text}
    read = _read(chunk.text, outline.control, canonical(named).decode(), units)
    if not read.problems:
        return _unique(outline, chunk, read)
    moved = chunk.first_line - 1
    problems = tuple(replace(one, line=max(one.line + moved, 1)) for one in read.problems)
    return Draughted(pack=None, problems=problems)


def _unique(outline: Outline, chunk: Chunk, read: Draughted) -> Draughted:
    twins = [one for one in outline.chunks if one.rule_id == chunk.rule_id and one != chunk]
    if not twins:
        return read
    words = {
        "en": f"The rule “{chunk.rule_id}” already exists at line {twins[0].first_line}.",
        "fr": f"La règle « {chunk.rule_id} » existe déjà, ligne {twins[0].first_line}.",
    }
    problem = Problem("pack", chunk.first_line, 1, "duplicate_id", words)
    return Draughted(pack=read.pack, problems=(problem,))


@lru_cache(maxsize=512)
def _read(text: str, control: str, lists: str, units: frozenset[str] | None) -> Draughted:
    """Return a rule read by itself; its faults are counted from its own first line."""
    known = {"observe", "warn", "enforce"}
    level = control if control in known else "observe"
    lines = ["pack: p", "title: {fr: p, en: p}", f"control: {level}", f"lists: {lists}", "rules:"]
    try:
        pack = load_pack("\n".join([*lines, text, ""]), name="pack", units=units)
    except PackError as error:
        shifted = tuple(replace(one, line=one.line - len(lines)) for one in error.problems)
        return Draughted(pack=None, problems=shifted)
    return Draughted(pack=pack, problems=())


def rows_of(
    outline: Outline,
    manuscript: Manuscript,
    *,
    search: str = "",
    units: frozenset[str] | None = None,
) -> list[RuleRow]:
    """Return the rules of a pack being written; only those changed since its version are checked.

    `search` is looked for in identifiers, titles and texts, whatever the case. `units` as
    `draughted`. No query.
    """
    before = outline_of(manuscript.base.source)
    same_head = before.head == outline.head
    known = {chunk.text for chunk in before.chunks} if same_head else set()
    wanted = search.casefold()
    return [
        RuleRow(
            index=index,
            rule_id=chunk.rule_id,
            title=title_of(chunk),
            first_line=chunk.first_line,
            faults=0
            if chunk.text in known
            else len(draughted(outline, chunk, units=units).problems),
            changed=chunk.text not in known,
        )
        for index, chunk in enumerate(outline.chunks)
        if wanted in chunk.text.casefold()
    ]


def title_of(chunk: Chunk) -> str:
    """Return a rule's title in the reader's language; its identifier when there is none."""
    found = _title(chunk.text)
    return in_words(found) or chunk.rule_id if found else chunk.rule_id


@lru_cache(maxsize=2048)
def _title(text: str) -> Mapping[str, str]:
    """Read the title alone: a few lines, whatever the rest of the rule is like."""
    at = _TITLE.search(text)
    if at is None:
        return {}
    column = len(at[1])
    lines = text[at.start() + column :].split("\n")
    kept = [lines[0]]
    for line in lines[1:]:
        if line.strip() and len(line) - len(line.lstrip()) <= column:
            break
        kept.append(line)
    try:
        value = YAML(typ="safe", pure=True).load("\n".join(kept))
    except YAMLError:
        return {}
    title = value.get("title") if isinstance(value, Mapping) else None
    return {k: str(v) for k, v in title.items() if v} if isinstance(title, Mapping) else {}


def first_fault(manuscript: Manuscript, outline: Outline) -> Problem | None:
    """Return the first fault of a pack being written, in the order of the file. One query."""
    units = unit_codes(manuscript.source)
    _lists, problems = head_of(outline)
    if problems:
        return problems[0]
    for row in rows_of(outline, manuscript, units=units):
        if row.faults:
            return draughted(outline, outline.chunks[row.index], units=units).problems[0]
    return None


def examples_told(read: Draughted) -> list[ExampleTold]:
    """Return what a rule does with each of its examples, and why, in the reader's language."""
    if read.pack is None or read.rule is None:
        return []
    return [_told(read.pack, read.rule, example) for example in read.rule.examples]


def _told(pack: KernelPack, rule: Rule, example: Example) -> ExampleTold:
    findings = judge(pack, example.post, example.context).findings
    raised = bool(findings)
    why = _where(findings[0], example.post.text) if findings else _why_not(pack, rule, example)
    return ExampleTold(
        text=example.post.text, raises=example.raises, ok=raised is example.raises, why=why
    )


def _where(finding: Finding, text: str) -> str:
    if not finding.spans:
        return _("raised: something is missing")
    quotes = [_("“%(words)s”") % {"words": text[a:b]} for a, b in finding.spans[:QUOTES_SHOWN]]
    return _("raised at %(words)s") % {"words": ", ".join(quotes)}


def _why_not(pack: KernelPack, rule: Rule, example: Example) -> str:
    if not rule.when.holds(example.post, example.context):
        return _("not raised: the conditions of the rule do not hold here")
    if rule.unless:
        bare = replace(rule, unless=(), content=sha256_hex(rule.content.encode(), b"unless"))
        unbound = KernelPack(name=pack.name, meta=pack.meta, rules=[bare])
        if judge(unbound, example.post, example.context).findings:
            return _("not raised: “unless” lets it off")
    return _("not raised: nothing found")


def tried_rule(
    read: Draughted | None, manuscript: Manuscript, text: str, *, network: str, language: str
) -> Tried:
    """Return what the rule being written says of a text, and the other rules of its version.

    Nothing is stored. No query.
    """
    post = Post(text=text, network=network, lang=language[:2])
    rule = read.rule if read is not None else None
    found: list[Finding] = []
    if read is not None and read.pack is not None:
        found += judge(read.pack, post, Context()).findings
    own = rule.id if rule is not None else ""
    others = judge(kernel_pack(manuscript.base), post, Context()).findings
    return Tried(text=text, findings=(*found, *(one for one in others if one.rule != own)))


def clause_in(chunk: Chunk) -> str:
    """Return the clause a rule cites, as written; empty when there is none."""
    values = values_of(chunk.text) or {}
    clause = values.get("clause")
    return clause if isinstance(clause, str) else ""


def clause_in_force(reference: str, *, viewer: Person) -> Clause | None:
    """Return the clause in force that `viewer` may read, its version loaded. One query, or none."""
    slug, _mark, anchor = reference.partition("#")
    if not anchor:
        return None
    return (
        Clause.objects.filter(
            anchor=anchor,
            version__status=PolicyVersion.Status.IN_FORCE,
            version__policy__slug=slug,
            version__policy__in=visible_policies(viewer),
        )
        .select_related("version__policy")
        .first()
    )
