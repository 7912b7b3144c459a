"""Show a text without the numbers and keys found in it."""

from collections.abc import Iterable

from gouvernail.kernel.rules.checks.identifiers import find_identifiers
from gouvernail.kernel.rules.finding import Finding, Span

HIDDEN = "•"
"""What stands for each hidden character, spaces included: offsets stay what they were."""


def mask(text: str, findings: Iterable[Finding]) -> str:
    """Return `text` with every identifier found in it replaced, one mark a code point."""
    spans = (each.spans for each in findings if each.kind == "identifiers")
    return _hidden(text, (span for some in spans for span in some))


def mask_identifiers(text: str) -> str:
    """Return `text` with every identifier that any rule could find in it replaced."""
    return _hidden(text, (Span(found.start, found.end) for found in find_identifiers(text)))


def _hidden(text: str, spans: Iterable[Span]) -> str:
    hidden = list(text)
    for start, end in spans:
        hidden[start:end] = HIDDEN * (end - start)
    return "".join(hidden)
