"""A post made ready once for every rule: folded, spaced, and what was found in it."""

from collections.abc import Callable
from typing import TypeVar, cast

from gouvernail.kernel.rules.finding import Span
from gouvernail.kernel.rules.post import Context, Post
from gouvernail.kernel.text import Folded, fold, spaced

SPANS_PER_CHECK = 100
"""A check shows this many places at most: enough to mend a text, and time stays linear."""
SIGILS = "#@"

Found = TypeVar("Found")


class Prepared:
    """The views of one text that checks need, each computed once, on first use.

    `spelled` is a variant of the original, of the same length, that checks may search instead
    (letters of other alphabets given their Latin look); spans in it are spans of the original.
    """

    __slots__ = ("_found", "_starts", "context", "folded", "post", "spaced")

    def __init__(self, post: Post, context: Context, spelled: str | None = None) -> None:
        self.post = post
        self.context = context
        self.folded: Folded = fold(post.text if spelled is None else spelled)
        self.spaced: str = spaced(self.folded)
        self._starts: list[int] | None = None
        self._found: dict[Callable[[str], object], object] | None = None

    def once(self, search: Callable[[str], Found]) -> Found:
        """Return what a search finds in the original, which several rules may ask for."""
        if self._found is None:
            self._found = {}
        if search not in self._found:
            self._found[search] = search(self.post.text)
        return cast("Found", self._found[search])

    def span_of_words(self, first: int, last: int, size: int) -> Span:
        """Return the span, in the original, of the words `first` to `last`, both included.

        `size` is the length of the last word. A `#` or `@` before the first belongs to it.
        """
        starts = self._word_starts()
        start, end = starts[first], starts[last] + size
        text = self.folded.text
        if start > 0 and text[start - 1] in SIGILS and not text[: start - 1][-1:].isalnum():
            start -= 1
        return Span(*self.folded.span(start, end))

    def _word_starts(self) -> list[int]:
        """Return where each word of `spaced` starts in the folded text.

        Between two words there are only separators, so the next occurrence is the word itself.
        """
        if self._starts is None:
            self._starts = []
            text, at = self.folded.text, 0
            for word in self.spaced.split():
                at = text.index(word, at)
                self._starts.append(at)
                at += len(word)
        return self._starts

    def span(self, start: int, end: int) -> Span:
        """Return the span, in the original, of a range of the folded text."""
        return Span(*self.folded.span(start, end))
