"""Words as they will be read: filled with examples, counted for each network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gouvernail.kernel.bilingual import VARIABLE
from gouvernail.kernel.text import DEFAULT_LIMITS, Count, count
from gouvernail.replies.queries.filling import SHORT_ON, example, known_variables
from gouvernail.replies.queries.judging import FIELDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How long a text is on one network."""

    network: str
    count: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """One text with examples in its places; `unknown` are names that nobody explains."""

    field: str
    lang: str
    is_long: bool
    text: str
    measures: tuple[Measure, ...]
    unknown: tuple[str, ...]


def previews_of(said: Mapping[str, str], networks: Sequence[str]) -> list[Preview]:
    """Return the texts that hold words, as they will be read; short ones first. No query."""
    wanted = [one for one in networks if one in DEFAULT_LIMITS] or list(SHORT_ON)
    return [
        _preview(field, said[field].strip(), wanted)
        for field in FIELDS
        if said.get(field, "").strip()
    ]


def _preview(field: str, text: str, networks: Sequence[str]) -> Preview:
    lang = field[-2:]
    words, known = example(text, lang), known_variables()
    return Preview(
        field=field,
        lang=lang,
        is_long=field.startswith("long"),
        text=words,
        measures=tuple(
            Measure(network=one, count=count(one, words, limits=DEFAULT_LIMITS[one]))
            for one in networks
        ),
        unknown=tuple(dict.fromkeys(name for name in VARIABLE.findall(text) if name not in known)),
    )
