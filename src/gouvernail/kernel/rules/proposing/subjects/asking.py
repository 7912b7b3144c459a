"""Rules whose words or numbers are those of the sentence."""

import re
from collections.abc import Iterator
from typing import Final

from gouvernail.kernel.rules.proposing.sentences import MARKUP, Sentence
from gouvernail.kernel.rules.proposing.subjects.shape import Asked, pattern
from gouvernail.kernel.text import fold

QUOTED: Final = re.compile(
    r"[“\"]([^“”\"\n]{2,40})[”\"]|"
    r"«[\s\u00a0\u202f]*([^«»\n]{2,40}?)[\s\u00a0\u202f]*»|"
    r"(?<![\w_*])_([^_\n]{2,40})_(?![\w_*])"
)


def _quoted(text: str) -> list[str]:
    return [next(filter(None, each)).strip(" .,;…") for each in QUOTED.findall(text)]


INSTEAD: Final = re.compile(
    r"\b(?:use|write|say|utilis(?:ez|er)|ecri(?:vez|re)|dites|prefer(?:ez|er)|"
    r"privilegi(?:ez|er))\b[^.]{0,60}\b"
    r"(?:instead of|rather than|and not|, not|not|plutot que|au lieu de|et non|pas)\b"
)
SPEECH: Final = re.compile(
    r"\b(?:avoid(?: using| saying| writing| phrases| words| terms| expressions| redundancies)?|"
    r"(?:never|do not|don't) (?:use|say|write)|evit(?:ez|er)|n'utilis(?:ez|er)|"
    r"ne pas (?:utiliser|ecrire|dire)|n'ecrivez|ne dites|bannir|proscri\w+)\b[^.\"“«_]{0,40}[\"“«_]"
)
BETWEEN: Final = re.compile(r"\b(?:instead of|rather than|not|plutot que|au lieu de|et non|pas)\b")
FORBIDDEN: Final = re.compile(
    r"\b(?:avoid|never|do not|don['’]t|évite[rz]|n['’]utilis|ne pas|n['’]écrivez|"
    r"ne dites|bannir|proscri)",
    re.IGNORECASE,
)
META: Final = re.compile(
    r"\b(?:heading|headings|column|toolbar|link to the|see the|refers? to|section|"
    r"page|article|chapter|rubrique|voir)\b"
)


SIDE_BY_SIDE: Final = re.compile(
    r"^\W*(?:Write|Say|Use|Écrire|Écrivez|Dire|Dites)\s*:\s+(?P<better>[^:]{2,50}?)\s+"
    r"(?:Instead of|Rather than|Au lieu de|Plutôt que)\s*:\s+(?P<worse>[^:]{2,50}?)\W*$"
)
WORDS_OF_A_TERM: Final = 5


def side_by_side(sentence: Sentence) -> Iterator[Asked]:
    """Yield a substitution: `Write: to. Instead of: in order to`, both of a few words."""
    found = SIDE_BY_SIDE.match(" ".join(MARKUP.sub(" ", sentence.text).split()))
    if found is None or max(len(each.split()) for each in found.groups()) > WORDS_OF_A_TERM:
        return
    yield _swap(found["better"], found["worse"])


def _swap(better: str, worse: str) -> Asked:
    return Asked(
        title=("Un mot pour un autre", "One word for another"),
        say=("« {quote} » : écrivez « {better} ».", "“{quote}”: write “{better}”."),
        check={"substitution": {"swap": {worse: better}}},
        raises=(worse,),
        passes=(better,),
    )


def instead(sentence: Sentence) -> Iterator[Asked]:
    """Yield a substitution: two wordings in quotes, the first to be preferred."""
    found = list(QUOTED.finditer(sentence.text))
    if len(found) != 2 or META.search(sentence.plain):  # noqa: PLR2004 -- one for the other
        return
    if not BETWEEN.search(fold(sentence.text[found[0].end() : found[1].start()]).text):
        return
    better, worse = _quoted(sentence.text)
    if not re.search(r"\w", worse) or worse.casefold() == better.casefold():
        return
    yield _swap(better, worse)


def named_words(sentence: Sentence) -> Iterator[Asked]:
    """Yield the words that a sentence puts in quotes and forbids."""
    forbidden = FORBIDDEN.search(sentence.text)
    after = sentence.text[forbidden.end() :] if forbidden is not None else ""
    words = [each for each in _quoted(after) if re.search(r"\w{3}", each)]
    if not words or META.search(sentence.plain) or INSTEAD.search(sentence.plain):
        return
    yield Asked(
        title=("Mots à éviter", "Words to avoid"),
        say=("« {quote} » est à éviter.", "“{quote}” is to be avoided."),
        check={"terms": {"any": list(dict.fromkeys(words))}},
        raises=tuple(words[:2]),
    )


def numbers(sentence: Sentence) -> Iterator[Asked]:
    """Yield a limit of characters that the sentence gives."""
    found = re.search(r"\b([0-9]{2,5}) (?:characters|caracteres|signes)\b", sentence.plain)
    if found is None:
        return
    most = int(found[1])
    yield Asked(
        title=("Texte trop long", "Text too long"),
        say=("{over} caractères de trop : {length} pour {limit}.", "{over} characters too many."),
        check={"length": {"most": most}},
        raises=("a " * most,),
        strict=True,
    )


def hashtags(sentence: Sentence) -> Iterator[Asked]:
    """Yield a number of hashtags, the sentence's own."""
    found = re.search(r"\b([1-9]|one|two|three|un|deux|trois|quatre|cinq)\b", sentence.plain)
    counts = {
        "one": 1,
        "two": 2,
        "three": 3,
        "un": 1,
        "deux": 2,
        "trois": 3,
        "quatre": 4,
        "cinq": 5,
    }
    if found is None:
        return
    most = counts.get(found[1]) or int(found[1])
    yield Asked(
        title=("Trop de mots-dièse", "Too many hashtags"),
        say=(f"Plus de {most} mots-dièse.", f"More than {most} hashtags."),
        check=pattern(rf"(?s)(?:#\w+.*?){{{most}}}#\w+", original=True),
        raises=(" ".join(f"#mot{number}" for number in range(most + 1)),),
    )


def latin(sentence: Sentence) -> Iterator[Asked]:
    """Yield the short forms that the sentence names right after what forbids them."""
    found = re.search(
        r"\b(?:avoid|do not|don't|never)(?: us(?:e|ing))?[^.]{0,40}?((?:\"?(?:e\.g\.|"
        r"i\.e\.|etc\.)[,\" ]*(?:and|or)? ?)+)",
        sentence.plain,
    )
    forms = re.findall(r"e\.g\.|i\.e\.|etc\.", found[1]) if found else []
    if forms:
        yield Asked(
            title=("Abréviation latine", "Latin short form"),
            say=("« {quote} » : écrivez-le en toutes lettres.", "“{quote}”: spell it out."),
            check=pattern(*(r"\b" + re.escape(each) for each in dict.fromkeys(forms))),
            raises=tuple(f"Vélo, {each}" for each in dict.fromkeys(forms)),
        )


KINDS: Final = {
    "phone": (r"\b(?:telephone|phone|telephoniques)", "06 12 34 56 78"),
    "email": (r"\b(?:e-?mails?|courriels?|adresses? mail)\b", "lea@exemple.fr"),
    "nir": (r"\bsecurite sociale\b", "2 69 05 49 588 157 80"),
    "ssn": (r"\bsocial security\b", "SSN 536-32-3065"),
    "card": (r"\b(?:credit card|carte bancaire|payment card)", "4111 1111 1111 1111"),
    "iban": (r"\b(?:bank account|iban|coordonnees bancaires)", "FR14 2004 1010 0505 0001 3M02 606"),
    "secret": (r"\b(?:passwords?|mots? de passe|api keys?)\b", "mot de passe : Tr0ub4dor&3"),
    "ip": (r"\b(?:ip address|adresses? ip)\b", "le serveur 192.168.10.24"),
}


def identifiers(sentence: Sentence) -> Iterator[Asked]:
    """Yield the kinds of numbers that the sentence names; two that are chosen if it names none."""
    kinds = [kind for kind, (words, _text) in KINDS.items() if re.search(words, sentence.plain)]
    chosen = () if kinds else ("the kinds of data: telephone and e-mail",)
    kinds = kinds or ["phone", "email"]
    yield Asked(
        title=("Données personnelles", "Personal data"),
        say=("Le texte contient : {kind}.", "The text holds: {kind}."),
        check={"identifiers": {"kinds": list(kinds)}},
        raises=tuple(KINDS[kind][1] for kind in kinds),
        strict=True,
        chosen=chosen,
    )
