"""The product's own words, in the language of the page: what a walk looks for."""

from collections.abc import Callable

from django.utils.translation import gettext, ngettext, override

Words = Callable[..., str]


def words(language: str) -> Words:
    """Return a function that translates a message, its placeholders given by name."""

    def said(text: str, **facts: object) -> str:
        with override(language):
            found = gettext(text)
        return found % facts if facts else found

    return said


def counted(language: str, one: str, many: str, number: int, **facts: object) -> str:
    """Return a message that depends on a number, as the page says it."""
    with override(language):
        return ngettext(one, many, number) % facts
