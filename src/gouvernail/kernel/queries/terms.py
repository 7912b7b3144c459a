"""Read one term of a query: a word, a phrase, a hashtag, a handle, an exact word, a field."""

import re
import unicodedata
from typing import Final
from urllib.parse import urlsplit

from gouvernail.kernel.queries.lexing import Sign, SignKind
from gouvernail.kernel.queries.nodes import (
    HAS,
    MIN_PREFIX,
    Exact,
    Field,
    FieldName,
    Mark,
    Pattern,
    Words,
)
from gouvernail.kernel.queries.problems import QueryError
from gouvernail.kernel.text import fold, tokens

_FIELD: Final = re.compile(r"([A-Za-z]+):(.*)", re.DOTALL)
_ADDRESS: Final = re.compile(r"https?:/", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_PIECE: Final = re.compile(r"\S+")


def read_term(sign: Sign) -> Words | Exact | Field:
    """Return what a term or a phrase asks for.

    Raises:
        QueryError: it asks for nothing, or for what the language does not have.
    """
    before, text, start = sign.before, sign.text, sign.start
    if sign.kind is SignKind.TERM:
        if _ADDRESS.match(text):
            raise QueryError("address", start, sign.end, host=_host(text) or "example.org")
        if found := _FIELD.fullmatch(text):
            return _field(found[1], found[2], sign)
        before, text = (text[0], text[1:]) if text[0] in "=#@" else ("", text)
        start += len(before)
    else:
        if before.endswith(":"):
            return _field(before[:-1], text, sign)
        start += len(before) + 1
    return _words(before, text, start, sign)


def _words(before: str, text: str, start: int, sign: Sign) -> Words | Exact:
    """Return words after one of `=`, `#`, `@` or nothing; another prefix belongs to no term."""
    if before == "=":
        return _exact(text, start, sign)
    if before not in ("", "#", "@"):
        raise QueryError("no_word", sign.start, sign.end, text=before)
    return Words(_patterns(text, start, sign), Mark(before))


def _patterns(text: str, start: int, sign: Sign) -> tuple[Pattern, ...]:
    patterns: list[Pattern] = []
    for piece in _PIECE.finditer(text):
        patterns.extend(_piece(piece[0], start + piece.start()))
    if not patterns:
        raise QueryError("no_word", sign.start, sign.end, text=text or sign.before)
    return tuple(patterns)


def _piece(piece: str, start: int) -> list[Pattern]:
    """Return the words of a piece without space, the last one open when a star ends it."""
    star = piece.find("*")
    if star not in (-1, len(piece) - 1):
        raise QueryError("star_place", start + star, start + star + 1)
    found = [token.text for token in tokens(fold(piece))]
    patterns = [Pattern(word) for word in found]
    if star >= 0:
        if not found or len(found[-1]) < MIN_PREFIX:
            raise QueryError("star_short", start, start + len(piece))
        patterns[-1] = Pattern(found[-1], prefix=True)
    return patterns


def _exact(text: str, start: int, sign: Sign) -> Exact:
    if "*" in text:
        at = start + text.index("*")
        raise QueryError("star_exact", at, at + 1)
    folded = fold(text)
    found = tokens(folded)
    if not found:
        raise QueryError("no_word", sign.start, sign.end, text=text or sign.before)
    return Exact(
        tuple(Pattern(token.text) for token in found),
        tuple(written(text, folded.span(token.start, token.end)) for token in found),
    )


def written(text: str, span: tuple[int, int]) -> str:
    """Return a word as it stands in `text`, composed (NFC): two spellings of é are one."""
    return unicodedata.normalize("NFC", text[span[0] : span[1]])


def _field(name: str, value: str, sign: Sign) -> Field:
    try:
        field = FieldName(name.lower())
    except ValueError:
        choices = ", ".join(f"{known}:" for known in FieldName)
        end = sign.start + len(name) + 1
        raise QueryError("field_unknown", sign.start, end, name=name, choices=choices) from None
    kept = field_value(field, value)
    if not kept or '"' in kept:  # nothing is spelled with a quotation mark in it
        raise QueryError("field_value", sign.start, sign.end, name=field)
    if field is FieldName.HAS and kept not in HAS:
        start = sign.end - len(value)
        raise QueryError("has_value", start, sign.end, value=value, choices=", ".join(HAS))
    if field is FieldName.LANG and not _LANGUAGE.fullmatch(kept):
        raise QueryError("lang_value", sign.end - len(value), sign.end)
    return Field(field, kept)


def field_value(name: FieldName, value: str) -> str:
    """Return a value in the one form that is compared; empty where there is none.

    Handles lose their `@`; addresses their scheme, `www.`, last `/` and what follows `#`; the host
    is in lower case, the path and the question after it are kept as they are.
    """
    value = value.strip()
    if name is FieldName.FROM:
        return fold(value.lstrip("@")).text
    if name is not FieldName.URL:
        return value.lower()
    address = value if "//" in value else f"//{value}"
    if not (host := _host(address)):
        return ""
    parts = urlsplit(address)
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}"


def _host(address: str) -> str:
    """Return the host of an address without `www.`; empty when none can be read in it."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
