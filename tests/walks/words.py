"""The product's own words, in the language of the page: what a walk looks for."""

from collections.abc import Callable

from django.utils.translation import gettext, ngettext, override, pgettext

Words = Callable[..., str]


def words(language: str) -> Words:
    """Return a function that translates a message (of a context), its placeholders by name."""

    def said(text: str, *, of: str = "", **facts: object) -> str:
        with override(language):
            found = pgettext(of, text) if of else gettext(text)
        return found % facts if facts else found

    return said


def counted(language: str, one: str, many: str, number: int, **facts: object) -> str:
    """Return a message that depends on a number, as the page says it."""
    with override(language):
        return ngettext(one, many, number) % facts
