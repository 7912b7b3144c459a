"""What a form changes in the text of a rule: the fields that differ, written where they stand."""

from collections.abc import Iterator, Mapping

from django.http import QueryDict

from gouvernail.kernel.rules.canonical import Plain
from gouvernail.kernel.rules.rewriting import Path, rewritten, value_at, values_of
from gouvernail.rulebooks.forms.editor_fields import (
    SOFTER,
    FieldLine,
    kind_in,
    sections_of,
    way_out,
)

Change = tuple[Path, Plain]
BILINGUAL = frozenset({"title", "say", "source"})


def with_form(text: str, data: QueryDict, *, shown: str) -> str:
    """Return a rule with what was changed in its form since it was drawn from `shown`.

    A text that cannot be read comes back as it is; what the form said is then shown again.
    """
    values = values_of(shown)
    if values is None or values_of(text) is None:
        return text
    for path, value in changes(values, data):
        text = rewritten(text, path, value)
    return text


def changes(values: Mapping[str, Plain], data: QueryDict) -> Iterator[Change]:
    """Yield what differs between a rule and its form as sent, each with its place."""
    lines = [line for section in sections_of(values) for line in section.lines]
    kind = data.get("f.check", "")
    same_kind = "f.check" not in data or kind == kind_in(values)
    if not same_kind:
        yield ("check",), {kind: {}}
    for line in lines:
        if line.path[0] in {"then", "examples"} or line.path[:2] == ("suggest", "way"):
            continue
        if line.path[0] == "check" and (len(line.path) == 1 or not same_kind):
            continue
        if _was_sent(line, data) and _differs(line, _sent(line, data)):
            yield line.path, _plain(line, _sent(line, data))
    yield from _then(values, lines, data)
    yield from _way(values, data)
    for key in ("raises", "passes"):
        yield from _examples(values, lines, key, data)


def _was_sent(line: FieldLine, data: QueryDict) -> bool:
    shown = f"{line.name}.shown" in data  # boxes that are not ticked are not sent
    flag = line.sort == "flag" and "form" in data
    return line.sort != "yaml" and (line.name in data or shown or flag)


def _differs(line: FieldLine, said: str) -> bool:
    if line.sort == "several":
        return frozenset(filter(None, said.split("\n"))) != line.chosen
    return said != line.value


def _sent(line: FieldLine, data: QueryDict) -> str:
    if line.sort == "flag":
        return "true" if line.name in data else ""
    if line.sort == "several":
        ticked = "\n".join(data.getlist(line.name)).replace("\r\n", "\n").split("\n")
        kept = [one for one in line.value.split("\n") if one in ticked]
        return "\n".join([*kept, *(one for one in ticked if one not in kept)])
    found = data.get(line.name, "").replace("\r\n", "\n")
    return found if line.sort == "lines" else found.strip()


def _plain(line: FieldLine, value: str) -> Plain:
    if line.sort == "flag":
        return bool(value)
    if line.sort in {"lines", "several"}:
        items: list[Plain] = [one.strip() for one in value.split("\n") if one.strip()]
        return _pairs(value) if line.path == ("suggest", "soften") else items or None
    if line.sort == "number" and value.isdecimal():
        return int(value)
    if not value and line.path[0] not in {"id", "title", "clause", "say"}:
        return None
    return value


def _pairs(value: str) -> Plain:
    found: dict[str, Plain] = {}
    for one in value.split("\n"):
        words, _mark, milder = one.partition(SOFTER)
        if words.strip():
            found[words.strip()] = milder.strip()
    return found


def _then(values: Mapping[str, Plain], lines: list[FieldLine], data: QueryDict) -> Iterator[Change]:
    named = {line.path: line for line in lines if line.path[0] == "then"}
    outcome, seats = named["then", "outcome"], named["then", "seats"]
    if outcome.name not in data:
        return
    said, asked = data.get(outcome.name, ""), data.getlist(seats.name)
    if (said, frozenset(asked)) == (outcome.value, seats.chosen):
        return
    written = value_at(values, ("then", "seats"))
    kept = [str(one) for one in written] if isinstance(written, list) else []
    ordered: list[Plain] = [
        *(one for one in kept if one in asked),
        *(one for one in asked if one not in kept),
    ]
    with_seats: dict[str, Plain] = {"outcome": said, "seats": ordered}
    yield ("then",), with_seats if ordered else said


def _way(values: Mapping[str, Plain], data: QueryDict) -> Iterator[Change]:
    asked, written = data.get("f.suggest.way"), way_out(values)
    if asked is None or asked == written:
        return
    label = value_at(values, ("suggest", "label"))
    kept: dict[str, Plain] = {"label": label} if label else {}
    way, _mark, extent = asked.partition(":")
    if not way:
        yield ("suggest",), None
    elif way == "ask":
        yield ("suggest",), {"ask": {"fr": "", "en": ""}}
    elif way == "soften":
        yield ("suggest",), {"soften": {}, **kept}
    else:
        yield ("suggest",), {"remove": extent, **kept}


def _examples(
    values: Mapping[str, Plain], lines: list[FieldLine], key: str, data: QueryDict
) -> Iterator[Change]:
    written = value_at(values, ("examples", key))
    before = written if isinstance(written, list) else [written] if written else []
    rows = [line for line in lines if line.path[:2] == ("examples", key)]
    if not any(row.name in data for row in rows):
        return
    after: list[Plain] = []
    for index, row in enumerate(rows):
        said = data.get(row.name, row.value).replace("\r\n", "\n").strip()
        item = before[index] if index < len(before) else ""
        if said:
            after.append({**item, "text": said} if isinstance(item, Mapping) else said)
    if len(after) != len(before) or not isinstance(written, list):
        if after != before:
            yield ("examples", key), after
        return
    for index, (row, old) in enumerate(zip(rows, before, strict=False)):
        if after[index] != old:
            new = after[index]
            yield row.path, new["text"] if isinstance(new, Mapping) else new
