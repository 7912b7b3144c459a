"""What became of a page, and where on it an account was seen, in words."""

from urllib.parse import urlsplit

from django import template

from gouvernail.onboarding.sources.words import page_words, place_words

register = template.Library()
register.filter("page_words", page_words)
register.filter("place_words", place_words)


@register.filter
def page_path(url: str) -> str:
    """Return the path of an address, which tells pages of one site apart."""
    parts = urlsplit(url)
    return parts.path or "/"


@register.filter
def host(url: str) -> str:
    """Return the host of an address."""
    return urlsplit(url).netloc
