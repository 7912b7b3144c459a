"""Whether words say who speaks, what a post is made of, and how long it is."""

from collections.abc import Iterable
from typing import Final

from gouvernail.advocacy.models import Kit, Programme
from gouvernail.kernel.text import DEFAULT_LIMITS, count
from gouvernail.kernel.text.addresses import NETWORKS
from gouvernail.kernel.text.folding import fold
from gouvernail.kernel.text.lengths import Count

SHAREABLE: Final = tuple(
    slug for slug in DEFAULT_LIMITS if slug in NETWORKS and slug not in {"youtube", "tiktok"}
)


def says(text: str, words: str) -> bool:
    """Return whether `text` holds `words` whole; case, accents and line breaks do not count."""
    wanted = " ".join(fold(words).text.split())
    if not wanted:
        return True
    held, at = " ".join(fold(text).text.split()), -1
    while (at := held.find(wanted, at + 1)) >= 0:
        before, after = held[at - 1 : at], held[at + len(wanted) : at + len(wanted) + 1]
        if not (before.isalnum() or after.isalnum()):
            return True
    return False


def says_who(text: str, programme: Programme) -> bool:
    """Return whether a text says who speaks, in either language."""
    return _either(text, programme.disclosure, programme.disclosure_en)


def says_own(text: str, programme: Programme) -> bool:
    """Return whether a profile says that one speaks for oneself, in either language."""
    return _either(text, programme.disclaimer, programme.disclaimer_en)


def _either(text: str, *wanted: str) -> bool:
    asked = [one for one in wanted if one.strip()]
    return not asked or any(says(text, one) for one in asked)


def composed(text: str, *, kit: Kit, language: str) -> str:
    """Return what is really posted: the words, who speaks, the link; each said once. No query.

    The programme is loaded with the story.
    """
    parts = [text.strip()]
    if not says_who(text, kit.programme):
        parts.append(kit.programme.discloses(language))
    if kit.link and kit.link not in text:
        parts.append(kit.link)
    return "\n\n".join(one for one in parts if one)


def length_on(network: str, text: str) -> Count | None:
    """Return how long a text is on a network, as that network counts; None where none is known."""
    return count(network, text) if network in DEFAULT_LIMITS else None


def fits_on(text: str, networks: Iterable[str] = SHAREABLE) -> list[str]:
    """Return the networks that take a text as it is."""
    return [one for one in networks if (found := length_on(one, text)) is None or found.fits]
