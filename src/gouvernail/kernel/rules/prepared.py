"""A post made ready once for every rule: folded, spaced, and what was found in it."""

from collections.abc import Callable
from functools import cached_property
from typing import TypeVar, cast

from gouvernail.kernel.rules.finding import Span
from gouvernail.kernel.rules.post import Context, Post
from gouvernail.kernel.text import Folded, Token, fold, spaced, tokens

SPANS_PER_CHECK = 100
"""A check shows this many places at most: enough to mend a text, and time stays linear."""

Found = TypeVar("Found")


class Prepared:
    """The views of one text that checks need, each computed once, on first use.

    `spelled` is a variant of the original, of the same length, that checks may search instead
    (letters of other alphabets given their Latin look); spans in it are spans of the original.
    """

    def __init__(self, post: Post, context: Context, spelled: str | None = None) -> None:
        self.post = post
        self.context = context
        self.folded: Folded = fold(post.text if spelled is None else spelled)
        self._found: dict[Callable[[str], object], object] = {}

    def once(self, search: Callable[[str], Found]) -> Found:
        """Return what a search finds in the original, which several rules may ask for."""
        if search not in self._found:
            self._found[search] = search(self.post.text)
        return cast("Found", self._found[search])

    @cached_property
    def spaced(self) -> str:
        """The words, each between two spaces."""
        return spaced(self.folded)

    @cached_property
    def tokens(self) -> list[Token]:
        """The words with their offsets in the folded text."""
        return tokens(self.folded)

    def span_of_words(self, first: int, last: int) -> Span:
        """Return the span, in the original, of the words `first` to `last`, both included."""
        found = self.tokens
        start = found[first].start
        if found[first].kind != "word" and start > 0:
            start -= 1
        return Span(*self.folded.span(start, found[last].end))

    def span(self, start: int, end: int) -> Span:
        """Return the span, in the original, of a range of the folded text."""
        return Span(*self.folded.span(start, end))
