"""Text as every engine sees it: folded, cut into words, counted, addressed."""

from gouvernail.kernel.text.folding import FOLD_VERSION, Folded, fold
from gouvernail.kernel.text.lengths import (
    DEFAULT_LIMITS,
    Count,
    Limits,
    count,
    count_bluesky,
    count_mastodon,
    count_plain,
    count_x,
)
from gouvernail.kernel.text.words import Token, TokenKind, spaced, spaced_span, tokens, words

__all__ = [
    "DEFAULT_LIMITS",
    "FOLD_VERSION",
    "Count",
    "Folded",
    "Limits",
    "Token",
    "TokenKind",
    "count",
    "count_bluesky",
    "count_mastodon",
    "count_plain",
    "count_x",
    "fold",
    "spaced",
    "spaced_span",
    "tokens",
    "words",
]
