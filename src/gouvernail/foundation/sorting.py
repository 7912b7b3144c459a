"""Names and titles in the order of a French reader: no matter their capitals and accents."""

from typing import Any, Final

from django.db.models import CharField, F, Func, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language

from gouvernail.kernel.text import fold

PLAIN: Final = {
    "a": "àâäáãå",
    "c": "ç",
    "e": "éèêë",
    "i": "îïíì",
    "n": "ñ",
    "o": "ôöóòõ",
    "u": "ùûüú",
    "y": "ÿý",
}
JOINED: Final = {"œ": "oe", "æ": "ae"}
NAME: Final = "gouvernail_plain"


def _plain(text: str | None) -> str | None:
    return None if text is None else fold(text).text


class Plain(Func):
    """A text in small letters without its accents, as the database can sort it.

    PostgreSQL puts the letters of French in their places; SQLite asks `fold`, which its connection
    is told of: its own parser takes no such row of replacements.
    """

    function = "LOWER"
    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **_extra: Any) -> tuple[str, Any]:  # noqa: ANN401 - Django's own
        """Write it with a function of ours, given to the connection that is about to run it."""
        connection.ensure_connection()
        connection.connection.create_function(NAME, 1, _plain, deterministic=True)
        return super().as_sql(compiler, connection, function=NAME)

    def as_postgresql(self, compiler: Any, connection: Any, **_extra: Any) -> tuple[str, Any]:  # noqa: ANN401 - Django's own
        """Write it with `translate`, in the order of the letters themselves, as SQLite does."""
        sql, params = super().as_sql(compiler, connection)
        # A database of the locale "C" knows the small letter of no accented capital.
        for joined, two in JOINED.items():
            sql = f"replace(replace({sql}, '{joined}', '{two}'), '{joined.upper()}', '{two}')"
        accents = "".join(letters + letters.upper() for letters in PLAIN.values())
        plain = "".join(to * 2 * len(letters) for to, letters in PLAIN.items())
        return f"translate({sql}, '{accents}', '{plain}') COLLATE \"C\"", params


def by_title(prefix: str = "") -> Combinable:
    """Return what puts rows with `title` and `title_en` in the order of the words shown.

    `prefix`: of what they belong to, such as `policy__`.
    """
    if get_language() and str(get_language()).startswith("en"):
        english = NullIf(F(f"{prefix}title_en"), Value(""))
        return Plain(Coalesce(english, F(f"{prefix}title")))
    return Plain(f"{prefix}title")


def by_name(prefix: str = "") -> Combinable:
    """Return what puts rows with `name_fr` and `name_en` in the order of the names shown."""
    if get_language() and str(get_language()).startswith("en"):
        english = NullIf(F(f"{prefix}name_en"), Value(""))
        return Plain(Coalesce(english, F(f"{prefix}name_fr")))
    return Plain(f"{prefix}name_fr")


def plainly(text: str) -> tuple[str, str]:
    """Return what sorts a name or a title that is read already, as `Plain` does. No query."""
    return fold(text).text, text


def in_order(named: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - pairs
    """Return pairs (key, name) by name as a French reader sorts them. No query."""
    return sorted(named, key=lambda one: plainly(str(one[1])))
