"""The extension points of Vale, each as the check that does the same here."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NoReturn

from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from gouvernail.kernel.rules.fields import Fields
from gouvernail.kernel.rules.sampling import sample
from gouvernail.kernel.rules.vale.words import REASONS
from gouvernail.kernel.rules.writing import Draft

LITERAL: Final = re.compile(r"[\w'’ -]*\w[\w'’ -]*")
GROUP: Final = re.compile(r"(?<!\\)\((?!\?)")
ANYTHING: Final = r"(?s:.*?)"
IN_SENTENCE: Final = r"[^.!?\n]*?"
PLACES: Final = ("tokens", "raw", "token", "swap", "first", "either", "match")


class RefusedError(Exception):
    """A rule that cannot be kept; its reading says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One rule of Vale as it is read, and what its check and examples are."""

    fields: Fields
    name: str
    check: Draft
    raises: tuple[str, ...]
    passes: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    better: bool = False
    suffix: str = ""
    instead: str = ""


def _existence(fields: Fields, name: str) -> Iterator[Found]:
    tokens, raw = fields.texts("tokens"), fields.texts("raw")
    patterns = [_bounded(fields, each) for each in tokens]
    if raw:
        patterns = ["".join(raw) + (f"(?:{'|'.join(patterns)})" if patterns else "")]
    literal = bool(tokens) and not raw and not fields.flag("nonword")
    if literal and all(map(LITERAL.fullmatch, tokens)):
        check: Draft = {"terms": {"any": list(tokens), "exact": not fields.flag("ignorecase")}}
        raises: tuple[str, ...] = tokens[:3]
    else:
        check, raises = _pattern(fields, *patterns), _samples(patterns)
    unless = fields.texts("exceptions")
    yield Found(fields=fields, name=name, check=check, raises=raises, unless=unless)


def _substitution(fields: Fields, name: str) -> Iterator[Found]:
    pairs = dict(_pairs(fields))
    plain = {key: value for key, value in pairs.items() if _is_term(fields, key)}
    unless = fields.texts("exceptions")
    exact = not fields.flag("ignorecase")
    if plain:
        check: Draft = {"substitution": {"swap": dict(plain), "exact": exact}}
        raises = tuple(plain)[:3]
        yield Found(
            fields=fields, name=name, check=check, raises=raises, unless=unless, better=True
        )
    others = [(key, value) for key, value in pairs.items() if key not in plain]
    for number, (key, value) in enumerate(others, start=1):
        pattern = _bounded(fields, key)
        yield Found(
            fields=fields,
            name=name,
            check=_pattern(fields, pattern),
            raises=_samples([pattern]),
            unless=unless,
            suffix=f"-{number}",
            instead=value,
        )


def _is_term(fields: Fields, key: str) -> bool:
    return LITERAL.fullmatch(key) is not None and not fields.flag("nonword")


def _pairs(fields: Fields) -> Iterator[tuple[str, str]]:
    """Yield what to find and what to write, from a mapping or from a list of mappings."""
    node = fields.get("swap", required=True)
    parts: list[Node] = (
        list(node.value) if isinstance(node, SequenceNode) else [node] if node else []
    )
    for part in parts:
        if not isinstance(part, MappingNode):
            fields.fault(part, "expected_mapping", key="swap")
            raise RefusedError
        inner = Fields(fields.reading, part, "swap")
        for key in inner.written():
            yield key, inner.text(key)


def _occurrence(fields: Fields, name: str) -> Iterator[Found]:
    token = fields.text("token", required=True, limit=400)
    most, least = fields.number("max", low=0, high=200), fields.number("min", low=0, high=200)
    between = IN_SENTENCE if "sentence" in fields.texts("scope") else ANYTHING
    one = f"(?:{token}){between}"
    found = sample(token) or ""
    if most is not None and most > 0:
        check = _pattern(fields, f"(?:{one}){{{most}}}(?:{token})")
        yield Found(fields=fields, name=name, check=check, raises=(" ".join([found] * (most + 1)),))
    elif most == 0:
        yield Found(fields=fields, name=name, check=_pattern(fields, token), raises=(found,))
    if least:
        need = _pattern(fields, f"(?:{one}){{{least - 1}}}(?:{token})" if least > 1 else token)
        yield Found(
            fields=fields,
            name=name,
            check={"required": {"need": need}},
            raises=("…",),
            passes=(" ".join([found] * least),),
            suffix="-min",
        )


def _repetition(fields: Fields, name: str) -> Iterator[Found]:
    tokens = fields.texts("tokens")
    if not tokens or not all(map(LITERAL.fullmatch, tokens)):
        refuse(fields, "tokens", "repetition", "same_word")
    patterns = [rf"\b{each}\s+{each}\b" for each in tokens]
    yield Found(
        fields=fields, name=name, check=_pattern(fields, *patterns), raises=_samples(patterns)
    )


def _consistency(fields: Fields, name: str) -> Iterator[Found]:
    either = fields.child("either", required=True)
    pairs = [(key, either.text(key)) for key in either.written()] if either is not None else []
    for number, (one, other) in enumerate(pairs, start=1):
        first, second = _bounded(fields, one), _bounded(fields, other)
        patterns = [f"{first}{ANYTHING}{second}", f"{second}{ANYTHING}{first}"]
        yield Found(
            fields=fields,
            name=name,
            check=_pattern(fields, *patterns),
            raises=(f"{sample(first) or ''} {sample(second) or ''}",),
            suffix=f"-{number}" if len(pairs) > 1 else "",
        )


def _conditional(fields: Fields, name: str) -> Iterator[Found]:
    first, second = fields.text("first", required=True), fields.text("second", required=True)
    if GROUP.search(first) and GROUP.search(second):
        refuse(fields, "second", "conditional", "same_capture")
    check: Draft = {
        "required": {"trigger": _pattern(fields, first), "need": _pattern(fields, second)}
    }
    yield Found(
        fields=fields,
        name=name,
        check=check,
        raises=(sample(first) or "",),
        unless=fields.texts("exceptions"),
    )


def _capitalization(fields: Fields, name: str) -> Iterator[Found]:
    match = fields.text("match", required=True)
    if match not in {"$lower", "$upper"}:
        refuse(fields, "match", match, "title_case")
    unwanted = r"\p{Lu}" if match == "$lower" else r"\p{Ll}"
    check: Draft = {"pattern": {"any": [unwanted], "on": "original", "sensitive": True}}
    raises = ("A",) if match == "$lower" else ("a",)
    passes = ("une belle journée",) if match == "$lower" else ("UNE BELLE JOURNÉE",)
    unless = fields.texts("exceptions")
    yield Found(fields=fields, name=name, check=check, raises=raises, passes=passes, unless=unless)


POINTS: Final[Mapping[str, Callable[[Fields, str], Iterator[Found]]]] = {
    "existence": _existence,
    "substitution": _substitution,
    "occurrence": _occurrence,
    "repetition": _repetition,
    "consistency": _consistency,
    "conditional": _conditional,
    "capitalization": _capitalization,
}


def refuse(fields: Fields, key: str, value: str, reason: str) -> NoReturn:
    """Note, at the place of a key, why a rule cannot be kept, and give it up."""
    why, why_fr = REASONS[reason]
    fields.fault(fields.get(key), "no_counterpart", value=value, why=why, why_fr=why_fr)
    raise RefusedError


def _bounded(fields: Fields, token: str) -> str:
    return token if fields.flag("nonword") else rf"\b(?:{token})\b"


def _pattern(fields: Fields, *patterns: str) -> Draft:
    """Return a check of patterns; where case counts, so do accents, and the text is as written."""
    written: Draft = {"any": list(patterns)}
    if not fields.flag("ignorecase"):
        written |= {"on": "original", "sensitive": True}
    return {"pattern": written}


def _samples(patterns: list[str]) -> tuple[str, ...]:
    return tuple(sample(each) or "" for each in patterns[:3])
