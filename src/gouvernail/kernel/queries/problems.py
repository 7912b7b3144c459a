"""What is wrong with a query, and where: half-open offsets, in both languages."""

import re
from collections.abc import Mapping
from typing import Final

from gouvernail.kernel.queries.nodes import MAX_DISTANCE, MAX_TERMS, MIN_PREFIX

Words = tuple[str, str]
_UNBROKEN: Final = re.compile("(?<=«) | (?=[»:;?!])")  # French typography


class QueryError(Exception):
    """A query that cannot be read.

    Attributes:
        start: offset in code points of the first character at fault; the length of the query
            where something is missing at its end.
        end: half-open; equal to `start` where something is missing.
        code: stable.
        message: what was expected, `en` and `fr`.
    """

    def __init__(self, code: str, start: int, end: int, **values: object) -> None:
        english, french = MESSAGES[code]
        self.start, self.end, self.code = start, end, code
        self.message: Mapping[str, str] = {
            "en": english.format(**values),
            "fr": _UNBROKEN.sub("\u00a0", french).format(**values),
        }
        super().__init__(f"{start}:{end}: {self.message['en']} [{code}]")


MESSAGES: Final[Mapping[str, Words]] = {
    "empty": ("Write at least one word.", "Écrivez au moins un mot."),
    "too_long": (
        "The query holds {size} characters; {limit} at most.",
        "La requête compte {size} caractères, pour {limit} au plus.",
    ),
    "too_many_terms": (
        f"The query holds more than {MAX_TERMS} terms: make two topics of it.",
        f"La requête compte plus de {MAX_TERMS} termes : faites-en deux sujets.",
    ),
    "too_deep": (
        "Too many parentheses within one another, or NEAR in a row.",
        "Trop de parenthèses imbriquées, ou de NEAR à la suite.",
    ),
    "no_word": (
        "“{text}” holds no letter and no digit to look for.",
        "« {text} » ne contient ni lettre ni chiffre à chercher.",
    ),
    "quote_open": (
        "This quotation mark is never closed.",
        "Ce guillemet n’est jamais fermé.",
    ),
    "parenthesis_open": (
        "This parenthesis is never closed.",
        "Cette parenthèse n’est jamais fermée.",
    ),
    "parenthesis_closed": (
        "This parenthesis closes nothing.",
        "Cette parenthèse ne ferme rien.",
    ),
    "parentheses_empty": (
        "A word was expected between the parentheses.",
        "Un mot est attendu entre les parenthèses.",
    ),
    "operand_before": (
        "A word was expected before {operator}.",
        "Un mot est attendu avant {operator}.",
    ),
    "operand_after": (
        "A word was expected after {operator}.",
        "Un mot est attendu après {operator}.",
    ),
    "only_negative": (
        (
            "This part only says what must be absent, so nearly every post would match. Add a word"
            " that must be there."
        ),
        (
            "Cette partie dit seulement ce qui doit manquer : presque tout conviendrait. Ajoutez un"
            " mot qui doit être là."
        ),
    ),
    "near_distance": (
        f"Expected a number of words from 1 to {MAX_DISTANCE}, as in NEAR/5.",
        f"Un nombre de mots de 1 à {MAX_DISTANCE} est attendu, comme dans NEAR/5.",
    ),
    "near_operand": (
        "NEAR stands between words, phrases, or alternatives in parentheses joined by OR.",
        (
            "NEAR relie des mots, des expressions, ou des alternatives entre parenthèses jointes"
            " par OR."
        ),
    ),
    "star_place": (
        "The star ends a word, as in “press*”.",
        "L’étoile termine un mot, comme dans « press* ».",
    ),
    "star_short": (
        f"Write at least {MIN_PREFIX} characters before the star.",
        f"Écrivez au moins {MIN_PREFIX} caractères avant l’étoile.",
    ),
    "star_exact": (
        "An exact word (=) has no star.",
        "Un mot exact (=) ne prend pas d’étoile.",
    ),
    "field_unknown": (
        (
            "“{name}:” is not a field. Expected one of: {choices}. For the words themselves, put"
            " them in quotation marks."
        ),
        (
            "« {name}: » n’est pas un champ. Champs admis : {choices}. Pour chercher ces mots"
            " eux-mêmes, mettez-les entre guillemets."
        ),
    ),
    "field_value": (
        "A value was expected after “{name}:”.",
        "Une valeur est attendue après « {name}: ».",
    ),
    "has_value": (
        "“{value}” is not possible after “has:”. Expected one of: {choices}.",
        "« {value} » est impossible après « has: ». Valeurs admises : {choices}.",
    ),
    "lang_value": (
        "Expected a language code of two or three letters, such as fr or en.",
        "Un code de langue de deux ou trois lettres est attendu, comme fr ou en.",
    ),
    "address": (
        "For a link, write url: before its address, as in url:{host}.",
        "Pour un lien, écrivez url: devant son adresse, comme url:{host}.",
    ),
}
