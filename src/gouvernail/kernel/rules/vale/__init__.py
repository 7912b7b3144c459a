"""Read the styles of Vale (https://vale.sh) as a pack, or say exactly what cannot be kept, and why.

Written from the documentation of Vale 3: `docs/reference/vale-import.md` says what becomes of each
extension point. Patterns are RE2 here: what looks around or back is refused at its line.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final

from gouvernail.kernel.rules.canonical import Plain
from gouvernail.kernel.rules.fields import Fields, Reading, compose
from gouvernail.kernel.rules.problems import PackError, Problem
from gouvernail.kernel.rules.vale.points import PLACES, POINTS, Found, RefusedError, refuse
from gouvernail.kernel.rules.vale.words import REASONS, WORDS
from gouvernail.kernel.rules.wordlists import csv_rules, listed_rules
from gouvernail.kernel.rules.writing import Draft, pack_text, problems_of, with_passing

LEVELS: Final = {"suggestion": "note", "warning": "warn", "error": "block"}
SCOPES: Final = frozenset({"text", "raw", "paragraph", "sentence", "summary"})
UNKNOWN: Final = "charter#1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A pack made of styles. `source` is empty when nothing could be kept.

    `refused` are the rules that are not in it; `dropped` the keys that rules of it have lost.
    """

    source: str
    rules: tuple[str, ...]
    refused: tuple[Problem, ...]
    dropped: tuple[Problem, ...]


def import_styles(files: Mapping[str, str], *, pack: str, clause: str) -> Imported:
    """Return the pack that a folder of styles makes.

    Args:
        files: contents by path below the folder of styles (`Microsoft/Adverbs.yml`); rules, the
            vocabularies' `reject.txt` and CSV lists of words are read, the rest is left alone.
        pack: the identifier of the pack to make.
        clause: the clause of your own policy that its rules carry out, `document#anchor`.
    """
    rules: dict[str, Draft] = {}
    refused: list[Problem] = []
    dropped: list[Problem] = []
    for path in sorted(files):
        reading = Reading(path, {}, WORDS)
        for rule in _rules_of(path, files[path], reading, dropped):
            identifier = _free(str(rule["id"]), rules)
            rules[identifier] = {**rule, "id": identifier, "clause": clause}
        refused += reading.problems
    meta: Draft = {
        "pack": pack,
        "title": {"fr": "Styles de Vale", "en": "Vale styles"},
        "control": "observe",
    }
    ordered = [_in_order(rule) for rule in rules.values()]
    note = "Imported from styles of Vale. Each message is in the language of its style."
    return Imported(
        source=pack_text(meta, ordered, comment=note) if ordered else "",
        rules=tuple(rules),
        refused=tuple(refused),
        dropped=tuple(dropped),
    )


def _rules_of(path: str, content: str, reading: Reading, dropped: list[Problem]) -> Iterator[Draft]:
    place = PurePosixPath(path)
    if place.name == "reject.txt":
        yield from listed_rules(content, name=_slug(path), reading=reading)
    elif place.suffix == ".csv":
        yield from csv_rules(content, name=_slug(path), reading=reading)
    elif place.suffix == ".yml":
        try:
            fields = Fields(reading, compose(content, reading), path)
            before = len(reading.problems)
            found = list(_drafts(fields, _slug(path)))
            if len(reading.problems) == before:
                dropped += _dropped(fields)
                yield from found
        except PackError:
            pass  # the faults are in the reading
        except RefusedError:
            pass


def _drafts(fields: Fields, name: str) -> Iterator[Draft]:
    point = fields.text("extends", required=True)
    if point in REASONS:
        refuse(fields, "extends", point, point)
    if point not in POINTS:
        fields.choice("extends", tuple(POINTS), "")
        raise RefusedError
    for scope in fields.texts("scope"):
        if not SCOPES & {scope.lstrip("~"), scope.rpartition(".")[2]} or scope.startswith("~"):
            fields.fault(fields.get("scope"), "other_scope", value=scope)
            raise RefusedError
    for rule in POINTS[point](fields, name):
        draft = _draft(rule)
        if problems := problems_of({**draft, "examples": {"raises": ["x"], "passes": ["y"]}}):
            _copy_faults(fields, problems)
            raise RefusedError
        done = with_passing(draft, rule.raises, rule.passes) if all(rule.raises) else None
        if done is None:
            fields.fault(fields.get("extends"), "no_sample")
            raise RefusedError
        yield done


def _copy_faults(fields: Fields, problems: tuple[Problem, ...]) -> None:
    """Tell the faults of a pattern at the place where the style writes it."""
    places = (fields.get(key) for key in PLACES)
    mark = next((each for each in places if each is not None), fields.node).start_mark
    place = {"file": fields.reading.file, "line": mark.line + 1, "column": mark.column + 1}
    fields.reading.problems += [replace(each, **place) for each in problems]


def _draft(rule: Found) -> Draft:
    said = rule.fields.text("message", required=True)
    level = rule.fields.choice("level", tuple(LEVELS), "warning")
    link = rule.fields.text("link")
    draft: Draft = {
        "id": rule.name + rule.suffix,
        "title": {"fr": rule.name, "en": rule.name},
        "clause": UNKNOWN,
        "check": rule.check,
        "then": LEVELS[level],
        "dismissible": True,
        "say": _both(_message(said, rule)),
    }
    if link:
        draft["source"] = _both(f"Vale, {rule.fields.reading.file}, {link}")
    if rule.unless:
        draft["unless"] = {"within": 1, "terms": {"any": list(rule.unless)}}
    return draft


def _both(text: str) -> Draft:
    return {"fr": text, "en": text}


def _message(said: str, rule: Found) -> str:
    """Return a message with our names: Vale gives what to write, then what was written."""
    parts = said.split("%s")
    names = ["{better}" if rule.better else rule.instead, "{quote}"]
    if not (rule.better or rule.instead):
        names = ["{quote}", "{quote}"]
    filled = parts[0]
    for number, part in enumerate(parts[1:]):
        filled += names[min(number, 1)] + part
    return filled


def _dropped(fields: Fields) -> list[Problem]:
    """Return a note for each key that nothing here reads."""
    notes = Reading(fields.reading.file, {}, WORDS)
    for key in fields.written():
        if key not in fields.asked:
            notes.fault(fields.get(key), "not_kept", key=key)
    return notes.problems


def _slug(path: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", path.rpartition(".")[0].casefold()).strip("-")
    return (words or "rule")[:56].rstrip("-")


def _free(name: str, taken: Mapping[str, object]) -> str:
    number, free = 2, name
    while free in taken:
        number, free = number + 1, f"{name}-{number}"
    return free


def _in_order(rule: Draft) -> Draft:
    order = ("id", "title", "clause", "source", "check", "unless", "then", "dismissible", "say")
    rest: dict[str, Plain] = {key: value for key, value in rule.items() if key not in order}
    return {key: rule[key] for key in order if key in rule} | rest
