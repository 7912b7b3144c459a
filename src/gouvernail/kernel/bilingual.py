"""Files of words in French and in English, read strictly: each fault at its line. Pure.

A file is YAML. A text is a mapping with `fr` and `en`; both must be there, and hold the same
variables (`{place}`).
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from ruamel.yaml.nodes import Node

from gouvernail.kernel.rules.fields import LANGUAGES, TEXT_LIMIT, Fields, Reading, compose
from gouvernail.kernel.rules.problems import MESSAGES, PackError, Problem, Words

T = TypeVar("T")
VARIABLE: Final = re.compile(r"\{([^{}]*)\}")
_SLUG: Final = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_MOST_MINUTES: Final = 43_200
WORDS: Final[Mapping[str, Words]] = {
    **MESSAGES,
    "alias": (
        "Anchors and aliases (& and *) are not allowed here.",
        "Les ancres et les alias (& et *) ne sont pas admis ici.",
    ),
    "empty": ("The file is empty.", "Le fichier est vide."),
    "repeated": (
        "“{value}” stands twice under “{key}”.",
        "« {value} » est présent deux fois sous « {key} ».",
    ),
    "too_few": (
        "Expected at least {limit} under “{key}”; there are {size}.",
        "« {key} » en attend au moins {limit} ; il y en a {size}.",
    ),
    "too_many": (
        "Expected at most {limit} under “{key}”; there are {size}.",
        "« {key} » en attend au plus {limit} ; il y en a {size}.",
    ),
    "unknown_variable": (
        "“{value}” is not a variable; expected one of: {choices}.",
        "« {value} » n’est pas une variable ; variables admises : {choices}.",
    ),
    "variables_differ": (
        "French and English do not hold the same variables; only one has: {value}.",
        "Le français et l’anglais n’ont pas les mêmes variables ; un seul a : {value}.",
    ),
    "bad_query": (
        "This listening query cannot be read at character {at}: {detail}",
        "Cette requête d’écoute ne se lit pas, au caractère {at} : {detail}",
    ),
    "does_not_fit": (
        "Once filled, this counts {size} on {value}; {limit} at most.",
        "Une fois rempli, ce texte compte {size} sur {value}, pour {limit} au plus.",
    ),
    "out_of_order": (
        "“{key}” goes back in time: {value} after {limit}.",
        "« {key} » revient en arrière : {value} après {limit}.",
    ),
}


class DataFileError(Exception):
    """The file cannot be used; every fault found is told, not only the first."""

    code = "data_file_broken"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


@dataclass(frozen=True, slots=True)
class Both:
    """The same words in French and in English."""

    fr: str
    en: str

    def said(self, language: str) -> str:
        """Return the English for `en…`, the French for every other language."""
        return self.en if language.startswith("en") else self.fr

    @property
    def variables(self) -> tuple[str, ...]:
        """The names in braces, in the order of the French, each once."""
        return tuple(dict.fromkeys(VARIABLE.findall(self.fr)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """What a name in braces stands for, and an example by which lengths are counted."""

    name: str
    label: Both
    example: Both


def read_file(source: str, name: str, read: Callable[[Fields], T]) -> T:
    """Return what `read` makes of the mapping that the file is.

    Raises:
        DataFileError: every fault found, each with its line, column and words in both languages.
    """
    reading = Reading(name, {}, WORDS)
    try:
        fields = Fields(reading, compose(source, reading), name)
        found = read(fields)
        fields.close()
        reading.check()
    except PackError as error:
        raise DataFileError(error.problems) from error
    return found


def own_words(fields: Fields, *, variables: Collection[str] = (), limit: int = TEXT_LIMIT) -> Both:
    """Return the `fr` and `en` of a mapping that may hold other keys too."""
    texts = {lang: fields.text(lang, required=True, limit=limit) for lang in LANGUAGES}
    found = {lang: set(VARIABLE.findall(text)) for lang, text in texts.items()}
    for lang, names in found.items():
        for name in sorted(names - set(variables)):
            choices = ", ".join(f"{{{each}}}" for each in variables) or "-"
            fields.fault(fields.get(lang), "unknown_variable", value=f"{{{name}}}", choices=choices)
    if odd := found["fr"] ^ found["en"]:
        fields.fault(None, "variables_differ", value=", ".join(sorted(odd)))
    return Both(**texts)


def both(
    fields: Fields, key: str, *, variables: Collection[str] = (), limit: int = TEXT_LIMIT
) -> Both:
    """Return the words under a key, which must be there."""
    inner = fields.child(key, required=True)
    if inner is None:
        return Both("", "")
    words = own_words(inner, variables=variables, limit=limit)
    inner.close()
    return words


def items(
    fields: Fields, key: str, read: Callable[[Fields], T], *, least: int = 1, most: int = 100
) -> tuple[T, ...]:
    """Return what `read` makes of each mapping of the list under a key."""
    nodes: list[Node] = fields.nodes(key, required=least > 0)
    for code, wrong, limit in (
        ("too_few", len(nodes) < least, least),
        ("too_many", len(nodes) > most, most),
    ):
        if wrong and fields.has(key):
            fields.fault(fields.get(key), code, key=key, size=len(nodes), limit=limit)
    found = []
    for node in nodes:
        inner = Fields(fields.reading, node, key)
        found.append(read(inner))
        inner.close()
    return tuple(found)


def sayings(fields: Fields, key: str, *, least: int = 1, most: int = 100) -> tuple[Both, ...]:
    """Return the list of words under a key."""
    return items(fields, key, own_words, least=least, most=most)


def slug(fields: Fields, key: str) -> str:
    """Return the name under a key: lower-case letters and digits, joined by `-` or `_`."""
    value = fields.text(key, required=True)
    if value and not _SLUG.fullmatch(value):
        fields.fault(fields.get(key), "bad_id", value=value)
    return value


def word(fields: Fields, key: str, choices: Collection[str]) -> str:
    """Return the word under a key, which must be there and be one of `choices`."""
    fields.get(key, required=True)
    return fields.choice(key, tuple(choices), "")


def minutes(fields: Fields, key: str, *, most: int = _MOST_MINUTES) -> int:
    """Return the number of minutes under a key, which must be there: 0 to `most`."""
    fields.get(key, required=True)
    return fields.number(key, low=0, high=most) or 0


def differ(fields: Fields, key: str, names: Collection[str]) -> None:
    """Note a name that stands twice in the list under a key."""
    seen: set[str] = set()
    for name, node in zip(names, fields.nodes(key), strict=True):
        if name in seen:
            fields.fault(node, "repeated", key=key, value=name)
        seen.add(name)


def variables_of(fields: Fields) -> Mapping[str, Variable]:
    """Return the variables under `variables`, by name."""
    found = items(fields, "variables", _variable)
    differ(fields, "variables", [each.name for each in found])
    return {each.name: each for each in found}


def _variable(fields: Fields) -> Variable:
    return Variable(
        name=slug(fields, "name"), label=both(fields, "label"), example=both(fields, "example")
    )


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return `text` with the variables that have a value filled in; the others stay as they are."""
    return VARIABLE.sub(lambda found: values.get(found[1], found[0]), text)


def example_of(text: str, variables: Mapping[str, Variable], language: str) -> str:
    """Return `text` filled with the examples of its variables."""
    return filled(text, {name: each.example.said(language) for name, each in variables.items()})
