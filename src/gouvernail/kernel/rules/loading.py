"""Read a pack from YAML, and say at which line and column it is wrong."""

import csv
import io
import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Final

from ruamel.yaml.nodes import MappingNode, Node

from gouvernail.kernel.rules.canonical import Plain, digest_of
from gouvernail.kernel.rules.checks import read_check, says
from gouvernail.kernel.rules.circumstances import read_examples
from gouvernail.kernel.rules.conditions import read_when
from gouvernail.kernel.rules.fields import Fields, Reading, compose, plain
from gouvernail.kernel.rules.finding import NOTHING, Control, Outcome
from gouvernail.kernel.rules.pack import Exemption, Pack, Rule
from gouvernail.kernel.rules.suggesting import read_suggest, suggest_of

_FILE_LIMIT: Final = 4_000_000
_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_CLAUSE: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,63}#[\w.-]{1,64}")
_OUTCOMES: Final = {each.slug: each for each in Outcome if each is not Outcome.PASS}
_CONTROLS: Final = tuple(each.value for each in Control)
_NEAR: Final = 10_000
_PARDONED: Final = frozenset({"unknown_network", "unknown_unit", "unknown_placeholder"})
_PLACEHOLDER: Final = re.compile(r"\{[A-Za-z_]+\}")


def load_pack(
    source: str,
    *,
    name: str,
    files: Mapping[str, str] = NOTHING,
    units: Collection[str] | None = None,
    kept: bool = False,
) -> Pack:
    """Return the pack written in `source`.

    Args:
        source: YAML, as in `docs/reference/rule-packs.md`.
        name: what faults call the file.
        files: texts of the CSV files that lists of the pack refer to, by name.
        units: the codes that conditions may name; None where units are not known.
        kept: it was accepted before: what would change no answer of it is no fault.

    Raises:
        PackError: every fault found, each with its line, column and words in both languages.
    """
    known = None if units is None else frozenset(units)
    return _load(source, name, tuple(sorted(files.items())), known, kept)


@lru_cache(maxsize=32)
def _load(
    source: str,
    name: str,
    files: tuple[tuple[str, str], ...],
    units: frozenset[str] | None,
    kept: bool,  # noqa: FBT001 -- the key of a cache
) -> Pack:
    pardoned = _PARDONED if kept else frozenset[str]()
    reading = Reading(name, dict(files), units=units, pardoned=pardoned)
    root = compose(source, reading)
    fields = Fields(reading, root, name)
    meta: dict[str, Plain] = {
        "pack": fields.text("pack", required=True),
        "title": fields.bilingual("title", required=True),
        "version": fields.text("version"),
        "description": fields.bilingual("description"),
        "licence": fields.text("licence"),
    }
    default = fields.choice("control", _CONTROLS, Control.OBSERVE)
    _read_lists(fields)
    meta["lists"] = dict(reading.lists)
    rules = _read_rules(fields, Control(default))
    fields.close()
    reading.check()
    return Pack(name=name, meta=meta, rules=rules)


def _read_lists(fields: Fields) -> None:
    lists = fields.child("lists")
    if lists is None:
        return
    for key in lists.written():
        node = lists.get(key)
        if isinstance(node, MappingNode):
            fields.reading.lists[key] = _read_csv(Fields(fields.reading, node, key))
        else:
            fields.reading.lists[key] = lists.texts(key)
    lists.close()


def _read_csv(fields: Fields) -> tuple[str, ...]:
    column = fields.text("column", required=True)
    file = fields.text("file")
    content = fields.reading.files.get(file, "") if file else ""
    if file and file not in fields.reading.files:
        fields.fault(fields.get("file"), "unknown_file", value=file)
    elif not file:
        content = fields.text("csv", required=True, limit=_FILE_LIMIT)
    fields.get("csv")
    fields.close()
    return _column(fields, content, column) if content and column else ()


def _column(fields: Fields, content: str, column: str) -> tuple[str, ...]:
    try:
        content = content.removeprefix("\ufeff")
        header = content.partition("\n")[0]
        separator = max(",;\t", key=header.count)  # spreadsheets in French write semicolons
        rows = csv.DictReader(io.StringIO(content), strict=True, delimiter=separator)
        names = rows.fieldnames or []
        if column not in names:
            fields.fault(None, "no_column", value=column, choices=", ".join(names) or "-")
            return ()
        return tuple(each for row in rows if (each := (row[column] or "").strip()))
    except csv.Error as error:
        fields.fault(None, "bad_csv", detail=str(error))
        return ()


def _read_rules(fields: Fields, default: Control) -> list[Rule]:
    rules: list[Rule] = []
    lines: dict[str, int] = {}
    for node in fields.nodes("rules", required=True):
        rule = _read_rule(Fields(fields.reading, node, "rules"), default)
        if rule is None:
            continue
        if rule.id in lines:
            fields.fault(node, "duplicate_id", value=rule.id, line=lines[rule.id])
        lines[rule.id] = rule.line
        rules.append(rule)
    return rules


def _read_rule(fields: Fields, default: Control) -> Rule | None:
    if not isinstance(fields.node, MappingNode):
        return None
    rule_id = _read_id(fields)
    when = read_when(fields.child("when"))
    title = fields.bilingual("title", required=True)
    check_fields = fields.child("check", required=True)
    check = read_check(check_fields) if check_fields is not None else None
    if check_fields is not None:
        check_fields.close()
    outcome, seats = _read_then(fields)
    source = fields.bilingual("source")
    unless = tuple(_read_unless(fields))
    control = Control(fields.choice("control", _CONTROLS, default))
    dismissible = fields.flag("dismissible")
    say = fields.bilingual("say", required=True)
    if check is not None:
        _know_placeholders(fields, says(check))
    suggest = read_suggest(fields.child("suggest"))
    clause = _read_clause(fields)
    examples = read_examples(fields, when)
    fields.close()
    if check is None:
        return None
    return Rule(
        id=rule_id,
        title=title,
        clause=clause,
        source=source,
        when=when,
        check=check,
        unless=unless,
        outcome=outcome,
        seats=seats,
        control=control,
        dismissible=dismissible,
        say=say,
        suggest=suggest or suggest_of(check),
        examples=examples,
        line=fields.node.start_mark.line + 1,
        content=_content(fields.node),
    )


def _know_placeholders(fields: Fields, known: Collection[str]) -> None:
    """Fault what stands in braces in a message and the check does not say."""
    said = fields.get("say")
    for _lang, node in said.value if isinstance(said, MappingNode) else ():
        for found in dict.fromkeys(_PLACEHOLDER.findall(str(node.value))):
            if found[1:-1] not in known:
                choices = ", ".join(f"{{{name}}}" for name in sorted(known)) or "-"
                fields.fault(node, "unknown_placeholder", value=found, choices=choices)


def _content(node: Node) -> str:
    written = plain(node)
    assert isinstance(written, Mapping)  # noqa: S101 -- the caller has seen a mapping node
    return digest_of({key: value for key, value in written.items() if key != "control"})


def _read_id(fields: Fields) -> str:
    value = fields.text("id", required=True)
    if value and not _ID.fullmatch(value):
        fields.fault(fields.get("id"), "bad_id", value=value)
    return value


def _read_clause(fields: Fields) -> str:
    value = fields.text("clause", required=True)
    if value and not _CLAUSE.fullmatch(value):
        fields.fault(fields.get("clause"), "bad_clause", value=value)
    return value


def _read_then(fields: Fields) -> tuple[Outcome, tuple[str, ...]]:
    """Read `then: warn`, or `then: {outcome: review, seats: [legal]}`."""
    node = fields.get("then", required=True)
    if node is None:
        return Outcome.NOTE, ()
    if not isinstance(node, MappingNode):
        return _OUTCOMES[fields.choice("then", tuple(_OUTCOMES), Outcome.NOTE.slug)], ()
    inner = Fields(fields.reading, node, "then")
    inner.get("outcome", required=True)
    outcome = _OUTCOMES[inner.choice("outcome", tuple(_OUTCOMES), Outcome.NOTE.slug)]
    seats = inner.texts("seats")
    if seats and outcome < Outcome.REVIEW:
        inner.fault(inner.get("seats"), "seats_without_review")
    inner.close()
    return outcome, seats


def _read_unless(fields: Fields) -> list[Exemption]:
    exemptions = []
    for node in fields.mappings("unless"):
        inner = Fields(fields.reading, node, "unless")
        within = inner.number("within", low=1, high=_NEAR)
        check = read_check(inner)
        inner.close()
        if check is not None:
            exemptions.append(Exemption(check=check, within=within))
    return exemptions
