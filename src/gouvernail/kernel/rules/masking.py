"""Show a text without the numbers and keys found in it."""

from collections.abc import Iterable

from gouvernail.kernel.rules.finding import Finding

HIDDEN = "•"
"""What stands for each hidden character, spaces included: offsets stay what they were."""


def mask(text: str, findings: Iterable[Finding]) -> str:
    """Return `text` with every identifier found in it replaced, one mark a code point."""
    hidden = list(text)
    for finding in findings:
        if finding.kind == "identifiers":
            for start, end in finding.spans:
                hidden[start:end] = HIDDEN * (end - start)
    return "".join(hidden)
