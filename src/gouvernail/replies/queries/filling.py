"""The words of a version as they will be sent: which of them, and their places filled."""

from collections.abc import Mapping
from dataclasses import dataclass

from gouvernail.kernel.bilingual import VARIABLE, Variable
from gouvernail.kernel.text import DEFAULT_LIMITS, Limits, count
from gouvernail.replies.errors import VariablesMissingError
from gouvernail.replies.models import ReplyVersion
from gouvernail.replies.starters.reading import LONGEST, SHORT_ON, starter_reply_commons

__all__ = [
    "LONGEST",
    "SHORT_ON",
    "Filled",
    "example",
    "fill",
    "filled",
    "fits",
    "known_variables",
    "missing",
    "text_for",
    "variable_labels",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A text with what is known filled in; `missing` are the places still in braces."""

    text: str
    missing: tuple[str, ...]


def variable_labels(lang: str) -> dict[str, str]:
    """Return the names that replies know, each with what it stands for, in a language."""
    return {name: one.label.said(lang) for name, one in known_variables().items()}


def known_variables() -> Mapping[str, Variable]:
    """Return the names that replies know; others are filled by hand."""
    return starter_reply_commons().variables


def example(text: str, lang: str) -> str:
    """Return a text with examples in its places, for counting and for showing."""
    known = known_variables()

    def put(name: str) -> str:
        return known[name].example.said(lang) if name in known else f"[{name}]"

    return VARIABLE.sub(lambda found: put(found.group(1)), text)


def filled(text: str, values: Mapping[str, str]) -> Filled:
    """Return a text with the values that are not blank in their places."""
    given = {name: value.strip() for name, value in values.items() if value.strip()}

    def put(name: str) -> str:
        return given.get(name, f"{{{name}}}")

    names = dict.fromkeys(VARIABLE.findall(text))
    return Filled(
        text=VARIABLE.sub(lambda found: put(found.group(1)), text),
        missing=tuple(name for name in names if name not in given),
    )


def missing(
    version: ReplyVersion, lang: str, values: Mapping[str, str], *, long: bool = False
) -> tuple[str, ...]:
    """Return the places of a text that `values` do not fill."""
    return filled(version.text(lang, long=long), values).missing


def fill(
    version: ReplyVersion,
    lang: str,
    values: Mapping[str, str],
    *,
    network: str = "",
    limits: Limits | None = None,
) -> str:
    """Return the words to send on a network: the long ones where they fit, else the short ones.

    Without a network: the short ones. A version without words in `lang` gives an empty text.

    Raises:
        VariablesMissingError: places are not filled; it says which.
    """
    found = text_for(version, lang, values, network=network, limits=limits)
    if found.missing:
        raise VariablesMissingError(found.missing)
    return found.text


def text_for(
    version: ReplyVersion,
    lang: str,
    values: Mapping[str, str],
    *,
    network: str = "",
    limits: Limits | None = None,
) -> Filled:
    """Return what `fill` would, with the places that are left in braces."""
    if network:
        long = filled(version.text(lang, long=True), values)
        if fits(long.text, network, limits):
            return long
    return filled(version.text(lang), values)


def fits(text: str, network: str, limits: Limits | None = None) -> bool:
    """Return whether a text fits a network; one whose limits nobody told us is never full."""
    known = limits or DEFAULT_LIMITS.get(network)
    return known is None or count(network, text, limits=known).fits
