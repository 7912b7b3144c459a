"""The typography of French, as written in France and in Canada, and of the product's English."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ruamel.yaml import YAML

NO_BREAK: Final = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
PLACEHOLDER: Final = re.compile(r"%\(\w+\)[a-z]|%%|%s")
TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>")
NOT_PROSE: Final = re.compile(
    r"%\(\w+\)[a-z]|</?[a-zA-Z][^<>]*>|https?://\S+|&\w+;|<[^<>]*>|`[^`]*`|\b\d+:\d+"
)
FAULTS_OF_FRENCH: Final = (
    (re.compile(r"\w'\w"), "straight apostrophe: write ’"),
    (re.compile(r'"'), "straight quotes: write « »"),
    (re.compile(r"\.\.\."), "three dots: write …"),
    (
        re.compile(r"(?<=\S) (?=[;:!?](?:\s|$|[)»”]))"),
        "ordinary space before ; : ! ?: write a no-break space",
    ),
    (re.compile(r"[\w»)’%](?=[;!?](?:\s|$))"), "no space before ; ! ?: write a no-break space"),
    (re.compile(r"[\w»)’](?=:(?:\s|$))"), "no space before a colon: write a no-break space"),
    (re.compile(rf"«(?![{NO_BREAK}])|(?<![{NO_BREAK}])»"), "no no-break space inside « »"),
)
FAULTS_OF_ENGLISH: Final = (
    (re.compile(r"\w'\w"), "straight apostrophe: write ’"),
    (re.compile(r'"\w[^"]*"'), "straight quotes: write “ ”"),
    (re.compile(r"\.\.\."), "three dots: write …"),
)


@dataclass(frozen=True, slots=True)
class Canadian:
    """The words and whole texts that differ in Canada; `texts` is keyed by the English."""

    words: Sequence[tuple[re.Pattern[str], str]]
    texts: Mapping[str, str]


def load_canadian() -> Canadian:
    """Read the differences from their file."""
    path = Path(__file__).with_name("fr_CA.yaml")
    read = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    words = [
        (re.compile(rf"(?<![\w-]){re.escape(old)}(?![\w-])", re.IGNORECASE), new)
        for old, new in read["words"]
    ]
    return Canadian(words=words, texts=read["texts"] or {})


def canadian(text: str, english: str, rules: Canadian) -> str:
    """Return `text` as written in Canada: its words, and no space before ; ! ?."""
    if english in rules.texts:
        return str(rules.texts[english])
    for pattern, new in rules.words:
        text = pattern.sub(lambda found, new=new: with_case_of(found[0], new), text)  # type: ignore[misc]  # default binds the loop variable
    return re.sub(rf"[{NO_BREAK} ]+(?=[;!?])", "", text)


def with_case_of(old: str, new: str) -> str:
    """Return `new` with a capital if `old` had one."""
    return new[0].upper() + new[1:] if old[:1].isupper() else new


def problems_of_french(text: str, english: str, plural: str = "") -> Iterator[str]:
    """Yield what is wrong with one French string, given the English it stands for."""
    asked, given = set(PLACEHOLDER.findall(english)), set(PLACEHOLDER.findall(text))
    allowed = asked | set(PLACEHOLDER.findall(plural))
    if given - allowed or (not plural and asked != given):
        yield f"placeholders differ: {sorted(allowed ^ given)}"
    tags = sorted(tag_names(english)), sorted(tag_names(plural or english))
    if sorted(tag_names(text)) not in tags:
        yield "HTML tags differ"
    yield from faults(text, FAULTS_OF_FRENCH)


def problems_of_english(text: str) -> Iterator[str]:
    """Yield what is wrong with the typography of one English string."""
    yield from faults(text, FAULTS_OF_ENGLISH)


def faults(text: str, rules: Sequence[tuple[re.Pattern[str], str]]) -> Iterator[str]:
    """Yield the message of each rule that the prose of `text` breaks."""
    prose = NOT_PROSE.sub("0", text)
    for pattern, message in rules:
        if pattern.search(prose):
            yield message


def tag_names(text: str) -> list[str]:
    """Return the opening and closing tags of a text without their attributes."""
    return [tag.split()[0].rstrip("/>") for tag in TAG.findall(text)]
